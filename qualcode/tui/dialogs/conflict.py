"""Two people have changed the same thing: both versions, and the choice between them."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shown


class ConflictDialog(Dialog[bool]):
    """What stands there now and what was to be written. `ctrl+s` writes the latter, `esc` leaves the former.

    Not enter, which may be on its way when the dialog comes up.
    """

    KEYS: ClassVar[str] = "conflict"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "write", show=False)]

    def __init__(self, conflict: ChangedMeanwhile) -> None:
        super().__init__(conflict.message, explanation=say("app.conflict.explanation"))
        self.add_class("tall")
        self._conflict = conflict

    def compose_body(self) -> ComposeResult:
        """Both, one after the other."""
        with VerticalScroll(classes="reading"):
            yield Static(shown(say("app.conflict.stands"), "bold"))
            yield Static(_told(self._conflict.values["stands"]), classes="stands")
            yield Static("")
            yield Static(shown(say("app.conflict.wanted"), "bold"))
            yield Static(_told(self._conflict.values["wanted"]), classes="wanted")

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_write(self) -> None:
        """Write what was to be written, over what stands there."""
        self.dismiss(True)


def _told(fields: Mapping[str, object]) -> Content:
    return Content("\n").join(
        shown(say("app.conflict.nothing") if value in (None, "") else str(value)) for value in fields.values()
    )
