"""Where in all the transcripts do these words stand? Thousands of quotes, one pass over the text.

Every three words in a row get a number (a hash), in the quotes and in the transcripts, and the transcripts are gone
through once for numbers that a quote has. Letters count, not case, marks or spaces, so a quote is found with straight
or curly marks, with words left out, and with words changed as long as some three in a row are left.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from qualcode.text.span import Span
from qualcode.views.quotes import QuotePlace as Place

_RUN = 3
"""Words in a row that are looked for together."""
_REACH = 300
"""How many words a quote may leave out in all: further apart are two places."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_BITS = 22

_Whole = np.ndarray[Any, np.dtype[np.int64]]
_Hashes = np.ndarray[Any, np.dtype[np.uint64]]


def find_places(texts: Iterable[tuple[int, str]], quotes: Sequence[str], *, most: int = 3) -> list[list[Place]]:
    """The likeliest places of each quote, best first, at most `most`; none for one of under three words in a row.

    `texts` are (key, canonical text); spans are in code points and reach from the quote's first found word to its last.
    """
    wanted = [_runs_of(quote) for quote in quotes]
    index = _Index(wanted)
    found: list[list[Place]] = [[] for _ in quotes]
    if index.empty:
        return found
    for key, text in texts:
        for number, place in index.look_in(key, text):
            found[number].append(place)
    for places in found:
        places.sort(key=lambda place: (-place.runs, place.span.end - place.span.start))
        del places[most:]
    return found


class _Index:
    """The runs of all quotes, to be met in a text."""

    def __init__(self, wanted: Sequence[_Hashes]) -> None:
        owners = [np.full(len(runs), number) for number, runs in enumerate(wanted)]
        keys = np.concatenate([*wanted, np.zeros(0, np.uint64)])
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._owners = np.concatenate([*owners, np.zeros(0, np.int64)])[order]
        self._parts = np.concatenate([*(np.arange(len(runs)) for runs in wanted), np.zeros(0, np.int64)])[order]
        self._lengths = [len(runs) for runs in wanted]
        self._sieve = np.zeros(1 << _BITS, bool)
        self._sieve[_short(self._keys)] = True

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not len(self._keys)

    def look_in(self, key: int, text: str) -> Iterable[tuple[int, Place]]:
        """(number of the quote, place) for each quote that this text has runs of."""
        starts, ends, hashes = _words_of(text)
        runs = _join(hashes)
        if not len(runs):
            return
        near = np.flatnonzero(self._sieve[_short(runs)])
        first = np.searchsorted(self._keys, runs[near], side="left")
        last = np.searchsorted(self._keys, runs[near], side="right")
        met: dict[int, list[tuple[int, int]]] = {}
        for at in np.flatnonzero(last > first):
            word = int(near[at])
            for entry in range(int(first[at]), int(last[at])):
                met.setdefault(int(self._owners[entry]), []).append((word, int(self._parts[entry])))
        for number, hits in met.items():
            length = self._lengths[number]
            begin, end, count = _densest(hits, length)
            span = Span(int(starts[begin]), int(ends[min(end + _RUN - 1, len(ends) - 1)]))
            yield number, Place(key, span, count, length)


def _densest(hits: list[tuple[int, int]], length: int) -> tuple[int, int, int]:
    """The stretch of words with the most different runs of the quote: its first and last run, and how many.

    Of several the shortest: words that come again and again are part of where the others stand, not of where they
    stood before.
    """
    count = max(len(inside) for _, _, inside in _stretches(hits, length + _REACH))
    best, width = (hits[0][0], hits[0][0]), length + _REACH + 1
    for left, word, inside in _stretches(hits, length + _REACH, wanted=count):
        if len(inside) == count and word - hits[left][0] < width:
            best, width = (hits[left][0], word), word - hits[left][0]
    return *best, count


def _stretches(
    hits: list[tuple[int, int]], reach: int, *, wanted: int = 0
) -> Iterator[tuple[int, int, dict[int, int]]]:
    """For each run met: where the stretch that ends there begins among the hits, its last word, the runs inside.

    It begins as late as it can without going further than `reach`; and, once all that are `wanted` are inside, without
    losing one.
    """
    inside: dict[int, int] = {}
    left = 0
    for word, part in hits:
        inside[part] = inside.get(part, 0) + 1
        while word - hits[left][0] > reach or (len(inside) == wanted and inside[hits[left][1]] > 1):
            out = hits[left][1]
            inside[out] -= 1
            if not inside[out]:
                del inside[out]
            left += 1
        yield left, word, inside


def _runs_of(quote: str) -> _Hashes:
    """The runs of a quote's words; none reaches over a place where words were left out."""
    parts = quote.replace("[...]", "(...)").replace("[…]", "(...)").replace("…", "(...)").split("(...)")
    found = [_join(_words_of(part)[2]) for part in parts]
    return np.concatenate([*found, np.zeros(0, np.uint64)])


def _words_of(text: str) -> tuple[_Whole, _Whole, _Hashes]:
    """Where each word begins and ends (code points), and its hash.

    A letter outside Latin-1 parts words, in quotes and texts alike: one byte a letter makes this three times as fast.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)
    points = np.frombuffer(lowered.encode("latin-1", "replace"), np.uint8)
    letters = np.zeros(len(points) + 2, np.int8)
    letters[1:-1] = _IS_LETTER[points]
    edges = np.diff(letters)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return starts, ends, _hash_words(points, starts, ends)


_IS_LETTER = np.array([chr(point).isalnum() for point in range(256)], np.int8)
_LONGEST = 64
_NUMBERS = np.random.default_rng(20).integers(1, 2**63, 256, np.uint64)
_WEIGHTS = np.random.default_rng(26).integers(1, 2**63, _LONGEST, np.uint64) | np.uint64(1)


def _hash_words(points: Any, starts: _Whole, ends: _Whole) -> _Hashes:
    """A number for each word: the sum of its letters' numbers, each weighed by its place in the word."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    origin = np.zeros(len(points), np.int32)
    origin[starts] = starts
    place = np.arange(len(points), dtype=np.int32)
    place -= np.maximum.accumulate(origin)
    weighed = _NUMBERS[points] * _WEIGHTS[place & (_LONGEST - 1)]
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(weighed, out=sums[1:])
    return (sums[ends] - sums[starts]) * _FACTOR


def _join(hashes: _Hashes) -> _Hashes:
    """A number for every run of words."""
    if len(hashes) < _RUN:
        return np.zeros(0, np.uint64)
    joined = hashes[: len(hashes) - _RUN + 1].copy()
    for step in range(1, _RUN):
        joined = (joined * _FACTOR) ^ (hashes[step : len(hashes) - _RUN + 1 + step] >> np.uint64(step))
    return joined


def _short(hashes: _Hashes) -> Any:
    return (hashes * _FACTOR) >> np.uint64(64 - _BITS)
