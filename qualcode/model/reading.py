"""Step 1: total impression - from chaos to themes. And notes, which are made at every step."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank


class Impression(Versioned, table=True):
    """One reader's overall impression (helhetsinntrykk) of the whole material of an analysis."""

    __tablename__ = "impression"
    __table_args__ = (UniqueConstraint("analysis_id", "coder_id", name="uq_impression_reader"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int = Field(foreign_key="coder.id")
    text: str


class Theme(Versioned, table=True):
    """A preliminary theme (foreløpig tema): one reader's, or, with no coder, one the team agreed on."""

    __tablename__ = "theme"
    __table_args__ = (not_blank("name", table="theme"), Index("ix_theme_list", "analysis_id", "coder_id"))

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int | None = Field(default=None, foreign_key="coder.id")
    name: str
    note: str = ""
    position: int


class ReadingMark(Kept, table=True):
    """That a reader opened a transcript for an analysis, and whether she has marked it read."""

    __tablename__ = "reading_mark"
    __table_args__ = (UniqueConstraint("analysis_id", "coder_id", "transcript_id", name="uq_reading_mark"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int = Field(foreign_key="coder.id")
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    opened: str
    read: bool = False


class Note(Versioned, table=True):
    """A note (notat): on a meaning unit, on a passage, or on a whole transcript (no span)."""

    __tablename__ = "note"
    __table_args__ = (
        not_blank("text", table="note"),
        CheckConstraint(
            '("start" IS NULL AND "end" IS NULL) OR ("start" >= 0 AND "end" > "start" AND revision_id IS NOT NULL)',
            name="ck_note_span",
        ),
    )

    analysis_id: int = Field(foreign_key="analysis.id", index=True)
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    revision_id: int | None = Field(default=None, foreign_key="revision.id")
    start: int | None = None
    end: int | None = None
    unit_id: int | None = Field(default=None, foreign_key="meaning_unit.id", index=True)
    text: str
    coder_id: int = Field(foreign_key="coder.id")
    created: str
