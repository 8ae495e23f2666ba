"""What is done with a unit that is there: keys pressed on the Coding screen, then the study asked; each taken back."""

from pathlib import Path

import pytest

from qualcode.services.coding.coding import code_span
from qualcode.services.coding.reshaping import resize_unit
from qualcode.services.condensing.quotes import quotes
from qualcode.services.reading.notes import notes
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.tui import watching
from qualcode.tui.dialogs.choose import ChooseDialog
from qualcode.tui.dialogs.quote import QuoteDialog
from tests.builders import add_subgroup, analysis_of, text_of
from tests.tui.driving import opened, press, screen_text, until
from tests.tui.screens.coding_study import (
    ASKED,
    FIRST,
    FLAU,
    JACKET,
    PLIKT,
    PROVING,
    SITTING,
    TRODD,
    URO,
    actions,
    as_coder,
    coded,
    coded_by,
    coding_screen,
    make_groups,
    status_line,
    transcript_key,
)

TURN = f"{SITTING} {JACKET}"


@pytest.fixture
def groups(study: OpenStudy, material: Path) -> dict[str, int]:
    """A codebook of three groups."""
    return make_groups(study)


@pytest.fixture
def units(study: OpenStudy, groups: dict[str, int]) -> dict[str, int]:
    """In P1 the second turn in Uro and the first sentence of the fourth in Plikt and Å bli trodd; keys by group."""
    transcript = transcript_key(study, "P1")
    text = text_of(study, transcript)

    def code(words: str, group: str) -> int:
        span = Span(text.index(words), text.index(words) + len(words))
        return code_span(study, transcript_id=transcript, span=span, group_id=groups[group]).unit_id

    return {URO: code(TURN, URO), PLIKT: code(PROVING, PLIKT), TRODD: code(PROVING, TRODD)}


BEFORE = [(TURN, (URO,)), (PROVING, (PLIKT, TRODD))]


async def test_a_unit_is_moved_to_the_group_whose_digit_follows(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "r")
        assert f"Flytt fra «{URO}» til" in screen_text(app)
        await press(pilot, "3")
        assert coded(study) == [(TURN, (TRODD,)), BEFORE[1]]
        assert actions(study)[-1] == "unit.move"
        await press(pilot, "u")
        assert coded(study) == BEFORE


async def test_a_unit_of_two_groups_is_moved_from_the_one_that_is_chosen(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "j", "j", "r", "3", "1")
        assert coded(study) == [BEFORE[0], (PROVING, (URO, PLIKT))]
        await press(pilot, "r", "c", *"uro", "enter", "c", *"trodd", "enter")
        assert coded(study) == BEFORE
        await press(pilot, "r", "escape", "r", "2", "escape")
        assert coded(study) == BEFORE


async def test_a_unit_is_taken_away_with_all_its_groups_and_comes_back(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "end", "k", "x")
        assert coded(study) == BEFORE[:1]
        assert "ukodet" in status_line(app)
        await press(pilot, "u")
        assert coded(study) == BEFORE
        await press(pilot, "home", "x")
        assert coded(study) == BEFORE
        assert "Her er ingen enhet" in screen_text(app)


async def test_without_walking_the_topmost_of_ones_own_under_the_cursor_is_meant(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "down", "3", "x")
        assert coded(study) == BEFORE
        await press(pilot, "x")
        assert coded(study) == BEFORE[1:]


async def test_another_coders_unit_is_not_in_the_way_but_can_be_walked_to(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    with as_coder(material, "BB") as other:
        code_span(other, transcript_id=transcript_key(study, "P1"), span=Span(0, len(FIRST)), group_id=groups[PLIKT])
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "x")
        assert coded_by(study, "BB") == [(FIRST, (PLIKT,))]
        assert "Enheten er BB sin" in screen_text(app)
        await press(pilot, "j", "x")
        assert coded(study) == []


