"""The letters in the margin: one per unit on the page, and the lane it is written in. Pure."""

from collections.abc import Collection, Mapping
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

LETTERS = ascii_uppercase + ascii_lowercase
NO_LETTER = "+"
"""Stands for a unit when the letters, or the lanes, have run out."""

_NO_LANE = len(LETTERS)
"""Right of every lane a letter can have."""


class Place(NamedTuple):
    """A unit's letter, its lane (from 0), and the rows it covers, the last included."""

    letter: str
    lane: int
    first: int
    last: int


def place_letters(page: Mapping[int, tuple[int, int]], before: Mapping[int, Place]) -> dict[int, Place]:
    """A letter and a lane for each unit on the page: `page` gives its first and last row, in the order of the text.

    A unit that was on the page `before` keeps its letter, and its lane as long as it covers the same rows; the others
    get the first letter that is free, and the first lane that is free on all their rows.
    """
    places: dict[int, Place] = {}
    for unit, rows in page.items():
        old = before.get(unit)
        if old is not None and (old.first, old.last) == rows:
            places[unit] = old
    kept = {before[unit].letter for unit in page if unit in before}
    free = iter([letter for letter in LETTERS if letter not in kept])
    for unit, (first, last) in page.items():
        if unit not in places:
            letter = before[unit].letter if unit in before else next(free, NO_LETTER)
            lane = _free_lane(places.values(), first, last) if letter != NO_LETTER else _NO_LANE
            places[unit] = Place(letter, lane, first, last)
    return {unit: places[unit] for unit in page}


def _free_lane(places: Collection[Place], first: int, last: int) -> int:
    taken = {place.lane for place in places if place.first <= last and place.last >= first}
    return next(lane for lane in range(len(taken) + 1) if lane not in taken)
