"""Coding, step 2: keys pressed on the Coding screen, and the study asked which units there are."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col
from textual.pilot import Pilot

from qualcode.model import Note
from qualcode.services.coding.codebooks import codebook
from qualcode.services.coding.coding import code_span
from qualcode.services.material.correcting import correct_turn
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.tui.app import QualcodeApp
from qualcode.tui.widgets.transcript.glyphs import read_glyphs
from tests.builders import add_transcript, text_of
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text
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


@pytest.fixture
def groups(study: OpenStudy, material: Path) -> dict[str, int]:
    """A codebook of three groups."""
    return make_groups(study)


async def test_two_key_presses_code_a_sentence(study: OpenStudy, material: Path, groups: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "1")
        assert coded(study) == [(SITTING, (URO,))]
        assert actions(study)[-1] == "unit.code"
        assert f"kodet i {URO}" in status_line(app)
        await press(pilot, "down", "2", "down", "1")
        assert coded(study) == [(SITTING, (URO,)), (JACKET, (PLIKT,)), (FLAU, (URO,))]


async def test_the_same_digit_takes_it_out_again_and_the_unit_with_its_last_group(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "1", "3")
        assert coded(study) == [(SITTING, (URO, TRODD))]
        await press(pilot, "1")
        assert coded(study) == [(SITTING, (TRODD,))]
        await press(pilot, "3")
        assert coded(study) == []
        assert "ukodet" in status_line(app)


async def test_every_coding_is_taken_back_and_done_again_one_by_one(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "1", "3", "u")
        assert coded(study) == [(SITTING, (URO,))]
        await press(pilot, "u")
        assert coded(study) == []
        await press(pilot, "U", "U")
        assert coded(study) == [(SITTING, (URO, TRODD))]
        assert coding_screen(app).pane.selection.text == SITTING


async def test_a_unit_walked_to_gets_another_group_and_stays_one_unit(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "shift+down", "1", "home", "j", "2")
        assert coded(study) == [(f"{SITTING} {JACKET}", (URO, PLIKT))]


async def test_units_overlap_and_both_are_told_of(study: OpenStudy, material: Path, groups: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "shift+down", "1", "escape", "2")
        assert coded(study) == [(f"{SITTING} {JACKET}", (URO,)), (JACKET, (PLIKT,))]
        assert f"kodet i {URO}, {PLIKT}" in status_line(app)
        assert "AB▌" in screen_text(app)


async def test_words_are_selected_one_by_one_from_either_end(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "down", "shift+left", "1")
        await press(pilot, "end", "o", "shift+right", "2")
        assert coded(study) == [("Med jakka", (URO,)), (ASKED.removeprefix("Og "), (PLIKT,))]


async def test_select_mode_does_with_plain_arrows_what_shift_does(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "w", "down", "down")
        assert "MARKERER" in status_line(app)
        await press(pilot, "1", "escape", "down")
        assert coded(study) == [(f"{SITTING} {JACKET}\n\n{FLAU}", (URO,))]
        assert "MARKERER" not in status_line(app)
        assert coding_screen(app).pane.selection.text == PROVING


async def test_the_turn_is_taken_with_one_key(study: OpenStudy, material: Path, groups: dict[str, int]) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "J", "J", "J", "t", "1")
        assert coded(study) == [(f"{PROVING} {ASKED}", (URO,))]


async def test_the_last_group_is_repeated_and_never_taken_out_by_it(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "full_stop")
        assert coded(study) == []
        assert "Ikke noe å gjenta" in screen_text(app)
        await press(pilot, "2", "down", "full_stop", "full_stop")
        assert coded(study) == [(FIRST, (PLIKT,)), (SITTING, (PLIKT,))]


async def test_the_picker_finds_a_group_by_a_piece_of_its_name(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "c", *"trodd", "enter")
        assert coded(study) == [(SITTING, (TRODD,))]


async def test_the_picker_makes_the_group_that_is_not_there_and_it_gets_the_words(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "c", *"Skam [a=b]", "enter")
        assert coded(study) == [(SITTING, ("Skam [a=b]",))]
        assert "4 ▌Skam [a=b]" in screen_text(app)
        await press(pilot, "down", "4")
        assert coded(study)[1] == (JACKET, ("Skam [a=b]",))
        await press(pilot, "u", "u")
        assert coded(study) == []
        assert "Skam [a=b]" not in [row.code_group for row in codebook(study)]


async def test_a_digit_without_a_group_changes_nothing_and_says_so(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        before = actions(study)
        await press(pilot, "f5", "9")
        assert actions(study) == before
        assert "Ingen kodegruppe har tallet 9" in screen_text(app)


async def test_enter_in_the_list_of_groups_codes_and_leaves_the_counts_right(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    with as_coder(material, "BB") as other:
        code_span(other, transcript_id=transcript_key(study, "P2"), span=Span(0, 9), group_id=groups[PLIKT])
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "tab", "down", "down", "enter")
        assert coded(study) == [(FIRST, (PLIKT,))]
        line = next(row for row in screen_text(app).splitlines() if "▌Plikt" in row)
        assert line.split("Plikt")[1].split() == ["1", "2"]


async def test_another_coders_words_become_ones_own_unit(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    with as_coder(material, "BB") as other:
        code_span(other, transcript_id=transcript_key(study, "P1"), span=Span(0, len(FIRST)), group_id=groups[PLIKT])
    async with opened(material) as (app, pilot):
        await press(pilot, "f5")
        assert "ukodet (BB: Plikt)" in status_line(app)
        assert "Plikt · BB" in screen_text(app)
        await press(pilot, "j", "1")
        assert coded_by(study, "AA") == [(FIRST, (URO,))]
        assert coded_by(study, "BB") == [(FIRST, (PLIKT,))]
        assert f"kodet i {URO} (BB: Plikt)" in status_line(app)


async def test_the_page_does_not_move_when_something_is_coded(study: OpenStudy, material: Path) -> None:
    add_transcript(study, "Lang", [("I" if n % 2 else "P9", f"Setning {n} her. Og en til der.") for n in range(200)])
    make_groups(study)
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f5")
        app.go_to("coding", transcript_id=transcript_key(study, "Lang"), span=None)
        await press(pilot, *["pagedown"] * 4, "up", "up")
        screen = coding_screen(app)
        top, words = screen.pane.scroll_offset.y, screen.pane.selection.text
        assert top > 20
        for key in ("1", "2", "1", "u", "u", "U"):
            await press(pilot, key)
            assert (screen.pane.scroll_offset.y, screen.pane.selection.text) == (top, words)


async def test_it_moves_on_by_itself_where_that_is_set(
    study: OpenStudy, material: Path, groups: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_ADVANCE_AFTER_CODING", "ja")
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "1", "2")
        assert coded(study) == [(FIRST, (URO,)), (SITTING, (PLIKT,))]
        assert coding_screen(app).pane.selection.text == JACKET
        await press(pilot, "up", "2")
        assert coding_screen(app).pane.selection.text == SITTING, "what is taken out is not moved on from"
    monkeypatch.setenv("QUALCODE_ADVANCE_AFTER_CODING", "nei")
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "home", "2")
        assert coding_screen(app).pane.selection.text == FIRST


async def _drag(app: QualcodeApp, pilot: Pilot[None], start: int, end: int) -> None:
    """Drag from one code point to another, the last one included."""
    pane = coding_screen(app).pane

    def cell(offset: int) -> tuple[int, int]:
        index = pane._rows.row_of(offset)
        row = pane._rows.rows[index]
        assert pane._columns is not None
        before = read_glyphs(pane.transcript.text, row.start, row.end)
        column = pane._columns.text_start + sum(glyph.cells for glyph in before if glyph.end <= offset)
        return column, index - pane.scroll_offset.y

    await pilot.mouse_down(pane, offset=cell(start))
    await pilot.hover(pane, offset=cell(end - 1))
    await pilot.mouse_up(pane, offset=cell(end - 1))
    await pilot.pause()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_mouse_drag_codes_exactly_what_it_covers_also_after_the_window_has_changed(
    study: OpenStudy, material: Path, groups: dict[str, int], size: tuple[int, int]
) -> None:
    text = text_of(study, transcript_key(study, "P1"))
    start, end = text.index("sittende"), text.index("jakka") + len("jakka")
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f5")
        await _drag(app, pilot, start, end)
        await press(pilot, "1")
        assert coded(study) == [(text[start:end], (URO,))]
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        await _drag(app, pilot, start + 3, end + 3)
        await press(pilot, "2")
        assert coded(study)[1] == (text[start + 3 : end + 3], (PLIKT,))


async def test_the_list_and_the_keys_go_from_transcript_to_transcript(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "N", "1")
        assert coded(study, transcript="P2") == [(FIRST, (URO,))]
        await press(pilot, "tab", "tab", "down", "enter", "2")
        assert coding_screen(app).pane.transcript.name == "P4"
        assert coded(study, transcript="P4") == [(FIRST, (PLIKT,))]
        await press(pilot, "P")
        assert coding_screen(app).pane.transcript.name == "P2"


async def test_what_is_looked_at_goes_along_and_backspace_comes_back(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    unit = code_span(study, transcript_id=transcript_key(study, "P4"), span=Span(0, 9), group_id=groups[URO])
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "down", "down", "f5")
        assert coding_screen(app).pane.selection.text == JACKET
        app.go_to("coding", transcript_id=transcript_key(study, "P4"), span=Span(0, 9), unit_id=unit.unit_id)
        await press(pilot)
        pane = coding_screen(app).pane
        assert pane.current_unit is not None
        assert (pane.transcript.name, pane.current_unit.id) == ("P4", unit.unit_id)
        await press(pilot, "backspace")
        assert (pane.transcript.name, pane.selection.text) == ("P1", JACKET)
        await press(pilot, "backspace")
        assert app.current_mode == "reading"


async def test_words_are_found_as_they_are_typed_and_walked_through(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "slash", *"det")
        assert "Treff 1 av 3" in screen_text(app)
        await press(pilot, "enter")
        assert coding_screen(app).pane.selection.text == SITTING
        assert status_line(app).startswith("Treff 1 av 3")
        await press(pilot, "greater_than_sign")
        assert coding_screen(app).pane.selection.text == ASKED
        assert status_line(app).startswith("Treff 2 av 3")
        await press(pilot, "less_than_sign", "less_than_sign")
        assert status_line(app).startswith("Treff 3 av 3")
        await press(pilot, "escape", "slash", *"finnes ikke")
        assert "Ingen treff på «finnes ikke»" in screen_text(app)
        await press(pilot, "escape", "1")
        assert coded(study) == [(ASKED, (URO,))]


async def test_a_group_is_made_described_and_given_another_digit(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "n", *"Skam", "enter")
        assert "4 ▌Skam" in screen_text(app)
        await press(
            pilot,
            "e",
            "4",
            *" [x]",
            "enter",
            *"Å ikke holde mål",
            "tab",
            "tab",
            "tab",
            "tab",
            "tab",
            "left",
            "left",
            "left",
            "ctrl+s",
        )
        by_name = {row.code_group: row for row in codebook(study, analysis="Pasientene")}
        assert (by_name["Skam [x]"].definition, by_name["Skam [x]"].key) == ("Å ikke holde mål", 1)
        assert by_name[URO].key == 4
        await press(pilot, "1")
        assert coded(study) == [(FIRST, ("Skam [x]",))]


async def test_a_name_that_is_taken_becomes_a_notice(study: OpenStudy, material: Path, groups: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        before = actions(study)
        await press(pilot, "f5", "n", *"Plikt", "enter")
        assert actions(study) == before
        assert "«Plikt»" in screen_text(app)


async def test_without_groups_analysis_or_transcripts_no_key_is_an_accident(study: OpenStudy, study_path: Path) -> None:
    keys = [*"123456789.crxdvEneqm", "enter", "escape", "j", "k", "t", "o", "w", "slash", "escape", "N", "P", "b", "b"]
    async with opened(study_path) as (app, pilot):
        await press(pilot, "f5")
        for key in keys:
            await press(pilot, {".": "full_stop"}.get(key, key))
            if app.screen.is_modal:
                await press(pilot, "escape")
        assert actions(study) == []
        assert "importer" in status_line(app).casefold()


@pytest.mark.usefixtures("unwatched")
async def test_words_on_a_page_that_is_corrected_meanwhile_are_not_coded_and_the_cursor_stays_on_them(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down")
        correct_turn(
            study, transcript_key(study, "P1"), 1, "Men hva var det egentlig du tenkte da konvolutten lå der hos deg?"
        )
        await press(pilot, "1")
        assert coded(study) == []
        await press(pilot, "1")
        assert coded(study) == [(SITTING, (URO,))]


@pytest.mark.usefixtures("unwatched")
async def test_a_note_written_on_a_page_that_is_corrected_meanwhile_is_not_lost(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f5", "down", "m", "H", "m")
        correct_turn(
            study, transcript_key(study, "P1"), 1, "Men hva var det egentlig du tenkte da konvolutten lå der hos deg?"
        )
        await press(pilot, "escape")
        await press(pilot, "escape")
    with study.reading() as connection:
        assert connection.execute(select(col(Note.text))).scalars().all() == ["Hm"]
