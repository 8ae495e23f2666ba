"""Cases counted by two of their values: the crosstab (CONTRACT.md, `table crosstab`).

A case is a coding where one side is the code group, a transcript where both sides are of transcripts, and otherwise a
participant or record. Missing values are outside the base. Percents are whole numbers, rounded half up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from qualcode.analysis.coded import Scope, codings
from qualcode.analysis.dimensions import GROUPS, PEOPLE, TRANSCRIPTS, Dimension, Dimensions
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.text.ordering import natural_key
from qualcode.text.values import parse_number
from qualcode.views.counting import PEOPLE as COUNTS_PEOPLE
from qualcode.views.counting import TRANSCRIPTS as COUNTS_TRANSCRIPTS
from qualcode.views.counting import UNITS, CountedTable, Key
from qualcode.views.table import Cell, TableView

ROW = "row"
COLUMN = "column"
TOTAL = "total"
SMALL = 30
"""Percent of fewer than this is told to say little."""

PERCENTS = (ROW, COLUMN, TOTAL)

OTHERS = frozenset({"annet", "other", "andre", "others", "anna"})
"""What a study may call the rest; it stands last."""

Values = tuple[str, ...]
_Kind = tuple[Values, Values]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a crosstab is asked for: its sides, which percent (or none), and whether several values are split."""

    rows: Dimension
    columns: Dimension
    percent: str = ""
    split: bool = False
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class _Counts:
    """Cases by (row value, column value), with what is outside the base."""

    cells: Counter[tuple[str, str]]
    cases: int
    missing_rows: int
    missing_columns: int
    outside: int
    several: Counter[str]


def crosstab(connection: Connection, scope: Scope, asked: Asked, *, opened: bool = False) -> CountedTable:
    """The table; with `opened` also the keys behind every number. Raises `NothingToCount`."""
    kinds, of = _cases(connection, scope, asked)
    if not kinds and of == UNITS:
        raise NothingToCount(reason=say("counting.none.coded"))
    if not kinds:
        raise NothingToCount(reason=say("counting.none.pairs", rows=asked.rows.heading, columns=asked.columns.heading))
    other = _other_name(kinds, asked.language)
    counts = _count(kinds, asked, other)
    if not counts.cells:
        raise NothingToCount(reason=say("counting.none.pairs", rows=asked.rows.heading, columns=asked.columns.heading))
    across = value_order({column for _, column in counts.cells})
    down = value_order({row for row, _ in counts.cells})
    apart = _apart(connection, scope, asked, down, across)
    notes = [say("counting.not_in", language=asked.language)] if apart else []
    notes += _notes(counts, asked, other, across)
    view = TableView(
        title=say(
            "counting.crosstab.title",
            language=asked.language,
            rows=asked.rows.heading,
            columns=_within_a_sentence(asked.columns.heading),
        ),
        columns=(asked.rows.name, *across, "n"),
        rows=tuple(_rows(counts.cells, down, across, asked, apart)),
        notes=tuple(notes),
        headings=(asked.rows.heading, *across, "n"),
    )
    behind = _behind(kinds, down, across, asked, other) if opened else {}
    return CountedTable(view, of, behind)


def _apart(
    connection: Connection, scope: Scope, asked: Asked, down: Sequence[str], across: Sequence[str]
) -> frozenset[tuple[str, str]]:
    """The cells that no coding could be in: a code group, and what is found only outside its analysis's material."""
    if GROUPS not in (asked.rows.of, asked.columns.of):
        return frozenset()
    dimensions = Dimensions(connection, scope, asked.language)
    rows, columns = dimensions.homes(asked.rows), dimensions.homes(asked.columns)
    pairs = ((row, column) for row in down if row in rows for column in across if column in columns)
    return frozenset(pair for pair in pairs if rows[pair[0]].isdisjoint(columns[pair[1]]))


def whole_percent(part: int, whole: int) -> int | None:
    """How many percent, as a whole number, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def value_order(values: Iterable[str]) -> list[str]:
    """Values in natural order, annet (other) last."""
    return sorted(values, key=lambda value: (value.casefold() in OTHERS, natural_key(value)))


def figure_or_words(value: str) -> Cell:
    """A row's value: figures are numbers, also where they are codes; percent is told as such."""
    number = parse_number(value)
    if number is None or value.endswith("%"):
        return value
    return int(number) if number.is_integer() else number


