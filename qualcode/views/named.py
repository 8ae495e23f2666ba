"""Things that have been found by the name a user gave."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A row found by name: its key, uid, and the name as the user sees it."""

    id: int
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedTranscript:
    """A transcript found by name, with what is needed to place a span in it."""

    id: int
    uid: str
    name: str
    substudy_id: int
    substudy: str
    revision_id: int


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A code group, or one of its subgroups, found by its path."""

    analysis_id: int
    group_id: int
    group: str
    subgroup_id: int | None
    subgroup: str

    @property
    def path(self) -> str:
        """`Group` or `Group/Subgroup`."""
        return f"{self.group}/{self.subgroup}" if self.subgroup else self.group
