"""Keeping places in a text while the text is corrected: what changed between two wordings, and where a span is now.

A wording becomes the next by `Edit`s, in order and apart: the characters `start`-`end` became `length` characters.

    before   Jeg møtte jo opp.      Edit(4, 9, 5), Edit(9, 12, 0)
    after    Jeg møtet opp.

A span none of whose characters changed keeps its words exactly. What is inserted at one of its borders stays outside,
at the end as at the beginning: a word put in before a passage, or after it, was not part of what somebody coded. A
span that an edit reaches into is `touched`: it is kept around what is left of its words and what replaced them, all of
a replacement if it lies across a border. If nothing is left of it, it is empty, and `settle` finds the nearest words.

Turns are different: what is inserted at the border of a turn was said in that turn (`insertions_enter`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from qualcode.text.span import Span
from qualcode.text.turns import BETWEEN_TURNS

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\u200d\U0001f3fb-\U0001f3ff"
# A word is one thing; so is a sign with what is put upon it or joined to it (an emoji of several code points).
_TOKEN = re.compile(rf"[\w{_MARKS}]+|\n|[^\S\n]+|[^\w\s](?:[{_MARKS}]+(?:(?<=\u200d)[^\w\s])?)*")
_SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…]+\s*|\n\s*)?")
_WORDS = re.compile(r"\S+")
_MANY = 2_000_000
"""Comparing so many pairs of words takes about a second; longer texts are compared by sentences first."""
_ENDLESS = 2**40


class Edit(NamedTuple):
    """One place where the wording changed: the characters `start`-`end` became `length` characters."""

    start: int
    end: int
    length: int


class Moved(NamedTuple):
    """Where a span is in the later wording, and whether some of its own words changed."""

    span: Span
    touched: bool


class Step(NamedTuple):
    """One revision: which change it makes, by number, or takes back (`-number`), and its edits in the one before it.

    A change that was taken back and made again is the same change.
    """

    change: int
    edits: tuple[Edit, ...]


class Course:
    """The way from one wording to a later one, for many spans. `edits` are in order and do not overlap."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = tuple(edits)
        self._starts = [edit.start for edit in self.edits]
        self._ends = [edit.end for edit in self.edits]
        self._shifts = list(accumulate((edit.length - edit.end + edit.start for edit in self.edits), initial=0))

    @property
    def unchanged_before(self) -> int:
        """Everything that ends before this place of the earlier wording stays where it is."""
        return self._starts[0] if self.edits else _ENDLESS

    @property
    def shifted_after(self) -> tuple[int, int]:
        """A place of the earlier wording, and how far everything that begins after it moves."""
        return (self._ends[-1] if self.edits else 0), self._shifts[-1]

    def move(self, span: Span, *, insertions_enter: bool = False) -> Moved:
        """Where the span is in the later wording. It may be empty there, if all of it was deleted."""
        first, last = self._reaching(span, insertions_enter=insertions_enter)
        start, end = span.start + self._shifts[first], span.end + self._shifts[last]
        if first == last:
            return Moved(Span(start, end), touched=False)
        if self._starts[first] < span.start:
            start = self._starts[first] + self._shifts[first]
        if self._ends[last - 1] > span.end:
            end = self._starts[last - 1] + self._shifts[last - 1] + self.edits[last - 1].length
        return Moved(Span(start, end), touched=True)

    def _reaching(self, span: Span, *, insertions_enter: bool) -> tuple[int, int]:
        """The edits that reach into the span: from the first index up to, not including, the second."""
        if not insertions_enter:
            first = bisect_right(self._ends, span.start)
            return first, max(first, bisect_left(self._starts, span.end))
        first = bisect_left(self._ends, span.start)
        while first < len(self.edits) and self._ends[first] == span.start and self._starts[first] < span.start:
            first += 1
        return first, max(first, bisect_right(self._starts, span.end))


def move_span(span: Span, edits: Iterable[Edit]) -> Moved:
    """Where one span is after these edits."""
    return Course(edits).move(span)