def _cases(connection: Connection, scope: Scope, asked: Asked) -> tuple[list[tuple[_Kind, list[int]]], str]:
    """The cases by their values, each kind with the keys of its cases; and what they are keys of."""
    sides = (asked.rows, asked.columns)
    common = asked.rows.substudies & asked.columns.substudies
    found: dict[tuple[object, ...], list[int]] = {}
    values: dict[tuple[object, ...], _Kind] = {}
    if GROUPS in {side.of for side in sides}:
        within = scope._replace(substudies=tuple(common))
        for coded in codings(connection, within):
            key = (coded.group, coded.transcript, coded.people)
            if key not in found:
                found[key] = []
                values[key] = _values_of(sides, coded.group, (coded.transcript,), coded.people)
            found[key].append(coded.unit)
        return [(values[key], keys) for key, keys in found.items()], UNITS
    dimensions = Dimensions(connection, scope, asked.language)
    if all(side.of == TRANSCRIPTS for side in sides):
        every = {key for side in sides for key in side.values}
        return [(_values_of(sides, 0, (key,), ()), [key]) for key in sorted(every)], COUNTS_TRANSCRIPTS
    return _people(dimensions, sides, common), COUNTS_PEOPLE


def _people(
    dimensions: Dimensions, sides: tuple[Dimension, Dimension], substudies: frozenset[int]
) -> list[tuple[_Kind, list[int]]]:
    """Participants (or records) by their values; of a transcript, those of the transcripts they speak in."""
    everybody = dimensions.people(substudies)
    first, second = (dimensions.of_people(side, everybody) for side in sides)
    speaks = dimensions.transcripts_of_people() if TRANSCRIPTS in (first.of, second.of) else {}
    found: dict[_Kind, list[int]] = {}
    for person in everybody:
        kind = _values_of((first, second), 0, speaks.get(person, ()), (person,))
        found.setdefault(kind, []).append(person)
    return list(found.items())


def _values_of(
    sides: tuple[Dimension, Dimension], group: int, transcripts: Sequence[int], people: Sequence[int]
) -> _Kind:
    keys = {GROUPS: (group,), TRANSCRIPTS: transcripts, PEOPLE: people}
    first, second = (
        tuple(dict.fromkeys(value for key in keys[side.of] for value in side.values.get(key, ()))) for side in sides
    )
    return first, second


def _settled(values: Values, side: Dimension, other: str, *, split: bool) -> Values:
    """The values a case counts under: one, or, where they are split, each."""
    return (other,) if len(values) > 1 and side.folds and not split else values


def _pairs(kind: _Kind, asked: Asked, other: str) -> Iterator[tuple[str, str]]:
    for row in _settled(kind[0], asked.rows, other, split=asked.split):
        for column in _settled(kind[1], asked.columns, other, split=asked.split):
            yield row, column


def _count(kinds: Sequence[tuple[_Kind, list[int]]], asked: Asked, other: str) -> _Counts:
    cells: Counter[tuple[str, str]] = Counter()
    several: Counter[str] = Counter()
    cases = missing_rows = missing_columns = outside = 0
    for kind, keys in kinds:
        cases += len(keys)
        missing_rows += 0 if kind[0] else len(keys)
        missing_columns += 0 if kind[1] else len(keys)
        if not (kind[0] and kind[1]):
            outside += len(keys)
            continue
        for side, values in zip((asked.rows, asked.columns), kind, strict=True):
            several[side.name] += len(keys) if len(values) > 1 else 0
        for pair in _pairs(kind, asked, other):
            cells[pair] += len(keys)
    return _Counts(cells, cases, missing_rows, missing_columns, outside, several)


