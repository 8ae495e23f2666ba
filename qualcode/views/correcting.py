"""Correcting a transcript after it was coded: what a correction came to, the history of wordings, what to look at."""

from dataclasses import dataclass

UNIT = "unit"
QUOTE = "quote"
PASSAGE = "passage"
REVIEWED = (UNIT, QUOTE, PASSAGE)
"""What may have to be looked at when its words were corrected."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction came to, in one transcript.

    `revision` is the number of the newest wording, `places` how many stretches changed, and `units`, `quotes`,
    `passages` how many now have other words than before and wait for somebody to look at them; `uids` are theirs.
    """

    transcript: str
    revision: int
    places: int
    units: int
    quotes: int
    passages: int
    uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """One stretch that a revision changed: where it begins in the wording it made, its words before and after."""

    start: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One wording of a transcript: who made it, when (ISO 8601, UTC), and what changed from the one before it.

    `takes_back` is the number of the revision that this one undoes, None for one that somebody wrote.
    """

    number: int
    created: str
    coder: str
    words: int
    hash: str
    previous_hash: str
    takes_back: int | None
    changes: tuple[WordsChanged, ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A unit, quote or passage (`kind`) whose own words were corrected, with the words before and after.

    `code_groups` are paths, empty for a passage; `printed` is a quote's printed form.
    """

    id: int
    uid: str
    kind: str
    transcript: str
    start: int
    end: int
    before: str
    after: str
    coder: str
    analysis: str
    code_groups: tuple[str, ...]
    printed: str = ""
