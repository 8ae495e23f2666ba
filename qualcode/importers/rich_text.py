"""RTF, which f4 and old word processors save: striprtf takes the text out of it, lines are paragraphs."""

import re
from itertools import groupby
from typing import Any

from qualcode.errors import UnreadableFile
from qualcode.importers.lines import Line
from qualcode.importers.paragraphs import MOST_PARAGRAPHS
from qualcode.importers.places import Place, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.importers.talk import read_talk
from qualcode.importers.talk_tables import TalkTable, table_lines
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form
from qualcode.views.importing import Problem, ReadTranscript

_PICTURE = re.compile(r"[0-9a-fA-F]{40,}+(?:\s++[0-9a-fA-F]{2,}+)*+")
_MAC = re.compile(r"\{\\rtf\d*\s*\\mac\b")
_DELETED = re.compile(r"\\deleted(?![a-z0-9])")
_FOOTNOTE = re.compile(r"\\footnote(?![a-z])")
_REMARK = re.compile(r"\\annotation(?![a-z])")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,10})")
_UNICODE = re.compile(r"\\u(-?\d{6,10})")


def read(source: Source) -> ReadTranscript:
    """Read an RTF file's turns. Places are paragraphs, counted from 1, or rows of a table."""
    written = source.decoded.text
    if not written.rstrip("\x00 \r\n\t\x1a").endswith("}"):
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.cut-off"))
    text, cleaned = to_normal_form(_to_text(written, source), keep_tabs=True)
    if text.count("\n") > MOST_PARAGRAPHS:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.paragraphs", most=MOST_PARAGRAPHS))
    lines, problems = _lines(text.replace("\xad", ""))
    talk = read_talk(lines, told=source.told)
    beside = {"comments": _REMARK, "deleted": _DELETED, "footnotes": _FOOTNOTE}
    counts = {kind: len(mark.findall(written)) for kind, mark in beside.items()}
    told = [problem(None, kind, count=count) for kind, count in counts.items() if count]
    encoding = source.encoding or f"cp{_code_page(written)}"
    problems = [*cleaning_problems(cleaned), *problems, *told, *talk.problems]
    return ReadTranscript("rtf", encoding, talk.turns, tuple(problems), media=talk.media)


def _to_text(written: str, source: Source) -> str:
    """What striprtf makes of it, without the parts of RTF that it stumbles over."""
    from striprtf import striprtf

    # A link's address is no speech, and the library's search for links does not come back from some files.
    rtf = _PICTURE.sub("", written).replace(r"\fldinst", r"\fldtype").replace("\x00", "")
    rtf = _UNICODE.sub("", _DELETED.sub(r"\\*\\deleted", rtf))
    encoding = source.encoding or ("mac_roman" if _MAC.match(written) else "cp1252")
    to_text: Any = striprtf.rtf_to_text
    try:
        return str(to_text(rtf, encoding=encoding, errors="replace"))
    except (ValueError, TypeError, LookupError, OverflowError) as trouble:
        reason = say("importing.reason.damaged", trouble=str(trouble))
        raise UnreadableFile(file=str(source.path), reason=reason) from None


def _code_page(written: str) -> str:
    found = _CODE_PAGE.search(written[:2000])
    return found.group(1) if found else "1252"


def _lines(text: str) -> tuple[list[Line], list[Problem]]:
    """Paragraphs as lines; rows of cells, which come as `cell|cell|`, as a table."""
    lines: list[Line] = []
    problems: list[Problem] = []
    tables = 0
    rows = [(number, row) for number, row in enumerate(text.split("\n"), start=1) if row.strip()]
    for cells, group in groupby(rows, key=lambda numbered: _cells(numbered[1])):
        if cells == 0:
            lines += [Line(row, Place("paragraph", number)) for number, row in group]
            continue
        tables += 1
        table = tuple(tuple(cell.strip() for cell in row.rstrip()[:-1].split("|")) for _, row in group)
        found, told = table_lines(TalkTable(tables, table, marked_header=False))
        lines += found
        problems += told
    return lines, problems


def _cells(row: str) -> int:
    """How many cells a row of a table has; none if it is a paragraph."""
    return row.count("|") if row.rstrip().endswith("|") and row.count("|") > 1 else 0
