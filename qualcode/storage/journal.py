"""The journal: every change goes through here, and is written down in the same transaction.

A `Change` is one action of one coder. It reads what a row was, writes what it becomes, keeps both as images keyed by
uid (never by integer key, which differs between copies), and brings the tallies up to date. Nothing else in qualcode
writes.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlmodel import SQLModel, col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import JournalEntry, JournalImages, JournalRows, Turn, new_uid, now
from qualcode.storage.prepared import Prepared
from qualcode.storage.shapes import Shape, shape_of, updating
from qualcode.storage.tallies import Key, key_of, write_tallies

Image = dict[str, Any]
"""`{"table", "uid", "before", "after"}`: what a row was and what it became, None where it was not there."""

_ENTRY = Prepared(
    insert(JournalEntry)
    .values(
        uid=bindparam("u"),
        at=bindparam("a"),
        coder_id=bindparam("c"),
        kind=bindparam("k"),
        action=bindparam("w"),
        summary=bindparam("s"),
        undone_by=None,
        brought_with="",
    )
    .returning(col(JournalEntry.id))
)
_UID = re.compile(r'"([0-9a-f]{32})"')
_IMAGES = Prepared(insert(JournalImages).values(entry_id=bindparam("e"), images=bindparam("i")))


class UidCache:
    """uids by (table, key): they never change, so once read they are known for as long as the study is open."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], str] = {}

    def uid(self, connection: Connection, table: type[SQLModel], key: int) -> str:
        """The uid of the row with this key."""
        shape = shape_of(table)
        known = self._known.get((shape.name, key))
        if known is None:
            row = shape.read.run(connection, {"key": key}).mappings().one()
            known = str(row["uid"])
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[shape.name, key] = known
        return known

    def forget(self) -> None:
        """Know nothing any more, after a change that was not kept."""
        self._known.clear()


