"""The participants' own words in a condensate: what the researcher can see underlined."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_RUN = 3
_LONG_WORD = 10
_RARELY = 2


def words_taken(text: str, unit_texts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The spans of `text` (code points, half-open, in order, apart) that stand in words the participants used.

    A word counts as theirs when it is one of three or more in a row that stand in the same order in one of the units,
    whatever the case and punctuation, or when it is long (ten letters) and rare (said at most twice in all the units):
    a word like that is somebody's own even alone. Neighbouring words make one span, from first letter to last.
    """
    places = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    words = [text[start:end].casefold() for start, end in places]
    wanted = set(zip(*(words[shift:] for shift in range(_RUN)), strict=False))
    long_words = {word for word in words if len(word) >= _LONG_WORD}
    runs: set[tuple[str, ...]] = set()
    said: Counter[str] = Counter()
    for unit in unit_texts:
        spoken = [word.casefold() for word in _WORD.findall(unit)]
        runs |= wanted.intersection(zip(*(spoken[shift:] for shift in range(_RUN)), strict=False))
        said.update(word for word in spoken if word in long_words)
    taken = [0 < said[word] <= _RARELY for word in words]
    for at in range(len(words) - _RUN + 1):
        if tuple(words[at : at + _RUN]) in runs:
            taken[at : at + _RUN] = [True] * _RUN
    return _joined(places, taken)


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
