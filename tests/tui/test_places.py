"""From place to place: by function key, by `g` and a letter, by the mouse, and back again."""

from pathlib import Path

import pytest

from qualcode.commands import FOOTER_KEYS, SCREENS, command, footer_of
from qualcode.locale import LANGUAGES, use_language
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text, settled, until


async def test_a_function_key_and_g_with_a_letter_go_to_the_same_place(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4")
        assert app.place is not None
        assert app.place.PLACE == "reading"
        await press(pilot, "g", "s")
        assert app.place.PLACE == "study"
        await press(pilot, "g", "l")
        assert app.place.PLACE == "reading"


async def test_g_says_which_letters_there_are_and_any_other_key_closes_it(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "g")
        assert "l Lesing" in screen_text(app)
        assert "y Syntese" in screen_text(app), "a letter stays by what it means"
        await press(pilot, "u")
        assert app.place is app.screen
        assert app.place is not None
        assert app.place.PLACE == "study"


async def test_a_place_in_the_top_line_can_be_clicked(material: Path) -> None:
    async with opened(material, WIDE) as (app, pilot):
        column = screen_text(app).splitlines()[0].index("Lesing")
        await pilot.click(offset=(column + 1, 0))
        await settled(pilot)
        assert app.place is not None
        assert app.place.PLACE == "reading"


async def test_backspace_goes_back_to_the_transcript_one_came_from(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "N")
        first = screen_text(app).splitlines()[0]
        await press(pilot, "N")
        assert screen_text(app).splitlines()[0] != first
        await press(pilot, "backspace")
        assert screen_text(app).splitlines()[0] == first
        await press(pilot, "backspace", "backspace")
        assert app.place is not None
        assert app.place.PLACE == "study"
        await press(pilot, "backspace")
        assert app.place.PLACE == "study"


async def test_a_transcript_is_where_it_was_left_when_one_comes_back(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "down", "down", "f2", "f4")
        assert "replikk 2 av 4" in screen_text(app)
        await press(pilot, "N", "P")
        assert "replikk 2 av 4" in screen_text(app)


async def test_help_shows_every_key_of_the_place(material: Path) -> None:
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "question_mark")
        text = screen_text(app)
        assert command("transcripts.import").help in text
        await press(pilot, "end")
        assert "F4  g l" in screen_text(app)
        await press(pilot, "escape")
        assert command("transcripts.import").help not in screen_text(app)


async def test_the_palette_does_what_is_found_by_typing(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: "Finn en kommando" in screen_text(app))
        await press(pilot, *"qqzz")
        await until(pilot, lambda: "Ingen treff på «qqzz»" in screen_text(app))
        await press(pilot, "escape", "ctrl+p", *"steg 1")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        await pilot.pause(0.2)
        assert app.place is not None
        assert app.place.PLACE == "reading"


async def test_the_language_changes_at_once_and_on_places_visited_before(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "f2")
        app.action_app_language()
        await settled(pilot)
        assert "3 transcripts" in screen_text(app)
        await press(pilot, "f4")
        assert "Overall impression" in screen_text(app)
        assert "Helhetsinntrykk" not in screen_text(app)


async def test_side_panes_fold_away_where_it_is_narrow_and_come_back_over_the_text(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f4")
        assert "Helhetsinntrykk" not in screen_text(app)
        await press(pilot, "b")
        assert "Helhetsinntrykk" in screen_text(app)
        await press(pilot, "escape")
        assert "Helhetsinntrykk" not in screen_text(app)
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f4")
        assert "Helhetsinntrykk" in screen_text(app)
        await press(pilot, "b")
        assert "Helhetsinntrykk" not in screen_text(app)


async def test_the_analysis_is_chosen_by_typing(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "A", *"fast", "enter")
        assert "Fokusgruppe 1" in screen_text(app).splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", SCREENS)
def test_the_keys_of_the_bottom_line_fit_on_eighty_columns(place: str, language: str) -> None:
    use_language(language)
    shown = [*footer_of(place), command("app.help")]
    assert len(shown) <= FOOTER_KEYS + 1
    assert len("  ".join(f"{one.shown_keys[0]} {one.title}" for one in shown)) <= 80


async def test_at_80_columns_the_places_give_way_to_the_name_of_what_is_open(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f5")
        assert "Kondensering" in screen_text(app).splitlines()[0]
        await press(pilot, "A", *"Fast", "enter")
        top = screen_text(app).splitlines()[0]
        assert "Fokusgruppe 1" in top
        assert "[Koding] Kond." in top
