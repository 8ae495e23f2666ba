"""SRT subtitles: numbered cues, speakers as `Name:` at the beginning of lines if at all.

Read here and not with the `srt` package: its pattern does not come back from twenty thousand digits in a row, and it
leaves out what stands between cues without a word. Every line of the file ends up in a cue, in a problem, or is a cue's
number.
"""

import re

from qualcode.importers.cues import Cue, cues_to_turns, repair_timings
from qualcode.importers.places import Place, begins, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.text.times import clock_to_ms
from qualcode.views.importing import Problem, ReadTranscript

_TIMING = re.compile(r"(\d+:\d\d:\d\d,\d{3}) --> (\d+:\d\d:\d\d,\d{3})")
_NUMBER = re.compile(r"\d{1,9}")
_SBV_TIMING = re.compile(r"^(\d{1,2}:\d\d:\d\d\.\d{3}),(\d{1,2}:\d\d:\d\d\.\d{3})[ \t]*$", re.MULTILINE)
_STYLE = re.compile(r"</?(?:[bius]|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)


def read(source: Source) -> ReadTranscript:
    """Read a subtitle file's turns. Places are cues, counted from 1 in the order of the file."""
    text, cleaned = source.normal
    repaired, bad_timings = repair_timings(_SBV_TIMING.sub(r"\1 --> \2", text), decimal=",")
    cues, outside = _cues(repaired.split("\n"))
    turns, told = cues_to_turns(cues, told=source.told)
    problems = (*cleaning_problems(cleaned), *outside, *bad_timings, *told)
    return ReadTranscript("srt", source.decoded.encoding, turns, problems)


def _cues(lines: list[str]) -> tuple[list[Cue], list[Problem]]:
    """Cut the file at its timing lines; a number right before one is the cue's."""
    timings = [(index, match) for index, line in enumerate(lines) if (match := _TIMING.fullmatch(line))]
    cues: list[Cue] = []
    for number, (index, match) in enumerate(timings, start=1):
        stop = timings[number][0] if number < len(timings) else len(lines)
        start_ms, end_ms = clock_to_ms(match.group(1)) or 0, clock_to_ms(match.group(2)) or 0
        said = _without_number(lines[index + 1 : stop]) if stop < len(lines) else lines[index + 1 :]
        cues.append(Cue(number, start_ms, end_ms, _words(said)))
    before = _words(_without_number(lines[: timings[0][0]])) if timings else ()
    outside = [problem(Place("line", 1), "before-first-cue", text=begins(" ".join(before)))] if before else []
    return cues, outside


def _without_number(lines: list[str]) -> list[str]:
    """The lines up to the next cue's number, which stands last before its timing."""
    return lines[:-1] if lines and _NUMBER.fullmatch(lines[-1].strip()) else lines


def _words(lines: list[str]) -> tuple[str, ...]:
    return tuple(words for line in lines if (words := _STYLE.sub("", line).strip()))
