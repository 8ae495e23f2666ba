"""Hits as keyword in context: a row each, aligned on the hit. Only the rows in sight are ever drawn."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.text.display import visible
from qualcode.views.searching import SearchHit

_PLACE = 0.2
_WIDEST_PLACE = 30
_LEAST_PLACE = 14
_LEFT = 0.42
"""The hit begins after so much of what the place leaves."""


class HitList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows hits; `cursor` is the index of the one that is chosen. The screen moves it."""

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hits--place", "hits--words", "hits--match", "hits--cursor"}
    DEFAULT_CSS = """
    HitList {
        height: 1fr; background: $background; overflow-x: hidden;
        & > .hits--place { color: $text-muted; }
        & > .hits--words { color: $foreground; }
        & > .hits--match { color: $primary; text-style: bold; }
        & > .hits--cursor { background: $panel; }
        &:focus > .hits--cursor { background: $block-cursor-background 30%; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """Another hit is under the cursor."""

    class Opened(Message):
        """The hit under the cursor was clicked."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._left = _LEFT
        self._hits: Sequence[SearchHit] = ()

    @property
    def hit(self) -> SearchHit | None:
        """The hit under the cursor."""
        return self._hits[self.cursor] if 0 <= self.cursor < len(self._hits) else None

    @property
    def hits(self) -> Sequence[SearchHit]:
        """All that are shown."""
        return self._hits

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Show these; the cursor stays on the hit it was on, if that is still there."""
        before = self.hit
        self._hits = hits
        # Whole passages begin where the place ends.
        self._left = _LEFT if any(hit.before or hit.after for hit in hits) else 0.0
        keys = (index for index, hit in enumerate(hits) if before and _same(hit, before))
        self.set_reactive(HitList.cursor, next(keys, 0))
        self.virtual_size = Size(self.size.width, len(hits))
        self._keep_in_sight()
        self.refresh()

    def move(self, rows: int) -> None:
        """Move the cursor, no further than to the first or last hit."""
        self.cursor = max(0, min(len(self._hits) - 1, self.cursor + rows))

    def watch_cursor(self) -> None:
        """Keep it in sight, and tell."""
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """The rows are as wide as the list."""
        self.virtual_size = Size(self.size.width, len(self._hits))

    def on_click(self, event: events.Click) -> None:
        """Choose the hit that was clicked; a click on the chosen one opens it."""
        index = event.y + self.scroll_offset.y
        if not 0 <= index < len(self._hits):
            return
        if index == self.cursor:
            self.post_message(self.Opened())
        else:
            self.cursor = index

    def render_line(self, y: int) -> Strip:
        """One row of the page in sight."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if not 0 <= index < len(self._hits):
            return Strip.blank(width, self.rich_style)
        styles = {part: self.get_component_rich_style(f"hits--{part}") for part in ("place", "words", "match")}
        strip = Strip(
            [Segment(text, styles[part]) for text, part in lay_out(self._hits[index], width=width, left=self._left)],
            width,
        )
        if index == self.cursor:
            # Only the ground of the cursor's style: the words keep their colours.
            ground = self.get_component_rich_style("hits--cursor")
            strip = Strip(
                [Segment(part.text, (part.style or ground) + Style(bgcolor=ground.bgcolor)) for part in strip], width
            )
        return strip

    def _keep_in_sight(self) -> None:
        top, rows = self.scroll_offset.y, max(1, self.size.height)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + rows:
            self.scroll_to(y=self.cursor - rows + 1, animate=False, immediate=True)


def lay_out(hit: SearchHit, *, width: int, left: float = _LEFT) -> list[tuple[str, str]]:
    """A hit in one row of so many cells, as (text, part): where it is, what stands before, the hit, what stands after.

    The hits of all rows begin in the same column, after `left` of what the place leaves.
    """
    place = max(_LEAST_PLACE, min(_WIDEST_PLACE, int(width * _PLACE)))
    side = int((width - place) * left)
    match = set_cell_size(_line(hit.match), min(cell_len(_line(hit.match)), max(1, width - place - side)))
    rest = max(0, width - place - side - cell_len(match))
    return [
        (" " + set_cell_size(_beginning_cut(_line(_where(hit)), place - 2), place - 2) + " ", "place"),
        (_end_of(_line(hit.before), side), "words"),
        (match, "match"),
        (set_cell_size(_line(hit.after), rest), "words"),
    ]


def _line(text: str) -> str:
    return visible(text.replace("\n", " "))


def _where(hit: SearchHit) -> str:
    """Transcript, turn and speaker; a record's name says who, and it has one turn."""
    if not hit.turn:
        return f"{hit.transcript} {hit.where}".strip()
    who = hit.participant or hit.speaker or ""
    return hit.transcript if hit.transcript.endswith(f"/{who}") else f"{hit.transcript} {hit.turn} {who}"


def _beginning_cut(where: str, cells: int) -> str:
    """Where there is no room for all of it, the end of a place says more than the beginning: `…dinger/117 1`."""
    return where if cell_len(where) <= cells else "…" + _end_of(where, cells - 1).lstrip()


def _end_of(text: str, cells: int) -> str:
    """The end of a text in so many cells, its beginning filled up or cut."""
    text = text[-cells:] if cells else ""
    while cell_len(text) > cells:
        text = text[1:]
    return " " * (cells - cell_len(text)) + text


def _same(one: SearchHit, other: SearchHit) -> bool:
    return (one.source, one.id, one.start) == (other.source, other.id, other.start)
