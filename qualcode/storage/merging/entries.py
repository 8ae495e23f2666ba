"""What was done in the other copy, taken into this one's journal: who did what when, with nothing to undo.

Of the rows that an entry was about only uids come along, in this copy's terms: enough to find it again from a row, and
to keep it under a lid. What it says in words stays out where this copy has forgotten something since that the other
one still knows.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from qualcode.model import JournalEntry, JournalImages, JournalRows, Revision
from qualcode.model.record_keeping import TOLD_MARKS
from qualcode.storage.journal import emptied_summary
from qualcode.storage.merging.bringing import Bringing
from qualcode.storage.merging.past import MOVED, entry_uids, moved_columns
from qualcode.storage.shapes import shape_of, tables_by_name


class BringingEntries(Bringing):
    """The entries that this copy has not, each once, however often and by whatever way they come."""

    def _bring_entries(self) -> int:
        """Take them in, in their order; how many came."""
        connection = self._change.connection
        known = entry_uids(connection, brought=True)
        stood = set(connection.execute(select(col(JournalEntry.uid))).scalars())
        there = self._theirs.connection.execute(_told_entries()).mappings().all()
        new = [row for row in there if row["uid"] not in known]
        # What came with a merge that was undone since is here; now it stands by this one.
        mine = update(JournalEntry).where(col(JournalEntry.uid) == bindparam("known"))
        again = [{"known": row["uid"]} for row in new if row["uid"] in stood]
        if again:
            connection.execute(mine.values(brought_with=self._change.entry_uid), again)
        self._write_entries([row for row in new if row["uid"] not in stood])
        self._meet_undone({row["uid"] for row in new})
        self._change.brought = len(new)
        return len(new)

    def _write_entries(self, rows: Sequence[Any]) -> None:
        if not rows:
            return
        connection, silent = self._change.connection, self._has_forgotten
        first = (connection.execute(select(func.max(col(JournalEntry.id)))).scalar_one() or 0) + 1
        entries = [
            {name: row[name] for name in ("uid", "at", "kind", "action")}
            | {
                "id": key,
                "coder_id": self._coder_here(row["coder_id"]),
                "summary": emptied_summary(row["action"]) if silent else row["summary"],
                "brought_with": self._change.entry_uid,
            }
            for key, row in enumerate(rows, first)
        ]
        images = [
            {"entry_id": key, "images": json.dumps(self._images_of(row), ensure_ascii=False)}
            for key, row in enumerate(rows, first)
        ]
        connection.execute(insert(JournalEntry), entries)
        connection.execute(insert(JournalImages), images)
        forgotten = [{"entry_id": key, "uids": row["uids"]} for key, row in enumerate(rows, first) if row["uids"]]
        if forgotten:
            connection.execute(insert(JournalRows), forgotten)

    def _images_of(self, row: Any) -> list[dict[str, Any]]:
        return [self._named(image) for image in json.loads(row["images"] or "[]")]

    def _named(self, image: dict[str, Any]) -> dict[str, Any]:
        """An image without what stood in the row: its uid, those of what it referred to, and what changed."""
        table = tables_by_name().get(image["table"])
        uid = image["uid"] if table is None else self._uid_here(table, image["uid"])
        sides = {side: image[side] and self._references(table, image[side]) for side in ("before", "after")}
        return {"table": image["table"], "uid": uid, **sides, MOVED: moved_columns(image)}

    def _references(self, table: type[SQLModel] | None, side: dict[str, Any]) -> dict[str, str]:
        refers = {} if table is None else shape_of(table).refers
        return {
            name: self._uid_here(target, side[name])
            for name, target in refers.items()
            if target is not Revision and side.get(name) is not None
        }

    def _uid_here(self, table: type[SQLModel], uid: str) -> str:
        return uid if table is Revision else self._here_as(table, uid) or uid

    def _meet_undone(self, came: set[str]) -> None:
        """What came from there and has been undone there since, or done again, is so here."""
        here = _undone(self._change.connection, col(JournalEntry.brought_with) != "")
        there = _undone(self._theirs.connection)
        for uid, ours in here.items():
            theirs = there.get(uid, ours)
            if theirs != ours and (theirs in came or (theirs is None and ours in there)):
                undo = select(col(JournalEntry.id)).where(col(JournalEntry.uid) == theirs).scalar_subquery()
                mine = update(JournalEntry).where(col(JournalEntry.uid) == uid)
                self._change.connection.execute(mine.values(undone_by=None if theirs is None else undo))


def _undone(connection: Connection, *conditions: Any) -> dict[str, str | None]:
    """By its uid, the uid of the entry that took an entry back; None for one that stands."""
    by = aliased(JournalEntry)
    statement = select(col(JournalEntry.uid), col(by.uid)).join(
        by, col(by.id) == col(JournalEntry.undone_by), isouter=True
    )
    return {uid: undone_by for uid, undone_by in connection.execute(statement.where(*conditions))}  # noqa: C416


def _told_entries() -> Any:
    """The entries that are told of, oldest first."""
    told = or_(col(JournalEntry.kind) != "mark", col(JournalEntry.action).in_(TOLD_MARKS))
    return (
        select(JournalEntry, col(JournalImages.images), col(JournalRows.uids))
        .join_from(JournalEntry, JournalImages, col(JournalImages.entry_id) == col(JournalEntry.id), isouter=True)
        .join(JournalRows, col(JournalRows.entry_id) == col(JournalEntry.id), isouter=True)
        .where(told)
        .order_by(col(JournalEntry.id))
    )
