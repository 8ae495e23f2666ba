"""The user's own tables: participants, codings, themes, records, as CSV, Excel or a JSON list."""

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.errors import BadTable, EmptyFile, NotThatFormat
from qualcode.importers.recognising import recognise
from qualcode.importers.source import Source, read_source
from qualcode.importers.workbooks import read_sheet
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form

Cell = str | int | float | None
Row = dict[str, Cell]

_DELIMITERS = ",;\t"
_LARGEST_FIELD = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class UserTable:
    """A table as the user wrote it.

    `rows` are (line, cells by column): the line on which the row begins in the file, the header being line 1 (in JSON,
    the object's place in the list, from 1). Cells of CSV are text or None where empty; Excel and JSON numbers are
    numbers. Text is in normal form, without white space around it. `sheet` is the sheet of a workbook that was read,
    `other_sheets` those that were not.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def require(self, *columns: str, file: Path) -> None:
        """BadTable, naming those there are, if one of these columns is missing."""
        for column in columns:
            if column not in self.columns:
                known = ", ".join(self.columns)
                raise _bad(file, say("importing.table.line", line=1), "column-missing", column=column, columns=known)


def read_table(
    path: Path, *, passed_over: Collection[str] = (), lists: Collection[str] = (), sheet: str = ""
) -> UserTable:
    """Read a table from CSV (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab), Excel or JSON.

    `passed_over` are names that a list of ours has and a table cannot hold (lists, objects): they are left out of JSON.
    `lists` are names that may hold a list in JSON, which is handed on as it stands. `sheet` is the sheet of a workbook
    that is wanted; otherwise the first that can be seen and is not empty.
    Raises UnreadableFile, EmptyFile, NotThatFormat, and BadTable with the place: a missing or doubled column name, more
    fields than columns, a quotation mark that is never closed.
    """
    source = read_source(path)
    kind = recognise(source).kind if source.raw.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t") else "empty"
    if kind == "empty":
        raise EmptyFile(file=str(path))
    if kind == "json":
        return _from_json(source, passed_over, lists)
    if kind == "xlsx":
        found = read_sheet(source, named=sheet)
        table = _from_records(path, [] if found is None else found.rows)
        return table if found is None else replace(table, sheet=found.name, other_sheets=found.others)
    if kind in ("csv", "txt", "srt", "yaml"):
        return _from_records(path, csv_records(source))
    told = say(f"importing.kind.{kind}")
    raise NotThatFormat(file=str(path), found=told, expected=say("importing.table.formats"))


def read_rows(
    path: Path, *, passed_over: Collection[str] = (), lists: Collection[str] = ()
) -> tuple[tuple[int, Row], ...]:
    """The rows of `read_table`, for those who know the columns."""
    return read_table(path, passed_over=passed_over, lists=lists).rows


def csv_records(source: Source) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a CSV file, each with the line it begins on. Raises BadTable for an open quotation mark."""
    text = source.decoded.text
    csv.field_size_limit(_LARGEST_FIELD)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter_of(text), strict=True)
    begins = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error:
            place = say("importing.table.line", line=begins)
            raise _bad(source.path, place, "open-quotation") from None
        if fields is None:
            return
        yield begins, [_clean(field) for field in fields]
        begins = reader.line_num + 1


def delimiter_of(text: str) -> str:
    """The mark that parts the header's names: whichever stands most often outside quotation marks."""
    header = re.sub(r'"[^"]*"', "", text.lstrip("\r\n ").split("\n", 1)[0])
    counts = {mark: header.count(mark) for mark in _DELIMITERS}
    most = max(counts.values())
    return next(mark for mark in _DELIMITERS if counts[mark] == most)


def _from_records(path: Path, records: Iterable[tuple[int, Sequence[Cell]]]) -> UserTable:
    """Header and rows from cells; empty rows are passed over, short ones filled up."""
    filled = ((line, cells) for line, cells in records if any(cell is not None for cell in cells))
    header = next(filled, None)
    if header is None:
        raise BadTable(file=str(path), place=say("importing.table.whole"), reason=say("importing.table.no-header"))
    columns = _column_names(path, header[0], header[1])
    rows: list[tuple[int, Row]] = []
    for line, cells in filled:
        extra = cells[len(columns) :]
        if any(cell is not None for cell in extra):
            place = say("importing.table.line", line=line)
            raise _bad(path, place, "too-many-cells", found=len(cells), expected=len(columns))
        padded = [*cells[: len(columns)], *[None] * (len(columns) - len(cells))]
        rows.append((line, dict(zip(columns, padded, strict=True))))
    return UserTable(columns, tuple(rows))


def _column_names(path: Path, line: int, cells: Sequence[Cell]) -> tuple[str, ...]:
    names = ["" if cell is None else str(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    place = say("importing.table.line", line=line)
    for number, name in enumerate(names, start=1):
        if not name:
            raise _bad(path, f"{place}, {say('importing.table.column', column=number)}", "column-without-name")
        if name in names[: number - 1]:
            raise _bad(path, place, "column-twice", column=name)
    return tuple(names)


def _from_json(source: Source, passed_over: Collection[str], lists: Collection[str]) -> UserTable:
    told = _parse_json(source)
    if not isinstance(told, list):
        raise _bad(source.path, say("importing.table.whole"), "not-a-list")
    columns: dict[str, None] = {}
    rows: list[tuple[int, Row]] = []
    for number, entry in enumerate(told, start=1):
        place = say("importing.table.entry", number=number)
        if not isinstance(entry, dict):
            raise _bad(source.path, place, "not-an-object")
        named = ((name, value) for name, value in entry.items() if name not in passed_over)
        row: dict[str, Any] = {
            _clean(name) or "": value
            if name in lists and isinstance(value, list)
            else _json_cell(source.path, place, name, value)
            for name, value in named
        }
        columns.update(dict.fromkeys(row))
        rows.append((number, row))
    full = tuple((number, {name: row.get(name) for name in columns}) for number, row in rows)
    return UserTable(tuple(columns), full)


def _parse_json(source: Source) -> Any:
    try:
        return json.loads(source.decoded.text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as trouble:
        line = getattr(trouble, "lineno", 1)
        raise _bad(source.path, say("importing.table.line", line=line), "bad-json", trouble=str(trouble)) from None


def _json_cell(path: Path, place: str, name: str, value: object) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _clean(value)
    if value is None or isinstance(value, int | float):
        return value
    raise _bad(path, place, "not-plain", column=name)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _clean(field: str) -> str | None:
    """A cell in normal form; None for an empty one."""
    return to_normal_form(field)[0].strip() or None


def _bad(path: Path, place: str, reason: str, **values: Any) -> BadTable:
    return BadTable(file=str(path), place=place, reason=say(f"importing.table.{reason}", **values))
