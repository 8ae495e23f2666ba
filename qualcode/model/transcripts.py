"""Interviews and what was said: transcripts, their text, speakers, turns and sentences.

Text is written once, in a revision; what has a place in it names that revision.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from qualcode.model.base import Kept, Versioned, not_blank, one_of, span_check
from qualcode.model.studies import DESIGNS, RECORDS
from qualcode.views.register import MODES, WORDINGS

ROLES = ("interviewer", "moderator", "secretary", "participant", "unknown")


class Interview(Versioned, table=True):
    """An event: individual or focus group, when, where, how long (`minutes`). `removed` when its import was undone.

    It is without a substudy only when it is removed, and the making of the substudy was undone too.
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index(
            "uq_interview_name",
            "substudy_id",
            "name",
            unique=True,
            sqlite_where=text("removed = 0"),
            postgresql_where=text("NOT removed"),
        ),
        not_blank("name", table="interview"),
        one_of("design", (*DESIGNS, RECORDS), table="interview"),
        one_of("mode", MODES, table="interview"),
        CheckConstraint("minutes >= 0", name="ck_interview_minutes"),
        CheckConstraint("removed OR substudy_id IS NOT NULL", name="ck_interview_substudy"),
    )

    substudy_id: int | None = Field(foreign_key="substudy.id")
    name: str
    design: str
    mode: str = ""
    date: str = ""
    place: str = ""
    minutes: int | None = None
    moderator: str = ""
    secretary: str = ""
    others: str = ""
    round: str = ""
    position: int
    removed: bool = False


class Transcript(Versioned, table=True):
    """The written text of one interview. The original file is not kept, only its name, hash, format and encoding.

    `media` is the name of its sound or video file, never the path; `kind` to `ready` are its status.
    """

    __tablename__ = "transcript"
    __table_args__ = (not_blank("name", table="transcript"), one_of("kind", WORDINGS, table="transcript"))

    interview_id: int = Field(foreign_key="interview.id", index=True)
    name: str = Field(index=True)
    file_name: str
    file_hash: str = Field(index=True)
    format: str
    encoding: str
    media: str = ""
    kind: str = ""
    transcribed_by: str = ""
    checked_by: str = ""
    checked: str = ""
    tagged: bool = False
    deidentified: bool = False
    ready: bool = False
    removed: bool = False


class Revision(Kept, table=True):
    """One wording of a transcript: canonical text (speech only), its SHA-256, and the hash of the wording before it.

    Only the newest keeps its `text`; the one before is found again from `edits`, `[[start, end, length, words], ...]`,
    where the `words` at `start`-`end` of the wording before became `length` characters. `takes_back` is the number of
    the revision whose edits this one takes back, when it came of an undo.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("transcript_id", "number", name="uq_revision_number"),)

    transcript_id: int = Field(foreign_key="transcript.id")
    number: int = 1
    hash: str
    previous_hash: str = ""
    edits: str = "[]"
    takes_back: int | None = None
    words: int
    coder_id: int = Field(foreign_key="coder.id")
    created: str
    # Last, so that a count of words does not read its way through every transcript's text (SQLite: overflow pages).
    text: str


class Speaker(Versioned, table=True):
    """A label of one transcript, and who it is. A participant only when the role is participant."""

    __tablename__ = "speaker"
    __table_args__ = (
        UniqueConstraint("transcript_id", "label", name="uq_speaker_label"),
        one_of("role", ROLES, table="speaker"),
    )

    transcript_id: int = Field(foreign_key="transcript.id")
    label: str
    role: str = "unknown"
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)


class Turn(Kept, table=True):
    """One speaker's uninterrupted utterance: a span of the text, numbered from 1 in order of place.

    `doubtful`: who speaks is a guess; `overlap`: several speak at once; `inaudible`: words are missing; `note`: what
    else happened (laughter, who nodded).
    """

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("transcript_id", "number", name="uq_turn_number"),
        Index("ix_turn_place", "transcript_id", "start"),
        span_check("turn"),
    )

    transcript_id: int = Field(foreign_key="transcript.id")
    revision_id: int = Field(foreign_key="revision.id")
    number: int
    start: int
    end: int
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    start_ms: int | None = None
    end_ms: int | None = None
    doubtful: bool = False
    overlap: bool = False
    inaudible: bool = False
    note: str = ""


class Sentence(SQLModel, table=True):
    """A span of the text that the cursor stops at; derived from the text, so without a uid."""

    __tablename__ = "sentence"
    __table_args__ = (span_check("sentence"),)

    transcript_id: int = Field(foreign_key="transcript.id", primary_key=True)
    start: int = Field(primary_key=True)
    end: int
