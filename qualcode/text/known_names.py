"""Finding people whose names are known - from a linkage key, from a review - in a text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from qualcode.text.identifying.lists import everyday_words, is_name
from qualcode.text.span import Span

_SHORTEST_PART = 3
_SHORTEST_EXACT = 5
_BETWEEN_NAMES = frozenset({"den", "der", "del", "van", "von", "ten", "ter"})
_WITHOUT_CAPITALS = 500
"""A text with fewer than one capital in so many characters was written without them."""

_ENDING = r"(?:['’]?s)?"
"""Norwegian and English genitive."""


class NameFound(NamedTuple):
    """A known name, and where it stands."""

    name: str
    span: Span


class KnownNames:
    """Names to look for: each as a whole, and its parts; numbers and addresses `exactly`. Keep nothing in a study."""

    def __init__(self, names: Iterable[str], *, exactly: Iterable[str] = ()) -> None:
        named = {" ".join(name.split()) for name in names if name.strip()}
        whole = named | {" ".join(one.split()) for one in exactly if len(one.strip()) >= _SHORTEST_EXACT}
        parts = {part for name in named for part in _parts(name)} - whole
        self._whole = sorted(whole, key=len, reverse=True)
        self._parts = sorted(parts, key=len, reverse=True)

    def __repr__(self) -> str:
        return "KnownNames(…)"

    def __bool__(self) -> bool:
        return bool(self._whole)

    def find(self, text: str) -> Iterator[NameFound]:
        """Every place where a known name stands as a word of its own, in order.

        A whole name counts however it is cased. So does a part of one (first name, surname) that is known as a name
        and as nothing else; another counts where it has a capital, since many are also ordinary words (Bjørn, Liv,
        Dag), and everywhere in a text written without capitals.
        """
        lowered = text.lower()
        plain = _has_no_capitals(text)
        found: list[NameFound] = []
        parts = ((one, plain or _is_only_a_name(one)) for one in self._parts)
        for name, any_case in (*((one, True) for one in self._whole), *parts):
            # Looking for the letters first spares the patterns on texts that have none of the names.
            if name.lower().split(" ")[0] in lowered:
                found += (NameFound(name, Span(*hit.span())) for hit in _pattern(name, any_case).finditer(text))
        taken = -1
        for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
            if one.span.start >= taken:
                yield one
                taken = one.span.end


def _parts(name: str) -> Iterator[str]:
    pieces = [piece for word in name.split() for piece in (word, *word.split("-"))]
    for piece in pieces:
        if len(piece) >= _SHORTEST_PART and piece.lower() not in _BETWEEN_NAMES and piece[0].isalpha():
            yield piece


def _is_only_a_name(part: str) -> bool:
    small = part.casefold()
    return is_name(small) and small not in everyday_words()


@cache
def _capitalised(part: str) -> str:
    """The part as it is written with a capital first, or in capitals throughout."""
    return f"(?:{re.escape(part[0].upper() + part[1:])}|{re.escape(part.upper())})"


def _pattern(name: str, any_case: bool) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split()) if any_case else _capitalised(name)
    return re.compile(rf"(?<!\w){words}{_ENDING}(?!\w)", re.IGNORECASE if any_case else 0)


def _has_no_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) * _WITHOUT_CAPITALS < len(text)
