"""From cues, which cut speech every few seconds, to turns. Shared by the subtitle formats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.importers.line_shapes import labels_in_shape
from qualcode.importers.places import Place, doubt_problem, problem, told_backwards
from qualcode.text.label_choice import choose_labels
from qualcode.text.labels import NOTHING_TOLD, LabelChoice, Opening, ToldLabels, read_opening
from qualcode.text.times import clock_to_ms
from qualcode.text.turns import BETWEEN_CUES, join_turns, merge_turns
from qualcode.views.importing import Problem, ReadTurn

_TIMING = re.compile(r"^[ \t]*(?P<start>[\d:.,]+)[ \t]*-->[ \t]*(?P<end>[\d:.,]+)(?P<settings>.*)$", re.MULTILINE)
_ARROW = re.compile(r"^(?=[^\n]*\d:\d)[ \t]*\d[^\n]*-->[^\n]*$", re.MULTILINE)
_SPEAKER_CHANGE = re.compile(r"^(?:>>+|&gt;&gt;|[-–])[ \t]*")
_SENTENCE_ENDS = re.compile(r"[.!?…][\"»”’')\]]*$")
# Speech without punctuation still has to be cut somewhere: at a silence, or when it gets too long to be one paragraph.
_SILENCE_MS = 2000
_LONGEST_PARAGRAPH = 100
LONGEST_OF_ONE_VOICE = 200
"""One voice that says more than these words says the file, and is no turn."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its `number` in the file (from 1), times (ms, None where there are none) and lines.

    `voice` is who the file says speaks.
    """

    number: int
    start_ms: int | None
    end_ms: int | None
    lines: tuple[str, ...]
    voice: str | None = None


def repair_timings(text: str, *, decimal: str) -> tuple[str, list[Problem]]:
    """Write every timing line in full, `00:00:03,500 --> ...`, so that no reader takes `,5` for 5 ms or drops the cue.

    A timing that cannot be read gets the end of the one before: its words are kept, and it is told.
    """
    problems: list[Problem] = []
    latest = 0

    def in_full(match: re.Match[str]) -> str:
        nonlocal latest
        timing = _TIMING.match(match.group())
        start, end = (clock_to_ms(timing["start"]), clock_to_ms(timing["end"])) if timing else (None, None)
        if start is None or end is None:
            line = text.count("\n", 0, match.start()) + 1
            problems.append(problem(Place("line", line), "bad-timing", text=match.group().strip()))
            start = latest if start is None else start
            end = start if end is None else end
        elif end < start:
            end = start
        latest = end
        return f"{_clock(start, decimal)} --> {_clock(end, decimal)}"

    return _ARROW.sub(in_full, text), problems


def cues_to_turns(
    cues: Sequence[Cue], *, told: ToldLabels = NOTHING_TOLD
) -> tuple[tuple[ReadTurn, ...], list[Problem]]:
    """Turns from cues: by voice where the file has voices, by `Name:` at the beginning of lines, else by sentence.

    Without any speaker, cues are joined up to the end of a sentence (or a silence of 2 s, or 100 words), each such
    stretch a turn that nobody is named for. `told` is what a person has said about the labels.
    """
    backwards = told_backwards((Place("cue", cue.number), cue.start_ms) for cue in cues)
    if any(cue.voice for cue in cues):
        turns, one_voice = _together([_as_turn(cue, cue.voice, cue.lines) for cue in cues])
        return turns, [*one_voice, *backwards]
    lines = [(cue, line, first) for cue in cues for first, line in _numbered(cue.lines)]
    shaped = labels_in_shape([line.strip() for _, line, _ in lines], told)
    lines = [(cue, shaped.texts.get(at, line), first) for at, (cue, line, first) in enumerate(lines)]
    told = replace(told, taken=told.taken | shaped.labels)
    openings = [read_opening(_SPEAKER_CHANGE.sub("", line), follows_break=first) for _, line, first in lines]
    choice = choose_labels(openings, may_have_heading=False, told=told)
    problems = [doubt_problem(Place("cue", lines[doubt.at][0].number), doubt) for doubt in choice.doubts]
    if not choice.labels:
        plain = [_as_turn(cue, None, cue.lines) for cue in cues]
        return by_sentence(plain), [problem(None, "no-speakers-in-cues"), *problems, *backwards]
    turns, one_voice = _together(_labelled([(cue, line) for cue, line, _ in lines], openings, choice))
    return turns, [*one_voice, *problems, *backwards]


def _numbered(lines: Sequence[str]) -> list[tuple[bool, str]]:
    return [(index == 0, line) for index, line in enumerate(lines)]


def _as_turn(cue: Cue, label: str | None, lines: Sequence[str]) -> ReadTurn:
    words = BETWEEN_CUES.join(line.strip() for line in lines if line.strip())
    return ReadTurn(label, words.replace("\t", " "), cue.start_ms, cue.end_ms)


def _together(pieces: Sequence[ReadTurn]) -> tuple[tuple[ReadTurn, ...], list[Problem]]:
    """Turns of one speaker each; a voice that says everything is often a room through one microphone."""
    spoken = [piece for piece in pieces if piece.text]
    turns = merge_turns(spoken, between=BETWEEN_CUES)
    if len(turns) > 1 or sum(len(turn.text.split()) for turn in turns) <= LONGEST_OF_ONE_VOICE:
        return turns, []
    return by_sentence(spoken), [problem(None, "one-voice", label=turns[0].label)]


def _labelled(lines: Sequence[tuple[Cue, str]], openings: Sequence[Opening], choice: LabelChoice) -> list[ReadTurn]:
    """One piece a line; a line without a label goes on for whoever spoke last."""
    pieces: list[ReadTurn] = []
    speaker: str | None = None
    for (cue, line), opening in zip(lines, openings, strict=True):
        label = choice.speaker_of(opening)
        speaker = label or speaker
        pieces.append(_as_turn(cue, speaker, [opening.rest if label else line]))
    return pieces


def by_sentence(pieces: Sequence[ReadTurn]) -> tuple[ReadTurn, ...]:
    """Stretches of talk joined up to the end of a sentence, a silence of 2 s, or 100 words."""
    turns: list[ReadTurn] = []
    open_pieces: list[ReadTurn] = []
    words = 0
    for piece in (piece for piece in pieces if piece.text):
        silence = (piece.start_ms or 0) - (open_pieces[-1].end_ms or 0) if open_pieces else 0
        if open_pieces and (words >= _LONGEST_PARAGRAPH or silence >= _SILENCE_MS):
            turns.append(join_turns(open_pieces, between=BETWEEN_CUES))
            open_pieces, words = [], 0
        open_pieces.append(piece)
        words += len(piece.text.split())
        if _SENTENCE_ENDS.search(piece.text):
            turns.append(join_turns(open_pieces, between=BETWEEN_CUES))
            open_pieces, words = [], 0
    if open_pieces:
        turns.append(join_turns(open_pieces, between=BETWEEN_CUES))
    return tuple(turns)


def _clock(ms: int, decimal: str) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{decimal}{thousandths:03}"
