"""That somebody withdrew: when, on what basis, and how far it went. Who it was is known by uid only."""

from hashlib import sha256

from sqlmodel import Field

from qualcode.model.base import Kept, one_of
from qualcode.views.withdrawing import DEGREES


class Withdrawal(Kept, table=True):
    """A participant withdrew (trakk seg). `participant_uid` is that of a row that is gone when the degree is `all`.

    `date` is when she said so, `basis` how (a letter, a call), in words without her name; `at` when it was carried out.
    `files` are marks (`mark_of_file`, a blank between two) of files of hers that went, to know them if they come back.
    """

    __tablename__ = "withdrawal"
    __table_args__ = (one_of("degree", DEGREES, table="withdrawal"),)

    participant_uid: str = Field(index=True, max_length=32)
    substudy_id: int | None = Field(default=None, foreign_key="substudy.id", index=True)
    degree: str
    date: str
    basis: str = ""
    files: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str


def mark_of_file(participant_uid: str, file_hash: str) -> str:
    """What is kept of a file when its participant is gone: it knows that file again, and fits no other list."""
    return sha256(f"{participant_uid} {file_hash}".encode()).hexdigest()
