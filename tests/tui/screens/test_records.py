"""Claims about taking in records in the app: the table is chosen, its columns are said, and the records are there."""

from pathlib import Path

from textual.pilot import Pilot

from qualcode.services.asking.searching import search
from qualcode.services.participants.participants import attributes, participants
from qualcode.storage.opening import OpenStudy
from qualcode.tui.app import QualcodeApp
from tests.builders import hash_of
from tests.tui.driving import NARROW, opened, paste, press, screen_text, until

ROWS = (
    "kommune;nr;kode;dato;fritekst;lege",
    "Horten;1;2 og 3;2/3/2015;Kan ikke løfte over skulderhøyde, prøver gradert fra neste uke;[/x]",
    "Horten;2;;3/3/2015;;L1",
    "Moss;3;1;4/3/2015;Sov dårlig.;L1",
)


async def test_a_table_of_records_is_taken_in_by_what_one_says_of_its_columns(study: OpenStudy, tmp_path: Path) -> None:
    file = tmp_path / "notater.csv"
    file.write_text("\n".join(ROWS), encoding="utf-8")
    before = hash_of(study)
    async with opened(study.path, NARROW) as (app, pilot):
        await _come_to_the_form(app, pilot, file, told="3 rader")
        await press(pilot, "down", "down", "right")
        # Down goes from field to field, also where the form is longer than the screen: to the order of the dates.
        await press(pilot, *["down"] * 4, "right")
        await until(pilot, lambda: "dag først" in screen_text(app))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "notater: 3 registreringer" in screen_text(app))
        assert "1 registrering har mer enn én verdi" in screen_text(app)
        await press(pilot, "escape")
        assert [one.code for one in participants(study, "notater")] == ["1", "2", "3"]
        kinds = {one.name: (one.kind, one.multiple) for one in attributes(study, "notater")}
        assert kinds["kode"] == ("category", True)
        assert kinds["dato"] == ("date", False)
        assert dict(participants(study, "notater")[0].values)["dato"] == "2015-03-02"
        assert [hit.transcript for hit in search(study, "skulderhøyde").hits] == ["notater/1"]
        assert [hit.participant for hit in search(study, "dårlig").hits] == ["3"]
        await press(pilot, "u")
        await until(pilot, lambda: hash_of(study) == before)


async def test_what_one_chooses_is_seen_under_its_label_where_the_form_is_longer_than_the_screen(
    study: OpenStudy, tmp_path: Path
) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("id;dato;svar;hva\n1;3/7/2016;Ja;Det er vanskelig.\n2;4/8/2016;Nei;\n", encoding="utf-8")
    async with opened(study.path, NARROW) as (app, pilot):
        app.animation_level = "full"
        await _come_to_the_form(app, pilot, file, told="2 rader")
        await press(pilot, *["enter"] * 4)
        await until(pilot, lambda: "Datoer som" in screen_text(app) and "vet ikke" in screen_text(app))
        await press(pilot, *["up"] * 4)
        await until(pilot, lambda: "Navn på settet" in screen_text(app))
        assert "vet ikke" not in screen_text(app)


async def test_dates_that_nobody_has_said_the_order_of_stay_text_and_the_app_tells_where_to_say_it(
    study: OpenStudy, tmp_path: Path
) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("id;dato\n1;3/7/2016\n2;4/8/2016\n", encoding="utf-8")
    async with opened(study.path, NARROW) as (app, pilot):
        await _come_to_the_form(app, pilot, file, told="2 rader")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "nederst i skjemaet" in " ".join(screen_text(app).split()))
        assert "--dates" not in screen_text(app)
    assert [one.kind for one in attributes(study, "svar")] == ["text"]


async def _come_to_the_form(app: QualcodeApp, pilot: Pilot[None], file: Path, *, told: str) -> None:
    await press(pilot, "I")
    await until(pilot, lambda: "Hvilken tabell" in screen_text(app))
    await paste(pilot, str(file))
    await press(pilot, "enter")
    await until(pilot, lambda: told in screen_text(app))
    await press(pilot, "enter")
    await until(pilot, lambda: "Navn på settet" in screen_text(app))
