"""The participants' table: from cell to cell, values of the right kind, somebody more, a file looked at first."""

from pathlib import Path

import openpyxl
import pytest

from qualcode.services.keeping.history import history
from qualcode.services.participants.participant_tables import set_value
from qualcode.services.participants.participants import attributes, import_participants, participants
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.tui.widgets.participant_grid import ParticipantGrid
from tests.builders import SUBSTUDY, add_participant, add_substudy, add_transcript, hash_of, numbered
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, paste, press, screen_text
from tests.tui.test_hostile_words import HOSTILE_NAME, obeyed

PEOPLE: list[dict[str, object]] = [
    {"participant": "P1", "age": "35", "education": "1", "met": "7.3.2016", "note": "kom sent", "sex": "M"},
    {"participant": "P2", "age": "44.5", "education": "2", "met": "2016-03-08", "note": None, "sex": "K"},
    {"participant": "P10", "age": "51", "education": "2", "met": None, "note": "ringte", "sex": "K"},
]
LABELS: list[dict[str, object]] = [
    {"attribute": "education", "value": "1", "label": "videregående", "group": None},
    {"attribute": "education", "value": "2", "label": "mer", "group": "høyere"},
]


@pytest.fixture
def peopled(study: OpenStudy) -> OpenStudy:
    """Three participants with a number, coded values, a date, a text and a category."""
    add_substudy(study)
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, file="p.csv", labels=numbered(LABELS))
    return study


def values(study: OpenStudy, code: str) -> dict[str, str]:
    """What is registered about a participant."""
    return dict(next(person.values for person in participants(study, SUBSTUDY) if person.code == code))


def codes(study: OpenStudy) -> list[str]:
    """Who there is."""
    return [person.code for person in participants(study, SUBSTUDY)]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_row_per_participant_a_column_per_attribute_and_the_sum_at_the_bottom(
    peopled: OpenStudy, size: tuple[int, int]
) -> None:
    async with opened(peopled.path, size) as (app, pilot):
        await press(pilot, "p")
        text = screen_text(app)
        assert "tall" in text
        assert "44,5" in text
        assert "1 videregående" in text
        assert text.index("P2") < text.index("P10")
        assert "35–51" in text or "35-51" in text
        await press(pilot, *["right"] * 7)
        below = "\n".join(screen_text(app).splitlines()[-2:])
        assert "P1 · " in below
        assert ": M" in below
        assert "P10" in screen_text(app)


async def test_a_value_is_written_where_the_cursor_is_and_taken_back(peopled: OpenStudy) -> None:
    before = hash_of(peopled)
    async with opened(peopled.path, NARROW) as (app, pilot):
        await press(pilot, "p", "down", "right", "right", "e")
        assert "44,5" in screen_text(app)
        await press(pilot, *["backspace"] * 4, *"46,5", "enter")
        assert values(peopled, "P2")["age"] == "46,5"
        assert "46,5" in screen_text(app)
        await press(pilot, "u")
        assert hash_of(peopled) == before
        assert "44,5" in screen_text(app)
        await press(pilot, "U", "enter", *["backspace"] * 4, "enter")
        assert "age" not in values(peopled, "P2")
    assert history(peopled)[0].action == "value.edit"


async def test_a_value_of_the_wrong_kind_is_refused_in_a_sentence(peopled: OpenStudy) -> None:
    async with opened(peopled.path) as (app, pilot):
        await press(pilot, "p", "right", "right", "enter", *"x", "enter")
        assert "kan ikke brukes som" in screen_text(app)
        assert "44,5" in screen_text(app)
        await press(pilot, "right", "right", "enter", *"x", "enter")
        assert "en dato" in screen_text(app)
    assert values(peopled, "P1")["age"] == "35"
    assert values(peopled, "P1")["met"] == "2016-03-07"


async def test_coded_values_are_chosen_with_what_they_mean_and_others_from_those_there_are(peopled: OpenStudy) -> None:
    async with opened(peopled.path) as (app, pilot):
        await press(pilot, "p", "right", "right", "right", "enter")
        assert "2 mer" in screen_text(app)
        await press(pilot, *"mer", "enter")
        assert values(peopled, "P1")["education"] == "2"
        await press(pilot, "right", "right", "right", "enter", *"annet", "enter")
        assert values(peopled, "P1")["sex"] == "annet"
        await press(pilot, "enter", *"(tom", "enter")
        assert "sex" not in values(peopled, "P1")


