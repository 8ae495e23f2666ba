"""One of the two copies: its rows by uid, with what they refer to by uid as well."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from qualcode.storage.shapes import Shape, shape_of

Row = dict[str, Any]


class Side:
    """A copy as rows by uid. What is read is remembered; who writes through it tells so."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._rows: dict[str, dict[str, Row]] = {}
        self._uids: dict[str, dict[int, str]] = {}

    def rows(self, table: type[SQLModel]) -> dict[str, Row]:
        """The rows of a table as stored, by uid, in the order they were made."""
        shape = shape_of(table)
        if shape.name not in self._rows:
            found = self.connection.execute(select(shape.core).order_by(shape.core.c.id)).mappings()
            self._rows[shape.name] = {row["uid"]: dict(row) for row in found}
        return self._rows[shape.name]

    def uid_of(self, table: type[SQLModel], key: int) -> str:
        """The uid of the row with this key."""
        name = shape_of(table).name
        if name not in self._uids:
            self._uids[name] = {row["id"]: uid for uid, row in self.rows(table).items()}
        return self._uids[name][key]

    def key_of(self, table: type[SQLModel], uid: str) -> int | None:
        """The key of the row with this uid."""
        row = self.rows(table).get(uid)
        return None if row is None else int(row["id"])

    def image(self, shape: Shape, row: Row) -> Row:
        """A row as the journal would have it: references by uid, truth values as such."""
        image: Row = {}
        for name in shape.journaled:
            value = row[name]
            if value is not None and name in shape.refers:
                value = self.uid_of(shape.refers[name], value)
            elif name in shape.truths:
                value = bool(value)
            image[name] = value
        return image

    def put(self, table: type[SQLModel], uid: str, row: Row) -> None:
        """A row was written, or written anew."""
        self.rows(table)[uid] = row
        self._uids.get(shape_of(table).name, {})[row["id"]] = uid

    def forget(self, *tables: type[SQLModel]) -> None:
        """These tables were written to by something else."""
        for table in tables:
            self._rows.pop(shape_of(table).name, None)
            self._uids.pop(shape_of(table).name, None)

    def drop(self, table: type[SQLModel], uid: str) -> None:
        """A row was taken away."""
        self.rows(table).pop(uid, None)
