"""Step 4: synthesizing - from condensation to descriptions and concepts."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of, span_check

STANCES = ("nuances", "contradicts", "supports")


class ResultCategory(Versioned, table=True):
    """A result category (resultatkategori): its heading, and the text that validates it against the transcripts.

    `validated_by` and `validated_at` say who found that it holds, and when; empty while it is not validated.
    """

    __tablename__ = "result_category"
    __table_args__ = (not_blank("heading", table="result_category"),)

    analysis_id: int = Field(foreign_key="analysis.id", index=True)
    heading: str
    validation: str = ""
    validated: bool = False
    validated_by: int | None = Field(default=None, foreign_key="coder.id")
    validated_at: str = ""
    position: int


class CategoryCondensate(Kept, table=True):
    """This category rests on this condensate."""

    __tablename__ = "category_condensate"
    __table_args__ = (UniqueConstraint("category_id", "condensate_id", name="uq_category_condensate"),)

    category_id: int = Field(foreign_key="result_category.id")
    condensate_id: int = Field(foreign_key="condensate.id", index=True)


class Paragraph(Versioned, table=True):
    """A paragraph of analytic text, or a quote placed in it; then `text` is the lead-in before the quote.

    `coder_id` and `written` say who wrote it last, and when; nobody, in a study from before that was kept.
    """

    __tablename__ = "paragraph"
    __table_args__ = (
        CheckConstraint("quote_id IS NOT NULL OR trim(text) <> ''", name="ck_paragraph_holds_something"),
        Index("ix_paragraph_category", "category_id", "position"),
    )

    category_id: int = Field(foreign_key="result_category.id")
    text: str = ""
    quote_id: int | None = Field(default=None, foreign_key="quote.id", index=True)
    coder_id: int | None = Field(default=None, foreign_key="coder.id")
    written: str = ""
    position: int


class ParagraphCondensate(Kept, table=True):
    """This paragraph retells this condensate."""

    __tablename__ = "paragraph_condensate"
    __table_args__ = (UniqueConstraint("paragraph_id", "condensate_id", name="uq_paragraph_condensate"),)

    paragraph_id: int = Field(foreign_key="paragraph.id")
    condensate_id: int = Field(foreign_key="condensate.id", index=True)


class GroupWithoutCategory(Versioned, table=True):
    """A code group that ends in no result category, and why: nothing was forgotten."""

    __tablename__ = "group_without_category"
    __table_args__ = (
        UniqueConstraint("group_id", name="uq_group_without_category"),
        not_blank("reason", table="group_without_category"),
    )

    group_id: int = Field(foreign_key="code_group.id")
    reason: str
    coder_id: int = Field(foreign_key="coder.id")
    written: str


class Passage(Versioned, table=True):
    """A passage found on going back to the transcripts that nuances, contradicts or supports a category.

    `words_before` as in a meaning unit.
    """

    __tablename__ = "passage"
    __table_args__ = (one_of("stance", STANCES, table="passage"), span_check("passage"))

    category_id: int = Field(foreign_key="result_category.id", index=True)
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    revision_id: int = Field(foreign_key="revision.id")
    start: int
    end: int
    text: str
    words_before: str = ""
    stance: str = "nuances"
    comment: str = ""
