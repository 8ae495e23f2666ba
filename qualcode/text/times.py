"""Times that transcribing programs write into the text: what they mean, and the text without them."""

import re
from typing import NamedTuple

CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_SPAN_SIGN = r"\s*(?:-->|->|-|–)\s*"
# faster-whisper's `[0.00s -> 4.00s]`: seconds stand only between two brackets and in pairs.
_SECONDS = r"\d{1,6}\.\d{1,3}s?"
_RANGE = rf"(?:{CLOCK}(?:{_SPAN_SIGN}{CLOCK})?|{_SECONDS}{_SPAN_SIGN}{_SECONDS})"
_IN_LETTERS = re.compile(r"(?:(\d{1,3})h)?(\d{1,2})m(\d{1,2})s")

# f4 writes the time at which a paragraph was finished, the last digit being tenths: #00:01:23-4#
_F4 = re.compile(r"[ \t]*#(\d{1,3}:\d{2}:\d{2})(?:[-.,](\d))?#")
_BRACKETED = re.compile(rf"(?P<before>^|[ \t]*)\[\s*(?P<clock>{_RANGE})\s*\](?P<dash>[ \t]+[-–](?=[ \t]))?[ \t]*")
_LEADING = re.compile(
    rf"(?:\((?P<round>{CLOCK})\)|(?P<bare>{CLOCK})(?=\t|\s*$|[ ]{{2,}}|\s+(?:-{{1,3}}|–)\s))"
    r"[ \t]*(?:(?:-{1,3}|–)[ \t]+)?"
)

# `Kari: [00:00:05] text`, `Kari [00:00:05]: text`, `Kari (00:05): text`, `Kari [00:00:05] text`
_AFTER_LABEL = re.compile(
    rf"(?P<label>[^\s:\[\](][^:\[\](.!?]{{0,39}}?)[ \t]*(?P<colon>:?)[ \t]*"
    rf"(?:\[(?P<square>{CLOCK})\]|\((?P<round>{CLOCK})\)(?=\s*:))[ \t]*(?P<late>:?)[ \t]*"
)


class TimedText(NamedTuple):
    """Words without their times: `start_ms` where they began, `end_ms` where they ended, None where it is not told.

    `is_cue` when the line was one machine-made stretch, `[00:00:02] - text`, rather than a paragraph; `inside` counts
    times that stood among the words and belong to neither end.
    """

    text: str
    start_ms: int | None
    end_ms: int | None
    is_cue: bool
    inside: int


def clock_to_ms(clock: str) -> int | None:
    """`01:02:03.5`, `2:03`, `00:00:03,450` or `0h02m03s` in ms; None for what is no length (75 minutes are one)."""
    match = _CLOCK.fullmatch(clock.strip())
    in_letters = None if match else _IN_LETTERS.fullmatch(clock.strip())
    if in_letters:
        parts = [int(part or 0) for part in in_letters.groups()]
        return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def take_times(line: str) -> TimedText:
    """Take the times out of a line: f4's at the end, those in square brackets, and a bare one in front.

    A time between what may be a label and the words leaves a colon or a tab, so that the label is still to be seen.
    """
    if "#" not in line and ":" not in line and "[" not in line:
        return TimedText(line, None, None, is_cue=False, inside=0)
    ends = [_f4_to_ms(match) for match in _F4.finditer(line)]
    text = _F4.sub("", line)
    start, is_cue = None, False
    leading = _LEADING.match(text)
    if leading:
        start = clock_to_ms(leading["round"] or leading["bare"])
        is_cue = "- " in leading.group() or "– " in leading.group()
        text = text[leading.end() :]
    first = _BRACKETED.match(text) if start is None else None
    end = None
    labelled = _AFTER_LABEL.match(text) if start is None and first is None else None
    if labelled:
        start = clock_to_ms(labelled["square"] or labelled["round"])
        parted = ": " if labelled["colon"] or labelled["late"] else "\t"
        text = labelled["label"] + parted + text[labelled.end() :]
    if first:
        start, end = _range_to_ms(first["clock"])
        is_cue = first["dash"] is not None or end is not None
        text = text[first.end() :]
    text, inside = _BRACKETED.subn(_gap, text) if "[" in text else (text, 0)
    return TimedText(text.strip(" "), start, ends[-1] if ends else end, is_cue, inside + max(0, len(ends) - 1))


def _f4_to_ms(match: re.Match[str]) -> int | None:
    whole = clock_to_ms(match.group(1))
    return None if whole is None else whole + int(match.group(2) or 0) * 100


def _range_to_ms(clock: str) -> tuple[int | None, int | None]:
    clocks = re.findall(CLOCK, clock)
    if not clocks:
        start, end = (round(float(seconds.rstrip("s")) * 1000) for seconds in re.findall(_SECONDS, clock))
        return start, end
    return clock_to_ms(clocks[0]), clock_to_ms(clocks[1]) if len(clocks) > 1 else None


def _gap(match: re.Match[str]) -> str:
    """A space where a time stood between words, nothing at either end."""
    at_edge = match.start() == 0 or match.end() == len(match.string)
    return "" if at_edge else " "
