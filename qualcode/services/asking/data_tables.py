"""The study as tidy tables with a codebook, for statistics: participants, groups, units, codings, attributes."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Coded, Scope, code_groups_of, codings
from qualcode.analysis.demographics import read_attributes
from qualcode.errors import NothingToExport
from qualcode.exporters.data import write_tables
from qualcode.locale import say
from qualcode.model import (
    AttributeValue,
    Interview,
    MeaningUnit,
    Participant,
    Revision,
    Substudy,
    Transcript,
)
from qualcode.services.asking.tables import scope_of
from qualcode.services.coding.units import list_units
from qualcode.services.naming import current_revision
from qualcode.services.register.consent import held_back
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import read_plain
from qualcode.text.ordering import natural_key
from qualcode.text.values import NUMBER, parse_number
from qualcode.views.counting import TableAsked
from qualcode.views.data import DataColumn, DataTable
from qualcode.views.table import Cell
from qualcode.views.units import UnitRow

BETWEEN = "; "
"""Parts several values in one cell."""

_BARE_SLASH = re.compile(r"(?<! )/(?! )")

TEXT, FIGURE, TRUTH = "text", "number", "truth"


def data_tables(study: OpenStudy, *, substudy: str | None = None, analysis: str | None = None) -> tuple[DataTable, ...]:
    """The study's tidy tables; what a column means is told in the study's language.

    Those of one analysis hold the material that it covers. Participants without consent are in none of them, nor any
    unit in which one of them speaks. Raises `NothingNamed`.
    """
    language = chapter_language(study)
    with study.reading() as connection:
        asked = scope_of(connection, TableAsked("data", substudy=substudy, analysis=analysis))
        scope = asked._replace(without=held_back(connection))
        people = _people(connection, scope)
        coded = _coded(connection, scope)
        tables = [
            _participants(connection, scope, people, language),
            _participant_groups(connection, scope, coded, people, language),
            _attributes(connection, scope, language),
            _labels(connection, scope, language),
            _transcripts(connection, scope, language),
        ]
        uids = _uids(connection, {one.unit for one in coded})
    units = [unit for unit in list_units(study, analysis=analysis) if unit.uid in uids]
    return (*tables, _units(units, language), _codings(units, language))


def export_data(
    study: OpenStudy, path: Path, *, substudy: str | None = None, analysis: str | None = None
) -> tuple[Path, ...]:
    """Write the tables into a folder, as CSV and, where pyarrow is installed, as Parquet; and a codebook of them.

    `codebook.csv` says of every column what it holds. Returns the files. Raises `NothingToExport`, `NothingNamed`,
    `CannotWrite`.
    """
    tables = data_tables(study, substudy=substudy, analysis=analysis)
    if not any(table.rows for table in tables):
        raise NothingToExport(kind=say("kinds.data"))
    return write_tables([*tables, _codebook(tables, chapter_language(study))], path)


def _coded(connection: Connection, scope: Scope) -> list[Coded]:
    """The codings of units in which everybody who speaks may be told of."""
    everybody = codings(connection, scope._replace(without=frozenset()))
    withheld = {one.unit for one in everybody if not scope.without.isdisjoint(one.people)}
    return [one for one in codings(connection, scope) if one.unit not in withheld]


def _people(connection: Connection, scope: Scope) -> list[tuple[Any, ...]]:
    """(key, code, substudy's key, substudy) of everybody who may be told of, in order."""
    statement: Any = (
        select(col(Participant.id), col(Participant.code), col(Substudy.id), col(Substudy.name), col(Substudy.position))
        .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
        .where(col(Participant.substudy_id).in_(scope.substudies))
    )
    rows = [row for row in read_plain(connection, statement) if row[0] not in scope.without]
    return [row[:4] for row in sorted(rows, key=lambda row: (row[4], natural_key(row[1])))]


def _participants(connection: Connection, scope: Scope, people: list[tuple[Any, ...]], language: str) -> DataTable:
    statement: Any = select(
        col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text)
    )
    values = {(person, key): text for person, key, text in read_plain(connection, statement)}
    named: dict[str, dict[int, int]] = {}
    columns: dict[str, DataColumn] = {}
    for substudy in scope.substudies:
        for attribute in read_attributes(connection, substudy):
            named.setdefault(attribute.name, {})[substudy] = attribute.id
            labels = ", ".join(f"{label.value}={label.label}" for label in attribute.labels)
            meaning = ". ".join(part for part in (attribute.caption or attribute.name, labels) if part)
            known = columns.get(attribute.name)
            kind = FIGURE if attribute.kind == NUMBER and (known is None or known.kind == FIGURE) else TEXT
            columns[attribute.name] = DataColumn(attribute.name, kind, meaning)
    rows = []
    for person, code, substudy, name in people:
        told = (values.get((person, keys.get(substudy, 0))) for keys in named.values())
        cells = (_cell(value, column.kind) for value, column in zip(told, columns.values(), strict=True))
        rows.append((code, name, *cells))
    own = (_column("participant", language), _column("substudy", language))
    return DataTable("participants", (*own, *columns.values()), tuple(rows))


