"""Synthesis, step 4: keys pressed on the Synthesis screen, and the study asked what is written."""

from pathlib import Path

import pytest

from qualcode.model import CodeGroup
from qualcode.services.chapter.chapter_texts import chapter_texts
from qualcode.services.condensing import condensing
from qualcode.services.keeping.history import history
from qualcode.services.synthesis import synthesis
from qualcode.services.synthesis.categories import categories
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.fields import TextPage
from qualcode.tui.screens.condensing.screen import CondensingScreen
from tests.builders import add_group, add_subgroup, analysis_of
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, paste, press, screen_text, settled
from tests.tui.screens.coding_study import PROVING, as_coder, coding_screen
from tests.tui.screens.condensing_study import SKAM, TRODD, view
from tests.tui.screens.synthesis_study import FIRST, HEADING, SECOND, make_category, screen_of, stored, texts
from tests.tui.test_hostile_words import obeyed


@pytest.fixture
def keys(study: OpenStudy, material: Path) -> dict[str, int]:
    """A category with two paragraphs, on one of two condensates."""
    return make_category(study)


async def test_a_group_with_a_slash_in_its_name_is_told_by_its_whole_name(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    with study.change("test.rename") as change:
        change.change(CodeGroup, keys[TRODD], name="Trodd / ikke trodd")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7")
        assert "Hviler på: Trodd / ikke trodd: Skam" in screen_text(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_category_is_there_with_what_it_rests_on(
    material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f7")
        text = screen_text(app)
        assert f"Resultatkategori 1: {HEADING}" in text
        assert "Hviler på: Å bli trodd: Skam" in text
        assert FIRST in text
        assert "ikke validert" in text


async def test_an_empty_place_says_what_belongs_there_and_no_key_breaks_it(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7")
        assert "Her skrives resultatkategorier" in screen_text(app)
        keys = ("e", "i", "x", "X", "r", "a", "q", "v", "V", "J", "K", "less_than_sign", "plus", "enter", "f", "escape")
        await press(pilot, *keys)
        assert screen_of(app) is app.screen


async def test_a_category_is_made_renamed_moved_and_taken_away(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    def headings() -> list[str]:
        return [category.heading for category in categories(study, analysis_of(study))]

    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "n", *"Ny", "enter")
        assert "Resultatkategori 2: Ny" in screen_text(app)
        await press(pilot, "r", *"tt", "enter", "less_than_sign")
        assert headings() == ["Nytt", HEADING]
        await press(pilot, "X")
        assert headings() == [HEADING]
        await press(pilot, "u")
        assert headings() == ["Nytt", HEADING]


async def test_another_category_is_chosen_by_typing_and_backspace_goes_back(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    synthesis.add_category(study, analysis_of(study), "Lettelse")
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "c", *"lett", "enter")
        assert "Resultatkategori 2: Lettelse" in screen_text(app)
        await press(pilot, "backspace")
        assert f"Resultatkategori 1: {HEADING}" in screen_text(app)


async def test_paragraphs_are_written_in_their_place(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "i", *"Mellom", "escape")
        assert texts(study) == [FIRST, "Mellom", SECOND]
        await press(pilot, "e", *"rom", "ctrl+s")
        assert texts(study) == [FIRST, "Mellomrom", SECOND]
        await press(pilot, "u", "u")
        assert texts(study) == [FIRST, SECOND]


@pytest.mark.parametrize(("up", "down"), [("K", "J"), ("shift+up", "shift+down")])
async def test_a_paragraph_is_moved_and_the_cursor_goes_with_it(
    study: OpenStudy, material: Path, keys: dict[str, int], up: str, down: str
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", down)
        assert texts(study) == [SECOND, FIRST]
        assert screen_of(app).text.paragraph == stored(study).paragraphs[1]
        await press(pilot, up)
        assert texts(study) == [FIRST, SECOND]
        before = len(history(study))
        await press(pilot, up)
        assert len(history(study)) == before


async def test_a_paragraph_is_taken_away_and_undo_brings_it_back(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "x")
        assert texts(study) == [SECOND]
        await press(pilot, "u")
        assert texts(study) == [FIRST, SECOND]


async def test_what_is_typed_is_kept_when_the_app_is_left(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "i", *"Mer", "ctrl+q")
    assert texts(study) == [FIRST, "Mer", SECOND]


async def test_an_emptied_paragraph_is_taken_away(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "e")
        app.screen.query_one(TextPage).text = " "
        await press(pilot, "escape")
        assert texts(study) == [SECOND]


async def test_a_quote_is_placed_with_a_lead_in_and_never_typed(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "q", "enter", *"Hun", "enter")
        assert texts(study) == [FIRST, f"Hun «{PROVING}»", SECOND]
        assert f"«{PROVING}»" in screen_text(app)
        await press(pilot, "e", *"så", "enter")
        assert texts(study)[1] == f"Hunså «{PROVING}»"
        await press(pilot, "J")
        assert texts(study)[2] == f"Hunså «{PROVING}»"


async def test_a_quote_may_stand_without_a_lead_in_and_escape_places_nothing(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "q", "enter", "escape")
        assert texts(study) == [FIRST, SECOND]
        await press(pilot, "q", "enter", "enter")
        assert texts(study) == [FIRST, f" «{PROVING}»", SECOND]


async def test_a_category_rests_on_what_is_chosen_and_no_longer_when_chosen_again(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "a", *"bevis", "enter")
        assert {one.id for one in stored(study).condensates} == {keys["condensate"], keys["other"]}
        await press(pilot, "a", *"skam", "enter")
        assert {one.id for one in stored(study).condensates} == {keys["other"]}


async def test_validation_is_written_and_a_changed_text_must_be_validated_again(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "v", *"Holder", "escape", "V")
        assert (stored(study).validation, stored(study).validated) == ("Holder", True)
        assert "validert ✓" in screen_text(app)
        await press(pilot, "i", *"Mer", "escape")
        assert not stored(study).validated
        assert "ikke validert" in screen_text(app)


async def test_a_passage_is_found_by_its_words_and_opened_in_its_transcript(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "plus", *"jakka")
        assert "3 steder" in screen_text(app)
        await press(pilot, "down", "enter", "right", "tab", *"Nei", "ctrl+s")
        [passage] = stored(study).passages
        assert (passage.transcript, passage.text, passage.stance) == ("P2", "Med jakka på.", "contradicts")
        assert passage.comment == "Nei"
        validation = screen_of(app).validation
        validation.focus()
        validation.go_to(str(passage.id))
        await press(pilot, "enter")
        pane = coding_screen(app).pane
        assert (pane.transcript.name, pane.selection.text) == ("P2", "Med jakka på.")
        await press(pilot, "backspace")
        assert screen_of(app).validation.passage == passage
        await press(pilot, "x")
        assert stored(study).passages == ()


async def test_a_passage_over_two_sentences_covers_both(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "plus")
        await paste(pilot, "stund. Med")
        await press(pilot, "enter", "ctrl+s")
        assert stored(study).passages[0].text == "Nei, det … jeg ble sittende i gangen en stund. Med jakka på."


async def test_from_a_quote_one_walks_back_to_what_was_said(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "q", "enter", "enter", "enter")
        pane = coding_screen(app).pane
        assert (pane.transcript.name, pane.selection.text) == ("P1", PROVING)


async def test_from_a_condensate_one_walks_back_to_its_units(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f7")
        sources = screen_of(app).sources
        sources.focus()
        sources.go_to(f"c{keys['condensate']}")
        await press(pilot, "enter")
        assert isinstance(app.screen, CondensingScreen)
        lane = app.screen.cards.lane
        assert lane is not None
        assert lane.name == SKAM


async def test_a_condensate_that_must_be_looked_at_again_is_told(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    loose = view(study, keys[TRODD]).columns[-2].cards[0]
    condensing.place(study, [loose.coding_id], keys[SKAM])
    async with opened(material) as (app, pilot):
        await press(pilot, "f7")
        assert "Skam !" in screen_text(app)
        assert "må ses på igjen" in screen_text(app)


async def test_what_two_write_at_once_stands_side_by_side(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f7", "e", *"mitt")
        with as_coder(material, "BB") as other:
            synthesis.change_paragraph(other, stored(study).paragraphs[0].id, text="Deres.")
        await press(pilot, "escape")
        assert texts(study) == ["Deres.", f"{FIRST}mitt", SECOND]
        await press(pilot, "v", *"mitt")
        with as_coder(material, "BB") as other:
            synthesis.write_validation(other, keys["category"], text="Deres.")
        await press(pilot, "escape")
        assert stored(study).validation == "Deres.\n\nmitt"


async def test_the_page_is_shown_as_it_is_printed(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "q", "enter", *"Hun:", "enter", "p")
        text = screen_text(app)
        assert "Resultatkategori 1: Å måtte bevise noe" in text
        assert "Hun:" in text
        assert "«Ja, som om jeg måtte bevise noe.»" in text
        await press(pilot, "escape")
        assert screen_of(app) is app.screen


async def test_side_panes_come_over_the_text_on_a_narrow_screen(material: Path, keys: dict[str, int]) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7")
        assert "Steder i transkriptene" not in screen_text(app)
        await press(pilot, "b")
        assert "Steder i transkriptene" in screen_text(app)
        assert "Å bli trodd/Skam" in screen_text(app)
        assert screen_of(app).sources.has_focus
        await press(pilot, "tab")
        assert screen_of(app).validation.has_focus
        await press(pilot, "b")
        assert screen_of(app).text.has_focus
        assert "Steder i transkriptene" not in screen_text(app)


async def test_the_material_is_that_of_the_groups_at_hand_or_of_all(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    other = add_subgroup(study, add_group(study, "Plikt"), "Møte opp")
    condensing.write_condensate(study, other, "Jeg møtte jo opp.")
    async with opened(material) as (app, pilot):
        await press(pilot, "f7")
        assert "Plikt/Møte opp" not in screen_text(app)
        await press(pilot, "f", *"alle", "enter")
        assert "Plikt/Møte opp" in screen_text(app)
        await press(pilot, "f", *"plikt", "enter")
        assert "Plikt/Møte opp" in screen_text(app)
        assert "Å bli trodd/Skam" not in screen_text(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_hostile_words_are_shown_as_they_are(
    study: OpenStudy, material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    synthesis.add_paragraph(study, keys["category"], text=HOSTILE)
    synthesis.add_paragraph(study, keys["category"], text=HOSTILE, quote_id=keys["quote"])
    synthesis.change_category(study, keys["category"], heading="[/x] [a=b] {curly} %s")
    synthesis.write_validation(study, keys["category"], text=HOSTILE)
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f7")
        assert "[/x] [a=b]" in screen_text(app)
        for key in ("b", "b", "p", "escape", "c", "escape", "a", "escape", "q", "enter", "escape", "plus"):
            await press(pilot, key)
            assert obeyed(app) == []
        await paste(pilot, HOSTILE)
        await settled(pilot)
        assert obeyed(app) == []


async def test_the_summary_is_written_beside_the_categories(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "t")
        assert "Sammendrag av resultat" in screen_text(app)
        await press(pilot, "enter")
        await paste(pilot, "Uroen [/x] var størst først.")
        await press(pilot, "escape")
        assert "Skrevet" in screen_text(app)
        (written,) = chapter_texts(study)
        assert written.part == "summary"
        await press(pilot, "u")
        assert chapter_texts(study) == []
    assert keys
