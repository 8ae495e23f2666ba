"""What the journal needs to know of a table: its columns, what they refer to, and how its rows are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Boolean, Table, bindparam, delete, insert, inspect, select, update
from sqlmodel import SQLModel

from qualcode.model import Interview, ReadingMark, Revision, Sentence, Speaker, Transcript, Turn
from qualcode.storage.prepared import Prepared

SOFT = frozenset({Interview, Transcript})
"""Tables whose rows are marked removed and kept: their words are written once and are not in the journal."""

CARRIED = frozenset({Revision, Turn, Sentence, Speaker, ReadingMark, Transcript})
"""Rows that go where the interview or transcript they belong to goes."""

_UNJOURNALED = frozenset({"id", "uid", "version"})

_DERIVED: dict[type[SQLModel], frozenset[str]] = {Turn: frozenset({"number"})}
"""Columns that follow from the other rows of the table."""


@dataclass(frozen=True)
class Shape:
    """One table, as the journal sees it. `refers` maps a column to the table whose `id` it holds."""

    table: type[SQLModel]
    core: Table
    columns: tuple[str, ...]
    refers: Mapping[str, type[SQLModel]]
    truths: frozenset[str]
    defaults: Mapping[str, Any]
    factories: Mapping[str, Callable[[], Any]]
    versioned: bool
    read: Prepared
    write: Prepared
    write_many: Prepared
    erase: Prepared

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.core.name

    @property
    def journaled(self) -> tuple[str, ...]:
        """The columns that make up a row's image."""
        left_out = _UNJOURNALED | _DERIVED.get(self.table, frozenset())
        return tuple(column for column in self.columns if column not in left_out)

    def complete(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A whole row: the values given, defaults for the rest; a column left out without a default is a fault."""
        row = dict(self.defaults)
        for column, factory in self.factories.items():
            if column not in values:
                row[column] = factory()
        row.update(values)
        return row


@cache
def shape_of(table: type[SQLModel]) -> Shape:
    """The shape of a table, worked out once."""
    core = inspect(table).local_table
    columns = tuple(column.name for column in core.columns)
    fields = table.model_fields
    written = [name for name in columns if name != "id"]
    fill = insert(core).values({name: bindparam(f"v_{name}") for name in written})
    has_key = "id" in columns
    return Shape(
        table=table,
        core=core,
        columns=columns,
        refers={
            column.name: _class_of(key.column.table)
            for column in core.columns
            for key in column.foreign_keys
            if key.column.name == "id"
        },
        truths=frozenset(column.name for column in core.columns if isinstance(column.type, Boolean)),
        defaults={
            name: fields[name].default
            for name in written
            if name in fields and fields[name].default is not PydanticUndefined
        },
        factories={
            name: _factory(fields[name].default_factory)
            for name in written
            if name in fields and fields[name].default_factory
        },
        versioned="version" in columns,
        read=Prepared(select(core).where(core.c.id == bindparam("key"))) if has_key else Prepared(select(core)),
        write=Prepared(fill.returning(core.c.id) if has_key else fill),
        write_many=Prepared(fill),
        erase=Prepared(delete(core).where(core.c.id == bindparam("key")) if has_key else delete(core)),
    )


@cache
def updating(table: type[SQLModel], columns: frozenset[str], *, checked: bool) -> Prepared:
    """The statement that sets these columns of one row, and the next version; `checked` compares the version seen."""
    shape = shape_of(table)
    values: dict[str, Any] = {name: bindparam(f"v_{name}") for name in sorted(columns)}
    statement = update(shape.core).where(shape.core.c.id == bindparam("key"))
    if shape.versioned:
        values["version"] = shape.core.c.version + 1
        if checked:
            statement = statement.where(shape.core.c.version == bindparam("seen"))
    return Prepared(statement.values(values))


@cache
def tables_by_name() -> dict[str, type[SQLModel]]:
    """Every table class under the name it has in the database."""
    classes = (mapper.class_ for mapper in SQLModel._sa_registry.mappers)  # noqa: SLF001 - it has no public name
    return {inspect(table).local_table.name: table for table in classes}


@cache
def references_to(table: type[SQLModel]) -> tuple[tuple[type[SQLModel], str], ...]:
    """The (table, column) pairs that may hold a row of this table's key."""
    found = []
    for other in tables_by_name().values():
        found += [(other, column) for column, target in shape_of(other).refers.items() if target is table]
    return tuple(found)


def has_place(shape: Shape) -> bool:
    """Whether rows of this table stand at a place in a revision."""
    return {"start", "end", "revision_id"} <= set(shape.columns)


def is_place(shape: Shape, name: str) -> bool:
    """Whether a column says where a row stands, or repeats the words there."""
    if name == "revision_id" or not has_place(shape):
        return name == "revision_id"
    return name in ("start", "end") or (name in ("text", "words_before") and "words_before" in shape.columns)


def _class_of(core: Table) -> type[SQLModel]:
    return tables_by_name()[core.name]


def _factory(factory: Any) -> Callable[[], Any]:
    return factory  # type: ignore[no-any-return]
