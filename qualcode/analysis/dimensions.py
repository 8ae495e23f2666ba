"""What a table can be parted by: an attribute, the code group, participant, transcript, substudy, or round."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Scope, code_groups_of
from qualcode.analysis.demographics import heading_of, is_called, translated
from qualcode.analysis.words_said import substudies_of
from qualcode.errors import NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Attribute,
    AttributeLabel,
    AttributeValue,
    Interview,
    Participant,
    Speaker,
    Substudy,
    Transcript,
)
from qualcode.storage.prepared import read_plain
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.text.values import day_of, split_values
from qualcode.views.participants import AttributeView

CODE_GROUP = "code-group"
PARTICIPANT = "participant"
TRANSCRIPT = "transcript"
SUBSTUDY = "substudy"
ROUND = "round"
NAMED = (CODE_GROUP, PARTICIPANT, TRANSCRIPT, SUBSTUDY, ROUND)

GROUPS = "groups"
PEOPLE = "people"
TRANSCRIPTS = "transcripts"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of a table. `values` are those of each group, person or transcript (`of`), by key; none: missing.

    `substudies` are those that have such values at all. An attribute has `folds`: a case with several of its values
    counts once, as annet. `meanings` are what coded values stand for.
    """

    name: str
    heading: str
    of: str
    values: Mapping[int, tuple[str, ...]]
    substudies: frozenset[int]
    folds: bool = False
    meanings: tuple[tuple[str, str], ...] = ()


