"""What a file that is about to go out would tell of somebody."""

from dataclasses import dataclass

ERROR = "error"
NOTE = "note"
NAMED = "named"
"""The kind of a leak that is a name in a text of the researchers' own."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing found before an export. An error holds the file back; a note is told.

    `kind`: name, candidate, named, consent, property, path, candidates, recognisable, or unsigned (a quote that is
    printed otherwise than said). `where`: the file and its part. By `fingerprint` it is accepted with a reason; empty
    where there is nothing to accept.
    """

    level: str
    kind: str
    where: str
    message: str
    fingerprint: str = ""
