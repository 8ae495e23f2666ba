"""Units on the page of a transcript: their letters, what is painted again, walking from one to the next."""

import pytest
from textual.geometry import Region

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript import canvas
from tests.tui.widgets.transcripts import (
    COLOURS,
    PageApp,
    build_long,
    build_transcript,
    place_unit,
    rows_of_sentence,
    unit_on,
)

LONG = build_long(3000)


async def test_units_stand_on_the_page_with_letters_that_last_while_they_are_seen() -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.pane
        units = [place_unit(number, *LONG.sentences[number * 3], number % 3 + 1) for number in range(1, 60)]
        pane.set_units(units, COLOURS)
        await pilot.pause()
        seen: dict[int, str] = {}
        for _ in range(40):
            pane._scroll_to_row(pane.scroll_offset.y + 3)
            await pilot.pause()
            now = {unit: place.letter for unit, place in (pane._page.places or {}).items()}
            assert all(now[unit] == letter for unit, letter in seen.items() if unit in now)
            assert len(set(now.values())) == len(now)
            margin = {line[:3].strip(" ▌") for line in app.page_text()}
            assert set("".join(margin)) == set(now.values())
            seen = now


async def test_coding_leaves_the_line_where_the_eye_is() -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.focus()
        for _ in range(30):
            await pilot.press("down")
        before = app.pane.scroll_offset.y, app.pane.selection, [line[8:] for line in app.page_text()]
        start, end = LONG.sentences[30]
        app.pane.set_units([place_unit(1, start, end, 1)], COLOURS)
        await pilot.pause()
        assert (app.pane.scroll_offset.y, app.pane.selection, [line[8:] for line in app.page_text()]) == before
        assert [move.units for move in app.moves[-1:]] == [()]
        assert [unit.id for unit in app.pane.units_under] == [1]


async def test_only_the_rows_that_change_are_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PageApp(LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.set_units([], COLOURS)
        app.pane.select_span(Span(*LONG.sentences[1]))
        await pilot.pause()
        asked: list[int] = []
        refresh_line = app.pane.refresh_line

        def note(row: int) -> None:
            asked.append(row)
            refresh_line(row)

        monkeypatch.setattr(app.pane, "refresh_line", note)
        app.pane.move_sentence(1)
        assert set(asked) == {row for number in (1, 2) for row in rows_of_sentence(app, number)}
        await pilot.pause()
        asked.clear()
        app.pane.set_units([place_unit(1, *LONG.sentences[4], 1)], COLOURS)
        assert asked == list(rows_of_sentence(app, 4))


def _on_screen(app: PageApp) -> list[tuple[str, list[str]]]:
    """The page as the toolkit has it: rows that nobody asked to have painted again are still as they were."""
    lines = app.pane.render_lines(Region(0, 0, *app.pane.size))
    return [(line.text, [str(part.style) for part in line]) for line in lines]


@pytest.mark.parametrize("kept", [3, 1000])
async def test_what_is_on_the_screen_after_changes_is_what_a_fresh_page_would_show(
    monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(canvas, "_KEPT_STRIPS", kept)
    units = [place_unit(n, *LONG.sentences[n], n % 3 + 1) for n in range(1, 12)]
    app, fresh = PageApp(LONG), PageApp(LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.set_units(units[:5], COLOURS)
        for step in (1, 1, 1, -1):
            app.pane.move_sentence(step)
            await pilot.pause()
        app.pane.move_unit(1)
        await pilot.pause()
        app.pane.set_units(units, COLOURS)
        await pilot.pause()
        app.pane.set_hits([Span(3, 8)])
        await pilot.pause()
        shown = _on_screen(app)
    async with fresh.run_test(size=(80, 24)) as pilot:
        fresh.pane.set_units(units, COLOURS)
        fresh.pane.set_hits([Span(3, 8)])
        fresh.pane._select(app.pane.selection, current=app.pane.current_unit)
        await pilot.pause()
        assert _on_screen(fresh) == shown


async def test_walking_the_units_puts_the_cursor_on_their_words() -> None:
    transcript = build_transcript()
    first = unit_on(transcript, 1, "Med jakka på. Jeg tenkte", 1)
    second = unit_on(transcript, 2, "Jeg tenkte at nå", 2)
    app = PageApp(transcript)
    async with app.run_test() as pilot:
        pane = app.pane
        pane.set_units([second, first], COLOURS)
        pane.move_unit(1)
        assert (pane.selection.text, pane.current_unit) == ("Med jakka på. Jeg tenkte", first)
        pane.move_unit(1)
        assert (pane.selection.text, pane.current_unit) == ("Jeg tenkte at nå", second)
        pane.move_unit(1)
        assert pane.current_unit == second
        pane.grow_word(1)
        assert (pane.selection.text, pane.current_unit) == ("Jeg tenkte at nå er", second)
        pane.open_unit()
        pane.move_unit(-1)
        assert pane.current_unit == first
        pane.move_sentence(1)
        assert pane.current_unit is None
        await pilot.pause()
        assert app.opened == [second]


async def test_the_current_unit_is_gone_when_it_is_taken_away_and_follows_when_it_changes() -> None:
    transcript = build_transcript()
    unit = unit_on(transcript, 1, "Med jakka", 1)
    longer = unit_on(transcript, 1, "Med jakka på.", 1)
    app = PageApp(transcript)
    async with app.run_test():
        app.pane.set_units([unit], COLOURS)
        app.pane.move_unit(1)
        app.pane.set_units([longer], COLOURS)
        assert app.pane.current_unit == longer
        app.pane.set_units([], COLOURS)
        assert app.pane.current_unit is None
        assert app.pane.unit_under is None


async def test_the_unit_a_key_acts_on_is_the_topmost_under_the_cursor() -> None:
    transcript = build_transcript()
    whole = unit_on(transcript, 1, "Med jakka på. Jeg tenkte", 1)
    inner = unit_on(transcript, 2, "jakka", 2)
    app = PageApp(transcript)
    async with app.run_test():
        app.pane.set_units([inner, whole], COLOURS)
        app.pane.select_span(Span(whole.start, whole.start + 13))
        assert app.pane.units_under == (whole, inner)
        assert app.pane.unit_under == inner


async def test_hidden_units_leave_no_trace_and_their_letters_no_column() -> None:
    transcript = build_transcript()
    app = PageApp(transcript)
    async with app.run_test() as pilot:
        app.pane.set_units([unit_on(transcript, 1, "Med jakka", 1)], COLOURS)
        app.pane.show_units = False
        await pilot.pause()
        assert not any("▌" in line for line in app.page_text())
        assert app.page_text()[0].startswith(" 1  Intervjuer")
        assert app.pane.units_under == ()
        app.pane.show_units = True
        await pilot.pause()
        assert any(line.startswith("A▌") for line in app.page_text())
