"""The participants of a substudy by what is registered about them, and whom a description fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import heading_of, read_attributes
from qualcode.locale import LANGUAGES, say
from qualcode.model import AttributeValue, Participant, Substudy
from qualcode.text.describing import SEXES, Described, described_in, holds_words
from qualcode.text.values import CATEGORY, TEXT, split_values
from qualcode.views.participants import AttributeView

_LEAST_LETTERS = 4
"""A registered value shorter than this is a code or a common word, and is not looked for in what people write."""

_YEARS_IN_DECADE = 10


@dataclass(frozen=True, slots=True)
class Person:
    """A participant: `sex` and `age` as far as they are registered, `values` are her other values in words.

    `values` are (heading of the attribute, value as a reader would see or say it).
    """

    uid: str
    code: str
    sex: str
    age: int | None
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class People:
    """The participants of a substudy, in order, with how it is set to show them."""

    substudy_id: int
    uid: str
    name: str
    table_form: str
    quote_source: str
    all: tuple[Person, ...]

    def person(self, code: str) -> Person | None:
        """The participant with this code."""
        return next((one for one in self.all if one.code == code), None)

    def fitting(self, words: Iterable[str]) -> tuple[tuple[Person, ...], bool]:
        """Whom all these descriptions fit, and whether they say anything at all."""
        left, told = self.all, False
        for text in words:
            said = described_in(text)
            named = [(heading, value) for heading, value in self._known_values() if holds_words(text, value)]
            told = told or said.says_something or bool(named)
            left = tuple(one for one in left if fits(one, said) and _has(one, named))
        return left, told

    def contradicts(self, code: str, words: str) -> bool:
        """Whether a description of one person cannot be of the participant with this code."""
        person = self.person(code)
        return person is not None and not fits(person, described_in(words))

    def _known_values(self) -> dict[tuple[str, str], None]:
        return {known: None for one in self.all for known in one.values}


def people_of(connection: Connection, language: str) -> list[People]:
    """Every substudy's participants, in order."""
    statement: Any = select(Substudy).order_by(col(Substudy.position), col(Substudy.id))
    return [
        People(row.id, row.uid, row.name, row.table_form, row.quote_source, _persons(connection, row.id, language))
        for row in connection.execute(statement).all()
    ]


def fits(person: Person, said: Described) -> bool:
    """Whether a description can be of this participant; what is not registered about her rules nothing out."""
    if said.sex and person.sex and said.sex != person.sex:
        return False
    if person.age is None:
        return True
    if said.age is not None and said.age != person.age:
        return False
    return said.decade is None or said.decade <= person.age < said.decade + _YEARS_IN_DECADE


def _has(person: Person, named: Iterable[tuple[str, str]]) -> bool:
    return all(known in person.values for known in named)


def _persons(connection: Connection, substudy_id: int, language: str) -> tuple[Person, ...]:
    attributes = {one.id: one for one in read_attributes(connection, substudy_id)}
    values: dict[int, dict[int, str]] = {}
    rows: Any = connection.execute(
        select(col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text))
        .join(Participant, col(Participant.id) == col(AttributeValue.participant_id))
        .where(col(Participant.substudy_id) == substudy_id)
    )
    for participant, attribute, text in rows:
        values.setdefault(participant, {})[attribute] = text
    people: Any = connection.execute(
        select(col(Participant.id), col(Participant.uid), col(Participant.code))
        .where(col(Participant.substudy_id) == substudy_id)
        .order_by(col(Participant.position), col(Participant.id))
    )
    return tuple(_person(row, values.get(row.id, {}), attributes, language) for row in people.all())


def _person(row: Any, values: Mapping[int, str], attributes: Mapping[int, AttributeView], language: str) -> Person:
    sex, age, told = "", None, []
    for key, text in values.items():
        attribute = attributes[key]
        if _is(attribute, "gender") or _is(attribute, "sex"):
            sex = SEXES.get(_shown(attribute, text).casefold(), "") or SEXES.get(text.casefold(), "")
        elif _is(attribute, "age"):
            age = int(text) if text.isdecimal() else None
        elif attribute.kind in (CATEGORY, TEXT):
            heading = heading_of(attribute, language)
            told += [
                (heading, shown)
                for value in split_values(text, multiple=attribute.multiple)
                if len(shown := _shown(attribute, value)) >= _LEAST_LETTERS
            ]
    return Person(row.uid, row.code, sex, age, tuple(told))


def _is(attribute: AttributeView, name: str) -> bool:
    """Whether an attribute is the known one of this name, as it is called in any language."""
    names = {name, *(say(f"attributes.names.{name}", language=language).casefold() for language in LANGUAGES)}
    return attribute.name.casefold() in names or attribute.caption.casefold() in names


def _shown(attribute: AttributeView, value: str) -> str:
    return next((label.label for label in attribute.labels if label.value == value), value)
