"""What makes a participant recognisable in what is to be printed."""

from dataclasses import dataclass

TABLE = "table"
TOTAL = "total"
SOURCE = "source"
LEAD_IN = "lead-in"
LEAD_INS = "lead-ins"
CONTENT = "content"
KINDS = (TABLE, TOTAL, SOURCE, LEAD_IN, LEAD_INS, CONTENT)


@dataclass(frozen=True, slots=True)
class RecognisabilityFinding:
    """One thing that makes somebody recognisable. `id` stays the same for as long as what was found does.

    `kind`: table (rows that fit one person), total (values that one person has), source (what stands after a quote
    leads to such a row), lead-in (fits one participant), lead-ins (fit one when taken together), content (the printed
    words say what only one has). `where` is the place as a user knows it. `accepted` with a `reason` by `coder`.
    """

    id: str
    kind: str
    substudy: str
    participants: tuple[str, ...]
    where: str
    message: str
    accepted: bool = False
    reason: str = ""
    coder: str = ""
    at: str = ""
