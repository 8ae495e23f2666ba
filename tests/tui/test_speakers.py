"""The speaker screen: keys pressed, the study asked who speaks."""

import pytest

from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.keeping.history import history
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.material.turns import split_turn
from qualcode.services.tagging.people import present_at
from qualcode.services.tagging.speaking import tagging_view
from qualcode.services.tagging.table_log_files import load_table_log
from qualcode.services.tagging.table_logs import table_log
from qualcode.storage.opening import OpenStudy
from qualcode.views.importing import ReadTurn
from tests.builders import (
    add_group,
    add_participant,
    add_substudy,
    add_transcript,
    code_words,
    numbered,
    store_turns,
)
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text, settled
from tests.tui.focus_group import GROUP, SAID, make_focus_group, spoken


@pytest.fixture
def group(study: OpenStudy) -> int:
    return make_focus_group(study)


async def test_one_key_tags_a_turn_and_goes_on(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3")
        assert "0 av 6 navnefestet" in screen_text(app)
        await press(pilot, "i", "7", "6", "8", "s", "0")
        assert spoken(study, group) == ["moderator", "FL7", "FL6", "FL8", "secretary", "FL10"]
        assert "6 av 6 navnefestet" in screen_text(app)
    assert [entry.action for entry in history(study)][:6] == ["turn.tag"] * 6


async def test_undo_takes_back_one_tag_and_shows_the_turn_it_was(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "i", "7", "6", "u")
        assert spoken(study, group)[:3] == ["moderator", "FL7", "?"]
        assert "▸   3" in screen_text(app)
        await press(pilot, "8")
        assert spoken(study, group)[:3] == ["moderator", "FL7", "FL8"]


async def test_up_goes_back_and_another_key_puts_it_right(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "i", "7", "up", "8", "full_stop")
        assert spoken(study, group)[:3] == ["moderator", "FL8", "FL8"]


async def test_inside_a_turn_a_figure_says_who_it_is_from_here_on(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "down", "down", "down", "8", "up", *["right"] * 10)
        assert "Herfra, ved «Hva?»" in screen_text(app)
        await press(pilot, "9")
        assert "▸   6" in screen_text(app)
        await press(pilot, "up", "right", "right", "right", "0")
    view = transcript_view(study, group)
    said = [view.text[turn.start : turn.end] for turn in view.turns[3:6]]
    assert said == ["Hos oss lå det i posten i tre uker.", "Hva? Tre?", "Ja, tre."]
    assert spoken(study, group)[3:6] == ["FL8", "FL9", "FL10"]
    assert [turn.number for turn in view.turns] == list(range(1, 9))


async def test_arrows_go_by_sentence_inside_a_turn_and_by_word(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "down", "down", "down", "right", "down")
        assert "Herfra, ved «Hva?»" in screen_text(app)
        await press(pilot, "down")
        assert "Herfra, ved «Tre?»" in screen_text(app)
        await press(pilot, "up", "left")
        assert "Herfra, ved «uker.»" in screen_text(app)
        await press(pilot, "escape", "7")
        assert spoken(study, group)[3] == "FL7"
        assert len(transcript_view(study, group).turns) == 6


async def test_a_split_is_undone_with_one_key(study: OpenStudy, group: int) -> None:
    before = transcript_view(study, group).text
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "down", "down", "down", *["right"] * 10, "9", "u")
    assert transcript_view(study, group).text == before
    assert spoken(study, group)[3] == "?"


async def test_turns_are_parted_and_merged_without_saying_who(study: OpenStudy, group: int) -> None:
    before = transcript_view(study, group).text
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "down", "down", "down", "d")
        assert "Gå inn i replikken" in screen_text(app)
        await press(pilot, *["right"] * 10, "d")
        assert len(transcript_view(study, group).turns) == 7
        await press(pilot, "M")
    assert transcript_view(study, group).text == before


async def test_doubt_takes_what_is_proposed_or_the_last_one_and_is_counted(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "exclamation_mark")
        assert "ingen å gjenta" in screen_text(app)
        await press(pilot, "i", "7", "exclamation_mark")
        assert spoken(study, group)[:3] == ["moderator", "FL7", "FL7!"]
        assert "3 av 6 navnefestet · 1 tvil" in screen_text(app)
        await press(pilot, "up", "exclamation_mark")
        assert spoken(study, group)[2] == "FL7"
        await press(pilot, "exclamation_mark", "enter")
        assert spoken(study, group)[2] == "FL7"


