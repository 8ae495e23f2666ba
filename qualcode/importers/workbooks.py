"""Excel workbooks: the first sheet with anything in it, row by row."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from qualcode.errors import UnreadableFile
from qualcode.importers.archives import open_archive
from qualcode.importers.safe_xml import FORBIDDEN_MARKS
from qualcode.importers.source import Source
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form

_MOST_ROWS = 200_000
_MOST_COLUMNS = 1000


def workbook_rows(source: Source) -> Iterator[tuple[int, list[str | int | float | None]]]:
    """The rows of the first sheet that is not empty, with their numbers in it; formulas give their stored results.

    Dates become ISO 8601 text, truth values `true` and `false`. UnreadableFile for what is no sound workbook.
    """
    import openpyxl

    _refuse_bombs(source)
    try:
        book = openpyxl.load_workbook(BytesIO(source.raw), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says about its own size is not to be trusted
            rows = _rows(sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=_MOST_ROWS, values_only=True))
            if rows:
                yield from rows
                return
    except UnreadableFile:
        raise
    except Exception as trouble:  # noqa: BLE001  (openpyxl lets KeyError, ValueError, BadZipFile and XML errors through)
        reason = say("importing.reason.damaged", trouble=f"{type(trouble).__name__}: {trouble}")
        raise UnreadableFile(file=str(source.path), reason=reason) from None


def _refuse_bombs(source: Source) -> None:
    """The same look at every part that a Word file gets, before a library unpacks it."""
    with open_archive(source.raw, file=source.path) as archive:
        for name in archive.parts:
            if name.endswith((".xml", ".rels")) and any(mark in archive.read(name) for mark in FORBIDDEN_MARKS):
                raise UnreadableFile(file=str(source.path), reason=say("importing.reason.entities"))


def _rows(values: Iterator[tuple[object, ...]]) -> list[tuple[int, list[str | int | float | None]]]:
    rows = [(number, [_cell(value) for value in row]) for number, row in enumerate(values, start=1)]
    return [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]


def _cell(value: object) -> str | int | float | None:
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
