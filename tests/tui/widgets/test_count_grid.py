"""Claims about the grid of a table: every number and name is whole as soon as the table is there."""

from textual.app import App, ComposeResult

from qualcode.tui.widgets.count_grid import CountGrid
from qualcode.views.table import TableView

_VIEW = TableView("", ("week", "annet", "n"), (("2016-01-04", 2, 1200), ("Totalt", None, 7)), (), ())


class _Shown(App[None]):
    def compose(self) -> ComposeResult:
        yield CountGrid()


async def test_columns_are_as_wide_as_what_stands_in_them_before_anything_is_drawn() -> None:
    app = _Shown()
    async with app.run_test(size=(80, 24)):
        grid = app.query_one(CountGrid)
        grid.show_table(_VIEW, language="nb")
        around = 2 * grid.cell_padding
        assert [one.get_render_width(grid) - around for one in grid.ordered_columns] == [10, 5, 4]
