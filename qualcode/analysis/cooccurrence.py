"""Which code groups are found together: on the same words, in the same turn, or near each other."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Scope, code_groups_of, codings
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.model import Turn
from qualcode.storage.prepared import read_plain
from qualcode.views.counting import CountedTable, Key
from qualcode.views.table import Cell, TableView

OVERLAP = "overlap"
TURN = "turn"
NEAR = "near"
WAYS = (OVERLAP, TURN, NEAR)

NEAR_TURNS = 1
"""Near is: in the same turn or the one before or after."""


class _Place(NamedTuple):
    """A place that is coded into a group, by however many; `first` and `last` are its turns, or its characters."""

    first: int
    last: int
    units: tuple[int, ...]


def cooccurrence(
    connection: Connection, scope: Scope, *, way: str, language: str, opened: bool = False
) -> CountedTable:
    """For each two groups, how many pairs of places (one of each) are found together; on the diagonal the places.

    Two groups whose analyses share no material have nothing, not nought. A place that several coders have coded
    into a group is one place of it. Raises `NothingToCount`.
    """
    places = _places(connection, scope, way)
    if not places:
        raise NothingToCount(reason=say("counting.none.coded"))
    groups = code_groups_of(connection, scope.analyses)
    reach = NEAR_TURNS if way == NEAR else 0
    rows: list[tuple[Cell, ...]] = []
    behind: dict[tuple[int, int], tuple[Key, ...]] = {}
    for down, group in enumerate(groups):
        row: list[Cell] = [group.name]
        for across, other in enumerate(groups, start=1):
            if down == across - 1:
                found = [place.units for one in places[group.id].values() for place in one]
            else:
                found = list(_pairs(places[group.id], places[other.id], reach))
            row.append(group.counts(len(found), *other.substudies.intersection(scope.substudies)))
            if opened:
                behind[down, across] = tuple(sorted({unit for units in found for unit in units}))
        rows.append(tuple(row))
    names = [group.name for group in groups]
    notes = [say(f"counting.cooccurrence.{way}", language=language)]
    notes += [say("counting.not_in", language=language)] if any(None in row for row in rows) else []
    view = TableView(
        title=say("counting.cooccurrence.title", language=language),
        columns=("code_group", *names),
        rows=tuple(rows),
        notes=tuple(notes),
        headings=(say("counting.sides.code-group", language=language), *names),
    )
    return CountedTable(view, behind=behind)


def _places(connection: Connection, scope: Scope, way: str) -> dict[int, dict[int, list[_Place]]]:
    """The places of each group by transcript, in order; measured in characters, or in turns."""
    found: dict[int, dict[int, dict[tuple[int, int], list[int]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    transcripts: set[int] = set()
    for coded in codings(connection, scope):
        found[coded.group][coded.transcript][coded.start, coded.end].append(coded.unit)
        transcripts.add(coded.transcript)
    starts = {} if way == OVERLAP else _turn_starts(connection, transcripts)
    return defaultdict(
        dict,
        {
            group: {key: _measured(spans, starts.get(key)) for key, spans in by_transcript.items()}
            for group, by_transcript in found.items()
        },
    )


def _measured(spans: dict[tuple[int, int], list[int]], starts: Sequence[int] | None) -> list[_Place]:
    if starts is None:
        return [_Place(start, end - 1, tuple(units)) for (start, end), units in sorted(spans.items())]
    return [
        _Place(bisect_right(starts, start), bisect_right(starts, end - 1), tuple(units))
        for (start, end), units in sorted(spans.items())
    ]


def _pairs(ones: dict[int, list[_Place]], others: dict[int, list[_Place]], reach: int) -> Iterator[tuple[int, ...]]:
    """The units of every pair that has its places together, no further apart than `reach`."""
    for transcript, places in ones.items():
        theirs = others.get(transcript, [])
        firsts = [place.first for place in theirs]
        longest = max((place.last - place.first for place in theirs), default=0)
        for one in places:
            low = bisect_left(firsts, one.first - reach - longest)
            for other in theirs[low : bisect_right(firsts, one.last + reach)]:
                if other.last + reach >= one.first:
                    yield one.units + other.units


def _turn_starts(connection: Connection, transcripts: set[int]) -> dict[int, list[int]]:
    statement: Any = (
        select(col(Turn.transcript_id), col(Turn.start))
        .where(col(Turn.transcript_id).in_(transcripts))
        .order_by(col(Turn.transcript_id), col(Turn.start))
    )
    starts: dict[int, list[int]] = defaultdict(list)
    for key, start in read_plain(connection, statement):
        starts[key].append(start)
    return starts
