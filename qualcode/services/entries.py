"""The journal's entries as they are listed for people."""

from collections.abc import Iterable
from heapq import merge
from typing import Any

from sqlalchemy import case, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Coder, JournalEntry, JournalImages, JournalRows
from qualcode.storage.undoing import undone_by_gone


def in_time(entries: Iterable[Any]) -> list[Any]:
    """Entries (with `at` and `brought_with`), oldest first by number, as they came about in all copies together.

    Within a copy the number counts, and not its clock.
    """
    by_copy: dict[str, list[Any]] = {}
    for one in entries:
        by_copy.setdefault(one.brought_with, []).append(one)
    return list(merge(*by_copy.values(), key=lambda one: str(one.at)))


def with_rows(entries: Any) -> Any:
    """The same entries, joined with what tells which rows they were about (`ROWS`)."""
    return entries.join(JournalImages, col(JournalImages.entry_id) == col(JournalEntry.id), isouter=True).join(
        JournalRows, col(JournalRows.entry_id) == col(JournalEntry.id), isouter=True
    )


ROWS: Any = func.coalesce(col(JournalImages.images), "") + func.coalesce(col(JournalRows.uids), "")
"""The uids of the rows an entry was about, each between quotation marks; to be had `with_rows`."""


def about(uids: Iterable[str]) -> Any:
    """The condition that an entry was about a row with one of these uids, or about what hangs on it; `with_rows`."""
    return or_(*[ROWS.contains(f'"{uid}"') for uid in uids])


def stands() -> Any:
    """The condition that an entry was not undone; one of another copy goes with the merge that brought it."""
    bringing = aliased(JournalEntry)
    undone_with = select(col(bringing.id)).where(
        col(bringing.uid) == col(JournalEntry.brought_with), col(bringing.undone_by).is_not(None)
    )
    return or_(col(JournalEntry.undone_by).is_(None), undone_by_gone()) & ~undone_with.exists()


def entries() -> Any:
    """What was done, newest first, with the columns of a `HistoryRow`."""
    return (
        select(
            col(JournalEntry.id),
            col(JournalEntry.at),
            col(Coder.initials),
            col(JournalEntry.action),
            _summary(),
        )
        .join(Coder, col(Coder.id) == col(JournalEntry.coder_id))
        .order_by(col(JournalEntry.id).desc())
    )


def _summary() -> Any:
    """What was done; of what was done in another copy it is said."""
    before, after = say("journal.brought", summary="\0").split("\0")
    summary = col(JournalEntry.summary)
    told = literal(before) + summary + literal(after)
    return case((col(JournalEntry.brought_with) == "", summary), else_=told).label("summary")
