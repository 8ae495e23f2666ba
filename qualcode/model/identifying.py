"""De-identification (avidentifisering): what was decided about names, and how far each transcript has come."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of
from qualcode.views.identifying import DECISIONS, REPLACING


class Identifier(Versioned, table=True):
    """Words that identify somebody, and what stands instead throughout the study. Gone when all it is in is sealed.

    `key` is the words in small letters. `always`: wherever it is found, it is decided already. Not `confirmed`: only
    part of a name that was (the surname alone), to be proposed.
    """

    __tablename__ = "identifier"
    __table_args__ = (not_blank("key", table="identifier"), one_of("decision", REPLACING, table="identifier"))

    key: str = Field(unique=True)
    words: str
    kind: str
    decision: str
    replacement: str
    always: bool = False
    confirmed: bool = True


class KeptWords(Kept, table=True):
    """Words (`key`, in small letters) that somebody looked at in a transcript and let stand.

    `ours` when they are a pseudonym put there, which is nobody's name.
    """

    __tablename__ = "kept_words"
    __table_args__ = (UniqueConstraint("transcript_id", "key", name="uq_kept_words"),)

    transcript_id: int = Field(foreign_key="transcript.id")
    key: str
    ours: bool = False


class NameDecided(Kept, table=True):
    """What somebody has decided about a name where it begins at `start` in a wording, and has not carried out yet.

    `key` is the name in small letters as it was found, `words` what stands in that place. Gone when it is carried out.
    """

    __tablename__ = "name_decided"
    __table_args__ = (
        UniqueConstraint("transcript_id", "revision_uid", "start", name="uq_name_decided"),
        one_of("decision", DECISIONS, table="name_decided"),
    )

    transcript_id: int = Field(foreign_key="transcript.id")
    revision_uid: str
    start: int
    key: str
    words: str
    kind: str
    decision: str
    replacement: str
    always: bool = False


class Deidentification(Versioned, table=True):
    """How far a transcript has come: how many candidates were left undecided in wording number `revision`.

    `sealed` is when the words before were taken out for good (ISO 8601), empty until then.
    """

    __tablename__ = "deidentification"

    transcript_id: int = Field(foreign_key="transcript.id", unique=True)
    revision: int
    undecided: int
    coder_id: int = Field(foreign_key="coder.id")
    at: str
    sealed: str = ""
