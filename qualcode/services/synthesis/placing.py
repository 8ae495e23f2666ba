"""Within an action: the order of rows that belong to one owner."""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from qualcode.storage.journal import Change
from qualcode.storage.shapes import shape_of


def next_position(connection: Connection, table: type[SQLModel], *, within: str, owner: int) -> int:
    """The position after the last row whose column `within` is `owner`, counted from 1."""
    columns = shape_of(table).core.c
    last = select(func.max(columns.position)).where(columns[within] == owner)
    return int(connection.execute(last).scalar_one_or_none() or 0) + 1


def swap(change: Change, table: type[SQLModel], row: dict[str, Any], *, by: int, within: str) -> bool:
    """Let a row change places with the one before (`by` < 0) or after it; False if there is none."""
    columns = shape_of(table).core.c
    beyond = columns.position < row["position"] if by < 0 else columns.position > row["position"]
    order = columns.position.desc() if by < 0 else columns.position
    neighbours = select(columns.id, columns.position).where(columns[within] == row[within], beyond).order_by(order)
    neighbour = change.connection.execute(neighbours.limit(1)).one_or_none()
    if neighbour is None:
        return False
    change.change(table, row["id"], position=neighbour.position)
    change.change(table, neighbour.id, position=row["position"])
    return True
