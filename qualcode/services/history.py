"""What has been done, by whom, and taking it back."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Coder, JournalEntry
from qualcode.storage import undoing
from qualcode.storage.opening import OpenStudy
from qualcode.views.history import HistoryRow


def history(study: OpenStudy, *, limit: int | None = None) -> list[HistoryRow]:
    """What was done, newest first; at most `limit` entries. That a transcript was opened is not told here."""
    statement: Any = (
        select(
            col(JournalEntry.id),
            col(JournalEntry.at),
            col(Coder.initials),
            col(JournalEntry.action),
            col(JournalEntry.summary),
        )
        .join(Coder, col(Coder.id) == col(JournalEntry.coder_id))
        .where(col(JournalEntry.kind) != "mark")
        .order_by(col(JournalEntry.id).desc())
        .limit(limit)
    )
    with study.reading() as connection:
        return [HistoryRow(*row) for row in connection.execute(statement)]


def undo(study: OpenStudy) -> str:
    """Take back the newest thing this coder did that still stands; says what it was.

    Raises `NothingToUndo`, and `StandsInTheWay` where later work, hers or another's, rests on it.
    """
    with study.change("history.undo", kind="undo") as change:
        return undoing.undo_newest(change, study.coder).summary


def redo(study: OpenStudy) -> str:
    """Do again what this coder took back last; says what it was. Raises `NothingToRedo`, `StandsInTheWay`."""
    with study.change("history.redo", kind="redo") as change:
        return undoing.redo_newest(change, study.coder).summary
