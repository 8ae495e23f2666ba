"""A code group on the table: its units as cards in lanes."""

from qualcode.tui.widgets.board.board import CardBoard, CardOpened
from qualcode.tui.widgets.board.canvas import CursorMoved
from qualcode.tui.widgets.board.lanes import Lane

__all__ = ["CardBoard", "CardOpened", "CursorMoved", "Lane"]
