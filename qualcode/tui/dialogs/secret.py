"""A passphrase: typed without being shown, and kept nowhere."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qualcode.tui.dialogs.dialog import Dialog


class SecretDialog(Dialog[str]):
    """One line that nobody reads over the shoulder. The answer is what was typed, as it was typed."""

    KEYS: ClassVar[str] = "line"
    MAY_BE_EMPTY: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "submit", show=False, priority=True)]

    def compose_body(self) -> ComposeResult:
        """The line."""
        yield Input(password=True, compact=True)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Answer."""
        typed = self.query_one(Input).value
        self.dismiss(typed if typed or self.MAY_BE_EMPTY else None)
