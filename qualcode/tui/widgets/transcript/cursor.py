"""The cursor of a transcript: always a selection, and to begin with one sentence. Pure: every move gives a new one.

A selection has an *active end*, the one that growing moves. Moving puts the cursor on one sentence again. No move
leaves the text: at the first or the last sentence it stays.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from operator import attrgetter, itemgetter

from qualcode.text.span import Span
from qualcode.text.turns import count_words
from qualcode.tui.widgets.transcript.steps import Kind, find_edge
from qualcode.views.transcript import PlacedUnit, TranscriptView, TurnView


@dataclass(frozen=True, slots=True)
class Selection:
    """What the cursor covers: the code points `start`-`end`; `backward` when the active end is the start."""

    transcript: TranscriptView = field(repr=False)
    start: int
    end: int
    backward: bool = False

    @property
    def span(self) -> Span:
        """The words covered, as a span."""
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        """The words covered, as they stand in the transcript."""
        return self.transcript.text[self.start : self.end]

    @property
    def active(self) -> int:
        """The offset of the character at the active end."""
        return self.start if self.backward else max(self.start, self.end - 1)

    @property
    def turns(self) -> tuple[TurnView, ...]:
        """The turns that are touched, in order."""
        turns = self.transcript.turns
        return turns[turn_index(self.transcript, self.start) : turn_index(self.transcript, self._last) + 1]

    @property
    def turn(self) -> TurnView | None:
        """The first turn that is touched; None only in a transcript without turns."""
        return next(iter(self.turns), None)

    @property
    def sentences(self) -> int:
        """How many sentences are touched."""
        if not self.transcript.sentences or self.start == self.end:
            return 0
        return sentence_index(self.transcript, self._last) - sentence_index(self.transcript, self.start) + 1

    @property
    def words(self) -> int:
        """How many words are covered, wholly or in part."""
        return count_words(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it covers one sentence exactly."""
        sentences = self.transcript.sentences
        return bool(sentences) and sentences[sentence_index(self.transcript, self.start)] == (self.start, self.end)

    @property
    def is_turn(self) -> bool:
        """Whether it covers one turn exactly."""
        turn = self.turn
        return turn is not None and (turn.start, turn.end) == (self.start, self.end)

    @property
    def _last(self) -> int:
        return max(self.start, self.end - 1)

    def move_sentence(self, step: int) -> "Selection":
        """The sentence so many after (or, negative, before) what is covered now."""
        if not self.transcript.sentences:
            return self
        here = sentence_index(self.transcript, self._last if step > 0 else self.start)
        return select_sentence(self.transcript, here + step)

    def move_turn(self, step: int) -> "Selection":
        """The first sentence of the next (1) or previous (-1) turn; before the first turn, of this one."""
        turns, sentences = self.transcript.turns, self.transcript.sentences
        here = turn_index(self.transcript, self._last if step > 0 else self.start)
        for turn in turns[here + 1 :] if step > 0 else reversed(turns[:here]):
            first = bisect_left(sentences, turn.start, key=itemgetter(0))
            if first < len(sentences) and sentences[first][0] < turn.end:
                return select_sentence(self.transcript, first)
        return self if step > 0 else select_sentence(self.transcript, 0)

    def move_to(self, offset: int) -> "Selection":
        """The sentence that stands at this offset."""
        return select_sentence(self.transcript, sentence_index(self.transcript, offset))

    def grow(self, step: int, kind: Kind) -> "Selection":
        """Move the active end one step of this kind forward (1) or back (-1).

        Where the selection would vanish, it turns round instead and grows at its other end.
        """
        edge = find_edge(self.transcript, self.start if self.backward else self.end, step, kind, at_start=self.backward)
        if edge is None:
            return self
        if self.backward and edge < self.end:
            return replace(self, start=edge)
        if not self.backward and edge > self.start:
            return replace(self, end=edge)
        return self._grow_other_end(step, kind)

    def _grow_other_end(self, step: int, kind: Kind) -> "Selection":
        backward = not self.backward
        edge = find_edge(self.transcript, self.start if backward else self.end, step, kind, at_start=backward)
        if edge is None:
            return self
        return replace(self, start=edge, backward=True) if backward else replace(self, end=edge, backward=False)

    def reach(self, target: "Selection") -> "Selection":
        """Grow to a place far away: from the sentence at the resting end to the whole of `target`."""
        resting = self.move_to(self._last if self.backward else self.start)
        return Selection(
            self.transcript,
            min(resting.start, target.start),
            max(resting.end, target.end),
            backward=target.start < resting.start,
        )

    def swap_end(self) -> "Selection":
        """The same words with the other end active."""
        return replace(self, backward=not self.backward)

    def take_turn(self) -> "Selection":
        """The whole of the turn, or of all the turns that are touched."""
        turns = self.turns
        return replace(self, start=turns[0].start, end=turns[-1].end) if turns else self


def select_sentence(transcript: TranscriptView, index: int) -> Selection:
    """The cursor on the sentence with this index, or the nearest there is; empty in a transcript without sentences."""
    if not transcript.sentences:
        return Selection(transcript, 0, 0)
    start, end = transcript.sentences[max(0, min(index, len(transcript.sentences) - 1))]
    return Selection(transcript, start, end)


def select_span(transcript: TranscriptView, span: Span) -> Selection:
    """The cursor on exactly this span, brought inside the text; an empty span becomes the sentence it stands in."""
    start, end = min(span.start, len(transcript.text)), min(span.end, len(transcript.text))
    if start >= end:
        return select_sentence(transcript, sentence_index(transcript, start))
    return Selection(transcript, start, end)


def sentence_index(transcript: TranscriptView, offset: int) -> int:
    """The sentence that stands at an offset; white space belongs to the sentence before it."""
    return max(0, bisect_right(transcript.sentences, offset, key=itemgetter(0)) - 1)


def turn_index(transcript: TranscriptView, offset: int) -> int:
    """The turn that stands at an offset, counted from 0; what separates turns belongs to the one before."""
    return max(0, bisect_right(transcript.turns, offset, key=attrgetter("start")) - 1)


def units_under(units: tuple[PlacedUnit, ...], span: Span) -> tuple[PlacedUnit, ...]:
    """The units that share at least one character with this span."""
    return tuple(unit for unit in units if unit.start < span.end and unit.end > span.start)


def next_unit(
    units: tuple[PlacedUnit, ...], selection: Selection, *, current: PlacedUnit | None, step: int
) -> PlacedUnit | None:
    """The unit to walk to: beside the current one, else the first at or after (before, with -1) the cursor.

    `units` are in the order of the text. None where there is none in that direction.
    """
    if current in units:
        index = units.index(current) + step
        return units[index] if 0 <= index < len(units) else None
    if step > 0:
        return next((unit for unit in units if unit.end > selection.start), None)
    return next((unit for unit in reversed(units) if unit.start < selection.end), None)
