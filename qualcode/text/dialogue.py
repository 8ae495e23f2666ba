"""Dialogue quotes: who says which words of a printed form, and its lines, one per speaker."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from qualcode.text.quotes import words_kept

Spoken = Sequence[tuple[int, str]]
"""The turns of a quote: where each begins in its original (code points), and who says it."""

Line = tuple[str, str]
"""Who says it, and the printed words."""

_PART = re.compile(r"[^\n]+")
_BETWEEN = "\n"


def lines_of(original: str, printed: str, spoken: Spoken) -> tuple[tuple[Line, ...], bool]:
    """The lines of a dialogue as it is printed, and whether the printed form hides who says what.

    A line is everything that one speaker says before another does. There are none where the printed words are one
    speaker's; where several speak and a paragraph in print has words of more than one, it hides who says what, and
    there are none either.
    """
    if len({speaker for _, speaker in spoken}) < 2:
        return (), False
    parts = _parts(original, printed, tuple(spoken))
    heard = {speaker for speakers, _ in parts for speaker in speakers}
    if len(heard) < 2:
        return (), False
    if any(len(set(speakers)) > 1 for speakers, _ in parts):
        return (), True
    return tuple(_joined(parts)), False


@lru_cache(maxsize=1024)
def _parts(original: str, printed: str, spoken: tuple[tuple[int, str], ...]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The paragraphs in print, each with those whose words it has; comparing costs length times length."""
    begins = [start for start, _ in spoken]
    same = printed == original
    kept = [(match.start(), match.start()) for match in re.finditer(r"\w+", original)] if same else None
    places = kept if kept is not None else words_kept(original, printed)
    parts: list[tuple[tuple[str, ...], str]] = []
    for match in _PART.finditer(printed):
        if not match.group().strip():
            continue
        within = [said for said, shown in places if match.start() <= shown < match.end()]
        speakers = dict.fromkeys(spoken[max(0, bisect_right(begins, said) - 1)][1] for said in within)
        parts.append((tuple(speakers), match.group().strip()))
    return tuple(parts)


def _joined(parts: Sequence[tuple[tuple[str, ...], str]]) -> list[Line]:
    """Paragraphs of the same speaker made one line; one without words of anybody's (`(...)`) goes with the last."""
    lines: list[Line] = []
    waiting = ""
    for speakers, words in parts:
        if not speakers and not lines:
            waiting = f"{waiting}{words} "
        elif not speakers or (lines and lines[-1][0] == speakers[0]):
            lines[-1] = (lines[-1][0], f"{lines[-1][1]}{_BETWEEN}{words}")
        else:
            lines.append((speakers[0], f"{waiting}{words}"))
            waiting = ""
    return lines