async def test_somebody_more_and_somebody_less(peopled: OpenStudy) -> None:
    async with opened(peopled.path) as (app, pilot):
        await press(pilot, "p", "n", *"P3", "enter", *"Kari", "enter")
        assert codes(peopled) == ["P1", "P2", "P10", "P3"]
        cell = app.screen.query_one(ParticipantGrid).cell
        assert cell is not None
        assert cell.person.code == "P3"
        await press(pilot, "right", "e", *" N", "enter", "left", "e", "backspace", *"4", "enter")
        assert [(one.code, one.pseudonym) for one in participants(peopled, SUBSTUDY)][-1] == ("P4", "Kari N")
        await press(pilot, "n", *"p1", "enter", "enter")
        assert "«p1»" in screen_text(app)
        await press(pilot, "escape", "x")
        assert codes(peopled) == ["P1", "P2", "P10"]
        await press(pilot, "u")
        assert codes(peopled) == ["P1", "P2", "P10", "P4"]


async def test_one_who_speaks_is_not_taken_away(peopled: OpenStudy) -> None:
    add_transcript(peopled, "Samtale 1", [("X", "Ja.")])
    set_speakers(peopled, "Samtale 1", [("X", "participant", "P2")])
    async with opened(peopled.path) as (app, pilot):
        await press(pilot, "p", "down", "x")
        assert "taler i Samtale 1" in screen_text(app)
    assert codes(peopled) == ["P1", "P2", "P10"]


async def test_a_new_column_has_the_kind_that_was_said_and_can_be_given_another(peopled: OpenStudy) -> None:
    async with opened(peopled.path, WIDE) as (app, pilot):
        await press(pilot, "p", "a", *"barn", "enter", "enter", *"Antall barn", "enter")
        made = attributes(peopled, SUBSTUDY)[-1]
        assert (made.name, made.kind, made.caption) == ("barn", "number", "Antall barn")
        assert "Antall barn" in screen_text(app)
        await press(pilot, "r")
        assert "først" in screen_text(app)
        await press(pilot, *["right"] * 7, "enter", *"to", "enter")
        assert "kan ikke brukes som" in screen_text(app)
        await press(pilot, "r", "right", "ctrl+s", "enter", *"to", "enter")
        assert attributes(peopled, SUBSTUDY)[-1].kind == "category"
        assert values(peopled, "P1")["barn"] == "to"
    add = [{"participant": "P11", "age": "60"}]
    import_participants(peopled, numbered(add), substudy=SUBSTUDY, file="p.csv")
    assert attributes(peopled, SUBSTUDY)[-1].kind == "category"


async def test_a_file_is_looked_at_before_it_is_taken_in(peopled: OpenStudy, tmp_path: Path) -> None:
    file = tmp_path / "nye.csv"
    file.write_text("participant;age;town\nP1;36;Bergen\nP7;29;Moss\n", "utf-8")
    before = hash_of(peopled)
    async with opened(peopled.path, NARROW) as (app, pilot):
        await press(pilot, "p", "i")
        await paste(pilot, str(file))
        await press(pilot, "enter")
        text = screen_text(app)
        assert "P1 · age: 35 → 36" in text
        assert "P7" in text
        assert "town (fritekst)" in text
        await press(pilot, "escape")
        assert hash_of(peopled) == before
        await press(pilot, "i")
        await paste(pilot, str(file))
        await press(pilot, "enter", "enter")
        assert codes(peopled) == ["P1", "P2", "P10", "P7"]
        assert values(peopled, "P1")["town"] == "Bergen"
        await press(pilot, "u")
        assert hash_of(peopled) == before


