"""The study, its substudies, and the chapter's prose."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Versioned, not_blank, one_of

DESIGNS = ("individual", "focus-group")
RECORDS = "records"
"""The design of a set of records: its participants are records, and its transcripts their open text."""

SAMPLINGS = ("", "strategic", "convenience")
TABLE_FORMS = ("exact", "banded", "totals")
SOURCES = ("code", "pseudonym", "none")
CHAPTER_PARTS = (
    "purpose",
    "method",
    "analysis",
    "ethics",
    "discussion",
    "recruitment",
    "summary",
    "conclusion",
)


class StudyRow(Versioned, table=True):
    """The one row that says what study this is. `ends` is the day its material is to be deleted or made anonymous."""

    __tablename__ = "study"
    __table_args__ = (not_blank("title", table="study"),)

    title: str
    language: str = "nb"
    first_table: int = 1
    ends: str = ""
    created: str


class Substudy(Versioned, table=True):
    """One actor group's material (delstudie).

    `table_form` says how participants are shown in the chapter, `quote_source` what stands in parentheses
    after a quote.
    """

    __tablename__ = "substudy"
    __table_args__ = (
        UniqueConstraint("name", name="uq_substudy_name"),
        not_blank("name", table="substudy"),
        one_of("design", (*DESIGNS, RECORDS), table="substudy"),
        one_of("sampling", SAMPLINGS, table="substudy"),
        one_of("table_form", TABLE_FORMS, table="substudy"),
        one_of("quote_source", SOURCES, table="substudy"),
    )

    name: str
    design: str = "individual"
    sampling: str = ""
    sampling_reason: str = ""
    table_form: str = "exact"
    quote_source: str = "code"
    position: int


class ChapterText(Versioned, table=True):
    """A prose part of the chapter: of a substudy what describes its material, of an analysis what the paper says of it.

    The rest is the study's (neither), unless an analysis has its own.
    """

    __tablename__ = "chapter_text"
    __table_args__ = (
        UniqueConstraint("part", "substudy_id", name="uq_chapter_text_part"),
        UniqueConstraint("part", "analysis_id", name="uq_chapter_text_analysis"),
        one_of("part", CHAPTER_PARTS, table="chapter_text"),
        CheckConstraint("(part = 'recruitment') = (substudy_id IS NOT NULL)", name="ck_chapter_text_substudy"),
        CheckConstraint(
            "CASE WHEN part IN ('summary', 'conclusion') THEN analysis_id IS NOT NULL"
            " ELSE substudy_id IS NULL OR analysis_id IS NULL END",
            name="ck_chapter_text_analysis",
        ),
    )

    part: str
    substudy_id: int | None = Field(default=None, foreign_key="substudy.id")
    analysis_id: int | None = Field(default=None, foreign_key="analysis.id", index=True)
    text: str
