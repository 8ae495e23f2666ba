"""Searching the material: what is said, and what the researchers wrote of it.

The index finds the turns that may hold a hit; where exactly the hits are is found in the words themselves, so that
what is counted, shown and coded is one and the same place.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice

from sqlalchemy import Connection

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.services.asking.search_limits import Within
from qualcode.services.asking.search_material import SearchedTurn, searched
from qualcode.services.asking.search_order import kept_of
from qualcode.services.asking.search_written import Written, written
from qualcode.storage.opening import OpenStudy
from qualcode.text.matching import hits_finder, index_expression
from qualcode.text.ordering import alphabetical
from qualcode.text.patterns import pattern_finder
from qualcode.text.queries import Query, expand, has_lemma, parse_query
from qualcode.text.words import fold, split_words
from qualcode.views.searching import (
    BY_LEFT,
    BY_PLACE,
    CONDENSATES,
    NOTES,
    ORDERS,
    SOURCES,
    TALK,
    SearchHit,
    SearchLimits,
    SearchResult,
)

_Found = tuple[SearchedTurn | Written, int, int]
"""A hit before it is told: the turn or what a researcher wrote, and its place in these words."""


_parsed = lru_cache(maxsize=64)(parse_query)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query made ready: what finds its hits in texts, and what finds its turns in the index (None: all turns)."""

    find: Callable[[Sequence[str]], Iterable[list[tuple[int, int]]]]
    match: str | None


def search(
    study: OpenStudy,
    query: str,
    *,
    limits: SearchLimits | None = None,
    regex: bool = False,
    order: str = BY_PLACE,
    limit: int | None = None,
) -> SearchResult:
    """Everything that `query` finds (the language of `qualcode.text.queries`), the first `limit` hits of it told.

    With `regex` the query is a regular expression. `order` is by place in the material, or by the words that stand
    `left` or `right` of the hit. A query without a word finds nothing. Raises `QueryRefused`, `PatternRefused`,
    `PatternTooSlow`, and for the limits `NothingNamed`, `AmbiguousName`, `ValueRefused`.
    """
    _check(limits, order)
    with study.reading() as connection:
        found = list(_found(study, connection, query, limits or SearchLimits(), regex=regex))
        if order == BY_PLACE:
            found_first = found if limit is None else found[: max(0, limit)]
            return SearchResult(query, len(found), tuple(where.told(*place) for where, *place in found_first))
        hits = [where.told(*place) for where, *place in found]
    hits.sort(key=lambda hit: _neighbours(hit, left=order == BY_LEFT))
    return SearchResult(query, len(hits), tuple(hits if limit is None else hits[: max(0, limit)]))


def first_hits(
    study: OpenStudy, query: str, *, limits: SearchLimits | None = None, regex: bool = False, limit: int = 50
) -> tuple[SearchHit, ...]:
    """The first hits in order of place, without looking for the rest. Raises as `search`."""
    _check(limits, BY_PLACE)
    with study.reading() as connection:
        found = _found(study, connection, query, limits or SearchLimits(), regex=regex)
        return tuple(where.told(start, end) for where, start, end in islice(found, limit))


def word_forms(study: OpenStudy, word: str) -> tuple[str, ...]:
    """All forms of a word that are used in the study's transcripts, in alphabetical order."""
    with study.reading() as connection:
        return tuple(sorted(kept_of(study, connection).forms(connection, fold(word))))


def _check(limits: SearchLimits | None, order: str) -> None:
    if order not in ORDERS:
        raise ValueRefused(what=say("kinds.order"), value=order, choices=", ".join(ORDERS))
    for source in limits.sources if limits else ():
        if source not in SOURCES:
            raise ValueRefused(what=say("kinds.search_source"), value=source, choices=", ".join(SOURCES))


def _found(
    study: OpenStudy, connection: Connection, query: str, limits: SearchLimits, *, regex: bool
) -> Iterator[_Found]:
    within = Within(connection, limits)
    asked = _asked(study, connection, query, regex=regex)
    if asked is None:
        return
    limited = within.by_coding
    if TALK in limits.sources:
        for turns in searched(study, connection, within, asked.match):
            for where, places in zip(turns, asked.find([turn.words for turn in turns]), strict=True):
                for start, end in places:
                    if not limited or within.holds_hit(where.transcript_id, where.start + start, where.start + end):
                        yield where, start, end
    for source in (NOTES, CONDENSATES):
        if source in limits.sources:
            for one in written(connection, source, within):
                yield from ((one, start, end) for places in asked.find([one.text]) for start, end in places)


def _asked(study: OpenStudy, connection: Connection, query: str, *, regex: bool) -> _Asked | None:
    if regex:
        return _Asked(partial(map, pattern_finder(query)), None) if query else None
    parsed = _parsed(query)
    if parsed is None:
        return None
    if has_lemma(parsed):
        parsed = expand(parsed, lambda word: kept_of(study, connection).forms(connection, word))
    return _ready(parsed)


@lru_cache(maxsize=64)
def _ready(query: Query) -> _Asked:
    return _Asked(hits_finder(query), index_expression(query))


def _neighbours(hit: SearchHit, *, left: bool) -> list[str]:
    """The words beside a hit, the nearest first."""
    words = [alphabetical(word) for word, _, _ in split_words(hit.before if left else hit.after)]
    return words[::-1] if left else words
