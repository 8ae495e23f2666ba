"""What stands behind a number of a table: the passages it counts, or the people, with their words."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.model import (
    Attribute,
    AttributeValue,
    Interview,
    MeaningUnit,
    Participant,
    Speaker,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.services.naming import transcripts_called
from qualcode.services.voices import turn_places
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import read_plain
from qualcode.storage.wordings import newest_wording
from qualcode.text.turns import BETWEEN_TURNS
from qualcode.views.counting import MOST_OPENED, PEOPLE, PLACES, TRANSCRIPTS, TURNS, UNITS, CountedTable
from qualcode.views.searching import SearchHit

_CONTEXT = 80
"""How many characters of the turn stand before and after a place that is a part of it."""


def open_number(study: OpenStudy, table: CountedTable, row: int, column: int) -> tuple[SearchHit, ...]:
    """The passages that a number counts, by its row and column from 0, in order of the material; none behind others.

    Of people these are the first words of what they say, of transcripts the first turns. The table must have been
    asked for `opened`.
    """
    keys = table.behind.get((row, column), ())[:MOST_OPENED]
    with study.reading() as connection:
        of = table.of_columns.get(column, table.of)
        found = _FOUND[of](connection, keys)
        return tuple(_told(connection, found, context=_CONTEXT if of == PLACES else 0))


def people_behind(study: OpenStudy, table: CountedTable, row: int, column: int) -> tuple[tuple[str, str], ...]:
    """The participants or records that a number counts, each by code and what is registered (`code: 2; 3`), in order.

    Records often have no words of their own that the number could be opened to. None behind what counts no people.
    """
    if table.of_columns.get(column, table.of) != PEOPLE:
        return ()
    keys = [key for key in table.behind.get((row, column), ())[:MOST_OPENED] if isinstance(key, int)]
    statement: Any = (
        select(col(Participant.id), col(Participant.code), col(Attribute.name), col(AttributeValue.text))
        .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
        .outerjoin(AttributeValue, col(AttributeValue.participant_id) == col(Participant.id))
        .outerjoin(Attribute, col(Attribute.id) == col(AttributeValue.attribute_id))
        .where(col(Participant.id).in_(keys))
        .order_by(col(Substudy.position), col(Participant.position), col(Participant.id), col(Attribute.position))
    )
    told: dict[int, tuple[str, list[str]]] = {}
    with study.reading() as connection:
        for key, code, name, value in read_plain(connection, statement):
            told.setdefault(key, (code, []))[1].extend([f"{name}: {value}"] if value else [])
    return tuple((code, " · ".join(values)) for code, values in told.values())


def _units(connection: Connection, keys: Iterable[int]) -> list[Any]:
    return read_plain(
        connection,
        _in_order(
            select(col(Transcript.id), col(Substudy.name), col(MeaningUnit.start), _end())
            .select_from(MeaningUnit)
            .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id)),
        )
        .where(col(MeaningUnit.id).in_(list(keys)))
        .order_by(col(MeaningUnit.start)),
    )


def _end() -> Any:
    return col(MeaningUnit.end)


def _turns(connection: Connection, keys: Iterable[int]) -> list[Any]:
    return _chosen_turns(connection, col(Turn.id).in_(list(keys)))


def _transcripts(connection: Connection, keys: Iterable[int]) -> list[Any]:
    """The first turn of each."""
    first: Any = select(func.min(col(Turn.start))).where(col(Turn.transcript_id) == col(Transcript.id))
    within = col(Transcript.id).in_(list(keys))
    return _chosen_turns(connection, within, col(Turn.start) == first.correlate(Transcript).scalar_subquery())


def _chosen_turns(connection: Connection, *conditions: Any) -> list[Any]:
    statement = (
        select(col(Transcript.id), col(Substudy.name), col(Turn.start), col(Turn.end))
        .select_from(Turn)
        .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
    )
    return read_plain(connection, _in_order(statement).where(*conditions).order_by(col(Turn.start)))


def _people(connection: Connection, keys: Iterable[int]) -> list[Any]:
    """The first turn of each participant in each transcript she speaks in."""
    statement: Any = (
        select(col(Transcript.id), col(Substudy.name), col(Turn.start), col(Turn.end), col(Participant.id))
        .select_from(Turn)
        .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
        .join(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .join(Participant, col(Participant.id) == col(Speaker.participant_id))
    )
    chosen = _in_order(statement).where(col(Participant.id).in_(list(keys)))
    rows = read_plain(connection, chosen.order_by(col(Turn.start)))
    first: dict[tuple[int, int], Any] = {}
    for row in rows:
        first.setdefault((row[0], row[4]), row[:4])
    return list(first.values())


def _places(connection: Connection, keys: Iterable[tuple[int, int, int]]) -> list[Any]:
    """Places as they were found, in the order of the material."""
    wanted: dict[int, list[tuple[int, int]]] = {}
    for transcript_id, start, end in keys:
        wanted.setdefault(transcript_id, []).append((start, end))
    named = select(col(Transcript.id), col(Substudy.name)).select_from(Transcript)
    rows = read_plain(connection, _in_order(named).where(col(Transcript.id).in_(wanted)))
    return [(*row, *span) for row in rows for span in sorted(wanted[row[0]])]


def _in_order(statement: Any) -> Any:
    return (
        statement.join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )


_FOUND: dict[str, Callable[..., list[Any]]] = {
    UNITS: _units,
    TURNS: _turns,
    PEOPLE: _people,
    TRANSCRIPTS: _transcripts,
    PLACES: _places,
}


def _told(connection: Connection, places: list[Any], *, context: int) -> Iterable[SearchHit]:
    turns = turn_places(connection, {place[0] for place in places})
    called = transcripts_called(connection)
    wordings = {key: newest_wording(connection, key) for key in {place[0] for place in places}}
    for transcript_id, substudy, start, end in places:
        wording = wordings[transcript_id]
        if wording is not None:
            number, speakers, people = turns[transcript_id].at(start, end)
            yield SearchHit(
                transcript=called[transcript_id],
                turn=number,
                speaker=", ".join(speakers) or None,
                participant=", ".join(people) or None,
                start=start,
                end=end,
                before=wording.text[max(0, start - context) : start].rpartition(BETWEEN_TURNS)[2],
                match=wording.text[start:end],
                after=wording.text[end : end + context].partition(BETWEEN_TURNS)[0],
                substudy=substudy,
                transcript_id=transcript_id,
                revision_id=wording.id,
                id=start,
            )
