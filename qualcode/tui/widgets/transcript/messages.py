"""What the transcript tells the screen it stands on."""

from typing import TYPE_CHECKING

from textual.message import Message

from qualcode.tui.widgets.transcript.cursor import Selection
from qualcode.views.transcript import PlacedUnit

if TYPE_CHECKING:
    from qualcode.tui.widgets.transcript.view import TranscriptPane


class CursorMoved(Message):
    """The cursor covers other words now; `units` are those that share characters with them, in text order."""

    def __init__(self, pane: "TranscriptPane", selection: Selection, units: tuple[PlacedUnit, ...]) -> None:
        super().__init__()
        self.pane = pane
        self.selection = selection
        self.units = units

    @property
    def control(self) -> "TranscriptPane":
        """The transcript that sent it."""
        return self.pane


class UnitOpened(Message):
    """The researcher wants to see everything about this unit."""

    def __init__(self, pane: "TranscriptPane", unit: PlacedUnit) -> None:
        super().__init__()
        self.pane = pane
        self.unit = unit

    @property
    def control(self) -> "TranscriptPane":
        """The transcript that sent it."""
        return self.pane
