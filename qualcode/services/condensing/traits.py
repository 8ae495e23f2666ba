"""What participants can be chosen by: the attributes that are registered about them, and who has which value."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from qualcode.services.condensing.cards import Material, Person, material_of
from qualcode.services.condensing.quote_lists import attributes_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.ordering import natural_key

_MANY = 6
"""A number with more values than this is grouped by tens: nobody looks for the one who is 44."""


def traits_of(study: OpenStudy, analysis_id: int) -> list[tuple[str, str, int]]:
    """Each attribute and value of an analysis's participants, as (heading, value, how many have it).

    In the order of the attributes; values in natural order. Numbers of many values, as ages, come by tens: "40–49".
    """
    with study.reading() as connection:
        known = _known(connection, material_of(connection, analysis_id))
    headings = list(dict.fromkeys(heading for traits in known.values() for heading, _ in traits))
    counts: dict[tuple[str, str], int] = {}
    for traits in known.values():
        for trait in set(traits):
            counts[trait] = counts.get(trait, 0) + 1
    in_order = sorted(counts, key=lambda trait: (headings.index(trait[0]), natural_key(trait[1])))
    return [(heading, value, counts[heading, value]) for heading, value in in_order]


def people_with(connection: Connection, material: Material, attribute: tuple[str, str]) -> set[Person]:
    """The participants of an analysis who have this value of this attribute."""
    return {person for person, traits in _known(connection, material).items() if attribute in traits}


def _known(connection: Connection, material: Material) -> Mapping[Person, tuple[tuple[str, str], ...]]:
    known = attributes_of(connection, {substudy for substudy, _ in material.people})
    values: dict[str, set[str]] = defaultdict(set)
    for person in material.people:
        for heading, value in known.get(person, ()):
            values[heading].add(value)
    by_tens = {heading for heading, found in values.items() if len(found) > _MANY and all(map(str.isdecimal, found))}
    return {
        person: tuple(
            (heading, _tens(value) if heading in by_tens else value) for heading, value in known.get(person, ())
        )
        for person in material.people
    }


def _tens(value: str) -> str:
    """The ten numbers that a number is among: "40–49"."""
    first = int(value) // 10 * 10
    return f"{first}–{first + 9}"
