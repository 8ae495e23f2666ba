"""The transcript on the screen, read with a cursor that is a selection, and coded from there.

It takes frozen views down and posts messages up. It asks no service and declares no keys: the screen it stands on binds
its commands to the methods here.
"""

from textual import events
from textual.geometry import Offset
from textual.selection import Selection as TextSelection
from textual.timer import Timer

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.canvas import TranscriptCanvas
from qualcode.tui.widgets.transcript.cursor import (
    Selection,
    next_unit,
    select_sentence,
    select_span,
    turn_index,
    units_under,
)
from qualcode.tui.widgets.transcript.messages import CursorMoved, UnitOpened
from qualcode.tui.widgets.transcript.pointing import point_at, select_between
from qualcode.tui.widgets.transcript.steps import Kind
from qualcode.views.transcript import PlacedUnit

_LEFT_BUTTON = 1
_SCROLL_EVERY = 0.05
"""Seconds between rows while a drag is held above or below the page."""


class TranscriptPane(TranscriptCanvas):
    """A whole transcript to read and code. Posts `CursorMoved` and `UnitOpened`."""

    _pressed: Span | None = None
    _dragging: bool = False
    _pointer: Offset = Offset(0, 0)
    _drag_timer: Timer | None = None

    @property
    def units_under(self) -> tuple[PlacedUnit, ...]:
        """The units that share characters with the cursor, in the order of the text."""
        return units_under(self.units, self.selection.span)

    @property
    def current_unit(self) -> PlacedUnit | None:
        """The unit that was walked to; growing the selection stays with it, moving leaves it."""
        return self._current

    @property
    def unit_under(self) -> PlacedUnit | None:
        """The unit that a key acts on: the current one, else the topmost under the cursor."""
        under = self.units_under
        return self._current or (under[-1] if under else None)

    def move_sentence(self, step: int) -> None:
        """To the next (1) or previous (-1) sentence; in select mode, grow by one."""
        if self.selecting:
            self.grow_sentence(step)
        else:
            self._put(self.selection.move_sentence(step))

    def move_turn(self, step: int) -> None:
        """To the first sentence of the next (1) or previous (-1) turn; in select mode, grow by one."""
        if self.selecting:
            self.grow_turn(step)
        else:
            self._put(self.selection.move_turn(step))

    def move_page(self, step: int) -> None:
        """A page down (1) or up (-1), less two rows, and always at least one sentence."""
        if not self._rows.rows:
            return
        row = self._rows.row_of(self.selection.active) + step * max(1, self.size.height - 2)
        start = self._rows.rows[max(0, min(row, len(self._rows.rows) - 1))].start
        here = self.selection.move_to(self.selection.active) if self.selecting else self.selection
        there = here.move_to(start)
        moved = (there.start - here.start) * step > 0
        self._go(there if moved else here.move_sentence(step))

    def move_to_start(self) -> None:
        """To the first sentence of the transcript."""
        self._go(select_sentence(self.transcript, 0))

    def move_to_end(self) -> None:
        """To the last sentence of the transcript."""
        self._go(select_sentence(self.transcript, len(self.transcript.sentences) - 1))

    def move_unit(self, step: int) -> None:
        """To the next (1) or previous (-1) unit: the cursor becomes its words, and it becomes the current unit."""
        unit = next_unit(self.units, self.selection, current=self._current, step=step)
        if unit is not None:
            self.select_unit(unit)

    def select_unit(self, unit: PlacedUnit) -> None:
        """To this unit, as if one had walked there."""
        self._put(Selection(self.transcript, unit.start, unit.end), current=unit)

    def grow_sentence(self, step: int) -> None:
        """Move the active end by a sentence, forward (1) or back (-1)."""
        self._grow(step, Kind.SENTENCE)

    def grow_word(self, step: int) -> None:
        """Move the active end by a word, forward (1) or back (-1)."""
        self._grow(step, Kind.WORD)

    def grow_character(self, step: int) -> None:
        """Move the active end by a character as the reader sees it, forward (1) or back (-1)."""
        self._grow(step, Kind.CHARACTER)

    def grow_turn(self, step: int) -> None:
        """Move the active end by a turn, forward (1) or back (-1)."""
        self._grow(step, Kind.TURN)

    def swap_end(self) -> None:
        """Make the other end the active one, and bring it into view."""
        self._put(self.selection.swap_end(), current=self._current)

    def take_turn(self) -> None:
        """Cover the whole turn."""
        self._put(self.selection.take_turn())

    def select_span(self, span: Span) -> None:
        """Cover exactly this span, brought inside the text."""
        self._put(select_span(self.transcript, span))

    def open_unit(self) -> None:
        """Ask the screen to show everything about the unit that a key acts on."""
        if self.unit_under is not None:
            self.post_message(UnitOpened(self, self.unit_under))

    def get_selection(self, selection: TextSelection) -> tuple[str, str] | None:
        """For copying: the words between two places (character in the turn, index of the turn), inside the text."""
        text = self.transcript.text
        start = 0 if selection.start is None else self._offset_of(selection.start)
        end = len(text) if selection.end is None else self._offset_of(selection.end)
        return (text[start:end], "\n") if start < end else None

    def selection_updated(self, selection: TextSelection | None) -> None:
        """The screen's record of what can be copied has changed, which changes nothing here."""

    def _grow(self, step: int, kind: Kind) -> None:
        self._put(self.selection.grow(step, kind), current=self._current)

    def _go(self, target: Selection) -> None:
        """A move that in select mode reaches there instead."""
        self._put(self.selection.reach(target) if self.selecting else target)

    def _put(self, selection: Selection, *, current: PlacedUnit | None = None, reveal: bool = True) -> None:
        """Put the cursor there, bring it into view, and tell the screen if it moved."""
        moved = selection != self.selection or current != self._current
        self._select(selection, current=current)
        if reveal:
            self._reveal()
        self._offer_for_copying()
        if moved:
            self.post_message(CursorMoved(self, selection, self.units_under))

    def _offer_for_copying(self) -> None:
        """Let the screen's own copying take what the cursor covers."""
        start, end = self._place_of(self.selection.start), self._place_of(self.selection.end)
        self.screen.selections = {self: TextSelection(start, end)}

    def _place_of(self, offset: int) -> Offset:
        if not self.transcript.turns:
            return Offset(0, 0)
        index = turn_index(self.transcript, offset)
        return Offset(offset - self.transcript.turns[index].start, index)

    def _offset_of(self, place: Offset) -> int:
        turns = self.transcript.turns
        if not turns:
            return 0
        turn = turns[max(0, min(place.y, len(turns) - 1))]
        return max(turn.start, min(turn.start + place.x, turn.end))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember the words where a click or a drag begins."""
        if event.button == _LEFT_BUTTON and self.transcript.sentences:
            self._pointer = event.get_content_offset_capture(self)
            self._pressed, self._dragging = self._pointed_at(), False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag covers exactly what lies between where it began and the pointer; beyond the page, the page follows."""
        if self._pressed is None:
            return
        self._pointer = event.get_content_offset_capture(self)
        self._drag()
        if 0 <= self._pointer.y < self.size.height:
            self._stop_following()
        elif self._drag_timer is None:
            self._drag_timer = self.set_interval(_SCROLL_EVERY, self._follow_pointer)

    def on_mouse_up(self) -> None:
        """The end of a drag; without one, the cursor goes to the sentence that was clicked."""
        if self._pressed is None:
            return
        pressed, self._pressed = self._pressed, None
        self._stop_following()
        self.release_mouse()
        if self._dragging:
            self._offer_for_copying()
        else:
            self._put(self.selection.move_to(pressed.start), reveal=False)

    def on_click(self, event: events.Click) -> None:
        """A double click opens the unit that lies on top there."""
        self._pointer = event.get_content_offset_capture(self)
        start = self._pointed_at().start
        under = units_under(self.units, Span(start, start + 1))
        if event.chain == 2 and under:
            self.post_message(UnitOpened(self, under[-1]))

    def _drag(self) -> None:
        pressed, here = self._pressed, self._pointed_at()
        if pressed is None or (here == pressed and not self._dragging):
            return
        self._dragging = True
        covered = select_between(self.transcript, pressed, here)
        if covered is not None and covered != self.selection:
            self._put(covered, reveal=False)

    def _pointed_at(self) -> Span:
        if self._columns is None:
            return Span(0, 0)
        column, row = self._pointer
        return point_at(self.transcript, self._rows, self._columns, column=column, row=row + self.scroll_offset.y)

    def _follow_pointer(self) -> None:
        """One row towards a pointer that is held above or below the page."""
        self._scroll_to_row(self.scroll_offset.y + (-1 if self._pointer.y < 0 else 1))
        self._drag()

    def _stop_following(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None
