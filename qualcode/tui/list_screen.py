"""A place where one walks in a list: what is under the cursor is told as one moves, and enter opens it."""

from textual import on
from textual.widgets import OptionList

from qualcode.tui.screen import PlaceScreen


class ListScreen(PlaceScreen):
    """A subclass gives `tell_line`, and `open_line` for what enter or a click does."""

    def tell_line(self) -> None:
        """Tell of the line under the cursor."""

    def open_line(self) -> None:
        """Open what the line stands for."""

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.app.session is not None:
            self.tell_line()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.open_line()