class Dimensions:
    """Looks up the sides of a table by name, within a scope."""

    def __init__(self, connection: Connection, scope: Scope, language: str) -> None:
        self._connection = connection
        self._scope = scope
        self._language = language

    def find(self, name: str) -> Dimension:
        """The side of this name; a study's attribute wins over a word of ours. Raises `NothingNamed`.

        An attribute may be named as it is on paper too (`kjønn` for `gender`), and our sides in the study's language.

        `NAME:week`, `NAME:month` and `NAME:year` are the periods that an attribute's dates lie in.
        """
        attributes = self._attributes()
        found = _called(to_name(name), attributes)
        if found:
            return self._attribute(found)
        dated, _, period = to_name(name).rpartition(":")
        dates = _called(dated, attributes)
        if dates and period in PERIODS:
            return _by_period(self._dates(name, dates), period)
        made = {
            CODE_GROUP: self._groups,
            PARTICIPANT: self._participants,
            TRANSCRIPT: self._transcripts,
            SUBSTUDY: self._substudies,
            ROUND: self._rounds,
        }
        for side, make in made.items():
            if to_name(name).casefold() in (side, say(f"counting.sides.{side}", language=self._language).casefold()):
                return make()
        known = [*NAMED, *dict.fromkeys(row.name for row in attributes)]
        called = [row.caption or translated(row.name, self._language) for row in attributes]
        names = ", ".join(f"«{one}»" for one in nearest(name, dict.fromkeys([*known, *called])) or known)
        raise NothingNamed(kind=say("kinds.attribute"), name=name, nearest=say("errors.reasons.nearest", names=names))

    def people(self, substudies: frozenset[int]) -> dict[int, int]:
        """The participants of these substudies: key, and the substudy's key, in order."""
        statement: Any = (
            select(col(Participant.id), col(Participant.substudy_id))
            .where(col(Participant.substudy_id).in_(substudies))
            .order_by(col(Participant.substudy_id), col(Participant.position), col(Participant.id))
        )
        rows = read_plain(self._connection, statement)
        return {key: substudy for key, substudy in rows if key not in self._scope.without}

    def of_people(self, side: Dimension, people: Mapping[int, int]) -> Dimension:
        """A side as it is of participants: their substudy is theirs, also when they have said nothing."""
        if side.name != SUBSTUDY or side.of != TRANSCRIPTS:
            return side
        names: Any = select(col(Substudy.id), col(Substudy.name))
        named = dict(read_plain(self._connection, names))
        values = {person: (str(named[substudy]),) for person, substudy in people.items()}
        return replace(side, of=PEOPLE, values=values)

    def homes(self, side: Dimension) -> dict[str, frozenset[int]]:
        """The substudies in which each value can be found at all: those of its people, transcripts, or analysis."""
        if side.of == GROUPS:
            groups = code_groups_of(self._connection, self._scope.analyses)
            return {group.name: group.substudies.intersection(self._scope.substudies) for group in groups}
        people: Any = select(col(Participant.id), col(Participant.substudy_id))
        home_of = (
            substudies_of(self._connection) if side.of == TRANSCRIPTS else dict(read_plain(self._connection, people))
        )
        found: dict[str, set[int]] = defaultdict(set)
        for key, values in side.values.items():
            for value in values:
                found[value].add(home_of[key])
        return {value: frozenset(substudies) for value, substudies in found.items()}

    def transcripts_of_people(self) -> dict[int, tuple[int, ...]]:
        """The transcripts each participant speaks in."""
        statement: Any = (
            select(col(Speaker.participant_id), col(Speaker.transcript_id))
            .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
            .where(col(Speaker.participant_id).is_not(None), col(Transcript.removed).is_(False))
        )
        found: dict[int, tuple[int, ...]] = defaultdict(tuple)
        for person, transcript in read_plain(self._connection, statement):
            found[person] += (transcript,)
        return found

    def _attributes(self) -> list[Any]:
        statement: Any = select(Attribute).where(col(Attribute.substudy_id).in_(self._scope.substudies))
        return list(self._connection.execute(statement.order_by(col(Attribute.position))).all())

    def _attribute(self, rows: list[Any]) -> Dimension:
        several = {row.id: bool(row.multiple) for row in rows}
        statement: Any = select(
            col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text)
        ).where(col(AttributeValue.attribute_id).in_(several))
        values = {
            person: tuple(split_values(text, multiple=several[key]))
            for person, key, text in read_plain(self._connection, statement)
        }
        labels: Any = (
            select(col(AttributeLabel.value), col(AttributeLabel.label))
            .where(col(AttributeLabel.attribute_id).in_(several))
            .order_by(col(AttributeLabel.position))
        )
        first = rows[0]
        return Dimension(
            name=first.name,
            heading=heading_of(AttributeView(first.id, first.name, first.caption, first.kind), self._language),
            of=PEOPLE,
            values=values,
            substudies=frozenset(row.substudy_id for row in rows),
            folds=True,
            meanings=tuple(dict.fromkeys(read_plain(self._connection, labels))),
        )

    def _dates(self, name: str, rows: list[Any]) -> Dimension:
        """The attribute, which must have a date somewhere: what has none would only seem to be missing."""
        side = self._attribute(rows)
        if side.values and not any(map(day_of, chain.from_iterable(side.values.values()))):
            raise ValueRefused(what=say("kinds.attribute"), value=name, choices=say("counting.with_dates"))
        return side

    def _groups(self) -> Dimension:
        groups = code_groups_of(self._connection, self._scope.analyses)
        return self._side(CODE_GROUP, GROUPS, {group.id: (group.name,) for group in groups})

    def _participants(self) -> Dimension:
        statement: Any = (
            select(col(Participant.id), col(Participant.code), col(Substudy.name))
            .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
            .where(col(Participant.substudy_id).in_(self._scope.substudies))
        )
        return self._side(PARTICIPANT, PEOPLE, _qualified(read_plain(self._connection, statement)))

    def _transcripts(self) -> Dimension:
        return self._side(TRANSCRIPT, TRANSCRIPTS, _qualified(self._of_transcripts(col(Transcript.name))))

    def _substudies(self) -> Dimension:
        rows = self._of_transcripts(col(Substudy.name))
        return self._side(SUBSTUDY, TRANSCRIPTS, {key: (name,) for key, name, _ in rows})

    def _rounds(self) -> Dimension:
        rows = self._of_transcripts(col(Interview.round))
        return self._side(ROUND, TRANSCRIPTS, {key: (name,) for key, name, _ in rows if name})

    def _of_transcripts(self, column: Any) -> list[tuple[Any, ...]]:
        statement: Any = (
            select(col(Transcript.id), column, col(Substudy.name))
            .join(Interview, col(Interview.id) == col(Transcript.interview_id))
            .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
            .where(col(Transcript.removed).is_(False), col(Interview.substudy_id).in_(self._scope.substudies))
        )
        return read_plain(self._connection, statement)

    def _side(self, name: str, of: str, values: Mapping[int, tuple[str, ...]]) -> Dimension:
        heading = say(f"counting.sides.{name}", language=self._language)
        return Dimension(name, heading, of, values, frozenset(self._scope.substudies))


def _called(name: str, attributes: list[Any]) -> list[Any]:
    """The attributes of this name in their substudies; where there are none, those that are called so on paper."""
    exactly = [row for row in attributes if row.name.casefold() == name.casefold()]
    return exactly or [row for row in attributes if is_called(name, row.name, row.caption)]


def _by_period(side: Dimension, period: str) -> Dimension:
    """The side with the period of each date in the date's place; what is no date is missing."""
    periods = {
        key: tuple(PERIODS[period](day) for value in values if (day := day_of(value)) is not None)
        for key, values in side.values.items()
    }
    return replace(side, name=f"{side.name}:{period}", values=periods, meanings=())


def _week(day: date) -> str:
    """The week of ISO 8601, as `2015-08`: of the year that its Thursday is in."""
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02d}"


PERIODS: dict[str, Callable[[date], str]] = {
    "week": _week,
    "month": lambda day: f"{day:%Y-%m}",
    "year": lambda day: f"{day:%Y}",
}
"""What the days of an attribute can be counted by."""


def _qualified(rows: list[tuple[Any, ...]]) -> dict[int, tuple[str, ...]]:
    """Names by key; `SUBSTUDY:NAME` where two substudies have the same."""
    names = [name for _, name, _ in rows]
    seen = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return {key: (f"{within}:{name}" if name in seen else name,) for key, name, within in rows}
