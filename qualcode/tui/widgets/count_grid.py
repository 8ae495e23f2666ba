"""A table of the study as a grid: the cursor on one number, the row's name always in sight."""

from rich.text import Text
from textual.widgets import DataTable

from qualcode.exporters.wording import printed_cell
from qualcode.text.display import visible
from qualcode.tui.shown import shortened
from qualcode.views.table import Cell, TableView

_WIDEST = 34
_WIDEST_NUMBERS = 18


class CountGrid(DataTable[Text]):
    """Arrows move from number to number; enter, or a click on the one one is on, opens it."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes, fixed_columns=1, zebra_stripes=False)

    def show_table(self, view: TableView, *, language: str) -> None:
        """Show this; the cursor stays where it was, as far as there is something there."""
        before = self.cursor_coordinate
        self.clear(columns=True)
        widest = (_WIDEST, *[_WIDEST_NUMBERS] * (len(view.columns) - 1))
        headings = map(_words, view.headings or view.columns, widest)
        rows = [[_cell(cell, language) for cell in cells] for cells in view.rows]
        for heading, *cells in zip(headings, *rows, strict=True):
            # The width is said, because the table would measure it later and may have drawn its cells by then.
            self.add_column(heading, width=max(words.cell_len for words in (heading, *cells)))
        self.add_rows(rows)
        if view.rows:
            row, column = min(before.row, len(view.rows) - 1), min(max(1, before.column), len(view.columns) - 1)
            self.move_cursor(row=row, column=column, animate=False)


def _cell(cell: Cell, language: str) -> Text:
    words = printed_cell(cell, language=language)
    return _figure(words) if isinstance(cell, int | float) else _words(" ".join(words.split()), _WIDEST)


def _words(words: str, cells: int) -> Text:
    # Not a str, in which the table would read markup.
    return Text(shortened(visible(words), cells=cells), end="", no_wrap=True)


def _figure(words: str) -> Text:
    return Text(words, justify="right", end="", no_wrap=True)
