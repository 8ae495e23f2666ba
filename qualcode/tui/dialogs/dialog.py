"""What every dialog is: one question over the screen, one answer, `esc` to close."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.locale import say
from qualcode.tui.shown import shown

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A question: a title, the subclass's body, and a line that says which keys answer.

    `KEYS` is the name of that line's text under `app.keys`.
    """

    KEYS: ClassVar[str] = "close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("ctrl+q", "app.app_quit", show=False, priority=True),
    ]

    def __init__(self, title: str, *, explanation: str = "") -> None:
        super().__init__(classes="dialog")
        self._title = title
        self._explanation = explanation
        self._answered = False

    def compose(self) -> ComposeResult:
        """Title, explanation, body, keys."""
        with Vertical(classes="paper"):
            yield Static(shown(self._title), classes="title")
            if self._explanation:
                yield Static(shown(self._explanation), classes="explanation")
            yield from self.compose_body()
            yield Static(self.keys_line(), classes="keys")

    def compose_body(self) -> ComposeResult:
        """The question itself."""
        yield from ()

    def keys_line(self) -> Content:
        """Which keys answer."""
        return Content(say(f"app.keys.{self.KEYS}"))

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer, once: a key that comes twice would answer twice, and close what is below."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