def _rows(
    cells: Counter[tuple[str, str]],
    down: Sequence[str],
    across: Sequence[str],
    asked: Asked,
    apart: frozenset[tuple[str, str]],
) -> Iterator[tuple[Cell, ...]]:
    by_row = {row: sum(cells[row, column] for column in across) for row in down}
    by_column = {column: sum(cells[row, column] for row in down) for column in across}
    total = sum(by_row.values())
    bases: dict[str, Callable[[str, str], int]] = {
        ROW: lambda row, _: by_row[row],
        COLUMN: lambda _, column: by_column[column],
        TOTAL: lambda *_: total,
    }
    base = bases.get(asked.percent)
    for row in down:
        counted = [cells[row, column] for column in across]
        if base is not None:
            counted = [whole_percent(n, base(row, at)) or 0 for n, at in zip(counted, across, strict=True)]
        told = (None if (row, at) in apart and not n else n for n, at in zip(counted, across, strict=True))
        yield (figure_or_words(row), *told, by_row[row])
    sums = [by_column[column] for column in across]
    if base is not None:
        sums = [100 if asked.percent == COLUMN else whole_percent(n, total) or 0 for n in sums]
    yield (say("counting.total", language=asked.language), *sums, total)


def _notes(counts: _Counts, asked: Asked, other: str, across: Sequence[str]) -> Iterator[str]:
    spoken, sides = asked.language, (asked.rows, asked.columns)
    for side in sides:
        if side.meanings:
            yield f"{side.heading}: {', '.join(f'{value}={label}' for value, label in side.meanings)}"
    yield from _percent_notes(counts, asked, across)
    for side, missing in zip(sides, (counts.missing_rows, counts.missing_columns), strict=True):
        if missing:
            yield say("counting.crosstab.missing", language=spoken, side=side.heading, count=missing)
    for side in sides:
        count = counts.several[side.name]
        if count:
            how = "split" if asked.split or not side.folds else "folded"
            yield say(f"counting.crosstab.{how}", language=spoken, side=side.heading, count=count, other=other)
    for at, side in enumerate(sides):
        used = {pair[at] for pair in counts.cells}
        never = [name for (name,) in side.values.values() if name not in used] if side.of == GROUPS else []
        if never:
            yield say("counting.never", language=spoken, names=", ".join(never))
    inside = counts.cases - counts.outside
    yield say("counting.crosstab.base", language=spoken, count=inside, cases=counts.cases)


def _percent_notes(counts: _Counts, asked: Asked, across: Sequence[str]) -> Iterator[str]:
    if asked.percent:
        yield say(f"counting.crosstab.{asked.percent}", language=asked.language)
    of: Counter[str] = Counter()
    for (row, column), n in counts.cells.items():
        of[{ROW: row, COLUMN: column}.get(asked.percent, "")] += n
    if asked.percent == COLUMN:
        yield "n: " + ", ".join(f"{column}: {of[column]}" for column in across)
    small = sum(0 < n < SMALL for n in of.values()) if asked.percent else 0
    if small:
        yield say("counting.crosstab.small", language=asked.language, count=small, small=SMALL)


def _behind(
    kinds: Sequence[tuple[_Kind, list[int]]], down: Sequence[str], across: Sequence[str], asked: Asked, other: str
) -> dict[tuple[int, int], tuple[Key, ...]]:
    rows = {value: at for at, value in enumerate(down)}
    columns = {value: at for at, value in enumerate(across, start=1)}
    found: dict[tuple[int, int], list[int]] = {}
    for kind, keys in kinds:
        if kind[0] and kind[1]:
            for row, column in _pairs(kind, asked, other):
                for at in ((rows[row], columns[column]), (rows[row], len(across) + 1)):
                    found.setdefault(at, []).extend(keys)
                for at in ((len(down), columns[column]), (len(down), len(across) + 1)):
                    found.setdefault(at, []).extend(keys)
    return {at: tuple(dict.fromkeys(keys)) for at, keys in found.items()}


def _other_name(kinds: Sequence[tuple[_Kind, list[int]]], language: str) -> str:
    """What the rest is called: as in the study, if it has a word for it."""
    for kind, _ in kinds:
        for value in (*kind[0], *kind[1]):
            if value.casefold() in OTHERS:
                return value
    return say("counting.other", language=language)


def _within_a_sentence(heading: str) -> str:
    return heading[:1].lower() + heading[1:] if heading[1:2].islower() else heading
