"""A row of the register on its way in, and how it is written: found by what names it, then brought up to date."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from qualcode.errors import NothingNamed
from qualcode.locale import say
from qualcode.model import Interview, Substudy
from qualcode.services.acting import prose
from qualcode.services.naming import find_substudy
from qualcode.services.rows import FileRow
from qualcode.storage.journal import Change
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.text.values import parse_date
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW
from qualcode.views.named import Named

REMOVE = "remove"
"""The field that takes a row away instead: `"remove": true`."""

Told = dict[str, Any]
"""What a row says, by field, each value as it is kept; a field that the row does not speak of is left out."""


class RegisterRow(FileRow):
    """A row of a section of the register, and the line of the file that it begins on."""

    __slots__ = ()

    def told(self, entry: Any) -> Told:
        """What the row says, checked against the section's fields. Raises `RowsRefused`."""
        known = {field.name: field for field in fields(entry)}
        for name in self.values:
            if name not in known and name != REMOVE:
                self.refuse(say("register.unknown_field", field=name, fields=", ".join(known)))
        for field in known.values():
            if field.default is MISSING and not self.text(field.name):
                self.refuse(say("rows.missing", column=field.name))
        return {name: self._value(field) for name, field in known.items() if self.has(name)}

    @property
    def leaves(self) -> bool:
        """Whether the row is to be taken away."""
        return bool(self.truth(REMOVE))

    def text(self, column: str) -> str:
        """What stands in a column, in normal form."""
        if isinstance(self.values.get(column), list | tuple):
            self.refuse(say("register.not_a_text", field=column))
        return super().text(column)

    def texts(self, column: str) -> tuple[str, ...]:
        """A list; in a table its parts stand apart by semicolons or on lines of their own."""
        value = self.values.get(column)
        if not isinstance(value, list | tuple):
            value = self.text(column).replace("\n", ";").split(";")
        return tuple(dict.fromkeys(text for one in value if (text := prose(str(one)))))

    def _value(self, field: "Field[Any]") -> Any:
        name = field.name
        if field.type is bool:
            return bool(self.truth(name))
        if field.type in (int, int | None):
            return self.whole(name)
        if field.type is str:
            text = self.text(name)
            return self._date(name, text) if field.metadata.get("date") else self._chosen(field, text)
        return tuple(self._chosen(field, text) for text in self.texts(name))

    def _date(self, name: str, text: str) -> str:
        date = parse_date(text) if text else ""
        if date is None:
            self.refuse(say("register.not_a_date", field=name, value=text))
        return date

    def _chosen(self, field: "Field[Any]", text: str) -> str:
        choices = field.metadata.get("choices", ())
        if choices and text not in choices:
            listed = ", ".join(one for one in choices if one)
            self.refuse(say("register.not_a_choice", field=field.name, value=text, choices=listed))
        return text


def put(change: Change, table: type[SQLModel], where: Told, told: Told, *, leaves: bool = False) -> str:
    """Let the row that `where` names say `told`; a new one comes last. What came of it, as in `views.loading`.

    `leaves` takes the row away instead.
    """
    key = key_where(change.connection, table, where)
    if leaves:
        if key is not None:
            change.remove(table, key)
        return ALREADY_THERE if key is None else CHANGED
    if key is not None:
        return CHANGED if change.change(table, key, **told) else ALREADY_THERE
    change.add(table, **{**_last(change.connection, table), **where, **told})
    return NEW


def key_where(connection: Connection, table: type[SQLModel], where: Mapping[str, Any]) -> int | None:
    """The key of the row whose columns are these, None if there is none."""
    conditions = (
        col(getattr(table, name)).is_(None) if value is None else col(getattr(table, name)) == value
        for name, value in where.items()
    )
    found: Any = connection.execute(select(col(getattr(table, "id"))).where(*conditions)).scalars().first()  # noqa: B009
    return None if found is None else int(found)


def tie_exactly(change: Change, table: type[SQLModel], *, owner: tuple[str, int], other: str, wanted: set[int]) -> bool:
    """Let a row's ties be these: `owner` is its column and key, `other` the column of what it is tied to.

    False if they were so already.
    """
    column, key = owner
    statement = select(col(getattr(table, other)), col(getattr(table, "id")))  # noqa: B009
    rows: Any = change.connection.execute(statement.where(col(getattr(table, column)) == key))
    there: dict[int, int] = dict(rows.all())
    for tied in sorted(there.keys() - wanted):
        change.remove(table, there[tied])
    for tied in sorted(wanted - there.keys()):
        change.add(table, **{column: key, other: tied})
    return there.keys() != wanted


def owner_of(connection: Connection, row: FileRow) -> Named | None:
    """The substudy that a row names, None where it names none. Raises `NothingNamed`."""
    name = row.text("substudy")
    return find_substudy(connection, name) if name else None


def within(row: FileRow, column: str) -> str:
    """A name, told apart by the substudy that the row names, if it names one: `SUBSTUDY:NAME`."""
    substudy = row.text("substudy")
    return f"{substudy}:{row.needed(column)}" if substudy else row.needed(column)


def find_interview(connection: Connection, row: FileRow) -> Named:
    """The interview that a row names, within its substudy if it names one. Raises `NothingNamed`, `RowsRefused`."""
    owner, name = owner_of(connection, row), to_name(row.needed("interview"))
    statement = select(col(Interview.id), col(Interview.uid), col(Interview.name)).where(
        col(Interview.removed).is_(False)
    )
    if owner is not None:
        statement = statement.where(col(Interview.substudy_id) == owner.id)
    rows: Any = connection.execute(statement).all()
    found = [Named(*one) for one in rows if one.name == name]
    if len(found) > 1:
        row.refuse(say("register.which_substudy", name=name))
    if not found:
        names = ", ".join(f"«{one}»" for one in nearest(name, [one.name for one in rows]))
        hint = say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")
        raise NothingNamed(kind=say("kinds.interview"), name=name, nearest=hint)
    return found[0]


def substudy_names(connection: Connection) -> dict[int | None, str]:
    """The substudies' names by key, in their order; an empty one for what belongs to the whole study."""
    statement = select(col(Substudy.id), col(Substudy.name)).order_by(col(Substudy.position), col(Substudy.id))
    rows: Any = connection.execute(statement)
    return {None: ""} | {row.id: row.name for row in rows}


def _last(connection: Connection, table: type[SQLModel]) -> Told:
    if "position" not in table.model_fields:
        return {}
    position = col(getattr(table, "position"))  # noqa: B009
    return {"position": int(connection.execute(select(func.coalesce(func.max(position), 0))).scalar_one()) + 1}
