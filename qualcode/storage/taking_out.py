"""Within an action that forgets: rows go with everything that hangs on them, and each leaves a tombstone.

Not for everyday removals, which are undone: here nothing is remembered but that a row of this table was there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import SQLModel, col

from qualcode.model import Revision, Seat, Speaker, Tombstone
from qualcode.storage.journal import Change
from qualcode.storage.shapes import references_to, shape_of, tables_by_name

_LOOSENED: frozenset[tuple[type[SQLModel], str]] = frozenset({(Speaker, "participant_id"), (Seat, "participant_id")})
"""References that are emptied where the row referred to goes: the turn stays, and is nobody's."""

_KEPT_UIDS = frozenset({"participant_uid"})
"""Who it was that withdrew, or whose words were in a file: all that is kept of her."""

_AT_A_TIME = 5_000


def take_out(change: Change, table: type[SQLModel], keys: Collection[int]) -> Counter[str]:
    """Take these rows out, and all that refers to them; how many of each table went."""
    gone: Counter[str] = Counter()
    for some in _in_parts(sorted(set(keys))):
        _take(change, table, some, gone)
    return gone


def bury(change: Change, table: type[SQLModel], uids: Iterable[str]) -> None:
    """Leave tombstones, so that no copy brings these back."""
    known = set(change.connection.execute(select(col(Tombstone.uid))).scalars())
    rows = [{"uid": uid, "kind": shape_of(table).name, "at": change.at} for uid in uids if uid not in known]
    if rows:
        change.connection.execute(insert(Tombstone), rows)


def bury_older_wordings(change: Change, transcripts: Collection[int]) -> None:
    """Leave a tombstone for every wording of these transcripts but the newest: a copy with one holds the words."""
    for transcript_id in sorted(transcripts):
        statement: Any = select(col(Revision.uid)).where(col(Revision.transcript_id) == transcript_id)
        newest_first = change.connection.execute(statement.order_by(col(Revision.number).desc())).scalars().all()
        bury(change, Revision, newest_first[1:])


def take_out_orphans(change: Change) -> None:
    """Take out rows that name by its uid what is gone, and may repeat its words; that something went out is kept."""
    dead = select(col(Tombstone.uid))
    for table in tables_by_name().values():
        shape = shape_of(table)
        for column in shape.columns:
            if column.endswith("_uid") and column not in _KEPT_UIDS:
                these = select(shape.core.c.id).where(shape.core.c[column].in_(dead))
                take_out(change, table, change.connection.execute(these).scalars().all())


def _take(change: Change, table: type[SQLModel], keys: Sequence[int], gone: Counter[str]) -> None:
    if not keys:
        return
    connection = change.connection
    for child, column in references_to(table):
        core = shape_of(child).core
        mine = core.c[column].in_(keys)
        if (child, column) in _LOOSENED:
            connection.execute(update(child).where(mine).values({column: None}))
        elif "id" not in core.c:
            connection.execute(delete(child).where(mine))
        else:
            for some in _in_parts(list(connection.execute(select(core.c.id).where(mine)).scalars())):
                _take(change, child, some, gone)
    core = shape_of(table).core
    these = core.c.id.in_(keys)
    if "uid" in core.c:
        bury(change, table, connection.execute(select(core.c.uid).where(these)).scalars().all())
    gone[shape_of(table).name] += connection.execute(delete(table).where(these)).rowcount


def _in_parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(keys), _AT_A_TIME):
        yield keys[at : at + _AT_A_TIME]
