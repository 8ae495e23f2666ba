"""Excel workbooks: the first sheet that can be seen and has anything in it, or the one that is named, row by row."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, NamedTuple

from qualcode.errors import BadTable, NothingNamed, UnreadableFile
from qualcode.importers.archives import open_archive
from qualcode.importers.safe_xml import FORBIDDEN_MARKS
from qualcode.importers.source import Source
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form

_MOST_ROWS = 200_000
_MOST_COLUMNS = 1000

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_UNWORKED = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and no result."""

Cell = str | int | float | None


class Sheet(NamedTuple):
    """A sheet of a workbook, and the names of the others that can be seen and have anything in them."""

    name: str
    others: tuple[str, ...]
    rows: list[tuple[int, list[Cell]]]


def read_sheet(source: Source, *, named: str = "") -> Sheet | None:
    """The sheet of this name, or the first that can be seen and is not empty; None where all are.

    Rows come with their numbers. Formulas give their stored results, dates ISO 8601 text, truth values `true` and
    `false`, and a number that is shown as percent the text that is shown (`36 %`); each row of a cell that is merged
    downwards has its value. Raises `UnreadableFile` for what is no sound workbook, `BadTable` for a formula whose
    result is not stored, `NothingNamed` for a sheet that is not there.
    """
    import openpyxl

    _refuse_bombs(source)
    try:
        book = openpyxl.load_workbook(BytesIO(source.raw), read_only=True, data_only=True)
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        filled = [(sheet, rows) for sheet in seen or book.worksheets if (rows := _sheet_rows(sheet))]
        names = [str(sheet.title) for sheet, _ in filled]
        chosen = next((one for one in filled if named in ("", one[0].title)), None)
        part = b"" if chosen is None else _part_of(source, chosen[0])
    except UnreadableFile:
        raise
    except Exception as trouble:  # noqa: BLE001  (openpyxl lets KeyError, ValueError, BadZipFile and XML errors through)
        reason = say("importing.reason.damaged", trouble=f"{type(trouble).__name__}: {trouble}")
        raise UnreadableFile(file=str(source.path), reason=reason) from None
    if chosen is None:
        if named:
            listed = ", ".join(f"«{one}»" for one in names)
            hint = say("errors.reasons.nearest", names=listed)
            raise NothingNamed(kind=say("kinds.sheet"), name=named, nearest=hint)
        return None
    name = str(chosen[0].title)
    _refuse_unworked_formula(source, part)
    _fill_merged(chosen[1], part)
    return Sheet(name, tuple(one for one in names if one != name), chosen[1])


def _part_of(source: Source, sheet: Any) -> bytes:
    """The sheet as it is written in the file: what the library does not tell when it reads row by row."""
    with open_archive(source.raw, file=source.path) as archive:
        path = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - there is no other way to its part
        return archive.read(path)


def _refuse_unworked_formula(source: Source, part: bytes) -> None:
    """Other programs write formulas without results: what looks filled in Excel would be missing here."""
    for cell in _UNWORKED.finditer(part):
        place = _REFERENCE.search(cell["attributes"])
        if place is not None and b't="str"' not in cell["attributes"]:
            told = say("importing.table.cell", cell=place[1].decode())
            raise BadTable(file=str(source.path), place=told, reason=say("importing.table.formula-without-result"))


def _fill_merged(rows: list[tuple[int, list[Cell]]], part: bytes) -> None:
    by_number = dict(rows)
    for found in _MERGED.finditer(part):
        column, first, last = _column(found[1]), int(found[2]), int(found[4])
        top = by_number.get(first, [])
        for number in range(first + 1, min(last, rows[-1][0]) + 1):
            cells = by_number.get(number)
            if cells is not None and column < len(top):
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = top[column]


def _column(letters: bytes) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _refuse_bombs(source: Source) -> None:
    """The same look at every part that a Word file gets, before a library unpacks it."""
    with open_archive(source.raw, file=source.path) as archive:
        for name in archive.parts:
            if name.endswith((".xml", ".rels")) and any(mark in archive.read(name) for mark in FORBIDDEN_MARKS):
                raise UnreadableFile(file=str(source.path), reason=say("importing.reason.entities"))


def _sheet_rows(sheet: Any) -> list[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what a file says about its own size is not to be trusted
    read = sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=_MOST_ROWS)
    rows = [(number, [_shown(cell) for cell in row]) for number, row in enumerate(read, start=1)]
    return [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]


def _shown(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return f"{round(value * 100, 10):g} %"
    return _cell(value)


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return _whole(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        at_midnight = value.time() == time(0)
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return to_normal_form(str(value))[0].strip() or None


def _whole(value: float | None) -> int | float | None:
    """Excel stores 47 as 47.0; a whole number is a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
