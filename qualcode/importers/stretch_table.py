"""The table that Whisper writes: `start`, `end` (ms) and `text`, parted by tabs."""

import re

from qualcode.importers.cues import Cue, cues_to_turns
from qualcode.importers.places import Place, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.views.importing import Problem, ReadTranscript

_ROW = re.compile(r"[ ]*(\d{1,9})(?:\.\d+)?\t[ ]*(\d{1,9})(?:\.\d+)?\t(.*)")


def read(source: Source) -> ReadTranscript:
    """Read the table's turns. Places are rows, or stretches of talk counted from 1."""
    text, cleaned = source.normal
    cues: list[Cue] = []
    told: list[Problem] = []
    for number, line in enumerate(text.split("\n")[1:], start=2):
        row = _ROW.fullmatch(line)
        if row:
            cues.append(Cue(len(cues) + 1, int(row[1]), int(row[2]), (row[3].replace("\t", " ").strip(),)))
        elif line.strip():
            told.append(problem(Place("line", number), "row-without-times"))
            cues.append(Cue(len(cues) + 1, None, None, (line.replace("\t", " ").strip(),)))
    turns, problems = cues_to_turns(cues, told=source.told)
    return ReadTranscript("tsv", source.decoded.encoding, turns, (*cleaning_problems(cleaned), *told, *problems))