def _cell(value: str | None, kind: str) -> Cell:
    number = parse_number(value) if value and kind == FIGURE else None
    if number is None:
        return None if kind == FIGURE else value or None
    return int(number) if number.is_integer() else number


def _participant_groups(
    connection: Connection, scope: Scope, coded: list[Coded], people: list[tuple[Any, ...]], language: str
) -> DataTable:
    """How many units of each group a participant speaks in; nothing, not none, where her substudy was not coded so."""
    groups = code_groups_of(connection, scope.analyses)
    counts: Counter[tuple[int, int]] = Counter()
    for one in coded:
        counts.update((person, one.group) for person in one.people)
    meaning = say("data.columns.units_in_group", language=language)
    columns = (
        _column("participant", language),
        _column("substudy", language),
        *(DataColumn(group.name, FIGURE, f"{meaning}: {group.name}") for group in groups),
    )
    rows = tuple(
        (
            *(code, name),
            *(group.counts(counts[key, group.id], of) for group in groups),
        )
        for key, code, of, name in people
    )
    return DataTable("participant_groups", columns, rows)


def _attributes(connection: Connection, scope: Scope, language: str) -> DataTable:
    names = ("substudy", "attribute", "kind", "caption", "multiple")
    rows = tuple(
        (name, one.name, one.kind, one.caption or None, one.multiple)
        for key, name in _substudies(connection, scope)
        for one in read_attributes(connection, key)
    )
    return _made("attributes", names, rows, language, truths=("multiple",))


def _labels(connection: Connection, scope: Scope, language: str) -> DataTable:
    rows = tuple(
        (name, one.name, label.value, label.label, label.broader or None)
        for key, name in _substudies(connection, scope)
        for one in read_attributes(connection, key)
        for label in one.labels
    )
    return _made("labels", ("substudy", "attribute", "value", "label", "broader"), rows, language)


def _transcripts(connection: Connection, scope: Scope, language: str) -> DataTable:
    statement: Any = (
        select(col(Transcript.name), col(Substudy.name), col(Interview.round), col(Interview.date), col(Revision.words))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
        .where(col(Interview.substudy_id).in_(scope.substudies), col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    rows = tuple(
        (name, within, *(cell or None for cell in rest)) for name, within, *rest in read_plain(connection, statement)
    )
    return _made(
        "transcripts", ("transcript", "substudy", "round", "date", "words"), rows, language, figures=("words",)
    )


def _units(units: list[UnitRow], language: str) -> DataTable:
    names = ("unit", "transcript", "substudy", "analysis", "start", "end", "turn", "coder", "speakers", "participants")
    rows = tuple(
        (
            *(unit.uid, unit.transcript, unit.substudy, unit.analysis, unit.start, unit.end, unit.turn, unit.coder),
            BETWEEN.join(unit.speakers) or None,
            BETWEEN.join(unit.participants) or None,
            BETWEEN.join(unit.code_groups),
            unit.text,
            unit.created,
        )
        for unit in units
    )
    every = (*names, "code_groups", "text", "created")
    return _made("units", every, rows, language, figures=("start", "end", "turn"))


def _codings(units: list[UnitRow], language: str) -> DataTable:
    rows = []
    for unit in units:
        for path in unit.code_groups:
            group, *subgroup = _BARE_SLASH.split(path)
            people = BETWEEN.join(unit.participants) or None
            rows.append(
                (
                    unit.uid,
                    unit.analysis,
                    group,
                    "/".join(subgroup) or None,
                    unit.coder,
                    unit.transcript,
                    people,
                    unit.substudy,
                )
            )
    names = ("unit", "analysis", "code_group", "subgroup", "coder", "transcript", "participants", "substudy")
    return _made("codings", names, tuple(rows), language)


def _codebook(tables: tuple[DataTable, ...], language: str) -> DataTable:
    rows = tuple((table.name, one.name, one.kind, one.meaning) for table in tables for one in table.columns)
    return _made("codebook", ("table", "column", "type", "meaning"), rows, language)


def _made(
    name: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    language: str,
    *,
    figures: tuple[str, ...] = (),
    truths: tuple[str, ...] = (),
) -> DataTable:
    kinds = dict.fromkeys(figures, FIGURE) | dict.fromkeys(truths, TRUTH)
    return DataTable(name, tuple(_column(one, language, kinds.get(one, TEXT)) for one in columns), rows)


def _column(name: str, language: str, kind: str = TEXT) -> DataColumn:
    return DataColumn(name, kind, say(f"data.columns.{name}", language=language))


def _substudies(connection: Connection, scope: Scope) -> Iterator[tuple[int, str]]:
    names: Any = select(col(Substudy.id), col(Substudy.name))
    named = dict(read_plain(connection, names))
    return ((key, str(named[key])) for key in scope.substudies)


def _uids(connection: Connection, units: set[int]) -> set[str]:
    statement: Any = select(col(MeaningUnit.uid)).where(col(MeaningUnit.id).in_(units))
    return {uid for (uid,) in read_plain(connection, statement)}
