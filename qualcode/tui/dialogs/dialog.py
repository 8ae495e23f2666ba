"""What every dialog is: one question over the screen, one answer, `esc` to close."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.locale import say
from qualcode.tui.shown import shown

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

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

    app: "QualcodeApp"

    def __init__(self, title: str, *, explanation: str = "") -> None:
        super().__init__(classes="dialog")
        self._title = title
        self._explanation = explanation
        self._answered = False
        self._close_later: Callable[[], object] | None = None

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
        """Answer, once: a key that comes twice would answer twice, and close what is below.

        Closing takes away what lies on top. What is answered by work that ends while something else lies over it, or
        while one is in another place, closes when it is on top itself.
        """
        if self._answered:
            return AwaitComplete()
        self._answered = True
        if self.is_active:
            return super().dismiss(result)
        self._close_later = partial(super().dismiss, result)
        if self.app.leaving and self._result_callbacks:
            # It will not be on top again. A callback is called once.
            self._result_callbacks[-1](result)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """On top again: close, if it has been answered meanwhile."""
        if self._close_later is not None:
            closing, self._close_later = self._close_later, None
            closing()

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
