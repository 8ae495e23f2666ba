"""Turns one under the other, the one that is being tagged always at the same height, with its neighbours around it."""

import re
from itertools import pairwise
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.glyphs import fit, is_plain, read_glyphs
from qualcode.tui.widgets.transcript.rows import wrap_turn
from qualcode.views.speaking import TaggingView, is_tagged
from qualcode.views.transcript import TurnView

_PARTS = ("number", "name", "proposed", "doubtful", "unknown", "remark", "here", "word")
_NUMBER = 6
_LONGEST_NAME = 14
_KEPT_STRIPS = 2000
_EYE = 3
"""The turn at hand begins so many parts of the height down."""

ROLE_KEYS = {"moderator": "i", "interviewer": "i", "secretary": "s"}
"""The keys of those who are known by role; they stand for them where there is no room for a label."""

_WORD = re.compile(r"\S+")


class StackRow(NamedTuple):
    """A row of the turn with index `turn`: words `start`-`end` of the text, or a remark about the turn."""

    turn: int
    start: int
    end: int
    first: bool = False
    remark: str = ""


Painted = tuple[StackRow, bool, Span | None, tuple[str, str] | None]
"""What a painted row depends on: the row, whether it is the turn at hand, the word one has come to, who is named."""


class TurnPicked(Message):
    """A turn was clicked."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


class TurnStack(Widget, can_focus=True):
    """The turns of a transcript around the one at hand. It takes a view down; the screen moves it by `go`.

    Only what is in sight is wrapped and painted, so a long transcript is no slower.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"stack--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    TurnStack {
        background: $background; color: $foreground;
        & > .stack--number { color: $text-muted; }
        & > .stack--name { text-style: bold; color: $primary; }
        & > .stack--proposed { text-style: italic; color: $secondary; }
        & > .stack--doubtful { text-style: bold; color: $warning; }
        & > .stack--unknown { color: $text-muted; }
        & > .stack--remark { text-style: italic; color: $text-muted; }
        & > .stack--here { background: $block-cursor-background; }
        & > .stack--word { text-style: bold reverse; }
        &:nocolor > .stack--here { text-style: bold; }
    }
    """

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.view: TaggingView | None = None
        self.index = 0
        self.word: Span | None = None
        self.remarks: dict[int, str] = {}
        self._width_of_names = _LONGEST_NAME
        self._rows: dict[int, tuple[StackRow, ...]] = {}
        self._window: list[StackRow] | None = None
        self._strips: dict[Painted, Strip] = {}
        self._looks: dict[str, Style] | None = None

    @property
    def turn(self) -> TurnView | None:
        """The turn at hand, None in an empty transcript."""
        turns = self.view.turns if self.view else ()
        return turns[self.index] if self.index < len(turns) else None

    def show_view(self, view: TaggingView, *, index: int, remarks: dict[int, str]) -> None:
        """Show this, at this turn. `remarks` are by the turn's key: what stands under its words.

        Where it is the turn at hand with the words it had, the cursor stays on its word.
        """
        before, word = self._turn_in_words, self.word
        self.view, self.remarks = view, remarks
        names = [person.name for person in view.people]
        labels = {f"({turn.speaker.label})" for turn in view.turns if turn.speaker is not None and not is_tagged(turn)}
        self._width_of_names = min(_LONGEST_NAME, max(map(len, (*names, *labels)), default=3) + 2)
        self._forget()
        self.go(index)
        if word is not None and before is not None and self._turn_in_words is not None:
            (key, start, words), (now, moved_to, same) = before, self._turn_in_words
            if (key, words) == (now, same):
                self.word = Span(word.start - start + moved_to, word.end - start + moved_to)

    @property
    def _turn_in_words(self) -> tuple[int, int, str] | None:
        """The turn at hand: its key, where it begins, and its words."""
        if self.turn is None or self.view is None:
            return None
        return self.turn.id, self.turn.start, self.view.text[self.turn.start : self.turn.end]

    def show_turn(self, view: TaggingView, changed: int, remark: str) -> None:
        """One turn was tagged or marked: the view is the same but for the turn with this index."""
        self.view = view
        self.remarks = self.remarks | {view.turns[changed].id: remark}
        self._rows.pop(changed, None)
        self._repaint()

    def go(self, index: int) -> None:
        """To this turn, as a whole."""
        self.index = max(0, min(index, len(self.view.turns) - 1 if self.view else 0))
        self.word = None
        self._repaint()

    def step_word(self, step: int) -> bool:
        """Into the turn at its first word; a word on (1) or back (-1), and out again. False where there is no more."""
        if self.turn is None or self.view is None:
            return False
        words = [Span(*match.span()) for match in _WORD.finditer(self.view.text, self.turn.start, self.turn.end)]
        at = -1 if self.word is None else words.index(self.word)
        if at + step >= len(words) or (self.word is None and step < 0):
            return False
        self.word = words[at + step] if at + step >= 0 else None
        self._repaint()
        return True

    def on_resize(self) -> None:
        """Wrap anew."""
        self._forget()
        self._repaint()

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._looks = None
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        """A click goes to the turn."""
        window = self._in_sight()
        if event.y < len(window):
            self.post_message(TurnPicked(window[event.y].turn))

    def render_line(self, y: int) -> Strip:
        """One row, as wide as the widget."""
        window = self._in_sight()
        width = self.size.width
        if y >= len(window):
            return Strip.blank(width, self._look("plain"))
        row = window[y]
        here = row.turn == self.index
        who = self._who(self.view.turns[row.turn]) if row.first and self.view is not None else None
        key = (row, here, self.word if here else None, who)
        if key not in self._strips:
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.clear()
            self._strips[key] = Strip(self._paint(row)).adjust_cell_length(width, self._ground(row))
        return self._strips[key]

    def _forget(self) -> None:
        self._rows.clear()
        self._strips.clear()

    def _repaint(self) -> None:
        self._window = None
        self.refresh()

    def _in_sight(self) -> list[StackRow]:
        if self._window is None:
            self._window = self._gather()
        return self._window

    def _gather(self) -> list[StackRow]:
        """The rows on the page: the row at hand a third down, what was said before above it, what comes below it."""
        height = self.size.height
        if self.turn is None or self.view is None or not height:
            return []
        here = self._rows_of(self.index)
        at = next((place for place, row in enumerate(here) if self._holds_word(row)), 0)
        above = list(here[:at])
        place = self.index - 1
        while len(above) < height // _EYE and place >= 0:
            above = [*self._rows_of(place), *above]
            place -= 1
        rows = [*above[max(0, len(above) - height // _EYE) :], *here[at:]]
        place = self.index + 1
        while len(rows) < height and place < len(self.view.turns):
            rows += self._rows_of(place)
            place += 1
        return rows[:height]

    def _holds_word(self, row: StackRow) -> bool:
        return self.word is not None and not row.remark and row.start <= self.word.start < max(row.end, row.start + 1)

    def _rows_of(self, index: int) -> tuple[StackRow, ...]:
        known = self._rows.get(index)
        if known is None and self.view is not None:
            turn = self.view.turns[index]
            width = max(10, self.size.width - self._indent - 1)
            spans = wrap_turn(self.view.text, turn.start, turn.end, width)
            rows = [StackRow(index, start, end, first=place == 0) for place, (start, end) in enumerate(spans)]
            remark = self.remarks.get(turn.id, "")
            known = (*rows, StackRow(index, turn.end, turn.end, remark=remark)) if remark else tuple(rows)
            self._rows[index] = known
        return known or ()

    @property
    def _indent(self) -> int:
        return _NUMBER + self._width_of_names + 1

    def _paint(self, row: StackRow) -> list[Segment]:
        ground = self._ground(row)
        if self.view is None:
            return []
        if row.remark:
            said = fit(row.remark, max(1, self.size.width - self._indent - 1))
            return [Segment(" " * self._indent, ground), Segment(said, ground + self._look("remark"))]
        head = self._head(row.turn, ground) if row.first else [Segment(" " * self._indent, ground)]
        return head + self._words(row, ground)

    def _head(self, index: int, ground: Style) -> list[Segment]:
        assert self.view is not None  # noqa: S101 - rows are only painted of a view
        turn = self.view.turns[index]
        pointer = "▸" if index == self.index else " "
        name, look = self._who(turn)
        return [
            Segment(pointer + fit(f"{turn.number:>4} ", _NUMBER - 1), ground + self._look("number")),
            Segment(fit(name, self._width_of_names), ground + self._look(look)),
            Segment(" ", ground),
        ]

    def _who(self, turn: TurnView) -> tuple[str, str]:
        """Who it is, and how sure that is: `FL8`, `FL8!` in doubt, `FL8?` proposed, `?` nobody knows."""
        assert self.view is not None  # noqa: S101 - as above
        if turn.speaker is not None and is_tagged(turn):
            short = ROLE_KEYS.get(turn.speaker.role, "") if len(turn.speaker.shown) >= self._width_of_names else ""
            name = short or turn.speaker.shown
            return (f"{name}!", "doubtful") if turn.doubtful else (name, "name")
        proposal = self.view.proposals.get(turn.id)
        if proposal is not None:
            return f"{self.proposed_name(turn)}?", "proposed"
        return (f"({turn.speaker.label})" if turn.speaker else "?"), "unknown"

    def proposed_name(self, turn: TurnView) -> str:
        """What the person who is proposed for a turn is called in the margin."""
        proposal = self.view.proposals.get(turn.id) if self.view else None
        if proposal is None:
            return ""
        person = proposal.person
        return person.name or ROLE_KEYS.get(person.role, "?")

    def _words(self, row: StackRow, ground: Style) -> list[Segment]:
        assert self.view is not None  # noqa: S101 - as above
        text, word = self.view.text, self.word if row.turn == self.index else None
        cuts = [row.start, row.end]
        if word is not None:
            cuts[1:1] = [min(max(word.start, row.start), row.end), min(max(word.end, row.start), row.end)]
        parts = pairwise(cuts)
        return [
            Segment(
                _drawn(text, start, end),
                ground + self._look("word") if word is not None and word.start <= start < word.end else ground,
            )
            for start, end in parts
            if end > start
        ]

    def _ground(self, row: StackRow) -> Style:
        return self._look("here") if row.turn == self.index else self._look("plain")

    def _look(self, part: str) -> Style:
        if self._looks is None:
            self._looks = {name: self.get_component_rich_style(f"stack--{name}", partial=True) for name in _PARTS}
            self._looks["plain"] = self.rich_style
            self._looks["here"] = self.rich_style + self._looks["here"]
        return self._looks[part]


def _drawn(text: str, start: int, end: int) -> str:
    """Words as they may be shown: nothing in them commands the terminal."""
    if is_plain(text, start, end):
        return text[start:end]
    return "".join(glyph.drawn for glyph in read_glyphs(text, start, end))
