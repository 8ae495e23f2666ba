"""Step 1: total impression - from chaos to themes. And notes, which are made at every step."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank


class Preconceptions(Versioned, table=True):
    """What one reader expected (forforståelse), written before the first reading: `written` first, `changed` last."""

    __tablename__ = "preconceptions"
    __table_args__ = (
        UniqueConstraint("analysis_id", "coder_id", name="uq_preconceptions_reader"),
        not_blank("text", table="preconceptions"),
    )

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int = Field(foreign_key="coder.id")
    text: str
    written: str
    changed: str


class Impression(Versioned, table=True):
    """One reader's overall impression (helhetsinntrykk) of the whole material of an analysis."""

    __tablename__ = "impression"
    __table_args__ = (UniqueConstraint("analysis_id", "coder_id", name="uq_impression_reader"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int = Field(foreign_key="coder.id")
    text: str


class Theme(Versioned, table=True):
    """A preliminary theme (foreløpig tema): one reader's, or, with no coder, one the team agreed on.

    `dropped` when the team let a reader's theme go; `reason` is why it was dropped, or why one was agreed on.
    """

    __tablename__ = "theme"
    __table_args__ = (not_blank("name", table="theme"), Index("ix_theme_list", "analysis_id", "coder_id"))

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int | None = Field(default=None, foreign_key="coder.id")
    name: str
    note: str = ""
    dropped: bool = False
    reason: str = ""
    position: int


class ThemeSource(Kept, table=True):
    """An agreed theme came from this reader's theme; a reader's theme comes to one agreed theme."""

    __tablename__ = "theme_source"
    __table_args__ = (UniqueConstraint("theme_id", name="uq_theme_source_theme"),)

    agreed_id: int = Field(foreign_key="theme.id", index=True)
    theme_id: int = Field(foreign_key="theme.id")


class ListDone(Kept, table=True):
    """A reader has her own list of themes as she wants it, and may see the others'. `at` is when."""

    __tablename__ = "list_done"
    __table_args__ = (UniqueConstraint("analysis_id", "coder_id", name="uq_list_done_reader"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int = Field(foreign_key="coder.id")
    at: str


class ReadingMark(Kept, table=True):
    """That a reader opened a transcript for an analysis, first and last, and whether she has marked it read."""

    __tablename__ = "reading_mark"
    __table_args__ = (UniqueConstraint("analysis_id", "coder_id", "transcript_id", name="uq_reading_mark"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    coder_id: int = Field(foreign_key="coder.id")
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    opened: str
    last_opened: str = ""
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
