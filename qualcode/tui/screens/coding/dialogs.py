"""The questions of the Coding screen: which code group, and everything about one unit."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.locale import say
from qualcode.tui.dialogs.chord import packed
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shortened, shown
from qualcode.views.groups import GroupView

LIST = 0
"""The answer that asks for the whole list."""

_NAME = 24


class GroupKeyDialog(ModalScreen[int]):
    """Waits for a code group's digit and answers with the group's id; `c` answers `LIST`. Any other key closes it."""

    DEFAULT_CSS = """
    GroupKeyDialog {
        & Static { width: 100%; height: auto; padding: 0 1; background: $panel; }
    }
    """

    def __init__(self, title: str, groups: Sequence[GroupView]) -> None:
        super().__init__(classes="over-page")
        self._title = title
        self._groups = {str(group.key): group for group in groups if group.key}

    def compose(self) -> ComposeResult:
        """The question, and the digits that answer it."""
        names = [
            Content.assemble((digit, "bold $primary"), " ", shown(shortened(group.name, cells=_NAME)))
            for digit, group in sorted(self._groups.items())
        ]
        rest = [Content.assemble(("c", "bold $primary"), " ", say("coding.from_list")), Content(say("app.keys.close"))]
        yield Static(packed([shown(self._title, "bold"), *names, *rest], width=self.app.size.width - 2))

    def on_key(self, event: events.Key) -> None:
        """The digit, whatever else it means on the screen below."""
        event.stop()
        event.prevent_default()
        group = self._groups.get(event.key)
        self.dismiss(LIST if event.key == "c" else group.id if group else None)

    def on_click(self) -> None:
        """A click closes it."""
        self.dismiss(None)


class UnitDialog(Dialog[str]):
    """Everything about a unit. `m` answers "new" (a note), `e` "edit" (a note), where the reader has one to edit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", show=False),
        Binding("m", "answer('new')", show=False),
        Binding("e", "answer('edit')", show=False),
    ]

    def __init__(self, title: str, told: Content, *, has_notes: bool) -> None:
        super().__init__(title)
        self._told = told
        self._has_notes = has_notes

    def compose_body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(classes="reading"):
            yield Static(self._told)

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.query_one(VerticalScroll).focus()

    def keys_line(self) -> Content:
        """What can be done from here."""
        return Content(say("coding.unit.keys_with_notes" if self._has_notes else "coding.unit.keys"))

    def action_answer(self, answer: str) -> None:
        """Close, to write."""
        if answer == "new" or self._has_notes:
            self.dismiss(answer)