async def test_the_second_round_stops_only_at_the_unknown_and_the_doubtful(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "i", "minus", "exclamation_mark", "8", "i", "7", "home", "f")
        assert "Andre runde, 2 igjen" in screen_text(app)
        assert "▸   2" in screen_text(app)
        await press(pilot, "6")
        assert "▸   3" in screen_text(app)
        await press(pilot, "enter")
        assert "Alle replikkene har navn" in screen_text(app)
    assert spoken(study, group) == ["moderator", "FL6", "moderator", "FL8", "moderator", "FL7"]


async def test_who_a_label_turned_out_to_be_is_proposed_for_its_other_turns_and_not_assumed(
    study: OpenStudy, group: int
) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "i", "7")
        assert "i?" in screen_text(app)
        assert spoken(study, group)[4:] == ["unknown", "unknown"]
        await press(pilot, "6", "8", "enter", "enter")
        assert spoken(study, group) == ["moderator", "FL7", "FL6", "FL8", "moderator", "FL7"]


async def test_a_label_once_mapped_stays_mapped_in_this_transcript_only(study: OpenStudy, group: int) -> None:
    other = store_turns(study, "Fokusgruppe 3", SAID[:2], substudy=GROUP)
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "down", "l", "enter", *"fl7", "enter")
        assert spoken(study, group) == ["unknown", "FL7", "?", "?", "unknown", "FL7"]
        assert "2 av 6 navnefestet" in screen_text(app)
        await press(pilot, "N", "l", *"01", "enter", *"fl9", "enter")
    assert spoken(study, other) == ["unknown", "FL9"]
    assert spoken(study, group)[1] == "FL7"


async def test_the_table_log_stands_beside_and_proposes(study: OpenStudy, group: int) -> None:
    rows: list[dict[str, object]] = [
        {"time": "0:10", "who": "FL6", "words": "hos oss"},
        {"time": "0:14", "who": "FL8", "words": "posten"},
        {"time": "0:15", "kind": "latter"},
    ]
    load_table_log(study, "Fokusgruppe 2", numbered(rows), file="bordlogg.csv")
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "down", "down")
        assert "00:10 FL6 «hos oss»" in screen_text(app)
        assert "Er det FL6? enter er ja." in screen_text(app)
        await press(pilot, "enter", "exclamation_mark")
    assert spoken(study, group)[2:4] == ["FL6", "FL8!"]


async def test_marks_and_notes_stand_under_the_turn(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "o", "h", "m", *"FL9 nikker [/x]", "escape")
        (turn, *_) = transcript_view(study, group).turns
        assert (turn.overlap, turn.inaudible, turn.note) == (True, True, "FL9 nikker [/x]")
        assert "(flere snakker · uhørbart · FL9 nikker [/x])" in screen_text(app)
        await press(pilot, "o", "h")
        (turn, *_) = transcript_view(study, group).turns
        assert (turn.overlap, turn.inaudible) == (False, False)


async def test_a_word_is_corrected_where_one_hears_it(study: OpenStudy, group: int) -> None:
    coded = code_words(study, group, "Velkommen til dere alle.", add_group(study, "Start", analysis=GROUP))
    mark_quote(study, coded.coding_id)
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "right", "e", *["backspace"] * 9, *"God dag", "enter")
        assert transcript_view(study, group).text.startswith("God dag til dere alle.\n\nMen da")
        assert "Ordene er brukt i: sitat «God dag til dere alle.»." in " ".join(screen_text(app).split())
        await press(pilot, "escape", "u")
    assert transcript_view(study, group).text.startswith("Velkommen til dere alle.")


async def test_beyond_ten_people_one_chooses_by_typing_and_a_new_code_is_added(study: OpenStudy, group: int) -> None:
    add_participant(study, "FL16", substudy=GROUP)
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3")
        assert "1 til: c" in screen_text(app)
        await press(pilot, "c", *"fl16", "enter", "c", *"FL21", "enter", "1", "4")
        assert "Ingen har tallet 4" in screen_text(app)
    assert spoken(study, group)[:3] == ["FL16", "FL21", "FL21"]


async def test_who_was_there_decides_the_keys(study: OpenStudy, group: int) -> None:
    add_participant(study, "FL16", substudy=GROUP)
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "p", *"fl16, FL7", "escape")
        assert present_at(study, tagging_view(study, group).interview_id) == ("FL7", "FL16")
        assert "6 FL16 · 7 FL7 · - ukjent" in screen_text(app)
        await press(pilot, "6")
    assert spoken(study, group)[0] == "FL16"


