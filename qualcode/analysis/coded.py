"""What is coded where, and who says it: what the tables of code groups count.

Units and turns are read once each, in order of place, and laid beside each other; the database has no quick way of
asking which turns a unit touches.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    CodeGroup,
    Coding,
    Interview,
    MeaningUnit,
    Speaker,
    Subgroup,
    Transcript,
    Turn,
)
from qualcode.storage.prepared import read_plain


class Scope(NamedTuple):
    """What is counted: these analyses' codings in these substudies, but for what these participants say."""

    analyses: tuple[int, ...]
    substudies: tuple[int, ...]
    without: frozenset[int] = frozenset()


class Coded(NamedTuple):
    """One coding: which unit stands in which group, where, and the keys of the participants who say it."""

    unit: int
    group: int
    subgroup: int | None
    transcript: int
    start: int
    end: int
    people: tuple[int, ...]


class Group(NamedTuple):
    """A code group by the name it has in a table: its own, or `ANALYSIS:GROUP` where two analyses have one so named.

    `substudies` are the material of its `analysis`: what lies in others is not nought in it, but not in it.
    """

    id: int
    name: str
    analysis: str
    substudies: frozenset[int]

    def counts(self, number: int, *substudies: int) -> int | None:
        """A number as it stands in a table: none, not nought, where the analysis has no such material."""
        return number if number or not self.substudies.isdisjoint(substudies) else None


class _Turns:
    """Who speaks where in one transcript."""

    def __init__(self, turns: list[tuple[Any, ...]]) -> None:
        self._starts = [turn[1] for turn in turns]
        self._ends = [turn[2] for turn in turns]
        self._people = [turn[3] for turn in turns]

    def people(self, start: int, end: int) -> tuple[int, ...]:
        """The participants who speak between `start` and `end`, each once, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        if first < len(self._ends) and start >= self._ends[first]:
            first += 1
        last = bisect_right(self._starts, end - 1)
        found = self._people[first:last]
        if len(found) == 1:
            return () if found[0] is None else (found[0],)
        return tuple(dict.fromkeys(person for person in found if person is not None))


def code_groups_of(connection: Connection, analyses: Collection[int]) -> list[Group]:
    """The code groups of these analyses in the order of their codebooks, under names that are theirs alone.

    A retired group is there if something was coded into it: that stays.
    """
    statement: Any = (
        select(col(CodeGroup.id), col(CodeGroup.name), col(Analysis.title), col(Analysis.id))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .where(col(CodeGroup.analysis_id).in_(analyses))
        .where(col(CodeGroup.retired).is_(False) | col(CodeGroup.id).in_(select(col(Coding.group_id))))
        .order_by(col(Analysis.position), col(CodeGroup.position), col(CodeGroup.id))
    )
    rows = read_plain(connection, statement)
    times = Counter(row[1] for row in rows)
    material = material_of(connection, analyses)
    return [
        Group(key, name if times[name] == 1 else f"{title}:{name}", title, material[analysis])
        for key, name, title, analysis in rows
    ]


def material_of(connection: Connection, analyses: Collection[int]) -> dict[int, frozenset[int]]:
    """The substudies that each of these analyses is of, by keys."""
    covering: Any = select(col(AnalysisSubstudy.analysis_id), col(AnalysisSubstudy.substudy_id))
    pairs = read_plain(connection, covering.where(col(AnalysisSubstudy.analysis_id).in_(analyses)))
    return {key: frozenset(substudy for analysis, substudy in pairs if analysis == key) for key in analyses}


def subgroup_names(connection: Connection, groups: Collection[int]) -> dict[int, str]:
    """The subgroups of these groups, by key, in the order of the codebook."""
    statement: Any = (
        select(col(Subgroup.id), col(Subgroup.name))
        .where(col(Subgroup.group_id).in_(groups))
        .order_by(col(Subgroup.group_id), col(Subgroup.position))
    )
    return dict(read_plain(connection, statement))


def codings(connection: Connection, scope: Scope) -> Iterator[Coded]:
    """Every coding in the scope, by transcript and in order of place."""
    statement: Any = (
        select(
            col(MeaningUnit.id),
            col(Coding.group_id),
            col(Coding.subgroup_id),
            col(MeaningUnit.transcript_id),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(
            col(MeaningUnit.analysis_id).in_(scope.analyses),
            col(Interview.substudy_id).in_(scope.substudies),
            col(Transcript.removed).is_(False),
        )
        .order_by(col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.end), col(MeaningUnit.id))
    )
    rows = read_plain(connection, statement)
    turns = _turns(connection, {row[3] for row in rows})
    unit: int | None = None
    people: tuple[int, ...] = ()
    for key, group, subgroup, transcript, start, end in rows:
        if key != unit:
            unit, people = key, turns[transcript].people(start, end)
            if scope.without and people:
                kept = tuple(person for person in people if person not in scope.without)
                unit, people = (key, kept) if kept else (None, ())
                if not kept:
                    continue
        yield Coded(key, group, subgroup, transcript, start, end, people)


def _turns(connection: Connection, transcripts: Collection[int]) -> dict[int, _Turns]:
    statement: Any = (
        select(col(Turn.transcript_id), col(Turn.start), col(Turn.end), col(Speaker.participant_id))
        .outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .where(col(Turn.transcript_id).in_(transcripts))
        .order_by(col(Turn.transcript_id), col(Turn.start))
    )
    by_transcript: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in read_plain(connection, statement):
        by_transcript[row[0]].append(row)
    return defaultdict(lambda: _Turns([]), {key: _Turns(turns) for key, turns in by_transcript.items()})
