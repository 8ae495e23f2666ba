"""Condensation, step 3: keys pressed on the Condensation screen, and the study asked where its units lie."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Participant, Speaker
from qualcode.services.condensing import condensing
from qualcode.services.keeping.history import history, undo
from qualcode.services.naming import find_substudy
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding.screen import CodingScreen
from qualcode.tui.widgets.condensate import CondensatePage
from tests.builders import add_group
from tests.tui.driving import NARROW, WIDE, away, opened, press, screen_text, until
from tests.tui.screens.coding_study import as_coder, coding_screen, transcript_key
from tests.tui.screens.condensing_study import (
    BEVIS,
    SKAM,
    TRODD,
    condensate,
    lying,
    make_board,
    rest,
    screen_of,
    status_line,
    view,
    write,
)


@pytest.fixture
def keys(study: OpenStudy, material: Path) -> dict[str, int]:
    """Six units in a group with two subgroups."""
    return make_board(study)


def _underlined(app: QualcodeApp) -> str:
    rows = app.screen._compositor.render_strips()
    return "".join(part.text for row in rows for part in row if part.style and part.style.underline)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_digit_puts_the_card_there_and_the_next_one_comes_under_the_cursor(
    study: OpenStudy, material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f6", "1", "2")
        assert lying(study, keys[TRODD])[SKAM] == [("P1", "Nei,")]
        assert lying(study, keys[TRODD])[BEVIS] == [("P1", "Ja,")]
        card = screen_of(app).cards.card
        assert card is not None
        assert (card.transcript, card.words.split()[0]) == ("P2", "Nei,")
        await rest(pilot)
        assert screen_of(app).cards.card == card
        assert "0 Ikke plassert (4)" in screen_text(app)


async def test_marked_cards_go_together_in_one_act(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "v", "v", "down", "v")
        assert "3 merket" in status_line(app)
        before = len(history(study))
        await press(pilot, "2")
        assert len(lying(study, keys[TRODD])[BEVIS]) == 3
        assert len(history(study)) == before + 1
        assert "merket" not in status_line(app)


async def test_escape_takes_the_marks_away(material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "v", "escape")
        assert not screen_of(app).cards.marked


async def test_a_card_is_set_aside_with_a_key_and_gets_a_reason_with_a_second(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "a")
        assert lying(study, keys[TRODD])["set-aside"] == [("P1", "Nei,")]
        assert "── lagt til side (1)" in screen_text(app)
        await press(pilot, "end", "a")
        await write(pilot, "smaatt")
        await press(pilot, "escape")
        assert view(study, keys[TRODD]).columns[-1].cards[0].reason == "smaatt"
        assert "lagt til side: smaatt" in status_line(app)
        await press(pilot, "0")
        assert lying(study, keys[TRODD])["set-aside"] == []


async def test_setting_aside_leaves_the_cursor_on_the_next_card(material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "a")
        card = screen_of(app).cards.card
        assert card is not None
        assert card.words.startswith("Ja,")


async def test_undo_and_redo_move_the_card_back_and_forth(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "1", "u")
        assert lying(study, keys[TRODD])[SKAM] == []
        assert "1 Skam (0)" in screen_text(app)
        await press(pilot, "U")
        assert lying(study, keys[TRODD])[SKAM] == [("P1", "Nei,")]
        assert "1 Skam (1)" in screen_text(app)


async def test_a_digit_without_a_subgroup_changes_nothing(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        before = len(history(study))
        await press(pilot, "f6", "7")
        assert "ingen undergruppe 7" in screen_text(app)
        assert len(history(study)) == before


async def test_subgroups_are_made_renamed_and_taken_away(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f6", "n", *"Permen", "enter")
        assert [column.name for column in view(study, keys[TRODD]).columns][:3] == [SKAM, BEVIS, "Permen"]
        await press(pilot, "3", "left", "r", *"en", "ctrl+s")
        assert view(study, keys[TRODD]).columns[2].name == "Permenen"
        await press(pilot, "x")
        assert "Permenen" not in lying(study, keys[TRODD])
        assert len(lying(study, keys[TRODD])["unsorted"]) == 6
        await press(pilot, "u")
        assert lying(study, keys[TRODD])["Permenen"] == [("P1", "Nei,")]


@pytest.mark.parametrize("leave", ["escape", "ctrl+s", "tab", "f5", "ctrl+q"])
async def test_what_is_typed_of_a_condensate_is_kept_however_one_leaves_it(
    study: OpenStudy, material: Path, keys: dict[str, int], leave: str
) -> None:
    async with opened(material, NARROW) as (_app, pilot):
        await press(pilot, "f6", "1", "left", "left", "e")
        await write(pilot, "Jeg ble sittende i gangen.")
        await press(pilot, leave)
    assert condensate(study, keys[TRODD], SKAM).text == "Jeg ble sittende i gangen."
    undo(study)
    assert condensate(study, keys[TRODD], SKAM).id is None


@pytest.mark.parametrize("leave", ["escape", "tab", "f5", "ctrl+q"])
async def test_what_cannot_be_stored_of_a_condensate_stays_on_the_page(
    study: OpenStudy, material: Path, keys: dict[str, int], leave: str
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "1", "left", "left", "e")
        await write(pilot, "Jeg ble sittende i gangen.")
        with away(material):
            await press(pilot, leave)
            await until(pilot, lambda: "study.qualcode" in screen_text(app))
        await press(pilot, "escape", "f6")
        assert "Jeg ble sittende i gangen." in screen_text(app)
        await press(pilot, "ctrl+q")
    assert condensate(study, keys[TRODD], SKAM).text == "Jeg ble sittende i gangen."


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_one_writes_beside_the_units_of_the_subgroup_or_under_them_where_it_is_narrow(
    study: OpenStudy, material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    every = [card.coding_id for card in view(study, keys[TRODD]).columns[-2].cards]
    condensing.place(study, every[:-1], keys[SKAM])
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f6", "left", "left", "e")
        cards, page = screen_of(app).cards, app.screen.query_one(CondensatePage)
        beside, under = cards.region.right <= page.region.x, cards.region.bottom <= page.region.y
        assert (beside, under) == ((True, False) if size == WIDE else (False, True))
        await write(pilot, "Jeg ble sittende i gangen 1x")
        text = screen_text(app)
        assert "jeg ble sittende" in text
        assert "gangen 1x" in text
        assert "2 Bevis" not in text
        assert "pgdn bla i enhetene" in text
        assert "ble sittende i gangen" in _underlined(app)
        await press(pilot, "enter", "q")
        await write(pilot, " jeg ble sittende")
        assert _underlined(app).count("ble sittende") == 2
        await press(pilot, "escape")
        assert "2 Bevis" in screen_text(app)


async def test_the_units_are_scrolled_while_one_writes(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    condensing.place(study, [card.coding_id for card in view(study, keys[TRODD]).columns[-2].cards], keys[SKAM])
    async with opened(material, (80, 16)) as (app, pilot):
        await press(pilot, "f6", "left", "left", "e", "x", "pagedown", "y")
        assert "▸" not in screen_text(app)
        assert "xy" in screen_text(app)
        await press(pilot, "pageup", "pageup")
        assert "▸" in screen_text(app)


async def test_a_screen_that_grows_shows_more_columns(material: Path, keys: dict[str, int]) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6")
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "1 Skam" in screen_text(app)


async def test_words_that_participants_used_are_underlined(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    condensing.place(study, [view(study, keys[TRODD]).columns[-2].cards[0].coding_id], keys[SKAM])
    condensing.write_condensate(study, keys[SKAM], "Den dagen ble jeg sittende i gangen en stund.")
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "left", "left")
        assert "sittende i gangen en stund" in _underlined(app)
        assert "Den dagen" not in _underlined(app)


async def test_a_condensate_is_begun_from_the_unit_under_the_cursor(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (_app, pilot):
        await press(pilot, "f6", "1", "left", "left", "h", "space", *"Slik", "escape")
        assert condensate(study, keys[TRODD], SKAM).text == "Nei, det … jeg ble sittende i gangen en stund. Slik"


async def test_cards_outside_subgroups_have_no_condensate(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        before = len(history(study))
        await press(pilot, "f6", "e", "h", "L")
        assert not screen_of(app).panel.writing
        assert len(history(study)) == before


async def test_a_condensate_says_that_it_must_be_looked_at_until_one_has(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    condensing.write_condensate(study, keys[SKAM], "Jeg satt der.")
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "1")
        await rest(pilot)
        assert "1 Skam (1) !" in screen_text(app)
        await press(pilot, "left", "left")
        assert "Må ses på igjen" in screen_text(app)
        await press(pilot, "L")
        assert "Må ses på igjen" not in screen_text(app)
        assert not condensate(study, keys[TRODD], SKAM).must_look


async def test_what_somebody_else_wrote_meanwhile_is_shown_and_nothing_typed_is_lost(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "left", "left", "e", *"mitt")
        with as_coder(material, "BB") as other:
            condensing.write_condensate(other, keys[SKAM], "deres")
        await press(pilot, "escape")
        assert "deres" in screen_text(app)
        assert condensate(study, keys[TRODD], SKAM).text == "deres"
        await press(pilot, "escape", "escape")
        assert condensate(study, keys[TRODD], SKAM).text == "mitt"
        assert not screen_of(app).panel.writing


async def test_enter_opens_the_unit_in_its_transcript_and_backspace_comes_back_to_the_card(
    material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "down", "down", "down")
        card = screen_of(app).cards.card
        assert card is not None
        await press(pilot, "enter")
        assert isinstance(app.screen, CodingScreen)
        pane = coding_screen(app).pane
        assert (pane.transcript.name, pane.selection.text) == ("P2", card.words)
        await press(pilot, "backspace")
        assert screen_of(app).cards.card == card


async def test_one_arrives_at_the_unit_one_was_looking_at(material: Path, keys: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "N", "j", "j", "f6")
        card = screen_of(app).cards.card
        assert card is not None
        assert (card.transcript, card.words.split()[0]) == ("P2", "Ja,")


async def test_the_filter_shows_one_participant_and_counts_them_all(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    with study.change("speakers.set") as change:
        substudy = find_substudy(change.connection, "Pasientene").id
        code = change.add(Participant, substudy_id=substudy, code="P4", position=1)
        transcript = transcript_key(study, "P2")
        speakers = select(col(Speaker.id)).where(col(Speaker.transcript_id) == transcript, col(Speaker.label) == "P4")
        speaker = change.connection.execute(speakers).scalar_one()
        assert speaker is not None
        change.change(Speaker, speaker, participant_id=code, role="participant")
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "f", *"P4", "enter")
        assert "0 Ikke plassert (2/6)" in screen_text(app)
        assert "bare P4" in status_line(app)
        await press(pilot, "1")
        await rest(pilot)
        assert "1 Skam (1)" in screen_text(app)
        assert "0 Ikke plassert (1/5)" in screen_text(app)
        await press(pilot, "escape")
        assert "0 Ikke plassert (5)" in screen_text(app)


async def test_cards_are_ordered_by_participant_transcript_and_time_in_turn(
    material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "s")
        assert screen_of(app).order == "transcript"
        assert "Ordnet etter transkript" in screen_text(app)
        await press(pilot, "s", "s")
        assert screen_of(app).order == "participant"


async def test_another_code_group_is_chosen_by_typing(study: OpenStudy, material: Path, keys: dict[str, int]) -> None:
    add_group(study, "Plikt")
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "c", *"pli", "enter")
        assert "Plikt (0)" in screen_text(app)
        assert "ingen enheter i denne kodegruppen" in screen_text(app)
        await press(pilot, "backspace")
        assert "Å bli trodd (6)" in screen_text(app)


async def test_an_empty_place_says_what_belongs_there(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6")
        assert "Det er ingen kodegrupper ennå" in " ".join(screen_text(app).split())
        await press(
            pilot, "1", "0", "a", "e", "h", "q", "v", "down", "left", "L", "n", "r", "x", "s", "f", "enter", "end"
        )
        assert screen_of(app) is app.screen


async def test_columns_that_do_not_fit_scroll_sideways(material: Path, keys: dict[str, int]) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6")
        assert "1 Skam" not in screen_text(app)
        assert "‹2 Bevis" in screen_text(app)
        await press(pilot, "left", "left")
        assert "1 Skam" in screen_text(app)
        assert "0 Ikke plassert" not in screen_text(app)


async def test_a_card_is_chosen_with_the_mouse_and_opened_with_a_double_click(
    material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6")
        rows = screen_text(app).splitlines()
        row = next(n for n, line in enumerate(rows) if "Ja, som om jeg" in line)
        column = rows[row].index("Ja, som om")
        await pilot.click(offset=(column, row))
        await pilot.pause()
        card = screen_of(app).cards.card
        assert card is not None
        assert card.words.startswith("Ja,")
        await pilot.click(offset=(column, row), times=2)
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)


async def test_a_sorting_is_kept_begun_anew_compared_and_returned_to(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6", "1", "2", "S", "enter", *"Forst", "enter")
        first = lying(study, keys[TRODD])
        await press(pilot, "S", "down", "enter")
        assert lying(study, keys[TRODD])[SKAM] == []
        await press(pilot, "S", *"Forst")
        assert "2 ligger et" in screen_text(app)
        await press(pilot, "enter")
        assert "Skam → Ikke plassert" in screen_text(app)
        await press(pilot, "enter")
        assert lying(study, keys[TRODD]) == first
        await press(pilot, "u")
        assert lying(study, keys[TRODD])[SKAM] == []


async def test_an_earlier_text_is_compared_and_taken_up_again(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    condensing.write_condensate(study, keys[SKAM], "Jeg satt der.")
    condensing.write_condensate(study, keys[SKAM], "Jeg satt lenge der.")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6", "1", "left", "left", "t", "enter")
        assert "Jeg satt lenge der." in screen_text(app)
        await press(pilot, "enter")
        assert condensate(study, keys[TRODD], SKAM).text == "Jeg satt der."


async def test_breadth_names_who_is_silent_and_leads_to_the_cards_of_one_who_is_not(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    people = [{"participant": "P4", "gender": "K"}, {"participant": "P9", "gender": "M"}]
    import_participants(study, list(enumerate(people, start=2)), substudy="Pasientene")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6", "a", "B")
        assert "1 av 2 deltakere, 3 av 3 intervjuer" in screen_text(app)
        assert "P4  5 enheter" in screen_text(app)
        assert "P9  sier ikke noe her" in screen_text(app)
        await press(pilot, "enter")
        assert "bare P4" in status_line(app)
        await press(pilot, "escape", "f", *"Kj", "enter")
        assert "bare Kjønn: K" in status_line(app)
        assert len([card for lane in screen_of(app).cards.lanes for card in lane.cards]) == 6
        await press(pilot, "f", *"M", "enter")
        assert "bare Kjønn: M" in status_line(app)
        assert not [card for lane in screen_of(app).cards.lanes for card in lane.cards]


async def test_what_is_next_leads_to_the_subgroup_that_it_is_about(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    cards = view(study, keys[TRODD]).columns[-2].cards
    condensing.place(study, [cards[0].coding_id], keys[SKAM])
    condensing.place(study, [cards[1].coding_id], keys[BEVIS])
    condensing.write_condensate(study, keys[SKAM], "Jeg satt der.")
    async with opened(material) as (app, pilot):
        row = next(at for at, line in enumerate(screen_text(app).splitlines()) if "Bevis har ikke noe kon" in line)
        await pilot.click(offset=(8, row))
        await until(pilot, lambda: app.screen is app.place and app.place.PLACE == "condensing")
        await rest(pilot)
        lane = screen_of(app).cards.lane
        assert lane is not None
        assert lane.name == BEVIS
