"""Something to read: a text, or a table."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.tui.dialogs.dialog import Dialog, T
from qualcode.tui.shown import shown


class ReadDialog(Dialog[T]):
    """A text to read, scrolled with the arrows; `esc`, enter or `q` closes it."""

    KEYS: ClassVar[str] = "read"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q", "close", show=False)]

    def __init__(self, title: str, body: str | Content, *, explanation: str = "") -> None:
        super().__init__(title, explanation=explanation)
        self._body = body if isinstance(body, Content) else shown(body)

    def compose_body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(classes="reading"):
            yield Static(self._body)

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(VerticalScroll).focus()


class ShowDialog(ReadDialog[None]):
    """A text to read, and no more."""


class AgreeDialog(Dialog[bool]):
    """Something to read before it is done: enter does it (the answer is True), `esc` leaves it.

    Where `agrees` is False there is nothing to do, and enter only closes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "agree", show=False)]

    def __init__(self, title: str, body: Content, *, agrees: bool = True) -> None:
        super().__init__(title)
        self.add_class("tall")
        self._body = body
        self._agrees = agrees

    def compose_body(self) -> ComposeResult:
        """What is to be read."""
        with VerticalScroll(classes="reading"):
            yield Static(self._body)

    def keys_line(self) -> Content:
        """What enter does."""
        return Content(say("app.keys.agree" if self._agrees else "app.keys.read"))

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_agree(self) -> None:
        """Do it."""
        self.dismiss(True if self._agrees else None)


class AgainDialog(AgreeDialog):
    """What could not be stored, on the screen meanwhile: enter tries again, and so does leaving the app."""

    def action_keep(self) -> None:
        """Try again, before the app is left."""
        self.action_agree()


def lay_in_columns(rows: Sequence[Sequence[object]], *, heading: Sequence[str] = ()) -> Content:
    """Rows with their cells one under the other; columns of numbers stand to the right, under their heading."""
    cells = [[shown(" ".join(str("" if cell is None else cell).split())) for cell in row] for row in rows]
    headings = [[shown(name, "bold") for name in heading]] if heading else []
    lines = [*headings, *cells]
    if not lines:
        return Content("")
    widths = [max(line[at].cell_length for line in lines) for at in range(len(lines[0]))]
    numbers = [bool(rows) and all(isinstance(row[at], (int, float)) for row in rows) for at in range(len(widths))]
    shapes = list(zip(widths, numbers, strict=True))
    padded = ([_pad(cell, *shape) for cell, shape in zip(line, shapes, strict=True)] for line in lines)
    return Content("\n").join(Content("  ").join(parts).rstrip() for parts in padded)


def _pad(cell: Content, width: int, right: bool) -> Content:
    missing = max(0, width - cell.cell_length)
    return cell.pad_left(missing) if right else cell.pad_right(missing)
