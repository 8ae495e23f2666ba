"""Meaning units in lists and in the text, and the code groups they are sorted into.

A list is three reads that cost what the database costs: the units, their codings, and the turns of the transcripts they
stand in. Speakers are found by walking units and turns in step, since both are in order of place.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from qualcode.model import (
    Analysis,
    CodeGroup,
    Coder,
    Coding,
    Interview,
    MeaningUnit,
    Note,
    Participant,
    Subgroup,
    Substudy,
    Tally,
    Transcript,
)
from qualcode.services.naming import find_analysis, find_coder, find_participant, find_place, find_transcript
from qualcode.services.voices import turn_places
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.tallies import SET_ASIDE, UNSORTED
from qualcode.text.span import Span
from qualcode.views.groups import GroupView, SubgroupView
from qualcode.views.transcript import PlacedUnit
from qualcode.views.units import UnitRow

_PLACED = Prepared(
    select(
        col(MeaningUnit.id),
        col(MeaningUnit.uid),
        col(MeaningUnit.start),
        col(MeaningUnit.end),
        col(Coder.initials),
        col(MeaningUnit.version),
        col(MeaningUnit.created),
        col(MeaningUnit.words_before),
        col(MeaningUnit.discuss),
    )
    .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
    .where(
        col(MeaningUnit.transcript_id) == bindparam("transcript"),
        col(MeaningUnit.analysis_id) == bindparam("analysis"),
        col(MeaningUnit.start) < bindparam("to"),
        col(MeaningUnit.end) > bindparam("from"),
    )
    .order_by(col(MeaningUnit.start), col(MeaningUnit.end), col(MeaningUnit.id))
)
_PLACES = Prepared(
    select(col(Coding.unit_id), col(Coding.group_id), col(Coding.subgroup_id))
    .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
    .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
    .where(
        col(MeaningUnit.transcript_id) == bindparam("transcript"),
        col(MeaningUnit.analysis_id) == bindparam("analysis"),
        col(MeaningUnit.start) < bindparam("to"),
        col(MeaningUnit.end) > bindparam("from"),
    )
    .order_by(col(CodeGroup.position))
)
_NOTES = Prepared(
    select(col(Note.unit_id), func.count())
    .where(col(Note.transcript_id) == bindparam("transcript"), col(Note.unit_id).is_not(None))
    .group_by(col(Note.unit_id))
)
_BEYOND = 2**31 - 1
"""Past the end of any transcript."""


def list_units(
    study: OpenStudy,
    *,
    group: str | None = None,
    transcript: str | None = None,
    participant: str | None = None,
    coder: str | None = None,
    analysis: str | None = None,
) -> list[UnitRow]:
    """Meaning units in order of transcript and start, limited by what is given.

    `participant` keeps units in which that participant speaks; `coder` those of one coder. Raises `NothingNamed` or
    `AmbiguousName` for a name that leads nowhere or to several.
    """
    with study.reading() as connection:
        conditions = []
        of = None if analysis is None else find_analysis(connection, analysis).id
        if of is not None:
            conditions.append(col(MeaningUnit.analysis_id) == of)
        if transcript is not None:
            conditions.append(col(MeaningUnit.transcript_id) == find_transcript(connection, transcript).id)
        if coder is not None:
            conditions.append(col(MeaningUnit.coder_id) == find_coder(connection, coder))
        if group is not None:
            place = find_place(connection, group, analysis_id=of)
            conditions.append(col(MeaningUnit.id).in_(_coded_at(place.group_id, place.subgroup_id)))
        rows = read_units(connection, *conditions)
        if participant is None:
            return rows
        who = find_participant(connection, participant)
        within = connection.execute(
            select(col(Substudy.name))
            .join(Participant, col(Participant.substudy_id) == col(Substudy.id))
            .where(col(Participant.id) == who.id)
        ).scalar_one()
        return [row for row in rows if who.name in row.participants and row.substudy == within]


def units_in_transcript(
    study: OpenStudy, *, analysis_id: int, transcript_id: int, touching: Span | None = None
) -> tuple[PlacedUnit, ...]:
    """The units an analysis has in a transcript, in order of place; with `touching` those that share words with it."""
    start, end = (0, _BEYOND) if touching is None else (touching.start, touching.end)
    where = {"analysis": analysis_id, "transcript": transcript_id, "from": start, "to": end}
    with study.reading() as connection:
        groups: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
        for unit_id, group_id, subgroup_id in _PLACES.run(connection, where):
            groups[unit_id].append((group_id, subgroup_id))
        notes: dict[int, int] = {row[0]: row[1] for row in _NOTES.run(connection, where)}
        return tuple(
            PlacedUnit(
                id=key,
                uid=uid,
                start=start,
                end=end,
                coder=coder,
                groups=tuple(groups.get(key, ())),
                notes=notes.get(key, 0),
                version=version,
                created=created,
                changed=bool(before),
                discuss=bool(discuss),
            )
            for key, uid, start, end, coder, version, created, before, discuss in _PLACED.run(connection, where)
        )


def code_groups(study: OpenStudy, analysis_id: int) -> tuple[GroupView, ...]:
    """The code groups of an analysis in the order of the codebook, with their counts."""
    with study.reading() as connection:
        counts = _counts(connection, analysis_id)
        subgroups: dict[int, list[SubgroupView]] = defaultdict(list)
        statement: Any = (
            select(col(Subgroup.id), col(Subgroup.group_id), col(Subgroup.name), col(Subgroup.definition))
            .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
            .where(col(CodeGroup.analysis_id) == analysis_id)
            .order_by(col(Subgroup.position))
        )
        for key, group_id, name, definition in connection.execute(statement):
            units = counts[group_id].get(key, 0)
            subgroups[group_id].append(SubgroupView(id=key, name=name, definition=definition, units=units))
        chosen = select(CodeGroup).where(col(CodeGroup.analysis_id) == analysis_id).order_by(col(CodeGroup.position))
        return tuple(
            _group_view(dict(row), counts[row["id"]], tuple(subgroups[row["id"]]))
            for row in connection.execute(chosen).mappings()
        )


def _coded_at(group_id: int, subgroup_id: int | None) -> Any:
    chosen = select(col(Coding.unit_id)).where(col(Coding.group_id) == group_id)
    return chosen if subgroup_id is None else chosen.where(col(Coding.subgroup_id) == subgroup_id)


def read_units(connection: Connection, *conditions: Any) -> list[UnitRow]:
    """Units that meet the conditions, in order of transcript and start; one that no group holds is not among them."""
    coders = _names(connection, select(col(Coder.id), col(Coder.initials)))
    places = _Places(connection)
    found = _placed_units(connection, list(conditions))
    turns = turn_places(connection, found.keys())
    rows: list[UnitRow] = []
    last = None
    for transcript_id, name, within in _transcripts_in_order(connection):
        for _, start, end, key, group, subgroup, uid, text, coder, created in found.get(transcript_id, ()):
            path, title = places[group, subgroup]
            if key == last:
                rows[-1] = rows[-1]._replace(code_groups=places.in_order(*rows[-1].code_groups, *path))
                continue
            last = key
            voices = turns[transcript_id].at(start, end)
            rows.append(UnitRow(uid, name, start, end, text, path, coders[coder], *voices, within, title, created))
    return rows


def _placed_units(connection: Connection, conditions: list[Any]) -> dict[int, list[tuple[Any, ...]]]:
    """Units with their codings, a row for each coding, by transcript and in order of place."""
    statement: Any = (
        select(
            col(MeaningUnit.transcript_id),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(MeaningUnit.id),
            col(Coding.group_id),
            col(Coding.subgroup_id),
            col(MeaningUnit.uid),
            col(MeaningUnit.text),
            col(MeaningUnit.coder_id),
            col(MeaningUnit.created),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .where(*conditions)
        .order_by(col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.end), col(MeaningUnit.id))
    )
    ordered = read_plain(connection, statement)
    return {transcript_id: list(rows) for transcript_id, rows in groupby(ordered, key=itemgetter(0))}


class _Places(dict[tuple[int, int | None], tuple[tuple[str, ...], str]]):
    """Where a coding may stand: its path, alone in a tuple that all such codings share, and the analysis's title."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        statement: Any = (
            select(col(CodeGroup.id), col(CodeGroup.name), col(Analysis.title), col(Subgroup.id), col(Subgroup.name))
            .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
            .outerjoin(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
            .order_by(col(Analysis.position), col(CodeGroup.position), col(Subgroup.position))
        )
        self._rank: dict[str, int] = {}
        for group_id, group, title, subgroup_id, subgroup in connection.execute(statement):
            self[group_id, None] = (group,), title
            self._rank.setdefault(group, len(self._rank))
            if subgroup_id is not None:
                self[group_id, subgroup_id] = (f"{group}/{subgroup}",), title
                self._rank.setdefault(f"{group}/{subgroup}", len(self._rank))

    def in_order(self, *paths: str) -> tuple[str, ...]:
        """These paths in the order of the codebook."""
        return tuple(sorted(paths, key=self._rank.__getitem__))


