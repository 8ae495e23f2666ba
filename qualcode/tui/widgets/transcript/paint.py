"""One row of a transcript as coloured cells. Pure: what stands on the row and how it looks go in, a strip comes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.locale import say
from qualcode.tui.widgets.transcript.columns import Columns
from qualcode.tui.widgets.transcript.glyphs import fit, is_plain, read_glyphs
from qualcode.tui.widgets.transcript.letters import NO_LETTER
from qualcode.tui.widgets.transcript.rows import Row
from qualcode.views.transcript import TranscriptView

BAR = "▌"
CHANGED = "≠"
"""Stands for the bar of a unit that a correction has given other words, until somebody has looked at it."""
_RESEARCHERS = frozenset({"interviewer", "moderator", "secretary"})
_UNDERLINE = Style(underline=True)


class Mark(NamedTuple):
    """A unit as far as the row knows it: its words, its group (0 without one), and its place in the margin."""

    start: int
    end: int
    group: int
    letter: str
    lane: int
    current: bool = False
    changed: bool = False


class Hit(NamedTuple):
    """Words that were searched for; `current` is the one the reader has walked to."""

    start: int
    end: int
    current: bool = False


class Look(NamedTuple):
    """All that decides how a row looks besides its words: two equal looks are painted alike.

    `marks` and `hits` are those that touch the row, in the order of the text; `selected` is the part of it that the
    cursor covers, `active` the character at the cursor's active end where that is to be shown.
    """

    marks: tuple[Mark, ...] = ()
    hits: tuple[Hit, ...] = ()
    selected: tuple[int, int] | None = None
    active: int | None = None


@dataclass(frozen=True, slots=True)
class Palette:
    """The styles of the page. `tints` and `inks` are per code group: behind the words, and of the letter.

    `mark_words` underlines all coded words, for terminals without colour.
    """

    text: Style
    number: Style
    researcher: Style
    speaker: Style
    cursor: Style
    active: Style
    hit: Style
    current_hit: Style
    current_letter: Style
    tints: Mapping[int, Style]
    inks: Mapping[int, Style]
    mark_words: bool = False


def paint_row(transcript: TranscriptView, row: Row, look: Look, columns: Columns, palette: Palette) -> Strip:
    """The row, as wide as the page."""
    segments = [Segment(" " * columns.left, palette.text), *_paint_margin(look.marks, columns, palette)]
    segments += _paint_speaker(transcript, row, columns, palette)
    if not row.blank:
        segments += _paint_words(transcript.text, row, look, palette)
    strip = Strip([segment for segment in segments if segment.text])
    return strip.adjust_cell_length(columns.total, palette.text)


def _paint_margin(marks: Iterable[Mark], columns: Columns, palette: Palette) -> Iterator[Segment]:
    """Letters in their lanes and the bar after the last; `+` in the last lane where there are more than lanes."""
    if not columns.lanes:
        return
    cells = [Segment(" ", palette.text)] * (columns.lanes + 2)
    rightmost = -1
    ink = palette.text
    crowded, bar = False, BAR
    for mark in sorted(marks, key=lambda mark: mark.lane):
        crowded = crowded or mark.lane >= columns.lanes
        lane = min(mark.lane, columns.lanes - 1)
        ink = palette.text + palette.inks.get(mark.group, Style.null())
        style = ink + palette.current_letter if mark.current else ink
        cells[lane] = Segment(NO_LETTER if crowded else mark.letter, style)
        rightmost, bar = lane, CHANGED if mark.changed else bar
    if rightmost >= 0:
        cells[rightmost + 1] = Segment(bar, ink)
    yield from cells


def _paint_speaker(transcript: TranscriptView, row: Row, columns: Columns, palette: Palette) -> Iterator[Segment]:
    """The turn's number and speaker on its first row, else as much room."""
    if not row.first:
        yield Segment(
            " " * (columns.text_start - columns.left - (columns.lanes + 2 if columns.lanes else 0)), palette.text
        )
        return
    turn = transcript.turns[row.turn]
    if columns.number:
        yield Segment(f"{turn.number:>{columns.number}}  ", palette.number)
    if columns.speaker:
        name = turn.speaker.shown if turn.speaker else say("transcript.unknown_speaker")
        style = palette.researcher if turn.speaker and turn.speaker.role in _RESEARCHERS else palette.speaker
        yield Segment(fit(name, columns.speaker), style)
        yield Segment("  ", palette.text)


def _paint_words(text: str, row: Row, look: Look, palette: Palette) -> Iterator[Segment]:
    """The row's words, cut where the look changes."""
    for start, end in _cut(row, look):
        style = _style_at(start, look, palette)
        yield Segment(_draw(text, row, start, end), style)


def _cut(row: Row, look: Look) -> Iterator[tuple[int, int]]:
    cuts = {row.start, row.end}
    for mark in look.marks:
        cuts |= {mark.start, mark.end}
    for hit in look.hits:
        cuts |= {hit.start, hit.end}
    if look.selected is not None:
        cuts |= set(look.selected)
    if look.active is not None:
        cuts |= {look.active, look.active + 1}
    places = sorted(place for place in cuts if row.start <= place <= row.end)
    return pairwise(places)


def _style_at(place: int, look: Look, palette: Palette) -> Style:
    """Units lie under hits, hits under the cursor; of several units the last to begin is on top."""
    style = palette.text
    covering = [mark for mark in look.marks if mark.start <= place < mark.end]
    if covering:
        top = next((mark for mark in covering if mark.current), covering[-1])
        style += palette.tints.get(top.group, Style.null())
        if len(covering) > 1 or palette.mark_words:
            style += _UNDERLINE
    for hit in look.hits:
        if hit.start <= place < hit.end:
            style += palette.current_hit if hit.current else palette.hit
    if look.selected is not None and look.selected[0] <= place < look.selected[1]:
        style += palette.active if look.active is not None and place == look.active else palette.cursor
    return style


def _draw(text: str, row: Row, start: int, end: int) -> str:
    """The stretch as it is drawn; a glyph belongs to the stretch where it begins."""
    if is_plain(text, row.start, row.end):
        return text[start:end]
    return "".join(glyph.drawn for glyph in read_glyphs(text, row.start, row.end) if start <= glyph.start < end)
