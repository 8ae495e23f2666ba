"""The journal's entries as they are listed for people."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Coder, JournalEntry


def entries() -> Any:
    """What was done, newest first, with the columns of a `HistoryRow`."""
    return (
        select(
            col(JournalEntry.id),
            col(JournalEntry.at),
            col(Coder.initials),
            col(JournalEntry.action),
            col(JournalEntry.summary),
        )
        .join(Coder, col(Coder.id) == col(JournalEntry.coder_id))
        .order_by(col(JournalEntry.id).desc())
    )
