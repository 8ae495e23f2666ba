"""CSV with a row an utterance: who, what, and perhaps when, as oral history archives and services hand it out."""

from qualcode.errors import UnreadableFile
from qualcode.importers.places import cleaning_problems
from qualcode.importers.source import Source
from qualcode.importers.tables import csv_records
from qualcode.importers.talk import read_talk
from qualcode.importers.talk_tables import TalkTable, holds_talk, table_lines
from qualcode.locale import say
from qualcode.views.importing import ReadTranscript


def read(source: Source) -> ReadTranscript:
    """Read the table's turns. Places are rows. Raises BadTable, and UnreadableFile for a table of anything else."""
    rows = tuple(tuple("" if cell is None else str(cell) for cell in cells) for _, cells in csv_records(source))
    filled = tuple(row for row in rows if any(row))
    if not filled or not holds_talk(filled[0]):
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.table-without-talk"))
    lines, told = table_lines(TalkTable(1, filled, marked_header=True))
    talk = read_talk(lines, told=source.told)
    problems = (*cleaning_problems(source.normal[1]), *told, *talk.problems)
    return ReadTranscript("csv", source.decoded.encoding, talk.turns, problems, media=talk.media)
