"""The second key of a chord: `g` and then a letter."""

from collections.abc import Sequence

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
        """The letters and where they lead, at the bottom."""
        parts = [
            Content.assemble((letter, "bold $primary"), f" {command.title}") for letter, command in self._chords.items()
        ]
        yield Static(packed([Content.styled(f"{self._prefix} …", "bold"), *parts], width=self.app.size.width - 2))

    def on_key(self, event: events.Key) -> None:
        """The letter, whatever else it means on the screen below."""
        event.stop()
        event.prevent_default()
        command = self._chords.get(event.key.lower())
        self.dismiss(command.action if command else None)

    def on_click(self) -> None:
        """A click closes it."""
        self.dismiss(None)


def packed(parts: Sequence[Content], *, width: int) -> Content:
    """The parts on as few lines as they need, none of them broken."""
    lines = [parts[0]]
    for part in parts[1:]:
        longer = Content.assemble(lines[-1], "   ", part)
        if longer.cell_length <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return Content("\n").join(lines)
