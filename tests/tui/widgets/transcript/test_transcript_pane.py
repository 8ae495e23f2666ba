"""The transcript on a screen: moving, growing, units, hits, scrolling, copying; at 80x24 and 120x40."""

from collections.abc import Iterator

import pytest
from textual.geometry import Offset
from textual.selection import SELECT_ALL
from textual.selection import Selection as TextSelection

from qualcode.locale import say, use_language
from qualcode.text.span import Span
from qualcode.views.transcript import SpeakerView
from tests.tui.widgets.transcripts import (
    COLOURS,
    PageApp,
    build_long,
    build_transcript,
    place_unit,
    rows_of_sentence,
    unit_on,
)

SIZES = [(80, 24), (120, 40)]
LONG = build_long(3000)
HOSTILE = ["[/slutt] [b]fet[/b] [@click=app.quit]", "\x1b[31mrød\x1b[0m \x1b]0;tittel\x07 \u202ebak\u202c \u200b."]


@pytest.fixture(autouse=True)
def _in_norwegian() -> Iterator[None]:
    use_language("nb")
    yield
    use_language("en")


def _rows_of_cursor(app: PageApp) -> list[int]:
    """The rows of the page where the cursor is drawn, by the styles of the strips."""
    style = app.pane.get_component_rich_style("transcript--cursor")
    return [
        y
        for y in range(app.pane.size.height)
        if any(part.style and part.style.bgcolor == style.bgcolor for part in app.pane.render_line(y))
    ]


@pytest.mark.parametrize("size", SIZES)
async def test_the_arrows_walk_the_sentences_and_the_screen_hears_of_each(size: tuple[int, int]) -> None:
    app = PageApp(build_transcript())
    async with app.run_test(size=size, notifications=True) as pilot:
        app.pane.focus()
        await pilot.press("down", "down", "shift+down", "up")
        assert [move.selection.text.split()[0] for move in app.moves] == ["Nei,", "Med", "Med", "Nei,"]
        assert [move.selection.sentences for move in app.moves] == [1, 1, 2, 1]
        await pilot.press("up", "up")
        assert len(app.moves) == 5, "at the first sentence there is nothing to tell"


@pytest.mark.parametrize("size", SIZES)
async def test_every_sentence_of_a_long_transcript_is_in_view_when_the_cursor_is_on_it(size: tuple[int, int]) -> None:
    app = PageApp(LONG)
    async with app.run_test(size=size) as pilot:
        for number in range(1, 120):
            app.pane.move_sentence(1)
            start, end = LONG.sentences[number]
            assert app.pane.selection.span == Span(start, end)
            top, height = app.pane.scroll_offset.y, app.pane.size.height
            rows = rows_of_sentence(app, number)
            assert top + 2 <= rows[0] or top == 0
            assert rows[-1] < top + height - 2
        await pilot.pause()
        assert _rows_of_cursor(app) == [row - top for row in rows]


async def test_moving_inside_the_page_does_not_scroll_it() -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)):
        app.pane.select_span(Span(*LONG.sentences[40]))
        app.pane._scroll_to_row(app.pane._rows.row_of(app.pane.selection.start) - 10)
        top = app.pane.scroll_offset.y
        for _ in range(2):
            app.pane.move_sentence(1)
            app.pane.move_sentence(-1)
        assert app.pane.scroll_offset.y == top


async def test_pages_and_ends() -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)):
        pane = app.pane
        pane.move_page(1)
        assert 15 < pane._rows.row_of(pane.selection.start) < 24
        assert pane.selection.is_sentence
        pane.move_to_end()
        assert pane.selection.span == Span(*LONG.sentences[-1])
        assert pane.scroll_offset.y == len(pane._rows.rows) - 24
        pane.move_page(1)
        assert pane.selection.span == Span(*LONG.sentences[-1])
        pane.move_to_start()
        assert (pane.selection.start, pane.scroll_offset.y) == (0, 0)


async def test_a_page_always_moves_on_also_in_a_sentence_longer_than_the_page() -> None:
    app = PageApp(build_transcript(["Ja. " + "og så " * 600 + "ferdig. Nei."]))
    async with app.run_test(size=(80, 24)):
        texts = []
        for _ in range(3):
            app.pane.move_page(1)
            texts.append(app.pane.selection.text[-8:])
        assert texts[-1] == "Nei."


