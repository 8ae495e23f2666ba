"""WebVTT: Teams and podcasts say who speaks in `<v Name>`, Zoom in `Name:`, Whisper not at all."""

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from qualcode.importers.cues import Cue, cues_to_turns, repair_timings
from qualcode.importers.media import name_media
from qualcode.importers.overlaps import without_marks
from qualcode.importers.places import begins, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.text.labels import fold
from qualcode.text.normal_form import to_normal_form
from qualcode.text.times import clock_to_ms
from qualcode.views.importing import Problem, ReadTranscript

if TYPE_CHECKING:
    from webvtt import Caption

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>]*))?>")
# Only WebVTT's own tags: <UNSURE>, <latter> and the like are the transcriber's words.
_OWN_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:\.[^\s<>]*)*(?:[ \t][^<>]*)?>|<[\d:.]+>")


def read(source: Source) -> ReadTranscript:
    """Read a WebVTT file's turns. Places are cues, counted from 1 in the order of the file."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedFileError

    text, cleaned = source.normal
    repaired, problems = repair_timings(text.lstrip(), decimal=".")
    try:
        file = WebVTT.from_string(_with_header(repaired))
        captions, heading = file.captions, [*file.header_comments, *file.footer_comments]
    except MalformedFileError:
        captions, heading = [], []
    cues = [cue for number, caption in enumerate(captions, start=1) for cue in _by_voice(number, caption)]
    turns, told = cues_to_turns(_one_spelling(cues), told=source.told)
    comments = [*heading, *(note for caption in captions for note in caption.comments)]
    notes = [name_media(note) for note in comments if note.strip()]
    media = next((name for _, name in notes if name), "")
    problems = [*cleaning_problems(cleaned), *_left_out([note for note, _ in notes]), *problems, *told]
    return ReadTranscript("vtt", source.decoded.encoding, turns, tuple(problems), media=media)


def _with_header(text: str) -> str:
    """The library wants the header that some programs leave out."""
    return text if text.startswith("WEBVTT") else f"WEBVTT\n\n{text}"


def _by_voice(number: int, caption: "Caption") -> list[Cue]:
    """One cue for each speaker in it: several voices share its times."""
    start, end = clock_to_ms(caption.start) or 0, clock_to_ms(caption.end) or 0
    parts = _VOICE.split(caption.raw_text)
    cues = [Cue(number, start, end, _lines(parts[0]))] if parts[0].strip() else []
    for voice, words in zip(parts[1::2], parts[2::2], strict=True):
        cues.append(Cue(number, start, end, _lines(words), _plain(voice or "").strip().removeprefix("//") or None))
    if "//" not in caption.raw_text:
        return cues
    return [replace(cue, lines=tuple(map(without_marks, cue.lines))) for cue in cues]


def _lines(marked: str) -> tuple[str, ...]:
    return tuple(words for line in marked.split("\n") if (words := _plain(line).strip()))


def _plain(marked: str) -> str:
    """Words without the format's own tags and escapes; what an escape stood for is cleaned like any other text."""
    return to_normal_form(unescape(_OWN_TAG.sub("", marked)))[0]


def _one_spelling(cues: list[Cue]) -> list[Cue]:
    """`Kari  Åsen` and `Kari Åsen` are one voice: the first spelling is kept."""
    spelt: dict[str, str] = {}
    return [
        cue
        if cue.voice is None
        else Cue(cue.number, cue.start_ms, cue.end_ms, cue.lines, spelt.setdefault(fold(cue.voice), cue.voice))
        for cue in cues
    ]


def _left_out(notes: list[str]) -> list[Problem]:
    """Notes in the file are not speech; they are told, because somebody wrote them."""
    return [problem(None, "notes", count=len(notes), text=begins(notes[0]))] if notes else []
