"""The mouse on the transcript: a drag takes exactly what it covers, also when the window changes under it."""

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widgets import Static

from qualcode.tui.widgets.transcript.glyphs import read_glyphs
from tests.tui.widgets.transcripts import COLOURS, PageApp, build_long, build_transcript, unit_on

SIZES = [(80, 24), (120, 40)]
TRANSCRIPT = build_transcript()
WIDE = build_transcript(["Ja 日本語 og 🙂 e\u0335n \x1b[0m til.", "Nei."])


def _cell(app: PageApp, offset: int) -> tuple[int, int]:
    """The cell of the page where this code point is drawn."""
    pane = app.pane
    index = pane._rows.row_of(offset)
    row = pane._rows.rows[index]
    assert pane._columns is not None
    before = read_glyphs(pane.transcript.text, row.start, row.end)
    column = pane._columns.text_start + sum(glyph.cells for glyph in before if glyph.end <= offset)
    return column, index - pane.scroll_offset.y


async def _drag(pilot: Pilot[None], app: PageApp, start: tuple[int, int], *stops: tuple[int, int]) -> None:
    await pilot.mouse_down(app.pane, offset=start)
    for stop in stops:
        await pilot.hover(app.pane, offset=stop)
    await pilot.mouse_up(app.pane, offset=stops[-1])
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_a_drag_takes_exactly_what_it_covers_in_either_direction(size: tuple[int, int]) -> None:
    app = PageApp(TRANSCRIPT)
    start = TRANSCRIPT.text.index("jakka")
    end = TRANSCRIPT.text.index("lenge") + len("lenge")
    async with app.run_test(size=size) as pilot:
        one, other = _cell(app, start), _cell(app, end - 1)
        await _drag(pilot, app, one, (40, 1), other)
        assert (app.pane.selection.start, app.pane.selection.end) == (start, end)
        await pilot.click(app.pane, offset=_cell(app, 0))
        await _drag(pilot, app, other, one)
        assert (app.pane.selection.start, app.pane.selection.end) == (start, end)
        assert app.pane.selection.backward
        assert app.moves[-1].selection == app.pane.selection


async def test_a_drag_over_wide_and_strange_characters_takes_them_whole() -> None:
    app = PageApp(WIDE)
    async with app.run_test() as pilot:
        glyphs = read_glyphs(WIDE.text, 0, WIDE.turns[0].end)
        for first, last in zip(glyphs, glyphs[7:], strict=False):
            await _drag(pilot, app, _cell(app, first.start), _cell(app, last.start))
            assert (app.pane.selection.start, app.pane.selection.end) == (first.start, last.end)


async def test_a_drag_goes_on_from_the_same_word_when_the_window_changes_in_the_middle_of_it() -> None:
    app = PageApp(TRANSCRIPT)
    start = TRANSCRIPT.text.index("sittende")
    end = TRANSCRIPT.text.index("funnet") + len("funnet")
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.mouse_down(app.pane, offset=_cell(app, start))
        await pilot.hover(app.pane, offset=_cell(app, start + 20))
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        await pilot.hover(app.pane, offset=_cell(app, end - 1))
        await pilot.mouse_up(app.pane, offset=_cell(app, end - 1))
        assert (app.pane.selection.start, app.pane.selection.end) == (start, end)
        await pilot.resize_terminal(100, 24)
        assert (app.pane.selection.start, app.pane.selection.end) == (start, end)


async def test_a_drag_from_the_margin_to_a_blank_row_takes_the_row_to_the_end_of_the_turn() -> None:
    app = PageApp(TRANSCRIPT)
    async with app.run_test() as pilot:
        await _drag(pilot, app, (2, 0), (30, 1))
        assert app.pane.selection.text == "Hva tenkte du da konvolutten lå der?"
        await _drag(pilot, app, (70, 6), (0, 0))
        assert app.pane.selection.text == TRANSCRIPT.text[: TRANSCRIPT.turns[1].end]


