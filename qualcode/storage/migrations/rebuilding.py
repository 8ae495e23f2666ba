"""One step: from the tables a file has to a released schema, with every row kept.

Within the caller's transaction, with foreign keys off: rows are copied to a table with the new statement, the old one
goes, and the new one takes its name. That is the order SQLite's own description of changing tables prescribes; adding
and renaming in place would leave CHECKs and defaults of before. Standard library only.
"""

import re
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from qualcode.storage.migrations.frozen import MADE, FrozenSchema, FrozenTable, plain_sql


def rebuild_as(connection: sqlite3.Connection, schema: FrozenSchema) -> bool:
    """Make the file's tables those of `schema`; whether the search index has to be filled anew.

    Raises `sqlite3.Error` where rows do not fit, `LookupError` for a column that rows from before have no value for.
    """
    here = _statements(connection, "table")
    for table in schema.tables:
        if table.name not in here:
            connection.execute(table.sql)
        elif plain_sql(here[table.name]) != plain_sql(table.sql):
            _rebuild(connection, table)
    emptied = _renew_search(connection, schema.searched, here)
    _renew_indexes(connection, schema.indexes)
    return emptied


def _statements(connection: sqlite3.Connection, kind: str) -> dict[str, str]:
    found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL", (kind,))
    return dict(found.fetchall())


def _rebuild(connection: sqlite3.Connection, table: FrozenTable) -> None:
    name, fresh = table.name, f"fresh_{table.name}"
    count = _count(connection, name)
    connection.execute(re.sub(rf'CREATE TABLE "?{name}"?', f'CREATE TABLE "{fresh}"', table.sql, count=1))
    before, after = _columns(connection, name), _columns(connection, fresh)
    values, made = _values(connection, table, before, after)
    listed = ", ".join(f'"{column}"' for column in values)
    chosen = ", ".join(values.values())
    connection.execute(f'INSERT INTO "{fresh}" ({listed}) SELECT {chosen} FROM "{name}"', made)  # noqa: S608 - our own
    _keep_counting(connection, name, fresh)
    connection.execute(f'DROP TABLE "{name}"')
    connection.execute(f'ALTER TABLE "{fresh}" RENAME TO "{name}"')
    if _count(connection, name) != count:
        raise LookupError(name)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a table of ours


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, bool]:
    """Column to whether it must have a value."""
    rows = connection.execute('SELECT name, "notnull" FROM pragma_table_info(?)', (table,))
    return {name: bool(needed) for name, needed in rows}


def _values(
    connection: sqlite3.Connection, table: FrozenTable, before: Mapping[str, bool], after: Mapping[str, bool]
) -> tuple[dict[str, str], dict[str, Any]]:
    """What each column of the new table gets, as SQL, and the values named there."""
    connection.create_function("fresh_uid", 0, _new_uid)
    values: dict[str, str] = {}
    made: dict[str, Any] = {"now": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"}
    for column, needed in after.items():
        if column in before:
            values[column] = f'"{column}"'
        elif column not in table.defaults:
            if needed:
                raise LookupError(f"{table.name}.{column}")
        elif isinstance(table.defaults[column], dict):
            values[column] = {"uid": "fresh_uid()", "now": ":now"}[table.defaults[column][MADE]]
        else:
            values[column] = f":d_{column}"
            made[f"d_{column}"] = table.defaults[column]
    return values, made


def _keep_counting(connection: sqlite3.Connection, name: str, fresh: str) -> None:
    """The key of a row that is gone is not given out again: the new table counts on where the old one was."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
    if last is not None:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (fresh,))
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (fresh, last[0]))


def _renew_search(connection: sqlite3.Connection, searched: Mapping[str, str], here: Mapping[str, str]) -> bool:
    emptied = False
    for name, sql in searched.items():
        if name in here and plain_sql(here[name]) == plain_sql(sql):
            continue
        if name in here:
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute(sql)
        emptied = True
    return emptied


def _renew_indexes(connection: sqlite3.Connection, indexes: tuple[str, ...]) -> None:
    wanted = {plain_sql(sql): sql for sql in indexes}
    for name, sql in _statements(connection, "index").items():
        if plain_sql(sql) not in wanted:
            connection.execute(f'DROP INDEX "{name}"')
    here = {plain_sql(sql) for sql in _statements(connection, "index").values()}
    for plain, sql in wanted.items():
        if plain not in here:
            connection.execute(sql)


def _new_uid() -> str:
    return UUID(bytes=secrets.token_bytes(16), version=4).hex
