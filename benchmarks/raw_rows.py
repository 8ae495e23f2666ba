"""Rows for plain sqlite3, whole whatever columns the tables have come to have: the floor stays a floor."""

import sqlite3
from typing import Any

from sqlmodel import SQLModel

from qualcode.storage.shapes import shape_of


class RawTable:
    """How plain SQL writes a row of one table: the statement, and the defaults for what is not given."""

    def __init__(self, table: type[SQLModel], *given: str) -> None:
        """`given` are the columns that each row brings, in order."""
        shape = shape_of(table)
        rest = {
            name: value for name, value in shape.complete({}).items() if name not in given and name not in ("id", "uid")
        }
        names = ", ".join(f'"{name}"' for name in (*given, *rest))
        marks = ", ".join("?" * (len(given) + len(rest)))
        self.sql = f'INSERT INTO "{shape.name}" ({names}) VALUES ({marks})'
        self._rest = tuple(rest.values())

    def add(self, connection: sqlite3.Connection, *values: object) -> int:
        """Write one row; its key."""
        return int(connection.execute(self.sql, (*values, *self._rest)).lastrowid or 0)

    def add_many(self, connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
        """Write many rows."""
        connection.executemany(self.sql, [row + self._rest for row in rows])
