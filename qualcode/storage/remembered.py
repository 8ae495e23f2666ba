"""Whether every row still is what the journal remembers of it, and whether what it remembers hangs together.

A text that was taken in has its hash, and what is marked in it is held against it. What researchers write themselves
(definitions, condensates, analytic texts, notes) and what they decide has no words to be held against but the image
that was written beside it. Each image begins where the one before it ended, and the last is the row as it stands; so a
letter that has changed on the disk shows, in the row or in the journal. Rows from before a sealing or a withdrawal are
not remembered any more.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, LargeBinary, cast, select
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel, col

from qualcode.model import JournalEntry, JournalImages, Revision
from qualcode.storage import sqlite_file
from qualcode.storage.shapes import Shape, is_place, shape_of, tables_by_name

CHANGED = "changed"
MISSING = "missing"
UNREADABLE = "unreadable"
FORGOTTEN = "forgotten"
"""What can be wrong: a row is other than was written, is not there, cannot be read; or it is the journal's memory."""

_NAMES = ("title", "name", "code", "heading", "label", "initials", "text")
_NOWHERE = 0


class Unlike(NamedTuple):
    """A row that is not what the journal says: its table, what it is called (else its uid), and what is wrong.

    For `FORGOTTEN` without a table, `called` is the number of the entry.
    """

    table: str
    called: str
    what: str


class _Memory:
    """What the journal says every row is by now: a fingerprint, or `_NOWHERE` for one that was taken away."""

    def __init__(self) -> None:
        self.prints: dict[str, dict[str, int | None]] = {}
        self.torn: dict[tuple[str, str], None] = {}
        self._columns = {name: _columns(shape_of(table)) for name, table in tables_by_name().items()}

    def take_in(self, image: Mapping[str, Any]) -> None:
        """One image, in the order they were written."""
        table, uid = image["table"], image["uid"]
        columns = self._columns[table]
        known = self.prints.setdefault(table, {})
        before, stood = _print(columns, image["before"]), known.get(uid)
        if stood is not None and before is not None and stood != before:
            self.torn[table, uid] = None
        known[uid] = _print(columns, image["after"])


def unlike_rows(connection: Connection) -> Iterator[Unlike]:
    """Every row that is not what the journal remembers of it, and every entry whose memory cannot be right."""
    memory = _Memory()
    statement: Any = (
        select(col(JournalImages.entry_id), cast(col(JournalImages.images), LargeBinary))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalImages.entry_id))
        .where(col(JournalEntry.brought_with) == "")
    )
    for entry, images in connection.execute(statement.order_by(col(JournalImages.entry_id))):
        try:
            for image in json.loads(images):
                if image["table"] != Revision.__tablename__:
                    memory.take_in(image)
        except (ValueError, LookupError, TypeError, AttributeError):
            yield Unlike("", str(entry), FORGOTTEN)
            return
    for table, uid in memory.torn:
        yield Unlike(table, _called(connection, tables_by_name()[table], uid), FORGOTTEN)
    for name, prints in memory.prints.items():
        yield from _held_against(connection, tables_by_name()[name], prints)


def _held_against(connection: Connection, table: type[SQLModel], prints: dict[str, int | None]) -> Iterator[Unlike]:
    name = shape_of(table).name
    for uid, stands in _standing(connection, table):
        remembered = prints.pop(uid, None)
        if stands is None:
            yield Unlike(name, uid, UNREADABLE)
        elif remembered is not None and remembered != stands:
            yield Unlike(name, _called(connection, table, uid), CHANGED)
    for uid, remembered in prints.items():
        if remembered != _NOWHERE:
            yield Unlike(name, uid, MISSING)


def _standing(connection: Connection, table: type[SQLModel]) -> Iterator[tuple[str, int | None]]:
    """The rows of a table as (uid, fingerprint); None for one that is no text any more."""
    shape = shape_of(table)
    columns = _columns(shape)
    uids = {name: _uids(connection, target) for name, target in shape.refers.items() if name in columns}
    wanted: Any = select(shape.core.c.uid, *(shape.core.c[name] for name in columns))

    known = [uids.get(name) for name in ("uid", *columns)]

    def read(row: Any) -> tuple[str, int]:
        values = [value if uids is None else uids.get(value) for uids, value in zip(known, row, strict=True)]
        return str(values[0]), hash(tuple(values[1:]))

    try:
        yield from map(read, connection.execute(wanted))
    except DatabaseError as fault:
        if not sqlite_file.is_damage(fault):
            raise
        yield from _one_by_one(connection, shape, lambda key: read(connection.execute(wanted.where(key)).one()))


def _one_by_one(
    connection: Connection, shape: Shape, read: Callable[[Any], tuple[str, int]]
) -> Iterator[tuple[str, int | None]]:
    """The same, row by row, where one of them cannot be read; those that came before it come again."""
    uids = cast(shape.core.c.uid, LargeBinary)
    for key, uid in connection.execute(select(shape.core.c.id, uids)).all():
        try:
            yield read(shape.core.c.id == key)
        except DatabaseError as fault:
            if not sqlite_file.is_damage(fault):
                raise
            yield uid.decode(errors="replace"), None


def _columns(shape: Shape) -> tuple[str, ...]:
    """The columns that change by nothing but an action: a place moves with the words, and is held against them."""
    return tuple(name for name in shape.journaled if not is_place(shape, name))


def _print(columns: tuple[str, ...], image: Mapping[str, Any] | None) -> int | None:
    """The fingerprint of an image; None for one from before a column was added."""
    if image is None:
        return _NOWHERE
    try:
        return hash(tuple([image[name] for name in columns]))
    except KeyError:
        return None


def _uids(connection: Connection, table: type[SQLModel]) -> dict[int, str]:
    core = shape_of(table).core
    return {row.id: row.uid for row in connection.execute(select(core.c.id, core.c.uid))}


def _called(connection: Connection, table: type[SQLModel], uid: str) -> str:
    """What a row is called by those who work with it, as far as it can be read."""
    shape = shape_of(table)
    named = next((name for name in _NAMES if name in shape.columns), None)
    if named is None:
        return uid
    statement = select(cast(shape.core.c[named], LargeBinary)).where(shape.core.c.uid == uid)
    return (connection.execute(statement).scalar_one_or_none() or b"").decode(errors="replace") or uid
