"""One number of a table, found by what the table calls its row and column, and opened."""

import itertools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.locale import say
from qualcode.model import Speaker, Transcript, Turn
from qualcode.services.asking.table_passages import open_number, people_behind
from qualcode.storage.opening import OpenStudy
from qualcode.text.ordering import nearest
from qualcode.views.counting import MOST_OPENED, PEOPLE, CountedTable, OpenedNumber
from qualcode.views.table import TableView

_NAMING = ("value", "label", "speaker")
"""Columns that, where they come after the first, name the row with it."""


def open_named(study: OpenStudy, table: CountedTable, row: str, column: str) -> OpenedNumber:
    """What a number of a table that was asked for `opened` counts.

    `row` is what stands first in it, or its place from 1, and `column` its name or heading. Raises `NothingNamed` with
    the nearest, and `AmbiguousName` with the places of rows that begin alike.
    """
    view = table.view
    down = _row(table, row)
    known = [(name, at) for names in (view.columns, view.headings) for at, name in enumerate(names) if at]
    across = next((at for name, at in known if _same(name, column)), None)
    if across is None:
        raise NothingNamed(kind=say("kinds.table_column"), name=column, nearest=_nearest(column, [n for n, _ in known]))
    return open_at(study, table, down, across)


def open_at(study: OpenStudy, table: CountedTable, row: int, column: int) -> OpenedNumber:
    """As `open_named`, by the number's row and column from 0."""
    view = table.view
    return OpenedNumber(
        row=row_name(view, row),
        column=(view.headings or view.columns)[column],
        number=view.rows[row][column],
        hits=open_number(study, table, row, column),
        people=people_behind(study, table, row, column),
        without_words=_without_words(study, table, row, column),
    )


def row_name(view: TableView, row: int) -> str:
    """What a row is of: what stands first in it, with the words beside it that say the rest."""
    named = [name in (view.columns[0], *_NAMING) for name in view.columns]
    cells = itertools.takewhile(lambda pair: pair[1], zip(view.rows[row], named, strict=True))
    return " · ".join(str(cell) for cell, _ in cells if cell not in (None, ""))


def _row(table: CountedTable, row: str) -> int:
    rows = table.view.rows
    found = [at for at, cells in enumerate(rows) if _same(cells[0], row)]
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousName(kind=say("kinds.table_row"), name=row, choices=", ".join(str(at + 1) for at in found))
    if row.isascii() and row.isdigit() and 1 <= int(row) <= len(rows):
        return int(row) - 1
    raise NothingNamed(kind=say("kinds.table_row"), name=row, nearest=_nearest(row, [str(cells[0]) for cells in rows]))


def _same(cell: object, name: str) -> bool:
    return str(cell).casefold() == name.strip().casefold()


def _nearest(name: str, known: Sequence[str]) -> str:
    names = ", ".join(f"«{one}»" for one in nearest(name, dict.fromkeys(known)) or list(dict.fromkeys(known))[:8])
    return say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")


def _without_words(study: OpenStudy, table: CountedTable, row: int, column: int) -> int:
    """How many of the people that a number counts say nothing in any transcript."""
    if table.of_columns.get(column, table.of) != PEOPLE:
        return 0
    keys = table.behind.get((row, column), ())[:MOST_OPENED]
    statement: Any = (
        select(func.count(col(Speaker.participant_id).distinct()))
        .join(Turn, col(Turn.speaker_id) == col(Speaker.id))
        .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
        .where(col(Speaker.participant_id).in_(keys), col(Transcript.removed).is_(False))
    )
    with study.reading() as connection:
        return len(keys) - int(connection.execute(statement).scalar_one())
