"""What a file that is about to go out would tell of somebody."""

from dataclasses import dataclass

ERROR = "error"
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing found before an export. An error holds the file back; a note is told.

    `kind`: name, candidate, consent, property, path, candidates, recognisable. `where` is the file, and the part of it.
    By `fingerprint` it is accepted with a reason; empty where there is nothing to accept.
    """

    level: str
    kind: str
    where: str
    message: str
    fingerprint: str = ""
