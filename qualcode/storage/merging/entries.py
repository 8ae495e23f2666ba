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

from qualcode.model import JournalEntry, JournalImages, JournalRows, Revision, Transcript
from qualcode.model.record_keeping import TOLD_MARKS
from qualcode.storage.journal import Image, emptied_summary, read_images
from qualcode.storage.merging.bringing import Bringing
from qualcode.storage.merging.past import MERGE, MOVED, entry_uids, moved_columns
from qualcode.storage.rewording import REVISION
from qualcode.storage.shapes import SOFT, shape_of, tables_by_name
from qualcode.storage.wordings import Anchors, is_taken_back


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
        """What has been undone there since, or done again, is so here, if it also is as it was before (or after)."""
        connection = self._change.connection
        here, there = _undone(connection), _undone(self._theirs.connection)
        for uid in here.keys() & there.keys():
            ours, theirs = here[uid], there[uid]
            undone = ours is None and theirs in came
            again = ours is not None and theirs is None and ours in there
            if (undone or again) and self._stands_as(uid, "before" if undone else "after"):
                undo = select(col(JournalEntry.id)).where(col(JournalEntry.uid) == theirs).scalar_subquery()
                mine = update(JournalEntry).where(col(JournalEntry.uid) == uid)
                connection.execute(mine.values(undone_by=undo if undone else None))

    def _stands_as(self, uid: str, side: str) -> bool:
        """Whether what an entry was about is as it was before it, or after it.

        It is not, where this copy has gone on from there and stood by its own; a merge that was undone there takes
        nothing away here. What was brought does not know how it was, and is taken on trust.
        """
        connection = self._change.connection
        columns = (col(JournalEntry.id), col(JournalEntry.brought_with), col(JournalEntry.action))
        key, way, action = connection.execute(select(*columns).where(col(JournalEntry.uid) == uid)).one()
        if way != "" or action == MERGE:
            return way != ""
        images, anchors = read_images(connection, key or 0), Anchors(connection)
        return bool(images) and all(self._is_as(image, side, anchors) for image in images)

    def _is_as(self, image: Image, side: str, anchors: Anchors) -> bool:
        if image["table"] == REVISION:
            after = image["after"]
            key = self._change.key_of(Transcript, after["transcript_id"])
            return is_taken_back(self._change.connection, key or 0, after["number"]) == (side == "before")
        shape, wanted = shape_of(tables_by_name()[image["table"]]), image[side]
        key = self._change.key_of(shape.table, image["uid"])
        row = None if key is None else self._change.row(shape.table, key)
        if row is not None and shape.table in SOFT and row["removed"]:
            row = None
        if row is None or wanted is None or image.get("reworded"):
            return (row is None) == (wanted is None)
        stands, wanted = self._change.image(shape, row), anchors.brought_up(shape, wanted)
        return all(stands[name] == wanted[name] for name in moved_columns(image))


def _undone(connection: Connection) -> dict[str, str | None]:
    """By its uid, the uid of the entry that took an entry back; None for one that stands."""
    by = aliased(JournalEntry)
    statement = select(col(JournalEntry.uid), col(by.uid)).join(
        by, col(by.id) == col(JournalEntry.undone_by), isouter=True
    )
    return {uid: undone_by for uid, undone_by in connection.execute(statement)}  # noqa: C416


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
