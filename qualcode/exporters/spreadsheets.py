"""CSV and XLSX: what people said is never run as a formula, and numbers stay numbers."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qualcode.errors import CannotWrite
from qualcode.exporters.files import replacing
from qualcode.exporters.packaging import core_properties, write_archive
from qualcode.exporters.wording import plain_cell
from qualcode.exporters.workbook import MOST_IN_A_CELL, cell_xml, frame_parts, sheet_xml
from qualcode.locale import say
from qualcode.views.table import Cell

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; `widths` are in characters, one per column."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], path: Path) -> None:
    """Write comma-separated UTF-8 with a line of headings, for programs; Excel users have the workbook.

    A text that a spreadsheet would run as a formula (`=1+1`, but also `- ja`) gets an apostrophe before it, which the
    spreadsheet reads as "this is text"; numbers are left alone. Raises `CannotWrite`.
    """
    with replacing(path) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="")
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow([_defused(heading) for heading in headings])
        lines.writerows([_defused(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()


def write_workbook(
    sheets: Sequence[Sheet], path: Path, *, title: str, language: str, written: datetime | None = None
) -> None:
    """Write an .xlsx: texts as texts, whatever they begin with, numbers as numbers, headings frozen.

    Raises `CannotWrite`, also where a cell holds more than a workbook can take.
    """
    properties = core_properties(title=title, language=language, written=written)
    with replacing(path) as out:
        write_archive(out, _workbook_parts(sheets, properties, path))


def _workbook_parts(sheets: Sequence[Sheet], properties: bytes, path: Path) -> Iterator[tuple[str, bytes]]:
    yield from frame_parts([sheet.name for sheet in sheets], properties)
    for number, sheet in enumerate(sheets, start=1):
        head = [cell_xml(_fitting(heading, path), heading=True) for heading in sheet.headings]
        rows = ([_workbook_cell(value, path) for value in row] for row in sheet.rows)
        yield f"xl/worksheets/sheet{number}.xml", sheet_xml(head, rows, sheet.widths)


def _workbook_cell(value: Cell, path: Path) -> str:
    if isinstance(value, str):
        return cell_xml(_fitting(value, path), guarded=plain_cell(value).startswith(_FORMULA_STARTS))
    return cell_xml(_present(value))


def _fitting(value: str, path: Path) -> str:
    text = plain_cell(value)
    if len(text) > MOST_IN_A_CELL:
        reason = say("exporting.reasons.cell_too_long", length=len(text), most=MOST_IN_A_CELL)
        raise CannotWrite(path=path, reason=reason)
    return text


def _present(value: float | None) -> float | None:
    """A number, or nothing where there is none to show."""
    return None if value is None or not math.isfinite(value) else value


def _defused(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return _present(cell)
    text = plain_cell(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