async def test_a_drag_into_the_empty_part_of_the_page_ends_with_the_text() -> None:
    app = PageApp(TRANSCRIPT)
    async with app.run_test() as pilot:
        await _drag(pilot, app, _cell(app, TRANSCRIPT.turns[3].start), (50, 22))
        assert app.pane.selection.text == TRANSCRIPT.text[TRANSCRIPT.turns[3].start :]


async def test_what_was_dragged_over_can_be_copied() -> None:
    app = PageApp(WIDE)
    async with app.run_test() as pilot:
        app.pane.focus()
        await _drag(pilot, app, _cell(app, 3), _cell(app, 14))
        await pilot.press("ctrl+c")
        assert app.clipboard == WIDE.text[3:15]
        await _drag(pilot, app, _cell(app, 3), _cell(app, 8), _cell(app, 3))
        await pilot.press("ctrl+c")
        assert app.clipboard == "日"


async def test_a_click_puts_the_cursor_on_that_sentence_without_scrolling() -> None:
    long = build_long(2000)
    app = PageApp(long)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane._scroll_to_row(31)
        await pilot.pause()
        for line in (0, 12, 23):
            row = app.pane._rows.rows[31 + line]
            await pilot.click(app.pane, offset=(40, line))
            start, end = app.pane.selection.start, app.pane.selection.end
            assert (start, end) in long.sentences
            assert start <= row.end
            assert end > row.start or row.blank
            assert app.pane.scroll_offset.y == 31
        await pilot.press("ctrl+c")
        assert app.clipboard == app.pane.selection.text


async def test_a_double_click_opens_the_unit_on_top() -> None:
    outer = unit_on(TRANSCRIPT, 1, "Med jakka på. Jeg tenkte", 1)
    inner = unit_on(TRANSCRIPT, 2, "jakka", 2)
    app = PageApp(TRANSCRIPT)
    async with app.run_test() as pilot:
        app.pane.set_units([inner, outer], COLOURS)
        for words in ("jakka", "Jeg tenkte", "Hva"):
            await pilot.click(app.pane, offset=_cell(app, TRANSCRIPT.text.index(words)), times=2)
            await pilot.pause(0.6)
        assert app.opened == [inner, outer]


async def test_a_drag_held_below_the_page_takes_the_page_along() -> None:
    long = build_long(2000)
    app = PageApp(long)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.styles.height = 10
        await pilot.pause()
        await pilot.mouse_down(app.pane, offset=_cell(app, 0))
        await pilot.hover(offset=(40, 15))
        await pilot.pause(0.5)
        assert app.pane.scroll_offset.y >= 3
        end = app.pane.selection.end
        assert end > app.pane._rows.rows[app.pane.scroll_offset.y + 5].start
        await pilot.mouse_up(offset=(40, 15))
        still = app.pane.scroll_offset.y
        await pilot.pause(0.2)
        assert app.pane.scroll_offset.y == still
        assert app.pane.selection.start == 0


class TwoPanes(PageApp):
    """The transcript beside something else."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.pane
            yield Static("Kodegrupper " * 40, id="groups")


async def test_a_drag_that_strays_into_the_next_pane_takes_what_it_covers_here() -> None:
    app = TwoPanes(TRANSCRIPT)
    async with app.run_test(size=(100, 24)) as pilot:
        app.query_one("#groups").styles.width = 30
        await pilot.pause()
        start = TRANSCRIPT.text.index("jeg ble")
        column, row = _cell(app, start)
        await pilot.mouse_down(app.pane, offset=(column, row))
        await pilot.hover(offset=(95, row))
        await pilot.mouse_up(offset=(95, row))
        shown = app.pane._rows.rows[row]
        assert (app.pane.selection.start, app.pane.selection.end) == (start, shown.end)


async def test_the_right_button_and_the_scroll_bar_leave_the_cursor_alone() -> None:
    app = PageApp(build_long(2000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(app.pane, offset=(40, 10), button=3)
        await pilot.click(offset=(79, 20))
        assert app.pane.selection.start == 0
        assert app.moves == []
