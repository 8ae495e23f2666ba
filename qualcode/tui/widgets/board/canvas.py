"""The drawing half of the board: the lanes, the cursor among them, and which part of each is in sight."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.widgets.board.card import CardLook, Row, height_of, name_of, paint_card
from qualcode.tui.widgets.board.headings import aside_rule, lane_heading, nothing_here
from qualcode.tui.widgets.board.lanes import Lane, next_index
from qualcode.tui.widgets.board.window import Place, reveal, rows_from
from qualcode.views.condensing import CardView

LEAST_WIDTH = 30
"""A lane is no narrower than this: with more lanes than fit, they scroll sideways."""

_LONGEST_NAME = 8
_PARTS = ("name", "sign", "quote", "aside", "pointed", "rule", "heading", "heading-here", "line")


class CursorMoved(Message):
    """The cursor is on another card, or in another lane."""


class BoardCanvas(Widget, can_focus=True):
    """Lanes of cards, drawn row by row; what the hands do with them is `CardBoard`'s.

    Only what is in sight is wrapped and painted, so a large group is no slower.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"board--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    BoardCanvas {
        background: $background; color: $foreground;
        & > .board--name { text-style: bold; color: $primary; }
        & > .board--sign { text-style: bold; color: $primary; }
        & > .board--quote { text-style: bold; color: $warning; }
        & > .board--aside { color: $text-muted; }
        & > .board--rule { color: $text-muted; text-style: italic; }
        & > .board--line { color: $border-blurred; }
        & > .board--heading { background: $panel; text-style: bold; }
        & > .board--heading-here { background: $panel; color: $primary; text-style: bold underline; }
        & > .board--pointed { background: $block-cursor-blurred-background; }
        &:focus > .board--pointed { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:nocolor > .board--pointed { text-style: reverse; }
    }
    """

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._lanes: tuple[Lane, ...] = ()
        self._at = 0
        self._first = 0
        self._alone = False
        self._indices: dict[int | None, int] = {}
        self._tops: dict[int | None, Place] = {}
        self._marked: frozenset[int] = frozenset()
        self._names = 3
        self._painted: list[list[Row]] | None = None
        self._looks: dict[str, Style] | None = None

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that are shown."""
        return self._lanes

    @property
    def lane(self) -> Lane | None:
        """The lane the cursor is in, None on an empty board."""
        return self._lanes[self._at] if self._lanes else None

    @property
    def index(self) -> int:
        """Which card of its lane the cursor is on, counted from 0."""
        return self._indices.get(self.lane.subgroup_id, 0) if self.lane else 0

    @property
    def card(self) -> CardView | None:
        """The card under the cursor, None in an empty lane."""
        cards = self.lane.cards if self.lane else ()
        return cards[self.index] if self.index < len(cards) else None

    @property
    def marked(self) -> frozenset[int]:
        """The codings whose cards are marked."""
        return self._marked

    @property
    def chosen(self) -> tuple[CardView, ...]:
        """What a key acts on: the marked cards, else the one under the cursor."""
        marked = tuple(card for lane in self._lanes for card in lane.cards if card.coding_id in self._marked)
        return marked or ((self.card,) if self.card else ())

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show these. The cursor stays in its lane: on its card, or, when that has gone, on the next one."""
        before = {lane.subgroup_id: lane for lane in self._lanes}
        here = self.lane.subgroup_id if self.lane else None
        for lane in lanes:
            if lane.subgroup_id in before:
                at = self._indices.get(lane.subgroup_id, 0)
                self._indices[lane.subgroup_id] = next_index(before[lane.subgroup_id], at, lane)
        first_time = not self._lanes
        self._lanes = tuple(lanes)
        keys = [lane.subgroup_id for lane in lanes]
        beginning = len(lanes) - 1 if lanes and lanes[-1].total else 0
        self._at = keys.index(here) if here in keys and not first_time else max(0, beginning)
        there = {card.coding_id for lane in lanes for card in lane.cards}
        self._marked &= there
        self._names = min(_LONGEST_NAME, max((len(name_of(card)) for lane in lanes for card in lane.cards), default=3))
        self._show_cursor()

    def show_alone(self, *, alone: bool) -> None:
        """Only the lane the cursor is in, over the whole width; or all of them again."""
        self._alone = alone
        self._show_cursor()

    def forget(self) -> None:
        """Begin anew: another code group comes."""
        self._lanes, self._marked, self._at, self._first = (), frozenset(), 0, 0
        self._indices, self._tops = {}, {}

    def render_line(self, y: int) -> Strip:
        """A row of the board: each lane's piece, and the line between lanes."""
        if self._painted is None:
            self._painted = [self._paint_lane(at, width) for at, width in self._in_sight()]
        looks = self._read_looks()
        row: Row = []
        for number, lane in enumerate(self._painted):
            if number:
                row.append(Segment("│", looks["line"]))
            row.extend(lane[y] if y < len(lane) else [])
        return Strip(row, self.size.width)

    def on_resize(self) -> None:
        """Lanes have another width; the cursor stays in sight."""
        self._show_cursor()

    def notify_style_update(self) -> None:
        """The theme or the focus has changed: read the styles again."""
        super().notify_style_update()
        self._looks = None
        self._repaint()

    @property
    def _rows_in_sight(self) -> int:
        return max(1, self.size.height - 1)

    def _go(self, at: int, index: int | None = None) -> None:
        """Put the cursor there, as far as there is a there."""
        if not self._lanes:
            return
        self._at = max(0, min(at, len(self._lanes) - 1))
        lane = self._lanes[self._at]
        wanted = self._indices.get(lane.subgroup_id, 0) if index is None else index
        self._indices[lane.subgroup_id] = max(0, min(wanted, len(lane.cards) - 1))
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self.size.width and self.lane:
            if not self._alone:
                fit = self._lanes_that_fit
                self._first = max(0, min(self._first, len(self._lanes) - fit))
                self._first = max(min(self._first, self._at), self._at - fit + 1)
            for at, _ in self._in_sight():
                self._reveal(self._lanes[at], self._indices.get(self._lanes[at].subgroup_id, 0))
        self._repaint()
        self.post_message(CursorMoved())

    def _reveal(self, lane: Lane, index: int) -> None:
        card, row = self._tops.get(lane.subgroup_id, (0, 0))
        if card >= len(lane.cards):
            card, row = max(0, len(lane.cards) - 1), 0
        if lane.cards:
            height = self._height(lane)
            self._tops[lane.subgroup_id] = reveal((card, row), index, height, rows=self._rows_in_sight)

    @property
    def _lanes_that_fit(self) -> int:
        return max(1, min(len(self._lanes), (self.size.width + 1) // (LEAST_WIDTH + 1)))

    def _in_sight(self) -> list[tuple[int, int]]:
        """The lanes in sight, as (index, width)."""
        if not self._lanes:
            return []
        if self._alone:
            return [(self._at, self.size.width)]
        fit = self._lanes_that_fit
        share, over = divmod(self.size.width - fit + 1, fit)
        # A wider board is painted before it hears that it is wider.
        first = min(self._first, len(self._lanes) - fit)
        return [(first + number, share + (number < over)) for number in range(fit)]

    def _height(self, lane: Lane) -> "_Heights":
        width = next((width for at, width in self._in_sight() if self._lanes[at] is lane), LEAST_WIDTH)
        return _Heights(lane, CardLook(width, self._names))

    def _paint_lane(self, at: int, width: int) -> list[Row]:
        lane, looks = self._lanes[at], self._read_looks()
        more = ("", "") if self._alone else ("‹" if at == self._first and at else "", self._more_after(at))
        heading = lane_heading(lane, width, more=more)
        rows: list[Row] = [[Segment(heading, looks["heading-here" if at == self._at else "heading"])]]
        if not lane.cards:
            rows += [[Segment(line, looks["rule"])] for line in nothing_here(lane, width)]
        index = self._indices.get(lane.subgroup_id, 0) if at == self._at else -1
        top = self._tops.get(lane.subgroup_id, (0, 0))
        painted: dict[int, list[Row]] = {}
        heights = _Heights(lane, CardLook(width, self._names))
        for card, row in rows_from(top, len(lane.cards), heights, rows=self._rows_in_sight):
            if card not in painted:
                look = heights.look(card, pointed=card == index, marked=lane.cards[card].coding_id in self._marked)
                painted[card] = paint_card(lane.cards[card], look, looks)
            rows.append(painted[card][row])
        blank: Row = [Segment(" " * width, looks["plain"])]
        return rows + [blank] * (self.size.height - len(rows))

    def _more_after(self, at: int) -> str:
        return "›" if at == self._first + self._lanes_that_fit - 1 and at < len(self._lanes) - 1 else ""

    def _read_looks(self) -> dict[str, Style]:
        if self._looks is None:
            self._looks = {part: self.get_component_rich_style(f"board--{part}") for part in _PARTS}
            self._looks["plain"] = self.rich_style
        return self._looks

    def _repaint(self) -> None:
        self._painted = None
        self.refresh()


class _Heights:
    """How many rows each card of a lane takes."""

    def __init__(self, lane: Lane, look: CardLook) -> None:
        self._lane = lane
        self._look = look

    def __call__(self, index: int) -> int:
        return height_of(self._lane.cards[index], self.look(index))

    def look(self, index: int, *, pointed: bool = False, marked: bool = False) -> CardLook:
        """How the card at this index is drawn."""
        lane = self._lane
        above = aside_rule(lane) if index == lane.aside_from else ""
        aside = lane.is_aside(index)
        return CardLook(self._look.width, self._look.names, pointed, marked, aside, above)
