"""What is searched for, within what, and what was found."""

from dataclasses import dataclass
from typing import NamedTuple

TALK = "talk"
NOTES = "notes"
CONDENSATES = "condensates"
SOURCES = (TALK, NOTES, CONDENSATES)

BY_PLACE = "place"
BY_LEFT = "left"
BY_RIGHT = "right"
ORDERS = (BY_PLACE, BY_LEFT, BY_RIGHT)


CONTEXT = 80
"""How many characters of the turn stand before and after a hit."""

HIT_FIELDS = ("transcript", "turn", "speaker", "participant", "start", "end", "before", "match", "after")
"""What programs are told of a hit, in this order."""


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """What a search is limited to, by the names a user sees; empty or None where it is not.

    `attribute` is `NAME=VALUE`, the value as registered or its label. `analysis` limits it to the analysis' material.
    `coded`: only words inside a meaning unit (of `analysis`, of `group`), or, False, only words outside any. `sources`
    are what is searched.
    """

    group: str = ""
    role: str = ""
    participant: str = ""
    attribute: str = ""
    substudy: str = ""
    round: str = ""
    transcript: str = ""
    analysis: str = ""
    coded: bool | None = None
    sources: tuple[str, ...] = (TALK,)


class SearchHit(NamedTuple):
    """One hit; a tuple, as there may be a hundred thousand.

    `before`, `match` and `after` are an unbroken slice of the text; offsets are code points in it. `turn` is counted
    from 1. In a note or condensate (`source`) there is no turn (0), `transcript` is the note's (or empty), and `where`
    says which note or condensate it is. `id` is the key of the turn, note or condensate, `group_id` and
    `analysis_id` those of a condensate's code group.
    """

    transcript: str
    turn: int
    speaker: str | None
    participant: str | None
    start: int
    end: int
    before: str
    match: str
    after: str
    source: str = TALK
    where: str = ""
    substudy: str = ""
    transcript_id: int = 0
    revision_id: int = 0
    id: int = 0
    group_id: int = 0
    analysis_id: int = 0


@dataclass(frozen=True, slots=True)
class HitContext:
    """What stands around a hit: the words of its turn (or note), `start` and `end` of the hit's sentences in the text.

    `begins` is where the words begin in the text; `groups` are the code groups these sentences are in, as they are
    shown: with the initials of who put them there, where more than one has coded in the analysis.
    """

    words: str
    begins: int
    start: int
    end: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitChoice:
    """Something a search can be limited to: `field` of `SearchLimits`, its value, and how it is shown."""

    field: str
    value: str | bool | None
    shown: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: how many hits there are in all, and those that were asked for."""

    query: str
    total: int
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class SavedSearchView:
    """A search kept under a name. It is run anew each time, so it finds what is there then."""

    id: int
    uid: str
    name: str
    query: str
    regex: bool
    limits: SearchLimits
    coder: str
    version: int
