"""What taking in a file of codings came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodingCounts:
    """`units` and `codings` are new, `changed` were in the group and got another place in it.

    `already_there` are rows that changed nothing.
    """

    rows: int
    units: int
    codings: int
    changed: int
    already_there: int
