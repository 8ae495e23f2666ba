"""The board: lanes of cards side by side, and what the hands do with them."""

from textual import events
from textual.message import Message

from qualcode.tui.widgets.board.canvas import BoardCanvas
from qualcode.tui.widgets.board.lanes import move_cards
from qualcode.tui.widgets.board.window import Place, rows_from, step_down, step_up

_WHEEL = 3
"""Rows that the wheel turns at a time."""


class CardOpened(Message):
    """A card was clicked twice."""


class CardBoard(BoardCanvas):
    """A code group's cards to walk, mark and move. Posts `CursorMoved` and `CardOpened`.

    It takes lanes down and posts messages up. It declares no keys: the screen binds its commands to the methods here.
    """

    def move_chosen(self, subgroup_id: int | None, *, aside: bool = False) -> None:
        """Show at once that what a key acts on lies elsewhere now; the marks are spent."""
        moved = {card.coding_id for card in self.chosen}
        self._marked = frozenset()
        self.show_lanes(move_cards(self._lanes, moved, subgroup_id=subgroup_id, aside=aside))

    def move_card(self, step: int) -> None:
        """To the next (1) or previous (-1) card; through a card that is taller than the board by the page."""
        if self.lane and self.card and not self._turn_page_of_card(step):
            self._go(self._at, self.index + step)

    def move_lane(self, step: int) -> None:
        """To the next (1) or previous (-1) lane."""
        self._go(self._at + step)

    def move_page(self, step: int) -> None:
        """A page down (1) or up (-1) in the lane, at least one card."""
        if not self.lane or not self.card:
            return
        height, here = self._height(self.lane), (self.index, 0)
        if step > 0:
            there = step_down(here, len(self.lane.cards), height, rows=self._rows_in_sight - 1)[0]
        else:
            there = step_up(here, height, rows=self._rows_in_sight - 1)[0]
        self._go(self._at, there if there != self.index else self.index + step)

    def move_to_end(self, step: int) -> None:
        """To the last (1) or first (-1) card of the lane."""
        if self.lane:
            self._go(self._at, len(self.lane.cards) - 1 if step > 0 else 0)

    def go_to_card(self, *, coding_id: int | None = None, unit_id: int | None = None) -> bool:
        """To the card of this coding or unit; False if it is not on the board."""
        for at, lane in enumerate(self._lanes):
            for index, card in enumerate(lane.cards):
                if coding_id == card.coding_id or unit_id == card.unit_id:
                    self._go(at, index)
                    return True
        return False

    def go_to_lane(self, subgroup_id: int | None) -> None:
        """To this subgroup's lane."""
        keys = [lane.subgroup_id for lane in self._lanes]
        if subgroup_id in keys:
            self._go(keys.index(subgroup_id))

    def toggle_mark(self) -> None:
        """Mark the card under the cursor, or take its mark away."""
        if self.card:
            self._marked ^= {self.card.coding_id}
            self._repaint()

    def unmark(self) -> None:
        """Take all marks away."""
        self._marked = frozenset()
        self._repaint()

    def on_click(self, event: events.Click) -> None:
        """To the card that was clicked; twice opens it."""
        at, place = self._pointed_at(event.x, event.y)
        if at is not None:
            self._go(at, place[0] if place else None)
            if event.chain == 2 and place:
                self.post_message(CardOpened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down in the lane under the pointer; the cursor stays."""
        self._wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up in the lane under the pointer; the cursor stays."""
        self._wheel(event, -_WHEEL)

    def _turn_page_of_card(self, step: int) -> bool:
        """Scroll within a card that is taller than the board; False when its end in that direction is in sight."""
        lane = self.lane
        if lane is None:
            return False
        height, (card, row) = self._height(lane)(self.index), self._tops.get(lane.subgroup_id, (0, 0))
        if card != self.index or height <= self._rows_in_sight:
            return False
        last = height - self._rows_in_sight
        if (row >= last and step > 0) or (row == 0 and step < 0):
            return False
        turned = row + step * max(1, self._rows_in_sight - 1)
        self._tops[lane.subgroup_id] = card, max(0, min(turned, last))
        self._repaint()
        return True

    def turn(self, *, rows: int = 0, pages: int = 0) -> None:
        """Down (or up, below 0) in the lane the cursor is in, by rows or by pages; the cursor stays."""
        self._turn(self._at, rows + pages * max(1, self._rows_in_sight - 1))

    def _wheel(self, event: events.MouseScrollDown | events.MouseScrollUp, rows: int) -> None:
        event.stop()
        at, _ = self._pointed_at(event.x, event.y)
        if at is not None:
            self._turn(at, rows)

    def _turn(self, at: int, rows: int) -> None:
        if at >= len(self._lanes) or not self._lanes[at].cards:
            return
        lane = self._lanes[at]
        top, height = self._tops.get(lane.subgroup_id, (0, 0)), self._height(lane)
        if rows > 0:
            last = len(lane.cards) - 1
            end = step_up((last, height(last)), height, rows=self._rows_in_sight)
            top = max(top, min(end, step_down(top, len(lane.cards), height, rows=rows)))
        else:
            top = step_up(top, height, rows=-rows)
        self._tops[lane.subgroup_id] = top
        self._repaint()

    def _pointed_at(self, x: int, y: int) -> tuple[int | None, Place | None]:
        """The lane at this column, and the card at this row of it."""
        left = 0
        for at, width in self._in_sight():
            if left <= x <= left + width:
                lane = self._lanes[at]
                top = self._tops.get(lane.subgroup_id, (0, 0))
                places = list(rows_from(top, len(lane.cards), self._height(lane), rows=self._rows_in_sight))
                return at, places[y - 1] if 0 < y <= len(places) else None
            left += width + 1
        return None, None
