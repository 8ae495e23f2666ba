"""What is kept to know somebody who withdrew if her file or her code comes back: marks, and no words."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Transcript, Withdrawal, mark_of


def marks_of(connection: Connection, *, uid: str, code: str, transcripts: Iterable[int]) -> str:
    """The marks of the files that go as a whole, an interview with her alone, and of her code (if that goes)."""
    statement: Any = select(col(Transcript.file_hash)).where(col(Transcript.id).in_(sorted(transcripts)))
    gone = sorted({digest for digests in connection.execute(statement).scalars() for digest in digests.split()})
    if code:
        gone.append(code.casefold())
    return " ".join(mark_of(uid, one) for one in gone)


def all_marks(connection: Connection) -> Sequence[tuple[str, str, str]]:
    """Of everybody who is gone: the uid, the day she withdrew, and the marks."""
    told = (Withdrawal.participant_uid, Withdrawal.date, Withdrawal.marks)
    statement: Any = select(*map(col, told)).where(col(Withdrawal.marks) != "")
    return [(row[0], row[1], row[2]) for row in connection.execute(statement)]


def codes_withdrawn(connection: Connection, substudy_id: int, codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the codes that participants of the substudy had who are gone altogether."""
    columns = (col(Withdrawal.participant_uid), col(Withdrawal.marks))
    gone: Any = connection.execute(select(*columns).where(col(Withdrawal.substudy_id) == substudy_id)).all()
    return tuple(code for code in codes if any(mark_of(uid, code.casefold()) in marks.split() for uid, marks in gone))
