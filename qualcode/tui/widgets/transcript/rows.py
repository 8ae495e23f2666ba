"""A transcript cut into rows that fit the page. Pure: text in, offsets out.

Rows hold offsets in the transcript's text, never text of their own, so nothing can be lost between what is stored, what
is drawn and what is pointed at. What lies between two rows of a turn is white space.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.glyphs import continues, count_cells, is_plain, read_glyphs, visible_character
from qualcode.views.transcript import TranscriptView


class Row(NamedTuple):
    """One row: the code points `start`-`end`, of the turn with index `turn` (from 0).

    `first` rows carry the turn's number and speaker; `blank` rows stand between turns and hold no text.
    """

    turn: int
    start: int
    end: int
    first: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a transcript at one width. `starts` are their first offsets, in order."""

    rows: tuple[Row, ...]
    starts: tuple[int, ...]

    def row_of(self, offset: int) -> int:
        """The index of the row that this offset stands on; white space between rows belongs to the row before."""
        return max(0, bisect_right(self.starts, offset) - 1)


def wrap_transcript(transcript: TranscriptView, width: int) -> Rows:
    """Every row of the transcript at a text width of so many cells, with a blank row between turns."""
    rows: list[Row] = []
    for index, turn in enumerate(transcript.turns):
        if rows:
            before = rows[-1]
            rows.append(Row(before.turn, before.end, before.end, blank=True))
        first = True
        for start, end in wrap_turn(transcript.text, turn.start, turn.end, width):
            rows.append(Row(index, start, end, first=first))
            first = False
    return Rows(tuple(rows), tuple(row.start for row in rows))


def wrap_turn(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The rows of one turn. A paragraph begins a new row; a word longer than the row is cut where it is full."""
    while True:
        stop = text.find("\n", start, end)
        paragraph_end = end if stop < 0 else stop
        wrap = _wrap_plain if is_plain(text, start, paragraph_end) else _wrap_wide
        yield from wrap(text, start, paragraph_end, max(1, width))
        if stop < 0:
            return
        start = stop + 1


def offset_at(text: str, row: Row, column: int) -> Span | None:
    """The code points drawn on a cell of the row, as a span; None right of its last character. Columns count from 0."""
    if is_plain(text, row.start, row.end):
        offset = row.start + column
        return Span(offset, offset + 1) if offset < row.end else None
    used = 0
    for glyph in read_glyphs(text, row.start, row.end):
        used += glyph.cells
        if column < used:
            return Span(glyph.start, glyph.end)
    return None


def _wrap_plain(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """One cell per code point, so a row's end can be counted instead of walked to."""
    end = _strip_end(text, start, end)
    while end - start > width:
        gap = text.rfind(" ", start, start + width + 1)
        if gap < start:
            yield start, start + width
            start += width
            continue
        if _strip_end(text, start, gap) > start:
            yield start, _strip_end(text, start, gap)
        start = gap + 1
        while text[start] == " ":
            start += 1
    yield start, end


def _wrap_wide(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The same, cell by cell: wide characters, marks that take none, and what is drawn as several characters."""
    row_start = offset = start
    used = 0
    gap = -1
    while offset < end:
        cells = 0 if continues(text, start, offset) else max(1, count_cells(visible_character(text[offset])))
        if text[offset] == " ":
            gap = offset
        elif used + cells > width and offset > row_start and cells:
            cut = gap if gap >= row_start else offset
            if _strip_end(text, row_start, cut) > row_start:
                yield row_start, _strip_end(text, row_start, cut)
            row_start = offset = gap + 1 if gap >= row_start else offset
            used = 0
            gap = -1
            continue
        used += cells
        offset += 1
    yield row_start, _strip_end(text, row_start, end)


def _strip_end(text: str, start: int, end: int) -> int:
    """Where the row's text ends when the spaces at its end are not drawn, so that a drag into them covers nothing."""
    while end > start and text[end - 1] == " ":
        end -= 1
    return end
