"""Lines among the talk that nobody says: what programs write about themselves, legends, the sound file's name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qualcode.importers.lines import Line
from qualcode.importers.media import name_media
from qualcode.importers.places import begins, problem
from qualcode.text.labels import read_opening
from qualcode.text.roles import is_known_label
from qualcode.views.importing import Problem

_NUMBERED = re.compile(r"[ \t]*(?P<number>\d{1,5})(?:[.)][ \t]*|[ \t]+)(?=[^\d\s:.,])")
# `[12] I: Hei`, `#12 I: Hei`, `T012: I: Hei`: a number that somebody has given each turn.
_TURN_NUMBER = re.compile(
    r"[ \t]*(?:\[[A-Z]?[ ]?(?P<square>\d{1,5})\]|#(?P<hash>\d{1,5})|[A-Z](?P<letter>\d{2,5})(?=:))[.:)]?[ \t]+(?=\S)"
)
_FEWEST_NUMBERED = 5
_SHARE_NUMBERED = 0.8
_HEAD = 15
_LONGEST = 200
_PROGRAM = (
    r"otter|sonix|trint|descript|noscribe|atrain|happy ?scribe|amberscript|good ?tape|whisper|assemblyai|deepgram"
    r"|autotekst|f4|rev\b|turboscribe"
)
# `Transcribed by https://otter.ai`; Teams' `Kari Nordmann started transcription` and `stopped transcription`.
_FOOTER = re.compile(
    rf"(?:(?:this |automatic(?:ally)? )?(?:transcri(?:bed|ption|pt)|transkribert|transkripsjon|exported|created|laget)"
    rf"(?: was)?(?: created| generated| made| laget)? (?:by|with|from|using|av|med|fra|i) "
    rf"(?:https?://\S+|(?:{_PROGRAM})\b[^\n]{{0,60}})"
    rf"|[^\n.?!]{{2,60}} (?:started|stopped|startet|starta|stoppet|stoppa|stanset|avsluttet)"
    rf" (?:the )?(?:transcription|transkripsjon(?:en)?|transkribering(?:en)?))[.]?",
    re.IGNORECASE,
)
_PAIR = r"[^\s=:;,.][^=:;,.\n]{0,19}?[ \t]*=[ \t]*[^\s=;,\n][^=;,\n]{1,39}"
_LEGEND = re.compile(rf"\(?{_PAIR}(?:[;,][ \t]*(?:(?:og|and)[ \t]+)?{_PAIR})*[.)]*")


def without_line_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[Problem]]:
    """The lines without the numbers that nearly all begin with, each higher than the one before: `12 I: Hei`.

    Numbers in a form of their own, `[T012] I: Hei`, may stand on fewer lines, but must count one by one.
    """
    turns = [
        (at, match) for at, line in enumerate(lines) if not line.label and (match := _TURN_NUMBER.match(line.text))
    ]
    given = [int(next(filter(None, match.groups()))) for _, match in turns]
    if len(given) >= _FEWEST_NUMBERED and all(after == before + 1 for before, after in pairwise(given)):
        bare = list(lines)
        for at, match in turns:
            bare[at] = replace(lines[at], text=lines[at].text[match.end() :])
        return bare, [problem(lines[turns[0][0]].place, "line-numbers", count=len(given))]
    numbered = [(line, _NUMBERED.match(line.text)) for line in lines if line.label is None]
    numbers = [int(match["number"]) for _, match in numbered if match]
    rises = all(before < after for before, after in pairwise(numbers))
    if len(numbers) < _FEWEST_NUMBERED or len(numbers) < len(lines) * _SHARE_NUMBERED or not rises:
        return list(lines), []
    bare = [replace(line, text=_NUMBERED.sub("", line.text, count=1)) if line.label is None else line for line in lines]
    return bare, [problem(lines[0].place, "line-numbers", count=len(numbers))]


def set_aside(lines: Sequence[Line]) -> tuple[list[Line], list[Problem], str]:
    """The lines that may be talk, what was left out, and the name of the sound or video file if a heading tells it."""
    kept: list[Line] = []
    told: list[Problem] = []
    media = ""
    may_explain = True
    for index, line in enumerate(lines):
        text, name = name_media(line.text) if index < _HEAD and line.label is None else (line.text, "")
        media = media or name
        explains = may_explain and line.label is None and _explains_label(line.text)
        key = "legend" if explains else _kind(line)
        if key is not None:
            told.append(problem(line.place, key, text=begins(line.text)))
            continue
        may_explain = index < _HEAD and (may_explain and read_opening(line.text).label is None)
        kept.append(replace(line, text=text) if name else line)
    return kept, told, media


def _kind(line: Line) -> str | None:
    text = line.text.strip()
    if line.label is not None or len(text) > _LONGEST:
        return None
    if _FOOTER.fullmatch(text):
        return "footer"
    return "legend" if "=" in text and _LEGEND.fullmatch(text) else None


def _explains_label(text: str) -> bool:
    """`I: Intervjuer` above the talk tells what `I` means; nobody says it."""
    opening = read_opening(text)
    label, says = opening.label, opening.rest.rstrip(".,;")
    if label is None or len(label) > 3 or " " in says:
        return False
    return len(says) > len(label) and says[:1].casefold() == label[0].casefold() and is_known_label(says)
