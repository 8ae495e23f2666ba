"""From lines and paragraphs to turns: what all formats without speakers of their own have in common."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qualcode.importers.beside_talk import set_aside, without_line_numbers
from qualcode.importers.cues import LONGEST_OF_ONE_VOICE, by_sentence
from qualcode.importers.line_shapes import in_one_shape
from qualcode.importers.lines import Line
from qualcode.importers.overlaps import part_overlaps
from qualcode.importers.places import Place, begins, doubt_problem, problem, told_backwards
from qualcode.text.label_choice import choose_labels
from qualcode.text.labels import NOTHING_TOLD, LabelChoice, Opening, ToldLabels, read_opening
from qualcode.text.turns import BETWEEN_CUES, BETWEEN_PARAGRAPHS, merge_turns
from qualcode.views.importing import Problem, ReadTurn

# More than this before the first speaker is not a heading any more.
_LONGEST_HEADING = 150
_LONG_LINE = 2000
_GAP = re.compile(r"[ \t\xa0]{100,}")
_WRAPPED_WIDTH = 100
_WRAPPED_LINES = 5
_SHARE_OF_CUES = 0.8


@dataclass(frozen=True, slots=True)
class Talk:
    """The turns, consecutive ones of a speaker merged, and what a person should look at.

    `media` is the name of the sound or video file, where a line above the talk tells it.
    """

    turns: tuple[ReadTurn, ...]
    problems: tuple[Problem, ...]
    media: str = ""


def read_talk(lines: Sequence[Line], *, hard_wrapped: bool | None = None, told: ToldLabels = NOTHING_TOLD) -> Talk:
    """Find out who speaks in these lines and what they say; `told` is what a person has said about the labels.

    `hard_wrapped` when lines that do not break were cut at the width of a page; None leaves that to their lengths.
    """
    bare, numbers = without_line_numbers([line for line in lines if line.text.strip() or line.label])
    present, aside, media = set_aside([_without_gaps(line) for line in bare])
    present, told = in_one_shape(present, told)
    present = list(part_overlaps(present))
    openings = [_open(line) for line in present]
    if hard_wrapped is None:
        hard_wrapped = is_hard_wrapped([line.text for line in present if not line.breaks])
    choice = choose_labels(openings, told=told)
    if choice.labels or any(line.label for line in present):
        reader = _Reader(choice, hard_wrapped=hard_wrapped)
        for line, opening in zip(present, openings, strict=True):
            reader.take(line, opening)
        talk = reader.finish(_told_doubts(present, choice))
    else:
        talk = _without_speakers(present, openings, choice, hard_wrapped=hard_wrapped)
    times = [
        (line.place, opening.end_ms if opening.start_ms is None else opening.start_ms)
        for line, opening in zip(present, openings, strict=True)
    ]
    return Talk(talk.turns, (*numbers, *aside, *talk.problems, *told_backwards(times)), media)


def _without_gaps(line: Line) -> Line:
    """A line without the endless runs of blanks that searches in it would not come back from."""
    return line if len(line.text) < _LONG_LINE else replace(line, text=_GAP.sub(" ", line.text))


def is_hard_wrapped(continuing: Sequence[str]) -> bool:
    """Whether lines that go on from the one before were cut by a program at a fixed width, not by a person."""
    if len(continuing) < _WRAPPED_LINES:
        return False
    lengths = sorted(len(text.strip()) for text in continuing)
    longest = lengths[-1]
    return 30 <= longest <= _WRAPPED_WIDTH and lengths[len(lengths) // 2] >= longest * 0.7


def _open(line: Line) -> Opening:
    if line.label is not None:
        words = line.text.strip()
        return Opening(None, line.text, words, start_ms=line.start_ms, end_ms=line.end_ms, follows_break=line.breaks)
    if line.is_heading:
        return Opening(None, "", line.text.replace("\t", " ").strip(), follows_break=True)
    opening = read_opening(line.text, follows_break=line.breaks)
    if line.start_ms is None and line.end_ms is None:
        return opening
    start = opening.start_ms if line.start_ms is None else line.start_ms
    return replace(opening, start_ms=start, end_ms=line.end_ms or opening.end_ms)


@dataclass
class _Open:
    """The turn that is being said."""

    label: str | None
    at: Place
    words: str = ""
    start_ms: int | None = None
    end_ms: int | None = None

    def say(self, words: str, *, between: str) -> None:
        if words:
            self.words = f"{self.words}{between}{words}" if self.words else words


@dataclass
class _Reader:
    """Goes through labelled lines one by one."""

    choice: LabelChoice
    hard_wrapped: bool
    turns: list[ReadTurn] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    before: list[tuple[Line, str]] = field(default_factory=list)
    current: _Open | None = None
    waiting_ms: int | None = None
    times_inside: int = 0

    def take(self, line: Line, opening: Opening) -> None:
        label = line.label or self.choice.speaker_of(opening)
        if line.is_heading:
            self.problems.append(problem(line.place, "heading", text=begins(opening.whole)))
        elif label is not None:
            self._close()
            self.current = _Open(label, line.place, start_ms=self.waiting_ms)
            self.waiting_ms = None
            self._go_on(opening, opening.rest, between=BETWEEN_PARAGRAPHS)
        elif not opening.whole and opening.start_ms is not None:
            self._note_time(opening.start_ms)
        elif self.choice.is_one_sided and line.breaks and (self.current is None or self.current.words):
            self._close()
            self.current = _Open(None, line.place, start_ms=self.waiting_ms)
            self.waiting_ms = None
            self._go_on(opening, opening.whole, between=BETWEEN_PARAGRAPHS)
        elif self.current is None:
            self.before.append((line, opening.whole))
        else:
            joined = opening.is_cue or (self.hard_wrapped and not line.breaks)
            self._go_on(opening, opening.whole, between=BETWEEN_CUES if joined else BETWEEN_PARAGRAPHS)

    def finish(self, doubts: list[Problem]) -> Talk:
        self._close()
        named = next(iter(self.choice.labels.values()), "")
        one_sided = [problem(None, "one-sided", label=named)] if self.choice.is_one_sided else []
        problems = self._heading_problems() + one_sided + doubts + self.problems
        if self.times_inside:
            problems.append(problem(None, "times-inside", count=self.times_inside))
        turns = merge_turns(self.turns, between=BETWEEN_PARAGRAPHS)
        if len(turns) == 1 < len(self.turns) and len(turns[0].text.split()) > LONGEST_OF_ONE_VOICE:
            return Talk(tuple(self.turns), (*problems, problem(None, "one-voice", label=turns[0].label)))
        return Talk(turns, tuple(problems))

    def _go_on(self, opening: Opening, words: str, *, between: str) -> None:
        assert self.current is not None  # noqa: S101  (both callers have opened a turn)
        self.times_inside += opening.inside
        if self.current.start_ms is None and not self.current.words:
            self.current.start_ms = opening.start_ms
        elif opening.start_ms is not None and not opening.is_cue and opening.start_ms != self.current.start_ms:
            self.times_inside += 1
        if opening.end_ms is not None:
            self.current.end_ms = opening.end_ms
        self.current.say(words, between=between)

    def _note_time(self, at_ms: int) -> None:
        """A time alone on its line belongs to what follows: this turn if nothing is said yet, else the next one."""
        if self.current is not None and not self.current.words and self.current.start_ms is None:
            self.current.start_ms = at_ms
        else:
            self.waiting_ms = at_ms

    def _close(self) -> None:
        turn = self.current
        if turn is None:
            return
        if turn.words:
            self.turns.append(ReadTurn(turn.label, turn.words, turn.start_ms, turn.end_ms))
        elif turn.label is not None:
            self.problems.append(problem(turn.at, "label-without-words", label=turn.label))

    def _heading_problems(self) -> list[Problem]:
        """What stood before the first speaker: left out as a heading, or kept where it is too long to be one."""
        if not self.before:
            return []
        texts = [whole for _, whole in self.before if whole]
        place = self.before[0][0].place
        if sum(len(text.split()) for text in texts) <= _LONGEST_HEADING:
            return [problem(place, "before-first-speaker", text=begins(" / ".join(texts)))]
        self.turns[:0] = [ReadTurn(None, text) for text in texts]
        return [problem(place, "long-before-first-speaker", text=begins(" / ".join(texts)))]


def _without_speakers(
    lines: Sequence[Line], openings: Sequence[Opening], choice: LabelChoice, *, hard_wrapped: bool
) -> Talk:
    """Every paragraph a turn that nobody is named for; a program's stretches are joined to sentences."""
    if sum(opening.is_cue for opening in openings) >= len(openings) * _SHARE_OF_CUES > 0:
        pieces = [ReadTurn(None, opening.whole, opening.start_ms, opening.end_ms) for opening in openings]
        return Talk(by_sentence(pieces), (problem(None, "no-speakers-in-cues"), *_told_doubts(lines, choice)))
    paragraphs: list[_Open] = []
    inside = 0
    for line, opening in zip(lines, openings, strict=True):
        inside += opening.inside
        if line.breaks or opening.start_ms is not None or not paragraphs:
            paragraphs.append(_Open(None, line.place, start_ms=opening.start_ms))
        paragraphs[-1].say(opening.whole, between=BETWEEN_CUES if hard_wrapped else BETWEEN_PARAGRAPHS)
        paragraphs[-1].end_ms = opening.end_ms or paragraphs[-1].end_ms
    turns = tuple(ReadTurn(None, said.words, said.start_ms, said.end_ms) for said in paragraphs if said.words)
    problems = [problem(None, "no-speakers"), *_told_doubts(lines, choice)]
    if inside:
        problems.append(problem(None, "times-inside", count=inside))
    return Talk(turns, tuple(problems))


def _told_doubts(lines: Sequence[Line], choice: LabelChoice) -> list[Problem]:
    return [doubt_problem(lines[doubt.at].place, doubt) for doubt in choice.doubts]
