"""That somebody withdrew: when, on what basis, and how far it went. Who it was is known by uid only."""

from hashlib import sha256

from sqlmodel import Field

from qualcode.model.base import Kept, one_of
from qualcode.views.withdrawing import DEGREES


class Withdrawal(Kept, table=True):
    """A participant withdrew (trakk seg). `participant_uid` is that of a row that is gone when the degree is `all`.

    `date` is when she said so, `basis` how (a letter, a call), in words without her name; `at` when it was carried out.
    `marks` (`mark_of`, a blank between two) are those of her code and her files that went, to know them if they come
    back.
    """

    __tablename__ = "withdrawal"
    __table_args__ = (one_of("degree", DEGREES, table="withdrawal"),)

    participant_uid: str = Field(index=True, max_length=32)
    substudy_id: int | None = Field(default=None, foreign_key="substudy.id", index=True)
    degree: str
    date: str
    basis: str = ""
    marks: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    at: str


def mark_of(participant_uid: str, what: str) -> str:
    """What is kept of a code or of a file's hash when its participant is gone: it knows it again, and fits no list."""
    return sha256(f"{participant_uid} {what}".encode()).hexdigest()
