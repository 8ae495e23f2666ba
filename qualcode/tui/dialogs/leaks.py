"""What a file that is about to go out would tell of somebody, to be read, and accepted line by line with a reason."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.shown import shown
from qualcode.views.leaks import ERROR, Leak

Answer = Leak | bool
"""Write the file all the same (True), keep it (False), or accept this."""


class LeaksDialog(Dialog[Answer]):
    """The list, errors first. Enter writes the file, `L` accepts the line under the cursor, `esc` keeps the file."""

    KEYS: ClassVar[str] = "leaks"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("L", "accept", show=False)]

    def __init__(self, leaks: Sequence[Leak]) -> None:
        blocked = any(leak.level == ERROR for leak in leaks)
        super().__init__(say("leaks.title" if blocked else "leaks.weigh"))
        self.add_class("tall")
        self._leaks = leaks

    def compose_body(self) -> ComposeResult:
        """The list, and the whole of the line under the cursor."""
        yield OptionList(*(Option(_line(leak)) for leak in self._leaks), compact=True)
        yield Static(classes="passage")

    def on_mount(self) -> None:
        """The arrows move in the list at once."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        leak = self._leaks[event.option_index]
        self.query_one(".passage", Static).update(shown(f"{leak.where}: {leak.message}"))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(True)

    def action_accept(self) -> None:
        """This may go out; the reason is asked for. Who made the file, or who has not consented, is not accepted."""
        leak = self._leaks[self.query_one(OptionList).highlighted or 0]
        if leak.fingerprint:
            self.dismiss(leak)
        else:
            self.query_one(".passage", Static).update(shown(say("leaks.not_accepted"), "$warning"))

    def action_close(self) -> None:
        """Keep the file."""
        self.dismiss(False)


class ReasonDialog(TextDialog):
    """Why it is accepted; `esc` goes back to the list, with nothing accepted (the answer is empty)."""

    def __init__(self, leak: Leak) -> None:
        super().__init__(say("leaks.why"), explanation=leak.message)

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss("")


def _line(leak: Leak) -> Content:
    style = "$error" if leak.level == ERROR else "$text-muted"
    return Content.assemble((say(f"leaks.levels.{leak.level}"), style), shown(f"  {leak.message}"))