@pytest.mark.parametrize("sets", ["enter", "E"])
async def test_a_unit_is_resized_with_shift_arrows_in_one_entry_however_many_presses(
    study: OpenStudy, material: Path, units: dict[str, int], sets: str
) -> None:
    async with opened(material) as (app, pilot):
        before = actions(study)
        await press(pilot, "f5", "j", "shift+right", "shift+left", "shift+left", "shift+left", "shift+left")
        assert "13 → 10 ord" in status_line(app)
        assert actions(study) == before
        await press(pilot, sets)
        assert coded(study) == [(SITTING, (URO,)), BEFORE[1]]
        assert [*before, "unit.resize"] == actions(study)
        assert "→" not in status_line(app)
        await press(pilot, "u")
        assert coded(study) == BEFORE
        assert coding_screen(app).pane.selection.text == TURN


async def test_a_unit_grows_at_its_beginning_when_the_other_end_is_taken(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "j", "o", "shift+up", "enter")
        assert coded(study)[0] == (f"{FIRST}\n\n{TURN}", (URO,))


async def test_esc_leaves_the_unit_as_it_was(study: OpenStudy, material: Path, units: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        before = actions(study)
        await press(pilot, "f5", "j", "shift+down", "escape")
        assert coding_screen(app).pane.selection.text == TURN
        assert coding_screen(app).pane.current_unit is not None
        await press(pilot, "escape")
        assert coding_screen(app).pane.current_unit is None
        assert actions(study) == before


async def test_a_unit_can_be_made_to_cover_what_is_selected(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "down", "E")
        assert coded(study) == [(JACKET, (URO,)), BEFORE[1]]


async def test_resizing_onto_ones_other_unit_makes_the_two_one(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "end", "t", "2", "k", "shift+down", "E")
        assert coded(study) == [BEFORE[0], (f"{PROVING} {ASKED}", (PLIKT, TRODD))]
        await press(pilot, "u", "u")
        assert coded(study) == BEFORE


async def test_a_unit_is_split_where_the_cursor_begins_and_both_halves_keep_the_group(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "d")
        assert coded(study) == BEFORE
        assert "Sett markøren inne i enheten" in screen_text(app)
        await press(pilot, "home", "down", "down", "d")
        assert coded(study) == [(SITTING, (URO,)), (JACKET, (URO,)), BEFORE[1]]
        assert coding_screen(app).pane.selection.text == JACKET
        await press(pilot, "u")
        assert coded(study) == BEFORE


async def test_a_unit_is_split_inside_a_sentence(study: OpenStudy, material: Path, units: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "o", *["shift+right"] * 5, "d")
        assert [words for words, _ in coded(study)] == [
            "Nei, det … jeg ble",
            "sittende i gangen en stund. Med jakka på.",
            PROVING,
        ]
        assert "→" not in status_line(app)


async def test_marked_units_are_merged_and_it_is_said_which_are_marked(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "v")
        assert "1 enhet merket: A" in status_line(app)
        await press(pilot, "j", "v")
        assert "2 enheter merket: A B" in status_line(app)
        await press(pilot, "v")
        assert coded(study) == [(f"{TURN}\n\n{FLAU}\n\n{PROVING}", (URO, PLIKT, TRODD))]
        assert "merket" not in status_line(app)
        await press(pilot, "u")
        assert coded(study) == BEFORE


async def test_marks_are_let_go_with_esc_and_by_marking_once_more(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "v", "v")
        assert "merket" not in status_line(app)
        await press(pilot, "v", "j", "v", "escape")
        assert "merket" not in status_line(app)
        await press(pilot, "k", "v", "N")
        assert "merket" not in status_line(app)
        assert coded(study) == BEFORE


async def test_units_of_two_coders_are_not_merged(
    study: OpenStudy, material: Path, groups: dict[str, int], units: dict[str, int]
) -> None:
    with as_coder(material, "BB") as other:
        code_span(other, transcript_id=transcript_key(study, "P1"), span=Span(0, 3), group_id=groups[URO])
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "j", "v", "j", "v", "v")
        assert coded_by(study, "BB") == [(FIRST[:3], (URO,))]
        assert coded_by(study, "AA") == BEFORE


async def test_enter_shows_everything_about_a_unit(
    study: OpenStudy, material: Path, groups: dict[str, int], units: dict[str, int]
) -> None:
    transcript = transcript_key(study, "P1")
    text = text_of(study, transcript)
    start = text.index(PROVING)
    place = add_subgroup(study, groups[PLIKT], "[x] Bevise")
    code_span(
        study,
        transcript_id=transcript,
        span=Span(start, start + len(PROVING)),
        group_id=groups[PLIKT],
        subgroup_id=place,
    )
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "end", "k", "q", "2", "enter")
        told = screen_text(app)
        for part in (f"«{PROVING}»", "P1, replikk 4", "Plikt / [x] Bevise", TRODD, "AA, 20", "Sitater", "Forrige"):
            assert part in told
        await press(pilot, "escape")
        assert not app.screen.is_modal