class Change:
    """One action being carried out: its rows are written through here, and all of them or none are kept."""

    def __init__(self, connection: Connection, *, coder_id: int, action: str, kind: str, uids: UidCache) -> None:
        self.connection = connection
        self.coder_id = coder_id
        self.action = action
        self.kind = kind
        self.summary = ""
        self.at = now()
        self.images: list[Image] = []
        self.brought = 0
        self.entry: int | None = None
        self.entry_uid = new_uid()
        self.agreed: dict[tuple[str, int], Any] = {}
        self._uids = uids
        self._tallies: Counter[Key] = Counter()

    def add(self, table: type[SQLModel], /, **values: Any) -> int:
        """Write a new row and return its key; columns left out get the table's defaults."""
        shape = shape_of(table)
        row = shape.complete(values)
        key = int(shape.write.run(self.connection, {f"v_{name}": value for name, value in row.items()}).scalar_one())
        self.keep(shape, str(row["uid"]), before=None, after=row)
        return key

    def change(self, table: type[SQLModel], key: int, /, *, seen: int | None = None, **values: Any) -> bool:
        """Set columns of a row; False if they were so already. `seen` is the version the user was looking at.

        Raises `ChangedMeanwhile` if the row is gone, or has a later version than `seen`.
        """
        shape = shape_of(table)
        before = self.row(table, key)
        if before is None:
            raise ChangedMeanwhile(kind=say(f"tables.{shape.name}"), wanted=values)
        differing = {name: value for name, value in values.items() if before[name] != value}
        if shape.versioned:
            seen = self.agreed.get((shape.name, key), seen)
        if seen is not None and before["version"] != seen:
            stands = {name: before[name] for name in differing}
            where = {"row": (shape.name, key), "version": before["version"]}
            raise ChangedMeanwhile(kind=say(f"tables.{shape.name}"), stands=stands, wanted=differing, **where)
        if not differing:
            return False
        checked = shape.versioned and seen is not None
        statement = updating(table, frozenset(differing), checked=checked)
        given = {f"v_{name}": value for name, value in differing.items()} | {"key": key, "seen": seen}
        if statement.run(self.connection, given).rowcount == 0:
            raise ChangedMeanwhile(kind=say(f"tables.{shape.name}"))
        self.keep(shape, before["uid"], before=before, after=before | differing)
        return True

    def refuse_unseen(
        self,
        table: type[SQLModel],
        key: int | None,
        *,
        version: object,
        stands: Mapping[str, object],
        wanted: Mapping[str, object],
    ) -> None:
        """Refuse to write over what the coder has not seen: what `stands` in a row, and what she `wanted` there.

        `key` is None for a row that is gone; `version` is whatever tells one version of the row from another. Raises
        `ChangedMeanwhile`, unless she has been shown this version and writes over it all the same.
        """
        shape = shape_of(table)
        row = (shape.name, key or 0)
        if self.agreed.get(row) != version:
            kind = say(f"tables.{shape.name}")
            raise ChangedMeanwhile(kind=kind, stands=stands, wanted=wanted, row=row, version=version)

    def remove(self, table: type[SQLModel], key: int) -> None:
        """Take a row away; what refers to it must be taken away first."""
        shape = shape_of(table)
        before = self.row(table, key)
        if before is None:
            raise ChangedMeanwhile(kind=say(f"tables.{shape.name}"))
        shape.erase.run(self.connection, {"key": key})
        self.keep(shape, before["uid"], before=before, after=None)

    def carry(self, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
        """Write many rows that belong to a row added here and go where it goes: they are counted, not journaled."""
        shape = shape_of(table)
        complete = [shape.complete(row) for row in rows]
        shape.write_many.run_many(self.connection, ({f"v_{k}": v for k, v in row.items()} for row in complete))
        for row in complete:
            key = key_of(table, row)
            if key is not None:
                self._tallies[key] += 1

    def carry_one(self, table: type[SQLModel], /, **values: Any) -> int:
        """Write one row that belongs to a row added here, and return its key."""
        shape = shape_of(table)
        row = shape.complete(values)
        return int(shape.write.run(self.connection, {f"v_{name}": value for name, value in row.items()}).scalar_one())

    def row(self, table: type[SQLModel], key: int) -> dict[str, Any] | None:
        """A stored row as it is now, None if it is gone."""
        found = shape_of(table).read.run(self.connection, {"key": key}).mappings().one_or_none()
        return None if found is None else dict(found)

    def write_entry(self) -> int | None:
        """Write the journal entry, once, if anything changed; the transaction's last act. Returns its number."""
        if self.entry is not None:
            return self.entry
        write_tallies(self.connection, self._tallies)
        if not self.images and not self.brought:
            return None
        values = {
            "u": self.entry_uid,
            "a": self.at,
            "c": self.coder_id,
            "k": self.kind if self.images else "mark",
            "w": self.action,
            # A file is called what its system called it, in characters or not.
            "s": (self.summary or self.action).encode("utf-8", "replace").decode("utf-8"),
        }
        self.entry = int(_ENTRY.run(self.connection, values).scalar_one())
        _IMAGES.run(self.connection, {"e": self.entry, "i": json.dumps(self.images, ensure_ascii=False)})
        return self.entry

    def uid(self, table: type[SQLModel], key: int) -> str:
        """The uid of the row with this key."""
        return self._uids.uid(self.connection, table, key)

    def key_of(self, table: type[SQLModel], uid: str) -> int | None:
        """The key of the row with this uid, None if it is gone."""
        core = shape_of(table).core
        return self.connection.execute(select(core.c.id).where(core.c.uid == uid)).scalar_one_or_none()

    def keep(
        self,
        shape: Shape,
        uid: str,
        *,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        reworded: str | None = None,
    ) -> None:
        """Remember what a row was and what it became. `reworded` is the uid of the revision that changed its words."""
        for row, difference in ((before, -1), (after, 1)):
            if row is not None:
                key = key_of(shape.table, row)
                if key is not None:
                    self._tallies[key] += difference
        self.images.append(
            {
                "table": shape.name,
                "uid": uid,
                "before": None if before is None else self.image(shape, before),
                "after": None if after is None else self.image(shape, after),
            }
            | ({"reworded": reworded} if reworded else {})
        )

    def image(self, shape: Shape, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row as it goes into the journal: references by uid, truth values as such."""
        image: dict[str, Any] = {}
        for name in shape.journaled:
            value = row[name]
            if value is not None and name in shape.refers:
                value = self._uids.uid(self.connection, shape.refers[name], value)
            elif name in shape.truths:
                value = bool(value)
            image[name] = value
        return image


def emptied_summary(action: str) -> str:
    """What is told of an action whose content was taken out for good: what kind of thing was done."""
    key = f"actions.{action}"
    what = say(key)
    return say("journal.words_gone") if what == key else say("journal.emptied", what=what)


def keep_rows(connection: Connection) -> None:
    """Which rows each entry was about, written down before its images go; not its turns, which are many."""
    known = select(col(JournalRows.entry_id))
    statement: Any = select(col(JournalImages.entry_id), col(JournalImages.images)).where(
        col(JournalImages.entry_id).not_in(known)
    )
    rows = []
    for entry, told in connection.execute(statement).all():
        images = [image for image in json.loads(told) if image["table"] != shape_of(Turn).name]
        own = {image["uid"]: {"gone": image["table"]} if image["after"] is None else {} for image in images}
        refers = set(_UID.findall(json.dumps(images))) - own.keys()
        about = [*({"uid": uid} | gone for uid, gone in sorted(own.items())), *sorted(refers)]
        rows.append({"entry_id": entry, "uids": json.dumps(about)})
    if rows:
        connection.execute(insert(JournalRows), rows)


def taken_away(connection: Connection, entry: int, table: type[SQLModel]) -> set[str]:
    """The uids of the rows of a table that an entry took away, also where its images are gone."""
    name = shape_of(table).name
    kept = connection.execute(select(col(JournalRows.uids)).where(col(JournalRows.entry_id) == entry)).scalar()
    rows = [one for one in json.loads(kept or "[]") if isinstance(one, dict)]
    images = [image for image in read_images(connection, entry) if image["table"] == name and image["after"] is None]
    return {image["uid"] for image in images} | {row["uid"] for row in rows if row.get("gone") == name}


def read_images(connection: Connection, entry: int) -> list[Image]:
    """The images an entry keeps; none if a withdrawal dropped them."""
    statement = select(col(JournalImages.images)).where(col(JournalImages.entry_id) == entry)
    stored = connection.execute(statement).scalar_one_or_none()
    return [] if stored is None else list(json.loads(stored))
