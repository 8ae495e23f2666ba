"""The comparison across substudies: what the actor groups agree and disagree on, and who is silent."""

from dataclasses import dataclass

CATEGORY = "category"
CONDENSATE = "condensate"
QUOTE = "quote"
EVIDENCE_KINDS = (CATEGORY, CONDENSATE, QUOTE)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What a cell rests on: a category by its heading, a condensate by its path, a quote by who says it.

    `kind` is category, condensate or quote; `key` and `uid` are that thing's, `text` what it says.
    """

    id: int
    kind: str
    key: int
    uid: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparisonCellView:
    """What one analysis says about a topic. `stance` is agrees, divided, disagrees, silent, or empty: not judged.

    `uid` is empty and `version` 0 where nothing is written.
    """

    analysis_id: int
    stance: str
    text: str
    evidence: tuple[EvidenceView, ...]
    version: int
    uid: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonTopicView:
    """A row: what is compared, what comes of it (`text`), and a cell for every column, in their order."""

    id: int
    uid: str
    title: str
    text: str
    cells: tuple[ComparisonCellView, ...]
    version: int


@dataclass(frozen=True, slots=True)
class ComparisonColumn:
    """An analysis beside the others: its substudies, and its result categories as (key, uid, heading)."""

    analysis_id: int
    title: str
    substudies: tuple[str, ...]
    categories: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The whole comparison, rows and columns in order."""

    columns: tuple[ComparisonColumn, ...]
    topics: tuple[ComparisonTopicView, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A cell in a list that can be loaded again; `evidence` has a line for each: `category: HEADING`, `quote: UID`."""

    topic: str
    conclusion: str
    analysis: str
    stance: str
    text: str
    evidence: str
