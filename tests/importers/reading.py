"""Short ways for the tests to write a file and look at what was read from it."""

from pathlib import Path

from qualcode.importers.registry import read_transcript
from qualcode.views.importing import ReadTranscript

Said = list[tuple[str | None, str]]


def read_text(folder: Path, text: str, *, name: str = "P4.txt", encoding: str = "utf-8") -> ReadTranscript:
    """What is read from a file that holds this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_transcript(path)


def said(transcript: ReadTranscript) -> Said:
    """Who says what, in order."""
    return [(turn.label, turn.text) for turn in transcript.turns]


def messages(transcript: ReadTranscript) -> str:
    """All problems in one string, for looking for words in it."""
    return "\n".join(f"{problem.place}: {problem.message}" for problem in transcript.problems)
