"""Step 3: condensation - from code to meaning."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Versioned, not_blank, one_of, span_check

QUOTE_FORMS = ("verbatim", "shortened", "clarified", "edited", "normalised", "translated")


class Condensate(Versioned, table=True):
    """A condensate (kondensat): an artificial quotation in the first person that carries all units of its subgroup.

    `stands_on` is the fingerprint of those units when a person last looked; when it no longer fits them, the condensate
    must be looked at again.
    """

    __tablename__ = "condensate"
    __table_args__ = (UniqueConstraint("subgroup_id", name="uq_condensate_subgroup"),)

    subgroup_id: int = Field(foreign_key="subgroup.id")
    text: str
    stands_on: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    written: str


class Quote(Versioned, table=True):
    """A quote (sitat) that illustrates a coding: its original span and words, and the printed form.

    `signed_by` is the person who accepted what the printed form changes beyond ellipsis, capital and brackets.
    `words_before` as in a meaning unit.
    """

    __tablename__ = "quote"
    __table_args__ = (
        not_blank("printed", table="quote"),
        one_of("form", QUOTE_FORMS, table="quote"),
        span_check("quote"),
        Index("ix_quote_coding", "coding_id"),
    )

    coding_id: int = Field(foreign_key="coding.id")
    revision_id: int = Field(foreign_key="revision.id")
    start: int
    end: int
    text: str
    words_before: str = ""
    printed: str
    form: str = "verbatim"
    golden: bool = False
    coder_id: int = Field(foreign_key="coder.id")
    signed_by: int | None = Field(default=None, foreign_key="coder.id")
    signed: str = ""