async def test_turns_are_walked_and_taken() -> None:
    app = PageApp(build_transcript())
    async with app.run_test():
        pane = app.pane
        pane.move_turn(1)
        assert pane.selection.text.startswith("Nei, det")
        pane.take_turn()
        assert pane.selection.is_turn
        pane.move_turn(1)
        assert pane.selection.text == "Flau?"
        pane.move_turn(-1)
        assert pane.selection.text.startswith("Nei, det")


async def test_in_select_mode_plain_moves_grow_and_long_moves_reach() -> None:
    app = PageApp(build_transcript())
    async with app.run_test():
        pane = app.pane
        pane.move_sentence(1)
        pane.selecting = True
        pane.move_sentence(1)
        assert (pane.selection.sentences, pane.selection.text[:3]) == (2, "Nei")
        pane.move_turn(1)
        assert len(pane.selection.turns) == 1
        pane.move_turn(1)
        assert len(pane.selection.turns) == 2
        pane.move_to_end()
        assert pane.selection.text.endswith("egentlig.")
        pane.move_to_start()
        assert pane.selection.text.startswith("Hva")
        assert pane.selection.text.endswith("en stund.")
        assert pane.selection.backward


async def test_growing_by_word_and_from_the_other_end() -> None:
    app = PageApp(build_transcript())
    async with app.run_test():
        pane = app.pane
        pane.grow_word(-1)
        assert pane.selection.text == "Hva tenkte du da konvolutten lå"
        pane.grow_character(-1)
        assert pane.selection.text.endswith(" l")
        pane.swap_end()
        pane.grow_word(1)
        assert pane.selection.text == "tenkte du da konvolutten l"


async def test_a_hit_one_walks_to_is_brought_into_view_and_the_cursor_stays() -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)):
        far = LONG.sentences[150]
        app.pane.set_hits([Span(0, 3), Span(*far)], current=1)
        top = app.pane.scroll_offset.y
        assert top < app.pane._rows.row_of(far[0]) < top + 24
        assert app.pane.selection.start == 0


@pytest.mark.parametrize("width", [120, 60, 30, 12, 3])
async def test_at_a_new_width_the_cursor_stays_on_its_line(width: int) -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.select_span(Span(*LONG.sentences[60]))
        await pilot.pause()
        line = app.pane._rows.row_of(app.pane.selection.active) - app.pane.scroll_offset.y
        await pilot.resize_terminal(width, 24)
        await pilot.pause()
        assert app.pane.selection.span == Span(*LONG.sentences[60])
        assert app.pane._rows.row_of(app.pane.selection.active) - app.pane.scroll_offset.y == line


