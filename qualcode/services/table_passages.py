"""What stands behind a number of a table: the passages it counts, or the people, with their words."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Interview, MeaningUnit, Participant, Speaker, Substudy, Transcript, Turn
from qualcode.services.voices import turn_places
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import read_plain
from qualcode.storage.wordings import newest_wording
from qualcode.views.counting import PEOPLE, TURNS, UNITS, CountedTable
from qualcode.views.searching import SearchHit

_MOST = 5000
"""More passages than this nobody looks through; the number itself is whole."""


def open_number(study: OpenStudy, table: CountedTable, row: int, column: int) -> tuple[SearchHit, ...]:
    """The passages that a number counts, by its row and column from 0, in order of the material; none behind others.

    Of people these are the first words of what they say. The table must have been asked for `opened`.
    """
    keys = table.behind.get((row, column), ())[:_MOST]
    with study.reading() as connection:
        found = _PLACES[table.of](connection, keys)
        return tuple(_told(connection, found))


def _units(connection: Connection, keys: Iterable[int]) -> list[Any]:
    return read_plain(
        connection,
        _in_order(
            select(col(Transcript.id), col(Transcript.name), col(Substudy.name), col(MeaningUnit.start), _end())
            .select_from(MeaningUnit)
            .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id)),
        )
        .where(col(MeaningUnit.id).in_(list(keys)))
        .order_by(col(MeaningUnit.start)),
    )


def _end() -> Any:
    return col(MeaningUnit.end)


def _turns(connection: Connection, keys: Iterable[int]) -> list[Any]:
    statement = (
        select(col(Transcript.id), col(Transcript.name), col(Substudy.name), col(Turn.start), col(Turn.end))
        .select_from(Turn)
        .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
    )
    chosen = _in_order(statement).where(col(Turn.id).in_(list(keys)))
    return read_plain(connection, chosen.order_by(col(Turn.start)))


def _people(connection: Connection, keys: Iterable[int]) -> list[Any]:
    """The first turn of each participant in each transcript she speaks in."""
    statement: Any = (
        select(
            col(Transcript.id),
            col(Transcript.name),
            col(Substudy.name),
            col(Turn.start),
            col(Turn.end),
            col(Participant.id),
        )
        .select_from(Turn)
        .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
        .join(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .join(Participant, col(Participant.id) == col(Speaker.participant_id))
    )
    chosen = _in_order(statement).where(col(Participant.id).in_(list(keys)))
    rows = read_plain(connection, chosen.order_by(col(Turn.start)))
    first: dict[tuple[int, int], Any] = {}
    for row in rows:
        first.setdefault((row[0], row[5]), row[:5])
    return list(first.values())


def _in_order(statement: Any) -> Any:
    return (
        statement.join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )


_PLACES = {UNITS: _units, TURNS: _turns, PEOPLE: _people}


def _told(connection: Connection, places: list[Any]) -> Iterable[SearchHit]:
    turns = turn_places(connection, {place[0] for place in places})
    wordings = {key: newest_wording(connection, key) for key in {place[0] for place in places}}
    for transcript_id, name, substudy, start, end in places:
        wording = wordings[transcript_id]
        if wording is not None:
            number, speakers, people = turns[transcript_id].at(start, end)
            yield SearchHit(
                transcript=name,
                turn=number,
                speaker=", ".join(speakers) or None,
                participant=", ".join(people) or None,
                start=start,
                end=end,
                before="",
                match=wording.text[start:end],
                after="",
                substudy=substudy,
                transcript_id=transcript_id,
                revision_id=wording.id,
                id=start,
            )
