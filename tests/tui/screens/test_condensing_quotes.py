"""Quotes on the Condensation screen: marked with a key, printed in another form, signed, taken away."""

from pathlib import Path

import pytest

from qualcode.services.condensing.quotes import change_printed, quotes
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.fields import TextPage
from tests.builders import add_group, code_words
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, paste, press, screen_text
from tests.tui.screens.coding_study import transcript_key
from tests.tui.screens.condensing_study import make_board, status_line
from tests.tui.test_hostile_words import obeyed


@pytest.fixture
def keys(study: OpenStudy, material: Path) -> dict[str, int]:
    """Six units in a group with two subgroups."""
    return make_board(study)


async def test_a_quote_is_marked_as_it_was_said(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "q")
        [quote] = quotes(study)
        assert quote.printed == quote.text == "Nei, det … jeg ble sittende i gangen en stund."
        assert "sitat" in status_line(app)
        assert "”" in screen_text(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_printed_form_that_differs_shows_what_and_is_not_signed_by_itself(
    study: OpenStudy, material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f6", "q", "q", *"Xyz")
        assert "∅ → «Xyz»" in screen_text(app)
        assert "lett redigert" in screen_text(app)
        assert "Endringene er ikke godkjent" in screen_text(app)
        assert "esc lukk og behold" in screen_text(app)
        await press(pilot, "escape")
        [quote] = quotes(study)
        assert quote.printed.endswith("stund.Xyz")
        assert (quote.differs, quote.signed) == (True, False)


async def test_a_person_signs_the_printed_form_off_and_other_words_are_unsigned_again(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f6", "q", "q", *"Xyz", "tab", "right", "escape")
        assert quotes(study)[0].signed
        await press(pilot, "q", *"Abc", "escape")
        assert not quotes(study)[0].signed
        await press(pilot, "u")
        assert quotes(study)[0].signed


async def test_a_quote_becomes_golden_normalised_and_ordinary_again(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "q", "q", *"Xyz", "tab", "right", "tab", "right", "tab", "right", "escape")
        [quote] = quotes(study)
        assert (quote.golden, quote.form, quote.signed) == (True, "normalised", True)
        assert "gullsitat" in status_line(app)
        await press(pilot, "q", "tab", "tab", "right", "tab", "left", "escape")
        [quote] = quotes(study)
        assert (quote.golden, quote.form, quote.signed) == (False, "edited", True)
        await press(pilot, "u", "u")
        [quote] = quotes(study)
        assert (quote.printed, quote.golden, quote.form, quote.signed) == (quote.text, False, "verbatim", False)


async def test_a_normalised_or_translated_form_is_called_so_and_its_words_need_not_have_been_said(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6", "q", "q", *"Xyz", "tab", "right")
        assert "Formen er: lett redigert · Ord som ikke ble sagt: Xyz" in " ".join(screen_text(app).split())
        await press(pilot, "tab", "tab", "right", "right")
        assert "Formen er: oversatt" in screen_text(app)
        assert "Ord som ikke ble sagt" not in screen_text(app)


async def test_a_signature_is_taken_back(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f6", "q", "q", *"Xyz", "tab", "right", "escape", "q", "tab", "left", "escape")
        assert [quote.signed for quote in quotes(study)] == [False]


async def test_all_that_the_printed_form_changes_can_be_read_before_it_is_signed(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6", "q")
        [quote] = quotes(study)
        change_printed(study, quote.id, "Nei, da … eg blei sitjande i gongen ei stund.")
        await press(pilot, "f5", "f6", "q")
        assert "«da»" in screen_text(app)
        assert "«gongen ei»" not in screen_text(app)
        await press(pilot, "pagedown")
        assert "«gongen ei»" in screen_text(app)
        await press(pilot, "pageup")
        assert "«da»" in screen_text(app)


async def test_a_quote_is_taken_away_and_undo_brings_it_back(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f6", "q", "q", "tab", "tab", "tab", "right", "escape")
        assert quotes(study) == []
        await press(pilot, "u")
        assert len(quotes(study)) == 1


async def test_a_quote_left_as_it_was_is_no_act(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f6", "q", "q", "escape")
        [before] = quotes(study)
        await press(pilot, "q", "x", "backspace", "escape")
        assert quotes(study) == [before]


async def test_hostile_words_in_a_printed_form_are_shown_as_they_are(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "q", "q")
        await paste(pilot, HOSTILE)
        assert obeyed(app) == []
        await press(pilot, "escape", "q")
        assert obeyed(app) == []
        assert "[/x] [a=b]" in quotes(study)[0].printed


async def test_a_dialogue_shows_its_lines_and_warns_when_they_run_together(study: OpenStudy, material: Path) -> None:
    group = add_group(study, "Samtale")
    code_words(study, transcript_key(study, "P4"), "Flau?\n\nJa, som om jeg måtte bevise noe.", group)
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6", "q", "q")
        assert "I: Flau?" in screen_text(app)
        assert "P4: Ja, som om jeg måtte bevise noe." in screen_text(app)
        app.screen.query_one(TextPage).select_all()
        await paste(pilot, "Flau? Ja, som om jeg måtte bevise noe.")
        assert "Flere snakker her" in screen_text(app)
        await press(pilot, "escape")
        (quote,) = quotes(study)
        assert (quote.mixed, quote.signed) == (True, False)
