"""Participants by code groups: how many units, or, in the framework matrix, what it was condensed to."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Scope, code_groups_of, codings, subgroup_names
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.model import Condensate, Participant, Substudy
from qualcode.storage.prepared import read_plain
from qualcode.text.ordering import natural_key
from qualcode.views.counting import CountedTable, Key
from qualcode.views.table import Cell, TableView


def matrix(connection: Connection, scope: Scope, *, language: str) -> CountedTable:
    """A row per participant, a column per code group: units in which she speaks; last column `n`, last row the units.

    Who never says something has a nought; who is not in the material of the group's analysis has nothing. A unit in
    which several speak counts for each of them, and once in the last row. Raises `NothingToCount` where there is
    nobody, or no group.
    """
    people, groups = _people(connection, scope), code_groups_of(connection, scope.analyses)
    if not people or not groups:
        raise NothingToCount(reason=say("counting.none.people"))
    said: dict[tuple[int, int], set[int]] = defaultdict(set)
    every: dict[int, set[int]] = defaultdict(set)
    for coded in codings(connection, scope):
        every[coded.group].add(coded.unit)
        for person in coded.people:
            said[person, coded.group].add(coded.unit)
    rows: list[tuple[Cell, ...]] = []
    behind: dict[tuple[int, int], tuple[Key, ...]] = {}
    for down, (person, code, within) in enumerate(people):
        units = [said[person, group.id] for group in groups]
        whole = set().union(*units)
        counts = [group.counts(len(one), within) for group, one in zip(groups, units, strict=True)]
        rows.append((code, *counts, None if counts.count(None) == len(counts) else len(whole)))
        behind |= {(down, across): tuple(sorted(one)) for across, one in enumerate([*units, whole], start=1)}
    in_all = [every[group.id] for group in groups]
    in_all.append(set().union(*in_all))
    rows.append((say("counting.total", language=language), *map(len, in_all)))
    behind |= {(len(people), across): tuple(sorted(one)) for across, one in enumerate(in_all, start=1)}
    names = [group.name for group in groups]
    never = [group.name for group in groups if not every[group.id]]
    notes = [say("counting.matrix.note", language=language)]
    notes += [say("counting.not_in", language=language)] if any(None in row for row in rows) else []
    notes += [say("counting.never", language=language, names=", ".join(never))] if never else []
    view = TableView(
        title=say("counting.matrix.title", language=language),
        columns=("participant", *names, "n"),
        rows=tuple(rows),
        notes=tuple(notes),
        headings=(say("counting.sides.participant", language=language), *names, "n"),
    )
    return CountedTable(view, behind=behind)


def framework(connection: Connection, scope: Scope, *, language: str) -> CountedTable:
    """The framework matrix: for each participant and group the condensates of the subgroups that her units are in.

    Units that are in no subgroup, or one without a condensate, are told by their number. Raises `NothingToCount`.
    """
    people, groups = _people(connection, scope), code_groups_of(connection, scope.analyses)
    if not people or not groups:
        raise NothingToCount(reason=say("counting.none.people"))
    subgroups = subgroup_names(connection, [group.id for group in groups])
    condensates = _condensates(connection)
    said: dict[tuple[int, int], dict[int | None, set[int]]] = defaultdict(lambda: defaultdict(set))
    for coded in codings(connection, scope):
        for person in coded.people:
            said[person, coded.group][coded.subgroup].add(coded.unit)
    rows: list[tuple[Cell, ...]] = []
    behind: dict[tuple[int, int], tuple[Key, ...]] = {}
    for down, (person, code, within) in enumerate(people):
        cells: list[Cell] = [code]
        for across, group in enumerate(groups, start=1):
            units = said.get((person, group.id), {})
            told = _framework_cell(units, subgroups, condensates, language)
            outside = group.counts(len(units), within) is None
            cells.append(told or (say("counting.outside", language=language) if outside else None))
            behind[down, across] = tuple(sorted(set().union(*units.values())))
        rows.append(tuple(cells))
    names = [group.name for group in groups]
    view = TableView(
        title=say("counting.framework.title", language=language),
        columns=("participant", *names),
        rows=tuple(rows),
        notes=(say("counting.framework.note", language=language),),
        headings=(say("counting.sides.participant", language=language), *names),
    )
    return CountedTable(view, behind=behind)


def _framework_cell(
    units: dict[int | None, set[int]], subgroups: dict[int, str], condensates: dict[int, str], language: str
) -> str:
    told = [
        f"{name}: {condensates.get(key) or _count(units[key], language)}"
        for key, name in subgroups.items()
        if key in units
    ]
    loose = units.get(None)
    return "\n".join([*told, *([_count(loose, language)] if loose else [])])


def _count(units: set[int], language: str) -> str:
    return say("counting.framework.units", language=language, count=len(units))


def _people(connection: Connection, scope: Scope) -> list[tuple[int, str, int]]:
    """Everybody in the scope with her substudy, by it and code; `SUBSTUDY:CODE` where two have the same."""
    statement: Any = (
        select(col(Participant.id), col(Participant.code), col(Substudy.name), col(Substudy.position), col(Substudy.id))
        .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
        .where(col(Participant.substudy_id).in_(scope.substudies))
    )
    rows = [row for row in read_plain(connection, statement) if row[0] not in scope.without]
    times = Counter(row[1] for row in rows)
    ordered = sorted(rows, key=lambda row: (row[3], natural_key(row[1])))
    return [(key, f"{name}:{code}" if times[code] > 1 else code, within) for key, code, name, _, within in ordered]


def _condensates(connection: Connection) -> dict[int, str]:
    statement: Any = select(col(Condensate.subgroup_id), col(Condensate.text))
    return dict(read_plain(connection, statement))
