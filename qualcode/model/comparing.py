"""The comparison across substudies: where the actor groups agree, disagree, or are silent, each with its evidence."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of

COMPARISON_STANCES = ("", "agrees", "divided", "disagrees", "silent")


class ComparisonTopic(Versioned, table=True):
    """A row of the comparison (sammenligning): what the team compares, and what comes of it for the discussion."""

    __tablename__ = "comparison_topic"
    __table_args__ = (
        UniqueConstraint("title", name="uq_comparison_topic_title"),
        not_blank("title", table="comparison_topic"),
    )

    title: str
    text: str = ""
    position: int


class ComparisonCell(Versioned, table=True):
    """What one analysis, and so one actor group, says about a topic; `stance` is empty while nobody has judged it."""

    __tablename__ = "comparison_cell"
    __table_args__ = (
        UniqueConstraint("topic_id", "analysis_id", name="uq_comparison_cell"),
        one_of("stance", COMPARISON_STANCES, table="comparison_cell"),
    )

    topic_id: int = Field(foreign_key="comparison_topic.id")
    analysis_id: int = Field(foreign_key="analysis.id", index=True)
    stance: str = ""
    text: str = ""


class ComparisonEvidence(Kept, table=True):
    """What a cell rests on: one result category, condensate or quote of its analysis."""

    __tablename__ = "comparison_evidence"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN category_id IS NULL THEN 0 ELSE 1 END + CASE WHEN condensate_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN quote_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_comparison_evidence_one",
        ),
        UniqueConstraint("cell_id", "category_id", name="uq_comparison_evidence_category"),
        UniqueConstraint("cell_id", "condensate_id", name="uq_comparison_evidence_condensate"),
        UniqueConstraint("cell_id", "quote_id", name="uq_comparison_evidence_quote"),
    )

    cell_id: int = Field(foreign_key="comparison_cell.id", index=True)
    category_id: int | None = Field(default=None, foreign_key="result_category.id", index=True)
    condensate_id: int | None = Field(default=None, foreign_key="condensate.id", index=True)
    quote_id: int | None = Field(default=None, foreign_key="quote.id", index=True)
