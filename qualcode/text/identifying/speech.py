"""A transcript without what is not speech, and the way back to where everything stood.

Marks for pauses, laughter and broken-off words are what a model of written text takes for names: on dialect speech
they made two thousand people out of nothing. What stands in square brackets was put there by somebody, so it is no
candidate either.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_MARKS = re.compile(
    r"#+"  # pauses
    r"|[^\w\s]{9,}"  # a row of signs, which no tokeniser should have to take apart
    r"|<[^<>\n]{0,40}>"  # <ee>, <latter>
    r"|\[[^\[\]\n]{0,200}\]"  # remarks, and what is already masked
    r"|(?<!\w)\((?:[^()A-ZÆØÅ\n]{0,40}|\.\.\.)\)"  # (latter), (...)
    r"|\b\w{1,12}-(?=[\s,.?!]|$)"  # broken off: kjøs-
    r"|(?<!\S)[*=/\\|_~^+%&@-]+(?!\S)",
    re.MULTILINE,
)
_SOUNDS = """
ja jaha jaja jo joda jau nei nja nå nåh åja åh oh ah aha mm mmm mhm hm hmm hæ eh ehm øh øhm æh em e ee øø åå hei okei ok
okay sant nettopp akkurat altså liksom da jeg eg æ je jæ i du han hun ho vi me dere de dei det den så men og eller at
som hva kva her der når hvis viss bare berre ikke ikkje itte kanskje takk jøss oi uff æsj yes no
"""
SOUNDS = frozenset(re.split(r"\s+", _SOUNDS.strip()))
"""What people say that is no name, however it is written."""


class Speech(NamedTuple):
    """The words without the marks. `origins` are (place here, place in the original) where a stretch begins."""

    text: str
    origins: list[tuple[int, int]]

    def origins_of(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the characters `start`-`end` stood in the original; in several pieces where a mark was between."""
        first = bisect_right(self.origins, (start, 1 << 60)) - 1
        for at in range(first, len(self.origins)):
            here, there = self.origins[at]
            if here >= end:
                return
            following = self.origins[at + 1][0] if at + 1 < len(self.origins) else end
            begin, stop = max(start, here), min(end, following)
            words = self.text[begin:stop]
            begin += len(words) - len(words.lstrip())
            stop -= len(words) - len(words.rstrip())
            if begin < stop:
                yield there + begin - here, there + stop - here


def without_marks(text: str) -> Speech:
    """The text as the model is to read it."""
    parts: list[str] = []
    origins: list[tuple[int, int]] = []
    length = at = 0
    for mark in [*_MARKS.finditer(text), None]:
        end = mark.start() if mark else len(text)
        if end > at or not origins:
            origins.append((length, at))
            parts.append(text[at:end])
            length += end - at
        if mark:
            at = mark.end()
            # One blank between two words is enough.
            if text[at : at + 1] == " " and (not parts[-1] or parts[-1].endswith((" ", "\n"))):
                at += 1
    return Speech("".join(parts), origins)


def is_lower_cased(text: str) -> bool:
    """Whether whoever wrote this does without capitals altogether, also in names."""
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and sum(word[0].isupper() for word in words) < len(words) / 200
