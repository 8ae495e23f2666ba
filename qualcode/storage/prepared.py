"""Statements written once in Core and run as plain driver SQL, compiled for the engine the first time."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect


class Prepared:
    """A statement with named parameters (`bindparam`), at the price of the driver: for what is done all the time.

    Values go to the driver as they are and rows come back as the driver has them (a boolean may be 0 or 1).
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, dict[str, object]]] = {}

    def run(self, connection: Connection, values: Mapping[str, object] | None = None) -> Any:
        """Run once with these values; gives the driver's result."""
        sql, order, constants = self._for(connection.dialect)
        given = {**constants, **values} if values else constants
        if order is None:
            return connection.exec_driver_sql(sql, dict(given))
        return connection.exec_driver_sql(sql, tuple([given[name] for name in order]))

    def read(self, connection: Connection, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """All rows as the driver's own tuples, without a result around them: for what is read at every key."""
        sql, order, constants = self._for(connection.dialect)
        given = {**constants, **values} if values else constants
        return _fetch(connection, sql, given if order is None else [given[name] for name in order])

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Run once for each row of values, in one call of the driver."""
        sql, order, constants = self._for(connection.dialect)
        many: list[Any]
        if order is None:
            many = [{**constants, **row} for row in rows]
        else:
            many = [tuple([row[name] if name in row else constants[name] for name in order]) for row in rows]
        if many:
            connection.exec_driver_sql(sql, many)

    def _for(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, dict[str, object]]:
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
            order = None if compiled.positiontup is None else tuple(compiled.positiontup)
            known = self._compiled[dialect.name] = (str(compiled), order, dict(compiled.params))
        return known


def read_plain(connection: Connection, statement: Executable) -> list[tuple[Any, ...]]:
    """All rows of a statement as the driver's own tuples: for lists of tens of thousands of rows."""
    compiled: Any = statement.compile(  # type: ignore[attr-defined]
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    order, values = compiled.positiontup, compiled.params
    return _fetch(connection, str(compiled), values if order is None else [values[name] for name in order])


def _fetch(connection: Connection, sql: str, values: Any) -> list[tuple[Any, ...]]:
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()
