"""From cells of the page to words of the text: what a click or a drag covers. Pure.

Pointing goes straight from a cell to code points, by the same rows that were drawn, and a drag remembers code points.
So it is exact for wide characters and marks, and stays on its words when the page is wrapped anew under it; the
toolkit's own way (an offset in the style of every cell) would need a segment per cell to be as exact.
"""

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.columns import Columns
from qualcode.tui.widgets.transcript.cursor import Selection
from qualcode.tui.widgets.transcript.rows import Row, Rows, offset_at
from qualcode.views.transcript import TranscriptView


def point_at(transcript: TranscriptView, rows: Rows, columns: Columns, *, column: int, row: int) -> Span:
    """What is drawn on a cell of the page, as a span of one glyph.

    An empty span where nothing is: the margin is the row's beginning, the space after its words their end, a blank row
    the end of the turn above. Outside the page it is the nearest row.
    """
    if not rows.rows:
        return Span(0, 0)
    here: Row = rows.rows[max(0, min(row, len(rows.rows) - 1))]
    if row < 0 or column < columns.text_start:
        return Span(here.start, here.start)
    if row >= len(rows.rows):
        return Span(here.end, here.end)
    return offset_at(transcript.text, here, column - columns.text_start) or Span(here.end, here.end)


def select_between(transcript: TranscriptView, one: Span, other: Span) -> Selection | None:
    """Exactly the words from one pointed-at span to the other, in either direction; None if that is nothing but space.

    An end that points at no glyph draws back from the white space beside it.
    """
    first, last = sorted((one, other))
    start, end = first.start, max(one.end, other.end)
    text = transcript.text
    while start < end and first.is_empty and text[start].isspace():
        start += 1
    while start < end and last.is_empty and text[end - 1].isspace():
        end -= 1
    if not text[start:end].strip():
        return None
    return Selection(transcript, start, end, backward=other < one)