async def test_of_a_workbook_with_several_sheets_one_chooses_which(peopled: OpenStudy, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, age in (("Mars", 40), ("Oktober", 41)):
        sheet = book.create_sheet(name)
        sheet.append(["participant", "age"])
        sheet.append(["P1", age])
    book.save(tmp_path / "to.xlsx")
    async with opened(peopled.path, NARROW) as (app, pilot):
        await press(pilot, "p", "i")
        await paste(pilot, str(tmp_path / "to.xlsx"))
        await press(pilot, "enter")
        assert "to.xlsx: hvilket ark?" in screen_text(app)
        await press(pilot, "o", "k", "enter")
        assert "P1 · age: 35 → 41" in screen_text(app)
        await press(pilot, "enter")
        assert values(peopled, "P1")["age"] == "41"


async def test_an_empty_place_says_what_belongs_there_and_each_substudy_has_its_table(peopled: OpenStudy) -> None:
    add_substudy(peopled, "Fastlegene", design="focus-group")
    async with opened(peopled.path, NARROW) as (app, pilot):
        await press(pilot, "p", "c", *"fast", "enter")
        assert "ingen deltakere" in screen_text(app)
        assert "Fastlegene" in screen_text(app).splitlines()[0]
        await press(pilot, "e", "x", "r", "n", *"FL1", "enter", "enter")
        assert [person.code for person in participants(peopled, "Fastlegene")] == ["FL1"]
        await press(pilot, "backspace")
        assert app.place is not None
        assert app.place.PLACE == "study"


async def test_a_study_without_substudies_says_so(study: OpenStudy) -> None:
    async with opened(study.path, NARROW) as (app, pilot):
        await press(pilot, "p", "n", "a", "i", "e", "x")
        assert "ingen delstudie" in screen_text(app)
        await press(pilot, "c", "escape")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_hostile_words_are_shown_as_they_are(study: OpenStudy, size: tuple[int, int]) -> None:
    add_substudy(study, HOSTILE_NAME)
    add_participant(study, HOSTILE_NAME, substudy=HOSTILE_NAME)
    row: dict[str, object] = {"participant": "[/x]", "pseudonym": HOSTILE, HOSTILE_NAME: HOSTILE, "[b]": "[/b]"}
    import_participants(study, numbered([row]), substudy=HOSTILE_NAME, file="p.csv")
    async with opened(study.path, size) as (app, pilot):
        await press(pilot, "p")
        assert "[a=b]" in screen_text(app)
        assert obeyed(app) == []
        for keys in (["right"], ["right", "e", "escape"], ["right", "enter", "escape", "r", "escape"], ["c", "escape"]):
            await press(pilot, *keys)
            assert obeyed(app) == []


async def test_labels_come_from_a_file_and_the_whole_sum_can_be_read(peopled: OpenStudy, tmp_path: Path) -> None:
    path = tmp_path / "betegnelser.csv"
    path.write_text("attribute,value,label\nsex,K,kvinne\nsex,M,mann\n", encoding="utf-8")
    async with opened(peopled.path, NARROW) as (app, pilot):
        await press(pilot, "p", "l")
        await paste(pilot, str(path))
        await press(pilot, "enter")
        await press(pilot, "s")
        assert "35–51" in screen_text(app)
        assert "kvinne" in screen_text(app)
        await press(pilot, "escape")
    labels = {one.name: [label.label for label in one.labels] for one in attributes(peopled, SUBSTUDY)}
    assert labels["sex"] == ["kvinne", "mann"]


async def test_a_value_that_somebody_else_wrote_meanwhile_is_shown_before_it_is_written_over(
    peopled: OpenStudy,
) -> None:
    async with opened(peopled.path) as (app, pilot):
        await press(pilot, "p", "right", "right", "enter", *["backspace"] * 2, "3", "8")
        age = next(one.id for one in attributes(peopled, SUBSTUDY) if one.name == "age")
        first = next(one.id for one in participants(peopled, SUBSTUDY) if one.code == "P1")
        with open_study(peopled.path, coder="BB") as other:
            set_value(other, first, age, "36")
        await press(pilot, "enter")
        assert "36" in screen_text(app)
        assert "38" in screen_text(app)
        assert values(peopled, "P1")["age"] == "36"
        await press(pilot, "ctrl+s")
        assert values(peopled, "P1")["age"] == "38"
