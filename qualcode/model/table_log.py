"""The table log (bordlogg): what the secretary wrote down at the focus group, line by line.

Words of a log are short and hers; a temporary name ("grønn genser") is only known to a `Seat`, and is wiped when the
tagging is done.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Versioned, one_of
from qualcode.model.transcripts import ROLES

LINE_KINDS = ("said", "nod", "laughter", "overlap", "note")


class TableLog(Versioned, table=True):
    """The log of one interview. `started` is when the clock was started, empty for one entered from paper."""

    __tablename__ = "table_log"
    __table_args__ = (UniqueConstraint("interview_id", name="uq_table_log_interview"),)

    interview_id: int = Field(foreign_key="interview.id")
    started: str = ""
    summary: str = ""


class Seat(Versioned, table=True):
    """A place at the table, in order around it, and who sits there: a participant, a role, or a temporary name."""

    __tablename__ = "seat"
    __table_args__ = (
        one_of("role", ROLES, table="seat"),
        CheckConstraint("participant_id IS NULL OR role = 'participant'", name="ck_seat_participant"),
        Index("ix_seat_order", "log_id", "position"),
    )

    log_id: int = Field(foreign_key="table_log.id")
    position: int
    role: str = "participant"
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    called: str = ""


class LogLine(Versioned, table=True):
    """One line: when (ms since the clock was started, None where paper has no time), whose, what kind, a few words."""

    __tablename__ = "log_line"
    __table_args__ = (
        one_of("kind", LINE_KINDS, table="log_line"),
        CheckConstraint("at_ms IS NULL OR at_ms >= 0", name="ck_log_line_at_ms"),
        CheckConstraint("kind <> 'note' OR trim(words) <> ''", name="ck_log_line_note"),
        Index("ix_log_line_order", "log_id", "position"),
    )

    log_id: int = Field(foreign_key="table_log.id")
    position: int
    seat_id: int | None = Field(default=None, foreign_key="seat.id", index=True)
    at_ms: int | None = None
    kind: str = "said"
    words: str = ""
    created: str