def find_edits(before: str, after: str) -> tuple[Edit, ...]:
    """The words that changed from one wording of a passage to another; the signs between words stand for themselves.

    A word is changed as a whole: who writes `hunden` for `hund` has changed the word, and not put two letters after it.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    at = sum(map(len, old[:head]))
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(old) * len(new) <= _MANY:
        return tuple(_compared(old, new, at))
    stop = at + sum(map(len, old))
    return tuple(_by_sentences(before[at:stop], "".join(new), at))


def settle(text: str, span: Span, *, within: Span | None = None) -> Span:
    """The span itself if it holds words, else the nearest word in the same turn, or inside `within`."""
    if span.slice(text).strip():
        return span
    if within is None:
        ahead = text.rfind(BETWEEN_TURNS, 0, span.start)
        behind = text.find(BETWEEN_TURNS, span.start)
        within = Span(ahead + len(BETWEEN_TURNS) if ahead >= 0 else 0, behind if behind >= 0 else len(text))
    words = [Span(*found.span()) for found in _WORDS.finditer(text, within.start, within.end)]
    if not words:
        words = [Span(*found.span()) for found in _WORDS.finditer(text)]
    return min(words, key=lambda word: max(word.start - span.end, span.start - word.end), default=span)


def reverse(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that lead back, in the places of the later wording."""
    back: list[Edit] = []
    shift = 0
    for start, end, length in edits:
        back.append(Edit(start + shift, start + shift + length, end - start))
        shift += length - (end - start)
    return tuple(back)


def replace_stretches(text: str, stretches: Iterable[tuple[int, int, str]]) -> str:
    """The text with other words in these stretches (start, end, words), which are in order and apart."""
    parts: list[str] = []
    at = 0
    for start, end, words in stretches:
        parts += (text[at:start], words)
        at = end
    return "".join([*parts, text[at:]])


def course_along(steps: Iterable[Step]) -> Course:
    """The way along a chain of revisions. What one of them takes back is as if neither had been."""
    kept: list[Step] = []
    for step in steps:
        if kept and step.change == -kept[-1].change:
            kept.pop()
        else:
            kept.append(step)
    if len(kept) <= 1:
        return Course(kept[0].edits if kept else ())
    pieces: list[_Piece] = [_Piece(0, _ENDLESS)]
    gone: dict[int, list[list[_Piece]]] = {}
    for step in kept:
        pieces, gone[step.change] = _carried_out(pieces, step.edits, gone.get(-step.change))
    return Course(_edits_to(pieces))


class _Piece(NamedTuple):
    """So many characters that stood together at `at` of the first wording, or, without a place, came in later."""

    at: int | None
    length: int


def _carried_out(
    pieces: list[_Piece], edits: Sequence[Edit], again: list[list[_Piece]] | None
) -> tuple[list[_Piece], list[list[_Piece]]]:
    """The pieces after the edits, and what each edit took away. `again` is what each edit brings back."""
    waiting, result, gone = pieces[::-1], [], []
    at = 0
    for index, edit in enumerate(edits):
        result += _take(waiting, edit.start - at)
        gone.append(_take(waiting, edit.end - edit.start))
        brought = again[index] if again and len(again) == len(edits) else [_Piece(None, edit.length)]
        result += [piece for piece in brought if piece.length]
        at = edit.end
    return result + waiting[::-1], gone


def _take(waiting: list[_Piece], length: int) -> list[_Piece]:
    """The first so many characters, taken off the end of a list that is in reverse."""
    taken: list[_Piece] = []
    while length:
        piece = waiting.pop()
        if piece.length > length:
            rest = None if piece.at is None else piece.at + length
            waiting.append(_Piece(rest, piece.length - length))
            piece = _Piece(piece.at, length)
        taken.append(piece)
        length -= piece.length
    return taken


def _edits_to(pieces: Iterable[_Piece]) -> list[Edit]:
    edits: list[Edit] = []
    at = inserted = 0
    for piece in pieces:
        if piece.at is None or piece.at < at:
            inserted += piece.length
            continue
        if piece.at > at or inserted:
            edits.append(Edit(at, piece.at, inserted))
        at, inserted = piece.at + piece.length, 0
    return edits


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many equal tokens the two begin with."""
    for index, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return index
    return min(len(old), len(new))


def _compared(old: Sequence[str], new: Sequence[str], at: int) -> Iterable[Edit]:
    places = list(accumulate(map(len, old), initial=at))
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(places[i], places[j], sum(map(len, new[k:m])))


def _by_sentences(before: str, after: str, at: int) -> Iterable[Edit]:
    old, new = (_SENTENCE.findall(text) for text in (before, after))
    places = list(accumulate(map(len, old), initial=at))
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        was, became = (_TOKEN.findall("".join(part)) for part in (old[i:j], new[k:m]))
        if len(was) * len(became) <= _MANY:
            yield from _compared(was, became, places[i])
        else:
            yield Edit(places[i], places[j], sum(map(len, became)))
