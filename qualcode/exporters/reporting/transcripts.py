"""Transcripts as they are handed on: a Word file to read with numbers in the margin, WebVTT to follow the sound by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from qualcode.errors import NothingToExport
from qualcode.exporters.files import replacing
from qualcode.exporters.wording import plain
from qualcode.locale import say
from qualcode.views.reporting import PrintedTranscript, PrintedTurn

NUMBERS = ("turn", "line", "none")
_LAST_TURN_MS = 5_000
"""How long a caption stands whose end nobody knows and which nothing follows."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How transcripts are printed: the file's title, its language, and which numbers stand in the margin."""

    title: str
    language: str
    numbers: str = "turn"


def write_word(
    transcripts: Sequence[PrintedTranscript],
    path: Path,
    paper: Paper,
    *,
    template: Path | None = None,
    written: datetime | None = None,
) -> None:
    """Write transcripts in Word, each on a page of its own, a paragraph a turn with the speaker in bold before it.

    Lines are numbered by Word: all through a transcript that is alone in its file, else from 1 on each page. Turns
    carry the numbers they have in the study. Raises `TemplateUnusable` and `CannotWrite`.
    """
    from qualcode.exporters.word.writing import WordText

    text = WordText(language=paper.language, needs=("heading 1",), template=template)
    if paper.numbers == "line":
        text.number_lines(each_page=len(transcripts) > 1)
    for place, transcript in enumerate(transcripts):
        text.heading(transcript.name, level=1, new_page=place > 0)
        if transcript.held_back:
            text.prose(say("transcripts_export.held_back", language=text.language, count=transcript.held_back))
        for turn in transcript.turns:
            text.turn(turn.words, speaker=turn.speaker, number=turn.number if paper.numbers == "turn" else None)
    text.save(path, title=paper.title, written=written)


def write_captions(transcripts: Sequence[PrintedTranscript], path: Path) -> None:
    """Write one transcript's turns with times as WebVTT, its speakers as voices.

    Raises `NothingToExport` unless there is just one transcript, and it has times; `CannotWrite`.
    """
    timed = [transcript for transcript in transcripts if transcript.timed]
    if len(timed) != 1 or len(transcripts) != 1:
        raise NothingToExport(kind=say("kinds.timed_transcript"))
    with replacing(path) as out:
        out.write("".join(_captions(timed[0].turns)).encode())


def _captions(turns: Sequence[PrintedTurn]) -> Iterator[str]:
    """The parts of a WebVTT file. A turn without an end lasts to the next one's beginning."""
    yield "WEBVTT\n"
    cues = _cues(turns)
    for (first, start, cue), following in zip(cues, [*(begins for _, begins, _ in cues[1:]), None], strict=True):
        end = max((turn.end_ms for turn in cue if turn.end_ms is not None), default=following)
        if end is None or end <= start:
            end = start + _LAST_TURN_MS
        said = _voice(cue[0]) if len(cue) == 1 else "\n".join(map(_closed_voice, cue))
        yield f"\n{first}\n{_clock(start)} --> {_clock(end)}\n{said}\n"


def _cues(turns: Sequence[PrintedTurn]) -> list[tuple[int, int, list[PrintedTurn]]]:
    """Number, beginning (ms) and turns of every cue. One without a time is a further voice in the cue before it.

    So no word is left out of the captions, and no time is made up; those before the first time go with the first.
    """
    cues: list[tuple[int, int, list[PrintedTurn]]] = []
    waiting: list[PrintedTurn] = []
    for turn in turns:
        if turn.start_ms is not None:
            cues.append((turn.number, turn.start_ms, [*waiting, turn]))
            waiting = []
        else:
            (cues[-1][2] if cues else waiting).append(turn)
    return cues


def _voice(turn: PrintedTurn) -> str:
    speaker = escape(" ".join(plain(turn.speaker).split()), quote=False)
    words = "\n".join(line for line in escape(plain(turn.words), quote=False).split("\n") if line.strip())
    return f"<v {speaker}>{words}" if speaker else words


def _closed_voice(turn: PrintedTurn) -> str:
    """A voice that ends with its turn, since another follows in the cue."""
    voice = _voice(turn)
    return f"{voice}</v>" if voice.startswith("<v ") else voice


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
