"""Where a selection's end may come to rest: at the edges of characters, words, sentences and turns."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from enum import Enum
from operator import attrgetter, itemgetter
from typing import TypeVar

from qualcode.tui.widgets.transcript.glyphs import continues
from qualcode.views.transcript import TranscriptView

Piece = TypeVar("Piece")


class Kind(Enum):
    """What one step is."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"
    TURN = "turn"


def find_edge(transcript: TranscriptView, offset: int, step: int, kind: Kind, *, at_start: bool) -> int | None:
    """The nearest start (or end) of such a thing strictly after `offset`, or before it with a negative step.

    None where there is none. A word is what stands between white space, and ends with its sentence.
    """
    if kind is Kind.CHARACTER:
        return _find_character(transcript, offset, step, at_start=at_start)
    if kind is Kind.TURN:
        return _find_in(transcript.turns, offset, step, attrgetter("start" if at_start else "end"))
    sentence = _find_in(transcript.sentences, offset, step, itemgetter(0 if at_start else 1))
    if kind is Kind.SENTENCE:
        return sentence
    limit = sentence if sentence is not None else len(transcript.text) + 1 if step > 0 else -1
    inside = range(offset + step, limit, step)
    return next((place for place in inside if _is_word_edge(transcript.text, place, at_start=at_start)), sentence)


def _find_in(spans: Sequence[Piece], offset: int, step: int, edge: Callable[[Piece], int]) -> int | None:
    index = bisect_right(spans, offset, key=edge) if step > 0 else bisect_left(spans, offset, key=edge) - 1
    return edge(spans[index]) if 0 <= index < len(spans) else None


def _find_character(transcript: TranscriptView, offset: int, step: int, *, at_start: bool) -> int | None:
    """Between two glyphs, and inside a turn: what separates turns is no place to stop."""
    text = transcript.text
    for place in range(offset + step, len(text) + 1 if step > 0 else -1, step):
        beside = place if at_start else place - 1
        if 0 <= beside < len(text) and text[beside] != "\n" and not (place < len(text) and continues(text, 0, place)):
            return place
    return None


def _is_word_edge(text: str, place: int, *, at_start: bool) -> bool:
    before = place > 0 and not text[place - 1].isspace()
    after = place < len(text) and not text[place].isspace()
    return (after and not before) if at_start else (before and not after)