async def test_done_tells_what_is_left_and_wipes_temporary_names_when_agreed(study: OpenStudy, group: int) -> None:
    load_table_log(study, "Fokusgruppe 2", numbered([{"who": "grønn genser", "words": "ja"}]), file="x.csv")
    interview = tagging_view(study, group).interview_id
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "i", "r")
        assert "5 replikker har ingen" in screen_text(app)
        assert "«grønn genser»" in screen_text(app)
        assert tagging_view(study, group).done
        await press(pilot, "escape")
        assert table_log(study, interview).seats[0].called == "grønn genser"
        await press(pilot, "r", "r", "enter")
    assert table_log(study, interview).seats[0].called == ""


async def test_clicking_a_turn_goes_there_but_nothing_needs_the_mouse(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3")
        await pilot.click("TurnStack", offset=(20, 3))
        await settled(pilot)
        assert "▸   4" in screen_text(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_everything_one_needs_is_in_sight(study: OpenStudy, group: int, size: tuple[int, int]) -> None:
    async with opened(study.path, size) as (app, pilot):
        await press(pilot, "f3", "i", "end")
        text = screen_text(app)
        for needed in ("0 FL10", "- ukjent", "1 av 6 navnefestet", "? alle", "▸   6", "Hvem er SPEAKER_01 her?"):
            assert needed in text
        assert "\x1b" not in text
        assert "rød" in text


async def test_a_turn_longer_than_the_page_is_read_by_walking_into_it(study: OpenStudy, group: int) -> None:
    long = " ".join(f"ord{number}." for number in range(900))
    key = store_turns(study, "Lang", [ReadTurn(None, long), ReadTurn(None, "Slutt.")], substudy=GROUP)
    async with opened(study.path, NARROW) as (app, pilot):
        await press(pilot, "f3", "N", *["right"] * 120)
        await press(pilot, *["down"] * 200)
        assert "ord319." in screen_text(app)
        await press(pilot, "6")
    turns = transcript_view(study, key).turns
    assert [turn.speaker and turn.speaker.participant for turn in turns] == [None, "FL6", None]


async def test_an_empty_study_says_what_belongs_here_and_takes_every_key(study: OpenStudy) -> None:
    from qualcode.commands import CHORD, commands_of

    keys = [key for one in commands_of("speakers") if "speakers" in one.screens for key in one.keys if CHORD not in key]
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3")
        assert "Importer først et transkript fra Studie (F2, så i)" in screen_text(app)
        for key in keys:
            if key not in ("B", "D"):  # these go to other places
                await press(pilot, key, "escape")
        assert app.place is not None
        assert app.place.PLACE == "speakers"


async def test_an_interview_without_participants_says_how_they_get_their_keys(study: OpenStudy) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", [("A", "Hei."), ("B", "Hei hei."), ("A", "Ja."), ("B", "Nei.")])
    async with opened(study.path, NARROW) as (app, pilot):
        await press(pilot, "f3")
        assert "Ingen deltakere ennå. " in screen_text(app)
        assert "Trykk c, skriv koden hennes og enter: så har hun en tast." in screen_text(app)
        await press(pilot, "i", "c", *"P1", "enter", "enter", "enter")
    assert spoken(study, key) == ["interviewer", "P1", "interviewer", "P1"]


async def test_what_somebody_else_corrects_meanwhile_moves_neither_the_hand_nor_the_words(
    study: OpenStudy, group: int
) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "i", "7", "6")
        assert "▸   4" in screen_text(app)
        first = transcript_view(study, group).turns[0]
        split_turn(study, first.id, len("Velkommen "))
        await press(pilot, "right", "right", "right", "8")
        if "FL8" not in spoken(study, group):  # the page was still the old one, and the key refused
            assert "▸   5" in screen_text(app)
            await press(pilot, "8")
    assert spoken(study, group) == ["moderator", "?", "FL7", "FL6", "?", "FL8", "unknown", "unknown"]
    view = transcript_view(study, group)
    assert [view.text[turn.start : turn.end] for turn in view.turns[4:6]] == [
        "Hos oss",
        "lå det i posten i tre uker. Hva? Tre? Ja, tre.",
    ]


async def test_a_correction_typed_over_an_earlier_wording_waits_and_is_not_lost(study: OpenStudy, group: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "down", "e")
        await press(pilot, "!", "!")
        correct_turn(study, group, 1, "Velkommen, alle sammen.")
        await press(pilot, "escape")
        assert "komme før timen.!!" in screen_text(app)
        await press(pilot, "escape")
    said = transcript_view(study, group)
    assert [said.text[turn.start : turn.end] for turn in said.turns[:2]] == [
        "Velkommen, alle sammen.",
        "Men da må jo resymeet komme før timen.!!",
    ]
