"""Code groups as they are coded into."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubgroupView:
    """A subgroup in the codebook, and how many units are in it."""

    id: int
    name: str
    definition: str
    units: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """A code group: `key` is the digit that codes into it (0: none), `units` how many units it holds in all.

    `unsorted` are those not yet in a subgroup, `set_aside` those that were put aside. A `retired` group is coded into
    no more.
    """

    id: int
    uid: str
    name: str
    definition: str
    inclusion: str
    exclusion: str
    example: str
    colour: str
    key: int
    units: int
    unsorted: int
    set_aside: int
    subgroups: tuple[SubgroupView, ...]
    version: int
    retired: bool = False
