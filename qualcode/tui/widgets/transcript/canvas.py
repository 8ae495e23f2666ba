"""The drawing half of the transcript: text, units, hits and cursor as rows of the page, painted where they change.

A row is painted from a `Look`; the strip is kept with the look it was painted from. So what must be painted again after
a change is found by comparing looks, and nothing has to be remembered about what a change might touch.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.locale import say
from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.columns import Columns, share_width
from qualcode.tui.widgets.transcript.cursor import Selection, select_sentence
from qualcode.tui.widgets.transcript.glyphs import fit
from qualcode.tui.widgets.transcript.page import Page, order_units, read_page
from qualcode.tui.widgets.transcript.paint import Hit, Look, Palette, paint_row
from qualcode.tui.widgets.transcript.palette import PARTS, STYLES, read_palette
from qualcode.tui.widgets.transcript.rows import Rows, wrap_transcript
from qualcode.views.transcript import PlacedUnit, TranscriptView

NOTHING = TranscriptView(0, "", "", "", 0, "", (), ())
"""What is shown before a transcript is opened."""

CONTEXT = 2
"""Rows kept in sight above and below the cursor."""

_KEPT_STRIPS = 1000
"""Some pages' worth: scrolling back is cheap, and a long transcript read through does not fill the memory."""


class TranscriptCanvas(ScrollView, can_focus=True, inherit_bindings=False):
    """A transcript drawn with the line API; what the hands do with it is `TranscriptPane`'s.

    The keys of a scrolling page are not inherited: the arrows move the cursor, and the page follows.
    """

    ALLOW_SELECT: ClassVar[bool] = False  # pointing is our own (pointing.py)
    COMPONENT_CLASSES: ClassVar[set[str]] = PARTS
    DEFAULT_CSS = STYLES

    text_width: var[int | None] = var(None, init=False)
    """The text is no wider than so many cells, and centred; None to use the whole width."""
    show_units: var[bool] = var(True, init=False)
    """Whether units are drawn: letters, bars and tints."""
    selecting: var[bool] = var(False, init=False)
    """Select mode: plain moves grow the selection instead."""

    def __init__(
        self,
        *,
        text_width: int | None = None,
        show_units: bool = True,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(TranscriptCanvas.text_width, text_width)
        self.set_reactive(TranscriptCanvas.show_units, show_units)
        self._transcript = NOTHING
        self._rows = Rows((), ())
        self._columns: Columns | None = None
        self._selection = Selection(NOTHING, 0, 0)
        self._units: tuple[PlacedUnit, ...] = ()
        self._colours: Mapping[int, str] = {}
        self._hits: tuple[Hit, ...] = ()
        self._current: PlacedUnit | None = None
        self._marked: frozenset[int] = frozenset()
        self._page = Page()
        self._height_before = 0
        self._page_shows: range | None = None
        self._strips: dict[int, tuple[Look, Strip]] = {}
        self._palette: Palette | None = None

    @property
    def transcript(self) -> TranscriptView:
        """The transcript that is shown."""
        return self._transcript

    @property
    def selection(self) -> Selection:
        """What the cursor covers."""
        return self._selection

    @property
    def units(self) -> tuple[PlacedUnit, ...]:
        """The units that are shown, in the order of the text."""
        return self._units if self.show_units else ()

    def show_transcript(self, transcript: TranscriptView) -> None:
        """Show this transcript from its beginning, without units or hits.

        The one that is shown already (read again, or corrected) keeps its place, and the cursor its sentence. No
        message is sent: the screen that shows it knows.
        """
        same = transcript.id == self._transcript.id and transcript.uid == self._transcript.uid
        at = self._selection.start if same else 0
        self._transcript = transcript
        self._units, self._hits, self._current, self._page = (), (), None, Page()
        self._selection = select_sentence(transcript, 0).move_to(at)
        self._lay_out(keep_place=same)
        if not same:
            self._scroll_to_row(0)

    def set_units(self, units: Sequence[PlacedUnit], colours: Mapping[int, str]) -> None:
        """Show these units; `colours` gives each code group's colour by its id. The view and the cursor stay."""
        self._units = order_units([unit for unit in units if unit.start < unit.end])
        if self._current is not None:
            self._current = next((unit for unit in self._units if unit.id == self._current.id), None)
        if dict(colours) != self._colours:
            self._colours = dict(colours)
            self._forget_strips()
        self._page_shows = None
        self._paint_changes()

    def mark_units(self, units: Iterable[PlacedUnit]) -> None:
        """Let the letters of these units stand out as the current one's does; of all others not."""
        self._marked = frozenset(unit.id for unit in units)
        self._paint_changes()

    def letter_of(self, unit: PlacedUnit) -> str:
        """The letter in the margin of a unit that is on the page in sight, empty for others."""
        self._read_page()
        place = (self._page.places or {}).get(unit.id)
        return place.letter if place and self.show_units else ""

    def set_hits(self, spans: Sequence[Span], current: int | None = None) -> None:
        """Mark these spans as found; `current` is the index of the one to stand out, which is brought into view."""
        self._hits = tuple(Hit(span.start, span.end, index == current) for index, span in enumerate(spans))
        self._page_shows = None
        self._paint_changes()
        if current is not None:
            self.show_span(spans[current])

    def show_span(self, span: Span) -> None:
        """Scroll no more than is needed to see this span with two rows around it; the cursor stays."""
        height = self.size.height
        first, last = self._rows.row_of(span.start), self._rows.row_of(max(span.start, span.end - 1))
        context = min(CONTEXT, max(0, height - 1) // 2)
        top = self.scroll_offset.y
        if first - context < top or last - first + 1 + 2 * context > height:
            top = first - context
        elif last + context >= top + height:
            top = last + context - height + 1
        self._scroll_to_row(top)

    def render_line(self, y: int) -> Strip:
        """The strip for this row of the page, painted if its look has changed."""
        if self._palette is None:
            self._palette = read_palette(self, self._colours, mark_words=self.app.no_color)
        index = y + self.scroll_offset.y
        if self._columns is None or not 0 <= index < len(self._rows.rows):
            return self._render_empty(y)
        look = self._look(index)
        kept = self._strips.get(index)
        if kept is None or kept[0] != look:
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.clear()
            strip = paint_row(self._transcript, self._rows.rows[index], look, self._columns, self._palette)
            self._strips[index] = kept = (look, strip)
        return kept[1]

    def notify_style_update(self) -> None:
        """The theme or the focus has changed: read the styles again."""
        super().notify_style_update()
        self._forget_strips()

    def on_resize(self) -> None:
        """Wrap to the new width; the cursor stays on its line of the page, and in sight where it was."""
        line = self._rows.row_of(self._selection.active) - self.scroll_offset.y if self._rows.rows else 0
        in_sight = 0 <= line < max(1, self._height_before)
        self._height_before = self.size.height
        self._lay_out(keep_place=True)
        if in_sight and self._rows.rows:
            self._reveal()

    def _watch_text_width(self) -> None:
        self._lay_out(keep_place=True)

    def _watch_show_units(self) -> None:
        self._lay_out(keep_place=True)

    def _watch_selecting(self) -> None:
        self._paint_changes()

    def _select(self, selection: Selection, *, current: PlacedUnit | None = None) -> None:
        """Put the cursor there; the one place where it changes."""
        self._selection, self._current = selection, current
        self._paint_changes()

    def _reveal(self) -> None:
        """Bring the cursor into view: all of it if there is room, else its active end."""
        span = self._selection.span
        rows = self._rows.row_of(max(span.start, span.end - 1)) - self._rows.row_of(span.start) + 1
        active = self._selection.active
        self.show_span(span if rows + 2 * CONTEXT <= self.size.height else Span(active, active + 1))

    def _lay_out(self, *, keep_place: bool) -> None:
        """Wrap the transcript anew; with `keep_place` the cursor, or if out of sight the top row, stays on its line."""
        if not self.scrollable_size.width:
            return
        held = self._selection.active
        line = self._rows.row_of(held) - self.scroll_offset.y
        if not 0 <= line < self.size.height and self._rows.rows:
            held, line = self._rows.rows[min(self.scroll_offset.y, len(self._rows.rows) - 1)].start, 0
        self._columns = share_width(
            self._transcript, self.scrollable_size.width, text_width=self.text_width, show_units=self.show_units
        )
        self._rows = wrap_transcript(self._transcript, self._columns.text)
        self.virtual_size = Size(self.scrollable_size.width, len(self._rows.rows))
        self._page_shows = None
        self._forget_strips()
        if keep_place:
            self._scroll_to_row(self._rows.row_of(held) - min(line, max(0, self.size.height - 1)))

    def _scroll_to_row(self, top: int) -> None:
        if top != self.scroll_offset.y:
            self.scroll_to(y=max(0, top), animate=False, force=True)

    def _visible_rows(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(top + self.size.height, len(self._rows.rows)))

    def _read_page(self) -> None:
        visible = self._visible_rows()
        if self._page_shows != visible:
            self._page = read_page(self._rows, visible, self.units, self._hits, self._page)
            self._page_shows = visible

    def _look(self, index: int) -> Look:
        self._read_page()
        standing_out = self._marked if self._current is None else self._marked | {self._current.id}
        show_active = self.selecting or not self._selection.is_sentence
        return self._page.look(self._rows.rows[index], self._selection, standing_out, show_active=show_active)

    def _paint_changes(self) -> None:
        """Ask for the rows in sight whose look is no longer the one they were painted with."""
        for index in self._visible_rows():
            kept = self._strips.get(index)
            if kept is None or kept[0] != self._look(index):
                self.refresh_line(index)

    def _forget_strips(self) -> None:
        self._strips.clear()
        self._palette = None
        self.refresh()

    def _render_empty(self, y: int) -> Strip:
        """Below the text there is nothing; a page without text says so."""
        says = y == 0 and not self._rows.rows
        text = say("transcript.empty" if self._transcript.id else "transcript.nothing_open") if says else ""
        return Strip([Segment(fit(text, self.scrollable_size.width), self.rich_style)], self.scrollable_size.width)
