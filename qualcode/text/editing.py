"""What an editor's hand did to the words of a quote, so that the method part says no more and no less of it."""

import re

from qualcode.text.quotes import Change

SMOOTHED = "smoothed"
TAKEN_OUT = "taken_out"
REWORDED = "reworded"
MARKS = "marks"

EDITS = (SMOOTHED, TAKEN_OUT, REWORDED, MARKS)
"""Hesitations and repetitions out; other words out; words put in or in the place of others; signs and capitals only."""

_HESITATION = re.compile(r"[eøæ]+h+m*|e+m+|h+m+|m+h*m+|u+h*m+|u+h+")
"""Not `e`, `æ`, or `er`: these are words, also where dialect is written."""
_WORD = re.compile(r"\w+")


def edits_of(original: str, changes: tuple[Change, ...]) -> frozenset[str]:
    """Which of `EDITS` these changes to the words of a quote are."""
    return frozenset(_edit(original, change) for change in changes)


def _edit(original: str, change: Change) -> str:
    said, shown = _words(change.original), _words(change.printed)
    if said == shown:
        return MARKS
    if shown:
        return REWORDED
    left = _without_hesitations(said)
    return SMOOTHED if not left or _is_repeated(left, _without_hesitations(_words(original))) else TAKEN_OUT


def _is_repeated(words: list[str], spoken: list[str]) -> bool:
    """Whether these words were said twice in a row."""
    length = len(words)
    stretches = [spoken[at : at + length] for at in range(len(spoken) - length + 1)]
    return any(first == words == second for first, second in zip(stretches, stretches[length:], strict=False))


def _without_hesitations(words: list[str]) -> list[str]:
    return [word for word in words if not _HESITATION.fullmatch(word)]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
