"""Meaning units in lists."""

from typing import NamedTuple


class UnitRow(NamedTuple):
    """One meaning unit in a list, in the columns of `qualcode units`.

    A named tuple, not a dataclass: a code group may hold tens of thousands, and making them is most of the time.
    `code_groups` are paths (`Group` or `Group/Subgroup`); `turn` is the first it touches, counted from 1; `speakers`
    are labels and `participants` codes, in order of appearance, each once; `created` is ISO 8601 in UTC.
    """

    uid: str
    transcript: str
    start: int
    end: int
    text: str
    code_groups: tuple[str, ...]
    coder: str
    turn: int
    speakers: tuple[str, ...]
    participants: tuple[str, ...]
    substudy: str
    analysis: str
    created: str
