"""The matrix of questions and answers."""

from dataclasses import dataclass

CATEGORY = "category"
CONDENSATE = "condensate"
QUOTE = "quote"
UNIT = "unit"
TABLE = "table"
SOURCE = "source"
EVIDENCE_KINDS = (CATEGORY, CONDENSATE, QUOTE, UNIT, TABLE, SOURCE)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Something an assessment rests on: `told` is its name or words, `uid` the row's (a table or source has none).

    `gone` when the row it refers to is not there any more.
    """

    uid: str
    kind: str
    told: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question or subquestion (then `subquestion` is filled), its assessment, and what that rests on."""

    id: int
    uid: str
    question: str
    subquestion: str
    assessment: str
    evidence: tuple[EvidenceView, ...]
    version: int
