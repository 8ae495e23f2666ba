"""Finding words on the page below: a line at the bottom, what is found shown while one types."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qualcode.tui.dialogs.fields import LineInput
from qualcode.tui.shown import shown


class FindDialog(ModalScreen[str]):
    """Calls `find` with what has been typed, at each change, and shows what it says of it.

    Enter and `down` answer with the words; `esc` calls `find` with nothing and closes without an answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("down", "answer", show=False),
        Binding("ctrl+q", "app.app_quit", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FindDialog {
        & > Horizontal { height: 1; background: $panel; padding: 0 1; }
        & .title { width: auto; padding-right: 1; text-style: bold; color: $primary; }
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & .found { width: auto; max-width: 40; color: $text-muted; padding-left: 2; }
    }
    """

    def __init__(self, title: str, find: Callable[[str], str]) -> None:
        super().__init__(classes="over-page")
        self._title = title
        self._find = find

    def compose(self) -> ComposeResult:
        """The line, and at its end what was found."""
        with Horizontal():
            yield Static(shown(self._title), classes="title")
            yield LineInput()
            yield Static(classes="found")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(LineInput).focus()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(".found", Static).update(shown(self._find(event.value)))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        """Go to what was found."""
        self.dismiss(self.query_one(LineInput).value.strip() or None)

    def action_close(self) -> None:
        """As it was before."""
        self._find("")
        self.dismiss(None)
