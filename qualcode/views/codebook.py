"""A codebook as read from a file or written to one: code groups with what belongs in them."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class ReadSubgroup:
    """A subgroup: its name, and what belongs in it (may be empty)."""

    name: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """A code group. Empty where the file says nothing; `colour` is `#rrggbb`, `key` the digit that codes with it.

    `retired` is yes or no in the words of tables.
    """

    name: str
    definition: str = ""
    inclusion: str = ""
    exclusion: str = ""
    example: str = ""
    colour: str = ""
    key: str = ""
    subgroups: tuple[ReadSubgroup, ...] = ()
    retired: str = ""


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    """A whole codebook, in the order of the file. `analysis`, `question` and `frame` are empty where it has none."""

    groups: tuple[ReadGroup, ...]
    analysis: str = ""
    question: str = ""
    frame: str = ""


class CodebookRow(NamedTuple):
    """A line of a codebook: a code group, or (with a `subgroup`) one of its subgroups, in the columns of `codebook`.

    `key` is the digit that codes into the group, None where it has none.
    """

    analysis: str
    code_group: str
    subgroup: str
    definition: str
    inclusion: str = ""
    exclusion: str = ""
    example: str = ""
    colour: str = ""
    key: int | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class CodebookCounts:
    """What taking in a codebook came to: groups and subgroups that are new, and those that were changed."""

    analysis: str
    new_groups: int = 0
    changed_groups: int = 0
    new_subgroups: int = 0
    changed_subgroups: int = 0
