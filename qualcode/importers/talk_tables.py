"""Tables that hold the talk: who, what, and perhaps when, one row an utterance."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.importers.lines import Line
from qualcode.importers.places import Place, problem
from qualcode.text.labels import fold, is_label_shaped
from qualcode.text.roles import is_known_label
from qualcode.text.times import clock_to_ms
from qualcode.views.importing import Problem

_WHO = frozenset(
    [
        "hvem",
        "who",
        "taler",
        "talar",
        "speaker",
        "navn",
        "name",
        "deltaker",
        "deltakar",
        "participant",
        "informant",
        "person",
        "rolle",
        "role",
        "speakername",
        "speaker_name",
        "talere",
        "speakers",
    ]
)
_WHAT = frozenset(
    [
        "hva",
        "kva",
        "what",
        "ytring",
        "tekst",
        "text",
        "replikk",
        "utterance",
        "utsagn",
        "innhold",
        "content",
        "transkripsjon",
        "tale",
        "speech",
        "words",
        "transcript",
        "transcription",
        "transkript",
        "ytringer",
        "replikker",
    ]
)
_WHEN = frozenset(
    [
        *("tid", "time", "når", "tidspunkt", "klokkeslett", "start", "timestamp", "tidskode", "kl"),
        *("starttime", "start_time", "begin"),
    ]
)
_MOST_COLUMNS = 4
_SECONDS = re.compile(r"\d{1,6}\.\d{1,6}")


@dataclass(frozen=True, slots=True)
class TalkTable:
    """A table's cells as text, row by row; `number` counts the file's tables from 1."""

    number: int
    rows: tuple[tuple[str, ...], ...]
    marked_header: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    who: int | None
    what: int
    when: int | None


def table_lines(table: TalkTable) -> tuple[list[Line], list[Problem]]:
    """A talk table as labelled lines; any other table as its cells, one paragraph each, and told."""
    header = _header(table)
    body = table.rows[1:] if header is not None else table.rows
    columns = _columns(header, body)
    if columns is None:
        lines = [
            Line(cell, Place("row", row, table.number))
            for row, cells in enumerate(table.rows, start=1)
            for cell in cells
            if cell.strip()
        ]
        return lines, [problem(Place("row", 1, table.number), "table-without-talk")] if lines else []
    first = len(table.rows) - len(body) + 1
    rows = [_line(cells, columns, Place("row", row, table.number)) for row, cells in enumerate(body, start=first)]
    told = [problem(Place("row", 1, table.number), "table-header", text=" | ".join(table.rows[0]))]
    return [row for row in rows if row is not None], told if header is not None else []


def _line(cells: Sequence[str], columns: _Columns, place: Place) -> Line | None:
    """A row's utterance; a row that names nobody goes on for the row before."""
    what = cells[columns.what].strip() if columns.what < len(cells) else ""
    named = columns.who is not None and columns.who < len(cells)
    who = cells[columns.who or 0].strip().removesuffix(":").strip() if named else ""
    when = _at_ms(cells[columns.when]) if columns.when is not None and columns.when < len(cells) else None
    if not what and not who:
        return None
    return Line(what, place, label=who or None, start_ms=when)


def _at_ms(cell: str) -> int | None:
    """`[00:12]`, or seconds with decimals, as programs write them."""
    bare = cell.strip("[]() \n")
    return round(float(bare) * 1000) if _SECONDS.fullmatch(bare) else clock_to_ms(bare)


def holds_talk(header: Sequence[str]) -> bool:
    """Whether a table's column names say that it has what is said, and who says it or when."""
    words = [fold(cell.removesuffix(":")) for cell in header]
    return any(word in _WHAT for word in words) and any(word in _WHO or word in _WHEN for word in words)


def _header(table: TalkTable) -> tuple[str, ...] | None:
    """The first row if its cells are headings by their words, or because the program repeats it on every page."""
    if len(table.rows) < 2:
        return None
    first = table.rows[0]
    words = [fold(cell.removesuffix(":")) for cell in first]
    known = sum(1 for word in words if word in _WHO or word in _WHAT or word in _WHEN)
    return first if known >= 2 or (table.marked_header and known >= 1) else None


def _columns(header: Sequence[str] | None, body: Sequence[Sequence[str]]) -> _Columns | None:
    """Which column says who, what and when; None if the table is no talk."""
    width = max((len(row) for row in body), default=0)
    if width < 2 or (width > _MOST_COLUMNS and not (header and holds_talk(header))):
        return None
    cells = [[row[column].strip() if column < len(row) else "" for row in body] for column in range(width)]
    named = [fold(cell.removesuffix(":")) for cell in header or ()]
    when = _first_named(named, _WHEN) if header else None
    when = when if when is not None else next((c for c in range(width) if _holds_times(cells[c])), None)
    others = [column for column in range(width) if column != when]
    what = _first_named(named, _WHAT)
    if what is None or what == when:
        what = max(others, key=lambda column: sum(map(len, cells[column])))
    who = _first_named(named, _WHO)
    if who is None or who == what:
        who = next((column for column in others if column != what and _holds_labels(cells[column])), None)
    if who is None and (when is None or _first_named(named, _WHAT) is None):
        return None
    return _Columns(who, what, when)


def _first_named(named: Sequence[str], words: frozenset[str]) -> int | None:
    return next((column for column, word in enumerate(named) if word in words), None)


def _holds_times(cells: Sequence[str]) -> bool:
    filled = [cell.strip("[]()") for cell in cells if cell]
    return bool(filled) and sum(1 for cell in filled if clock_to_ms(cell) is not None) > len(filled) * 0.6


def _holds_labels(cells: Sequence[str]) -> bool:
    """Whether a column names speakers: short names, at least one of which comes back or is a role or code."""
    labels = [cell.removesuffix(":").strip() for cell in cells if cell]
    if not labels or not all(is_label_shaped(label) for label in labels):
        return False
    counts = Counter(fold(label) for label in labels)
    return max(counts.values()) > 1 or all(is_known_label(label) for label in labels)
