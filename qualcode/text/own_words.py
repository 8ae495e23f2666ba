"""The participants' own words in a condensate: what the researcher can see underlined."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_RUN = 3
_LONG_WORD = 10
_RARELY = 2
_ENDINGS = (
    *("endene", "ende", "este", "enes", "ene", "ane", "ens", "ets", "ede", "dde", "tte", "ast", "est"),
    *("en", "et", "er", "ar", "as", "es", "te", "de", "a", "e", "r", "s", "t"),
)
"""Endings of inflection in bokmål, nynorsk and speech, the longest first. What is left need not be a word."""

_STEM = 3
"""An ending is taken off only where this many letters are left."""


def words_taken(text: str, unit_texts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The spans of `text` (code points, half-open, in order, apart) that stand in words the participants used.

    A word counts as theirs when it is one of three or more in a row that stand in the same order in one of the units,
    whatever the case, punctuation and inflection, or when it is long (ten letters) and rare (said at most twice in all
    the units): a word like that is somebody's own even alone. Neighbouring words make one span, from first letter to
    last. "Jeg tenker på brevet" is theirs who said "jeg tenkte på brev".
    """
    return _taken(text, tuple(unit_texts))


@lru_cache(maxsize=16)
def _taken(text: str, unit_texts: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """A board is read again after every move, and mostly with the same condensates over the same units."""
    places = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    words = [_stem(text[start:end].casefold()) for start, end in places]
    wanted = set(zip(*(words[shift:] for shift in range(_RUN)), strict=False))
    long_words = {word for word, (start, end) in zip(words, places, strict=True) if end - start >= _LONG_WORD}
    runs: set[tuple[str, ...]] = set()
    said: Counter[str] = Counter()
    for unit in unit_texts:
        spoken = [_stem(word.casefold()) for word in _WORD.findall(unit)]
        runs |= wanted.intersection(zip(*(spoken[shift:] for shift in range(_RUN)), strict=False))
        said.update(word for word in spoken if word in long_words)
    taken = [0 < said[word] <= _RARELY for word in words]
    for at in range(len(words) - _RUN + 1):
        if tuple(words[at : at + _RUN]) in runs:
            taken[at : at + _RUN] = [True] * _RUN
    return _joined(places, taken)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """A word without its inflection, so that its forms are the same; a guess from its last letters alone."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word.removesuffix(ending)
    return word


def _joined(places: list[tuple[int, int]], taken: list[bool]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    goes_on = False
    for (start, end), is_theirs in zip(places, taken, strict=True):
        if is_theirs and goes_on:
            spans[-1] = (spans[-1][0], end)
        elif is_theirs:
            spans.append((start, end))
        goes_on = is_theirs
    return tuple(spans)