async def test_notes_are_written_on_the_unit_and_changed_from_its_page(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "m", *"skam? [/b]", "escape")
        (note,) = notes(study, analysis_of(study))
        assert (note.text, note.unit_id) == ("skam? [/b]", units[URO])
        assert "1 notat" in screen_text(app)
        await press(pilot, "enter", "e", *" ja", "escape")
        assert [one.text for one in notes(study, analysis_of(study))] == ["skam? [/b] ja"]
        assert "skam? [/b] ja" in screen_text(app)
        await press(pilot, "m", *"to", "ctrl+s", "u", "u", "u")
        assert notes(study, analysis_of(study)) == []


async def test_a_note_on_a_sentence_inside_a_unit_stays_on_the_sentence(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "down", "m", *"jakka", "escape")
        (note,) = notes(study, analysis_of(study))
        assert (note.unit_id, note.quote) == (None, JACKET)


async def test_a_quote_is_marked_in_the_group_and_again_gets_a_printed_form(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "down", "q")
        (quote,) = quotes(study)
        assert (quote.text, quote.code_group, quote.unit_id) == (JACKET, URO, units[URO])
        assert f"Sitat i «{URO}»" in screen_text(app)
        await press(pilot, "q", *["backspace"] * 3, *"[på].", "escape")
        (quote,) = quotes(study)
        assert (quote.text, quote.printed) == (JACKET, "Med jakka [på].")
        await press(pilot, "j", "q")
        assert [one.text for one in quotes(study)] == [TURN, JACKET]
        await press(pilot, "k", "down", "home", "down", "q")
        assert isinstance(app.screen, ChooseDialog)
        await press(pilot, "enter")
        assert isinstance(app.screen, QuoteDialog)
        await press(pilot, "escape", "q", "down", "enter")
        assert [one.text for one in quotes(study)] == [SITTING, TURN, JACKET]
        await press(pilot, "u")
        await press(pilot, "u", "u", "u")
        assert quotes(study) == []


async def test_a_quote_of_a_unit_in_two_groups_goes_where_one_says_or_coded_last(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "end", "k", "q", "3")
        assert [quote.code_group for quote in quotes(study)] == [TRODD]
        await press(pilot, "u", "2", "2", "q")
        assert [quote.code_group for quote in quotes(study)] == [PLIKT]


async def test_what_a_category_quotes_is_not_lost_but_explained(
    study: OpenStudy, material: Path, units: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "down", "q", "k", *["shift+left"] * 4, "enter")
        assert coded(study) == BEFORE
        assert "Enheten kan ikke deles" in screen_text(app)
        assert app.screen is coding_screen(app)
        assert coding_screen(app).resized is not None


@pytest.mark.parametrize("seen", [False, True])
async def test_a_unit_changed_by_somebody_else_meanwhile_is_not_overwritten(
    study: OpenStudy, material: Path, units: dict[str, int], monkeypatch: pytest.MonkeyPatch, *, seen: bool
) -> None:
    if not seen:
        monkeypatch.setattr(watching, "_EVERY", 3600.0)
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "shift+down")
        pane = coding_screen(app).pane
        resize_unit(study, unit_id=units[URO], span=Span(0, 3))
        if seen:
            await until(pilot, lambda: pane.units[0].end == 3)
        await press(pilot, "enter")
        assert coded(study)[0] == (FIRST[:3], (URO,))
        assert pane.units[0].end == 3


async def test_a_double_click_opens_the_unit(study: OpenStudy, material: Path, units: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5")
        pane = coding_screen(app).pane
        assert pane._columns is not None
        row = pane._rows.row_of(pane.transcript.text.index("Nei"))
        await pilot.click(pane, offset=(pane._columns.text_start + 2, row), times=2)
        await press(pilot)
        assert "Meningsbærende enhet A" in screen_text(app)
