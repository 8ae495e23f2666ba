"""Plain text: labels at line starts, times of f4 and the transcription programs, or no speakers at all."""

from qualcode.importers.lines import Line
from qualcode.importers.places import Place, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.importers.talk import is_hard_wrapped, read_talk
from qualcode.views.importing import ReadTranscript

# Blocks longer than this are not paragraphs but talk written one utterance a line.
_LINES_IN_A_PARAGRAPH = 4


def read(source: Source) -> ReadTranscript:
    """Read a text file's turns. Places are lines, counted from 1."""
    text, cleaned = source.normal
    talk = read_talk(lines_of(text), told=source.told)
    problems = list(cleaning_problems(cleaned))
    if source.decoded.looks_like_mac:
        problems.insert(0, problem(None, "looks-like-mac"))
    return ReadTranscript("txt", source.decoded.encoding, talk.turns, (*problems, *talk.problems), media=talk.media)


def lines_of(text: str, *, kind: str = "line") -> list[Line]:
    """The lines that hold something; one breaks off from the line before where a paragraph begins.

    `kind` is what the file calls a line, for places.
    """
    rows = text.split("\n")
    filled = [index for index, row in enumerate(rows) if row.strip()]
    starts = {index for index in filled if index == 0 or not rows[index - 1].strip()}
    continuing = [rows[index] for index in filled if index not in starts]
    if len(filled) > len(starts) * _LINES_IN_A_PARAGRAPH and not is_hard_wrapped(continuing):
        starts = set(filled)
    return [Line(rows[index], Place(kind, index + 1), breaks=index in starts) for index in filled]
