"""What is suggested, and how suggestions have fared."""

from dataclasses import dataclass
from typing import NamedTuple

TO_GROUP = "passages"
TO_PASSAGE = "groups"
ASKED = (TO_GROUP, TO_PASSAGE)
"""What was asked for when a suggestion was made: passages for a group, or groups for a passage."""

SUGGESTION_FIELDS = ("transcript", "turn", "start", "end", "text", "score")
"""What programs are told of a suggested passage, in this order."""


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many suggestions were taken of those that somebody has decided about."""

    taken: int
    decided: int


@dataclass(frozen=True, slots=True)
class SuggestedPassage:
    """A passage like those in a group: a span of the wording `revision_id`. `words` are what carried it most.

    `rank` is its place in the list, from 1; `score` orders and means nothing by itself.
    """

    transcript_id: int
    revision_id: int
    transcript: str
    turn: int
    start: int
    end: int
    text: str
    score: float
    rank: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageSuggestions:
    """Passages for a group, best first. `learning` False: by words alone, since scikit-learn is not installed."""

    group_id: int
    group: str
    passages: tuple[SuggestedPassage, ...]
    examples: int
    rate: HitRate
    learning: bool


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """A group for a passage. `rank` is its place among those offered, from 1."""

    group_id: int
    group: str
    score: float
    rank: int
    words: tuple[str, ...]
    rate: HitRate


@dataclass(frozen=True, slots=True)
class GroupSuggestions:
    """Up to three groups for a passage, best first."""

    groups: tuple[SuggestedGroup, ...]
    learning: bool


class Decided(NamedTuple):
    """Which suggestion somebody decides about: what was asked for, and its place in the list."""

    asked: str
    rank: int
