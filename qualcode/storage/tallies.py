"""Stored counts: what each row counts towards, kept in the transaction that changes the row.

A tally is (kind, owner, part) -> n. Adding a row adds one, removing it takes one away, and a change does both, so the
counts need no knowledge of what the user did. `rebuild` counts everything anew.

    kind     owner          part                                       counts
    turns    transcript     speaker, or NOBODY                         turns
    units    analysis       transcript                                 meaning units
    codings  code group     subgroup, or UNSORTED, or SET_ASIDE        codings
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlmodel import SQLModel, col

from qualcode.model import Coding, MeaningUnit, Tally, Turn
from qualcode.storage.prepared import Prepared

NOBODY = 0
UNSORTED = 0
SET_ASIDE = -1

Key = tuple[str, int, int]

_ADD = Prepared(
    update(Tally)
    .where(col(Tally.kind) == bindparam("k"), col(Tally.owner) == bindparam("o"), col(Tally.part) == bindparam("p"))
    .values(n=col(Tally.n) + bindparam("d"))
)
_NEW = Prepared(insert(Tally).values(kind=bindparam("k"), owner=bindparam("o"), part=bindparam("p"), n=bindparam("d")))


def key_of(table: type[SQLModel], row: Mapping[str, object]) -> Key | None:
    """The tally that a stored row counts towards, None for tables that are not counted."""
    if table is Coding:
        part = SET_ASIDE if row["set_aside"] else row["subgroup_id"] or UNSORTED
        return ("codings", _whole(row["group_id"]), _whole(part))
    if table is MeaningUnit:
        return ("units", _whole(row["analysis_id"]), _whole(row["transcript_id"]))
    if table is Turn:
        return ("turns", _whole(row["transcript_id"]), _whole(row["speaker_id"] or NOBODY))
    return None


def write_tallies(connection: Connection, changes: Mapping[Key, int]) -> None:
    """Bring the stored counts up to date by these differences."""
    for (kind, owner, part), difference in changes.items():
        if difference:
            values = {"k": kind, "o": owner, "p": part, "d": difference}
            if _ADD.run(connection, values).rowcount == 0:
                _NEW.run(connection, values)


def count_anew(connection: Connection) -> Counter[Key]:
    """All counts, from the rows themselves."""
    counts: Counter[Key] = Counter()
    columns: dict[type[SQLModel], tuple[Any, ...]] = {
        Coding: (Coding.group_id, Coding.subgroup_id, Coding.set_aside),
        MeaningUnit: (MeaningUnit.analysis_id, MeaningUnit.transcript_id),
        Turn: (Turn.transcript_id, Turn.speaker_id),
    }
    for table, wanted in columns.items():
        together = [col(column) for column in wanted]
        for row in connection.execute(select(*together, func.count().label("n")).group_by(*together)).mappings():
            key = key_of(table, dict(row))
            if key is not None:
                counts[key] += row["n"]
    return counts


def stored_counts(connection: Connection) -> Counter[Key]:
    """All counts, as stored; those that are zero are left out."""
    rows = connection.execute(select(col(Tally.kind), col(Tally.owner), col(Tally.part), col(Tally.n)))
    return Counter({(kind, owner, part): n for kind, owner, part, n in rows if n})


def rebuild(connection: Connection) -> None:
    """Replace the stored counts by a fresh count."""
    connection.execute(delete(Tally))
    write_tallies(connection, count_anew(connection))


def _whole(value: object) -> int:
    return int(str(value))
