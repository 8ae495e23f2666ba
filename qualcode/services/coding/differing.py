"""Step 2: different readings - the places where coders have not seen the same, found and looked at side by side.

What STC asks of several readers is not that they agree but that they see more. So a place is not a disagreement to be
counted: it is a coding of one coder's in a group that another one, who read the same transcript, has on none of those
words. Codings that overlap make one place.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import TooFewCoders
from qualcode.model import (
    CodeGroup,
    Coder,
    Coding,
    Interview,
    MeaningUnit,
    Revision,
    Settlement,
    Substudy,
    Transcript,
)
from qualcode.services.called import transcripts_called
from qualcode.services.coding.blind_coding import blind_codings_in
from qualcode.services.naming import current_revision, find_coder
from qualcode.storage.opening import OpenStudy
from qualcode.text.stretches import NOTHING, merged, shares_words
from qualcode.views.differing import Difference, Reading, ReadingsView, SettlementView


class Placed(NamedTuple):
    """A coding where it stands."""

    coding_id: int
    uid: str
    start: int
    end: int
    words: str
    group_id: int
    group: str
    coder: str


def readings(
    study: OpenStudy, analysis_id: int, *, coders: Sequence[str] = (), transcripts: Sequence[int] | None = None
) -> ReadingsView:
    """The different readings of an analysis that are left, and those that are settled.

    Compared are the coders of transcripts that were coded blind; or `coders`, in every transcript in which at least two
    of them have coded. What is still coded blind is under its lid, and not among them. Raises `NothingNamed` for
    initials that nobody has, `TooFewCoders`.
    """
    if len(set(coders)) == 1:
        raise TooFewCoders(coders=coders[0])
    with study.reading() as connection:
        for initials in coders:
            find_coder(connection, initials)
        blind = blind_codings_in(connection, analysis_id)
        readers = {} if coders else {one.transcript_id: set(one.coders) for one in blind if one.open}
        # Where nothing was coded blind, nothing is read: the study's page asks every time.
        placed = placed_codings(connection, analysis_id) if coders or readers else {}
        readers = _named(placed, coders) if coders else readers
        settled = _settled_codings(connection, analysis_id)
        rows = [row for row in _transcripts(connection, readers) if transcripts is None or row.id in transcripts]
        called = transcripts_called(connection, analysis_id) if rows or settled else {}
        left: list[Difference] = []
        for row in rows:
            found = _differences(row, placed[row.id], sorted(readers[row.id]), settled)
            left += [replace(one, transcript=called[one.transcript_id]) for one in found]
        waiting = tuple(
            one for one in blind if not one.open and (transcripts is None or one.transcript_id in transcripts)
        )
        return ReadingsView(tuple(left), _settlements(connection, analysis_id, called), len(rows), waiting)


def placed_codings(connection: Connection, analysis_id: int) -> dict[int, list[Placed]]:
    """The codings of an analysis by transcript, in order of place."""
    statement: Any = (
        select(
            col(MeaningUnit.transcript_id),
            col(Coding.id),
            col(Coding.uid),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(MeaningUnit.text),
            col(CodeGroup.id),
            col(CodeGroup.name),
            col(Coder.initials),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .where(col(MeaningUnit.analysis_id) == analysis_id)
        .order_by(col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.end), col(CodeGroup.position))
    )
    found: dict[int, list[Placed]] = defaultdict(list)
    for transcript_id, *row in connection.execute(statement):
        found[transcript_id].append(Placed(*row))
    return found


def differing(placed: Sequence[Placed], readers: Sequence[str]) -> list[Placed]:
    """The codings in a group that some other of the readers has on none of these words."""
    by_group: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for one in placed:
        by_group[one.group_id, one.coder].append((one.start, one.end))
    stretches = {key: merged(spans) for key, spans in by_group.items()}
    return [
        one
        for one in placed
        if one.coder in readers
        and any(
            not shares_words(stretches.get((one.group_id, reader), NOTHING), one.start, one.end)
            for reader in readers
            if reader != one.coder
        )
    ]


def _differences(row: Any, placed: Sequence[Placed], readers: Sequence[str], settled: set[str]) -> Iterable[Difference]:
    for place in _places(differing(placed, readers)):
        if all(one.uid in settled for one in place):
            continue
        start, end = min(one.start for one in place), max(one.end for one in place)
        touching = [one for one in placed if one.start < end and one.end > start]
        yield Difference(
            transcript_id=row.id,
            transcript=row.name,
            revision_id=row.revision_id,
            start=start,
            end=end,
            words=row.text[start:end],
            readings=tuple(_reading(reader, touching) for reader in readers),
            codings=tuple((reader, tuple(one.coding_id for one in place if one.coder == reader)) for reader in readers),
        )


def _places(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Codings that overlap, together."""
    places: list[list[Placed]] = []
    end = -1
    for one in sorted(placed, key=lambda each: (each.start, each.end)):
        if one.start >= end:
            places.append([])
        places[-1].append(one)
        end = max(end, one.end)
    return places


def _reading(coder: str, touching: Sequence[Placed]) -> Reading:
    own = [one for one in touching if one.coder == coder]
    units = groupby(own, key=lambda one: (one.start, one.end, one.words))
    return Reading(coder, tuple((words, tuple(one.group for one in unit)) for (_, _, words), unit in units))


def _named(placed: dict[int, list[Placed]], coders: Sequence[str]) -> dict[int, set[str]]:
    """By transcript, those of the coders who have coded there; where there are at least two."""
    found = {key: {one.coder for one in codings} & set(coders) for key, codings in placed.items()}
    return {key: there for key, there in found.items() if len(there) > 1}


def _transcripts(connection: Connection, wanted: Iterable[int]) -> list[Any]:
    statement: Any = (
        select(col(Transcript.id), col(Transcript.name), col(Revision.id).label("revision_id"), col(Revision.text))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.id).in_(list(wanted)), col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return list(connection.execute(statement))


def _settled_codings(connection: Connection, analysis_id: int) -> set[str]:
    statement: Any = select(col(Settlement.codings)).where(col(Settlement.analysis_id) == analysis_id)
    return {uid for told in connection.execute(statement).scalars() for uid in json.loads(told)}


def _settlements(connection: Connection, analysis_id: int, called: Mapping[int, str]) -> tuple[SettlementView, ...]:
    statement: Any = (
        select(Settlement, col(CodeGroup.name).label("group"))
        .outerjoin(CodeGroup, col(CodeGroup.id) == col(Settlement.group_id))
        .where(col(Settlement.analysis_id) == analysis_id)
        .order_by(col(Settlement.id))
    )
    initials: dict[Any, str] = {
        row[0]: row[1] for row in connection.execute(select(col(Coder.id), col(Coder.initials)))
    }
    same = ("id", "uid", "words", "decision", "reason", "decided", "version")
    return tuple(
        SettlementView(
            **{name: row[name] for name in same},
            transcript=called[row["transcript_id"]],
            kept=initials.get(row["kept_id"], ""),
            group=row["group"] or "",
            readings=tuple(
                Reading(coder, tuple((words, tuple(groups)) for words, groups in coded))
                for coder, coded in json.loads(row["readings"])
            ),
            coder=initials[row["coder_id"]],
        )
        for row in connection.execute(statement).mappings()
    )
