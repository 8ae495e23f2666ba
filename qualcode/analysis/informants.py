"""The table of informants: how many from each institution in each round of fieldwork, with totals.

Who was in which round is known from the interviews she was present at or speaks in, and from an attribute `round`,
which may hold several. A person in two rounds is counted in each, and once among the persons.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import heading_of, read_attributes
from qualcode.locale import say
from qualcode.model import AttributeValue, Interview, InterviewParticipant, Participant, Speaker, Substudy, Transcript
from qualcode.text.ordering import natural_key
from qualcode.text.values import split_values
from qualcode.views.counting import PEOPLE, CountedTable
from qualcode.views.participants import AttributeView
from qualcode.views.table import TableView

INSTITUTIONS = ("institution", "institusjon", "workplace", "arbeidsplass", "arbeidssted")
"""The attributes that part the rows where the user does not say which, by name."""

ROUNDS = ("round", "runde", "rounds", "runder")
_PARTED = re.compile(r"[,;|+]|\s+(?:og|and|&)\s+")


@dataclass(frozen=True, slots=True)
class _Informant:
    """One person: her key, the rows she belongs to (mostly one), and the rounds she took part in."""

    key: int
    places: tuple[str, ...]
    rounds: frozenset[str]


def informants(connection: Connection, substudy_ids: Sequence[int], *, by: str | None, language: str) -> CountedTable:
    """The table of the substudies' participants, headings and notes in `language`.

    `by` is the name of the attribute that parts the rows; without it the institution, or where none is registered the
    substudy. First column the row's value, then one for each round in natural order, last `n`, the persons; the last
    row the totals. Values come in the order of their labels, else of the participants.
    """
    registered = {key: read_attributes(connection, key) for key in substudy_ids}
    people, order = _people(connection, registered, by, language)
    rounds = sorted({name for person in people for name in person.rounds}, key=natural_key)
    parts = [(place, [person for person in people if place in person.places]) for place in order]
    parts.append((say("register.informants.total", language=language), people))
    counted = [(name, _columns(part, rounds)) for name, part in parts] if people else []
    what = _what(registered, by, language)
    title = "register.informants.title" if rounds else "register.informants.title_without_rounds"
    view = TableView(
        title=say(title, language=language, what=_within_a_sentence(what)),
        columns=(by or _first_name(registered) or "substudy", *rounds, "n"),
        rows=tuple((name, *map(len, columns)) for name, columns in counted),
        notes=_notes(people, rounds, language),
        headings=(
            what,
            *(_round_heading(name, language) for name in rounds),
            say("register.informants.persons", language=language),
        ),
    )
    behind = {
        (down, across): tuple(keys)
        for down, (_, columns) in enumerate(counted)
        for across, keys in enumerate(columns, start=1)
    }
    return CountedTable(view, PEOPLE, behind)


def _within_a_sentence(heading: str) -> str:
    """A heading as it stands inside a sentence; an abbreviation (NAV-kontor) keeps its capitals."""
    return heading[:1].lower() + heading[1:] if heading[1:2].islower() else heading


def _columns(people: Sequence[_Informant], rounds: Sequence[str]) -> list[list[int]]:
    """The keys of those in each round, and of all."""
    return [*([person.key for person in people if one in person.rounds] for one in rounds), [one.key for one in people]]


def _round_heading(name: str, language: str) -> str:
    return say("register.informants.round", language=language, round=name) if name.isdigit() else name


def _notes(people: Sequence[_Informant], rounds: Sequence[str], language: str) -> tuple[str, ...]:
    counts = {
        "several": sum(len(person.rounds) > 1 for person in people),
        "no_round": sum(not person.rounds for person in people) if rounds else 0,
        "several_places": sum(len(person.places) > 1 for person in people),
    }
    return tuple(
        say(f"register.informants.{kind}", language=language, count=count) for kind, count in counts.items() if count
    )


def _people(
    connection: Connection, registered: dict[int, tuple[AttributeView, ...]], by: str | None, language: str
) -> tuple[list[_Informant], list[str]]:
    """Everyone, and the values that part the rows in their order."""
    values, seen, names = _values(connection), _rounds(connection), _names(connection, registered)
    missing = say("register.informants.missing", language=language)
    people: list[_Informant] = []
    order: dict[str, None] = {}
    for substudy, attributes in registered.items():
        place, round_of = _named(attributes, (by,) if by else INSTITUTIONS), _named(attributes, ROUNDS)
        labels = {label.value: label.label for label in place.labels} if place else {}
        order |= dict.fromkeys(labels.values())
        here: Any = select(col(Participant.id)).where(col(Participant.substudy_id) == substudy)
        for key in connection.execute(here.order_by(col(Participant.position), col(Participant.id))).scalars():
            given = split_values(values.get((key, place.id), ""), multiple=place.multiple) if place else []
            places = tuple(labels.get(value, value) for value in given)
            places = places or ((missing,) if by or _first_name(registered) else (names[substudy],))
            told = _PARTED.split(values.get((key, round_of.id), "")) if round_of else []
            rounds = frozenset(name for one in told if (name := one.strip())) | seen.get(key, frozenset())
            people.append(_Informant(key, places, rounds))
            order |= dict.fromkeys(places)
    present = {place for person in people for place in person.places}
    return people, sorted((place for place in order if place in present), key=lambda place: place == missing)


def _what(registered: dict[int, tuple[AttributeView, ...]], by: str | None, language: str) -> str:
    for attributes in registered.values():
        found = _named(attributes, (by,) if by else INSTITUTIONS)
        if found is not None:
            return heading_of(found, language)
    return by or say("register.informants.substudy", language=language).capitalize()


def _first_name(registered: dict[int, tuple[AttributeView, ...]]) -> str:
    """The name of the attribute that parts the rows where none is said; empty if there is none such."""
    found = (_named(attributes, INSTITUTIONS) for attributes in registered.values())
    return next((attribute.name for attribute in found if attribute is not None), "")


def _named(attributes: Iterable[AttributeView], names: Sequence[str]) -> AttributeView | None:
    wanted = [name.casefold() for name in names]
    found = [attribute for attribute in attributes if attribute.name.casefold() in wanted]
    return min(found, key=lambda attribute: wanted.index(attribute.name.casefold()), default=None)


def _names(connection: Connection, registered: dict[int, tuple[AttributeView, ...]]) -> dict[int, str]:
    statement: Any = select(col(Substudy.id), col(Substudy.name)).where(col(Substudy.id).in_(list(registered)))
    return dict(connection.execute(statement).all())


def _values(connection: Connection) -> dict[tuple[int, int], str]:
    columns = (col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text))
    return {(participant, attribute): text for participant, attribute, text in connection.execute(select(*columns))}


def attendance(connection: Connection) -> set[tuple[int, int, str]]:
    """Who took part in what: the keys of participant and interview, and its round; she was present, or speaks in it."""
    there = select(col(InterviewParticipant.participant_id), col(Interview.id), col(Interview.round)).join(
        Interview, col(Interview.id) == col(InterviewParticipant.interview_id)
    )
    speaks = (
        select(col(Speaker.participant_id), col(Interview.id), col(Interview.round))
        .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Speaker.participant_id).is_not(None), col(Transcript.removed).is_(False))
    )
    kept: list[Any] = [statement.where(col(Interview.removed).is_(False)) for statement in (there, speaks)]
    return {(person, interview, name) for one in kept for person, interview, name in connection.execute(one)}


def _rounds(connection: Connection) -> dict[int, frozenset[str]]:
    """The rounds of the interviews that participants took part in."""
    rounds: dict[int, set[str]] = {}
    for participant, _, name in attendance(connection):
        if name:
            rounds.setdefault(participant, set()).add(name)
    return {participant: frozenset(names) for participant, names in rounds.items()}
