"""The second key of a chord: `g` and then a letter."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.tui.bindings import chords_after


class ChordDialog(ModalScreen[str]):
    """Shows which letters there are, waits for one, and answers with its command's action. Any other key closes it."""

    def __init__(self, prefix: str) -> None:
        super().__init__(classes="chord")
        self._chords = chords_after(prefix)
        self._prefix = prefix

    def compose(self) -> ComposeResult:
        """The letters and where they lead, on one line at the bottom."""
        parts = [
            Content.assemble((letter, "bold $primary"), f" {command.title}") for letter, command in self._chords.items()
        ]
        yield Static(Content("   ").join([Content.styled(f"{self._prefix} …", "bold"), *parts]))

    def on_key(self, event: events.Key) -> None:
        """The letter, whatever else it means on the screen below."""
        event.stop()
        event.prevent_default()
        command = self._chords.get(event.key.lower())
        self.dismiss(command.action if command else None)

    def on_click(self) -> None:
        """A click closes it."""
        self.dismiss(None)