def _names(connection: Connection, statement: Any) -> dict[int, str]:
    return {row[0]: row[1] for row in connection.execute(statement)}


def _transcripts_in_order(connection: Connection) -> list[Any]:
    statement: Any = (
        select(col(Transcript.id), col(Transcript.name), col(Substudy.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return list(connection.execute(statement))


def _counts(connection: Connection, analysis_id: int) -> dict[int, dict[int, int]]:
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    statement: Any = (
        select(col(Tally.owner), col(Tally.part), col(Tally.n))
        .join(CodeGroup, col(CodeGroup.id) == col(Tally.owner))
        .where(col(Tally.kind) == "codings", col(CodeGroup.analysis_id) == analysis_id)
    )
    for owner, part, n in connection.execute(statement):
        counts[owner][part] = n
    return counts


def _group_view(row: Mapping[str, Any], counts: Mapping[int, int], subgroups: tuple[SubgroupView, ...]) -> GroupView:
    same = ("id", "uid", "name", "definition", "inclusion", "exclusion", "example", "colour", "key", "version")
    return GroupView(
        **{name: row[name] for name in same},
        units=sum(counts.values()),
        unsorted=counts.get(UNSORTED, 0),
        set_aside=counts.get(SET_ASIDE, 0),
        subgroups=subgroups,
        retired=bool(row["retired"]),
    )