@pytest.mark.parametrize("height", [6, 12])
async def test_all_that_is_selected_stays_in_sight_when_the_page_gets_smaller(height: int) -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(110, 40)) as pilot:
        await pilot.pause()
        app.pane.select_span(Span(*LONG.sentences[60]))
        await pilot.pause()
        for size in ((60, height), (110, 40), (60, height)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        pane, span = app.pane, app.pane.selection.span
        rows = {pane._rows.row_of(span.start), pane._rows.row_of(span.end - 1)}
        assert rows <= set(pane._visible_rows())


async def test_a_page_for_reading_is_seventy_wide_and_in_the_middle() -> None:
    app = PageApp(LONG, text_width=70)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        lines = [line for line in app.page_text() if line.strip()]
        left = min(len(line) - len(line.lstrip()) for line in lines)
        assert left > 8
        assert all(len(line[app.pane._columns.text_start :].rstrip()) <= 70 for line in lines if app.pane._columns)


async def test_text_that_would_act_on_the_terminal_or_the_toolkit_is_shown() -> None:
    sly = [SpeakerView(1, "[/x]\x1b[2J", "participant", None)]
    transcript = build_transcript(HOSTILE, speakers=sly)
    app = PageApp(transcript)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.pane.focus()
        app.pane.set_units([unit_on(transcript, 1, "\x1b[31mrød", 1)], {1: "[/x]"})
        await pilot.press("down", "shift+down", "up")
        page = "\n".join(app.page_text())
        assert "[/slutt] [b]fet[/b] [@click=app.quit]" in page
        assert "␛[31mrød␛[0m" in page
        assert "[/x]␛[2J" in page
        assert all(sign not in page for sign in "\x1b\x07\u202e\u202c\u200b")
        app.pane.select_span(Span(*transcript.sentences[-1]))
        assert app.screen.get_selected_text() == transcript.text[slice(*transcript.sentences[-1])]


async def test_what_the_cursor_covers_can_be_copied() -> None:
    transcript = build_transcript()
    app = PageApp(transcript)
    async with app.run_test() as pilot:
        app.pane.focus()
        await pilot.press("down", "shift+down", "ctrl+c")
        assert app.clipboard == app.pane.selection.text
        assert app.pane.selection.sentences == 2


@pytest.mark.parametrize(
    "asked",
    [
        SELECT_ALL,
        TextSelection(Offset(99999, 99999), None),
        TextSelection(Offset(-5, -5), Offset(2, 0)),
        TextSelection(None, Offset(3, 999)),
        TextSelection(Offset(5, 3), Offset(1, 1)),
    ],
)
async def test_copying_never_fails_wherever_the_selection_points(asked: TextSelection) -> None:
    app = PageApp(build_transcript())
    async with app.run_test():
        copied = app.pane.get_selection(asked)
        assert copied is None or copied[0] in app.pane.transcript.text
    empty = PageApp()
    async with empty.run_test():
        assert empty.pane.get_selection(asked) is None


async def test_a_page_without_a_transcript_or_without_words_says_so_and_takes_every_key() -> None:
    app = PageApp()
    async with app.run_test() as pilot:
        for shown, says in ((None, "nothing_open"), (build_transcript([]), "empty")):
            if shown is not None:
                app.pane.show_transcript(shown)
            app.pane.set_units([place_unit(1, 0, 4, 1)], COLOURS)
            for act in (app.pane.move_sentence, app.pane.move_turn, app.pane.move_page, app.pane.grow_word):
                act(1)
            app.pane.take_turn()
            app.pane.swap_end()
            app.pane.open_unit()
            await pilot.click(app.pane, offset=(5, 3))
            await pilot.pause()
            assert app.page_text()[0].rstrip() == say(f"transcript.{says}")


async def test_a_transcript_read_again_keeps_its_place_and_another_begins_at_its_beginning() -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)):
        app.pane.select_span(Span(*LONG.sentences[100]))
        top = app.pane.scroll_offset.y
        app.pane.show_transcript(build_long(3000))
        assert app.pane.selection.span == Span(*LONG.sentences[100])
        assert app.pane.scroll_offset.y == top
        app.pane.show_transcript(build_transcript(number=2))
        assert (app.pane.selection.start, app.pane.scroll_offset.y) == (0, 0)


async def test_without_colour_coded_words_are_underlined_and_the_cursor_is_reversed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    transcript = build_transcript()
    app = PageApp(transcript)
    async with app.run_test() as pilot:
        app.pane.set_units([unit_on(transcript, 1, "Med jakka på.", 1)], COLOURS)
        await pilot.pause()
        parts = [part for y in range(24) for part in app.pane.render_line(y)]
        assert " ".join(part.text for part in parts if part.style and part.style.underline) == "Med jakka på."
        assert [part.text for part in parts if part.style and part.style.reverse] == [transcript.text[:36]]


@pytest.mark.parametrize("theme", ["textual-light", "textual-dark", "nord"])
async def test_the_cursor_is_seen_in_every_theme_and_follows_the_focus(theme: str) -> None:
    app = PageApp(build_transcript())
    async with app.run_test() as pilot:
        app.theme = theme
        app.set_focus(None)
        await pilot.pause()
        blurred = [str(part.style) for part in app.pane.render_line(0)]
        app.pane.focus()
        await pilot.pause()
        focused = [str(part.style) for part in app.pane.render_line(0)]
        assert blurred != focused
        assert len(set(focused)) > 2
