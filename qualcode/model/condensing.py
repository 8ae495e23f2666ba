"""Step 3: condensation - from code to meaning."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of, span_check
from qualcode.text.quotes import FORMS

QUOTE_FORMS = FORMS


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


class CondensateVersion(Kept, table=True):
    """An earlier text of a subgroup's condensate, as it stood until somebody wrote it anew or took it away.

    It belongs to the subgroup, so that it is there also when the condensate is not. `coder_id` and `written` are those
    of the text itself, `replaced` is when it gave way. `units` counts what it carried then.
    """

    __tablename__ = "condensate_version"
    __table_args__ = (not_blank("text", table="condensate_version"),)

    subgroup_id: int = Field(foreign_key="subgroup.id", index=True)
    text: str
    units: int = 0
    coder_id: int = Field(foreign_key="coder.id")
    written: str
    replaced: str


class Sorting(Versioned, table=True):
    """How a code group's units were sorted at one time (sortering), kept so that one can look back and return to it.

    `places` is JSON: `{"subgroups": [{"uid", "name", "units": [unit uid]}], "aside": [unit uid], "units": [unit uid]}`;
    a unit that is only among the last was not placed. Units are named by uid, so that a sorting outlives what becomes
    of them. `reasons` are the reasons why they were set aside, `{unit uid: reason}`: apart, since they are somebody's
    words. `name` is empty for one that was kept by itself.
    """

    __tablename__ = "sorting"

    group_id: int = Field(foreign_key="code_group.id", index=True)
    name: str = ""
    places: str
    reasons: str = "{}"
    coder_id: int = Field(foreign_key="coder.id")
    created: str


class QuoteRule(Versioned, table=True):
    """What was done to the quotes of an analysis in print, in the author's words, for the method part."""

    __tablename__ = "quote_rule"
    __table_args__ = (
        UniqueConstraint("analysis_id", name="uq_quote_rule_analysis"),
        not_blank("text", table="quote_rule"),
    )

    analysis_id: int = Field(foreign_key="analysis.id")
    text: str
