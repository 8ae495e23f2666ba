"""Claims about the Search screen: keys pressed, the database looked at."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import MeaningUnit
from qualcode.services.asking.saved_searches import saved_searches
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs.trace import TraceDialog
from qualcode.tui.screens.search.screen import SearchScreen
from qualcode.tui.screens.tables import TablesScreen
from qualcode.tui.widgets.count_grid import CountGrid
from qualcode.tui.widgets.hit_list import HitList, lay_out
from qualcode.views.searching import SearchHit
from tests.builders import add_group, add_substudy, add_transcript, code_words, numbered
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, opened, press, screen_text, until
from tests.tui.screens.synthesis_study import make_category


def _screen(app: QualcodeApp) -> SearchScreen:
    place = app.place
    assert isinstance(place, SearchScreen)
    return place


async def _search(app: QualcodeApp, pilot: object, query: str) -> HitList:
    keys = ["space" if sign == " " else sign for sign in query]
    await press(pilot, *keys, "enter")  # type: ignore[arg-type]
    screen = _screen(app)
    await until(pilot, lambda: screen.asked.query == query and screen.total is not None)  # type: ignore[arg-type]
    return screen.found


def _coded(path: Path) -> list[str]:
    with open_study(path, coder="AA") as study, study.reading() as connection:
        return list(connection.execute(select(col(MeaningUnit.text))).scalars())


@pytest.fixture
def grouped(material: Path) -> Path:
    """The study with a code group whose key is 1."""
    from qualcode.model import CodeGroup

    with open_study(material, coder="AA") as study:
        key = add_group(study, "Uro")
        with study.change("group.edit") as change:
            change.change(CodeGroup, key, key=1)
    return material


async def test_digit_codes_the_sentence_a_hit_stands_in_and_takes_it_out_again(grouped: Path) -> None:
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8")
        found = await _search(app, pilot, "jakka")
        assert len(found.hits) == 3
        await press(pilot, "down", "1")
        assert _coded(grouped) == ["Med jakka på."]
        assert "Uro" in screen_text(app)
        await press(pilot, "1")
        assert _coded(grouped) == []
        await press(pilot, "t", "1")
        assert _coded(grouped) == ["Nei, det … jeg ble sittende i gangen en stund. Med jakka på."]


async def test_hit_opens_its_transcript_there_and_backspace_returns_to_it(grouped: Path) -> None:
    async with opened(grouped) as (app, pilot):
        await press(pilot, "g", "f")
        await _search(app, pilot, "flau")
        await press(pilot, "j", "j", "enter")
        assert app.current_mode == "coding"
        assert "P4" in screen_text(app)
        await press(pilot, "backspace")
        assert app.current_mode == "search"
        assert _screen(app).found.cursor == 2


async def test_search_is_limited_saved_and_run_again(grouped: Path) -> None:
    async with opened(grouped) as (app, pilot):
        await press(pilot, "f8")
        found = await _search(app, pilot, "jeg")
        total = len(found.hits)
        await press(pilot, "f", *"P2", "enter")
        await until(pilot, lambda: 0 < len(found.hits) < total)
        assert {hit.transcript for hit in found.hits} == {"P2"}
        await press(pilot, "n", *["backspace"] * 3, *"Meg", "enter")
        assert [one.name for one in saved_searches(app.session.study)] == ["Meg"]  # type: ignore[union-attr]
        await press(pilot, "c", "enter", "x")
        assert saved_searches(app.session.study) == ()  # type: ignore[union-attr]


async def test_query_that_cannot_be_understood_is_told_and_can_be_mended(grouped: Path) -> None:
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8", *"jeg", "space", *"AND", "enter")
        await until(pilot, lambda: "AND trenger ord" in screen_text(app))
        await press(pilot, *["backspace"] * 4, "down")
        await until(pilot, lambda: len(_screen(app).found.hits) > 0)


async def test_hostile_words_are_shown_and_not_obeyed(study_path: Path, study: object) -> None:
    from qualcode.storage.opening import OpenStudy

    assert isinstance(study, OpenStudy)
    add_substudy(study)
    add_transcript(study, "P1", [("[/x]", f"{HOSTILE} sier hun \x1b]0;t\x07 igjen.")])
    async with opened(study_path, NARROW) as (app, pilot):
        await press(pilot, "f8")
        await _search(app, pilot, "hun")
        shown = screen_text(app)
        assert "[a=b]" in shown
        assert "\x1b" not in shown


def test_hits_of_all_rows_begin_in_the_same_column() -> None:
    hits = [
        SearchHit("P1", 1, "I", None, 0, 3, before, "hun", " gikk.", source="talk")
        for before in ("", "日本語 og ", "så " * 40)
    ]
    from rich.cells import cell_len

    starts = {sum(cell_len(text) for text, part in lay_out(hit, width=80)[:2]) for hit in hits}
    assert len(starts) == 1
    assert all(sum(cell_len(text) for text, _ in lay_out(hit, width=80)) == 80 for hit in hits)


async def _table_shown(app: QualcodeApp, pilot: object) -> TablesScreen:
    screen = app.place
    assert isinstance(screen, TablesScreen)
    await until(pilot, lambda: screen.query_one(CountGrid).row_count > 0)  # type: ignore[arg-type]
    return screen


async def test_number_in_a_table_is_opened_to_its_passages_and_they_to_the_transcript(grouped: Path) -> None:
    with open_study(grouped, coder="AA") as study:
        code_words(study, 3, "Med jakka på.", 1)
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8", "tab")
        screen = await _table_shown(app, pilot)
        await press(pilot, "enter")
        assert [hit.match for hit in screen.found.hits] == ["Med jakka på."]
        assert "1/1 · P4 · replikk 2" in screen_text(app)
        await press(pilot, "enter")
        assert app.current_mode == "coding"
        await press(pilot, "backspace")
        screen = await _table_shown(app, pilot)
        await press(pilot, "tab")
        assert app.current_mode == "search"


async def test_crosstab_is_chosen_and_shown_in_percent(grouped: Path) -> None:
    with open_study(grouped, coder="AA") as study:
        code_words(study, 3, "Med jakka på.", 1)
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8", "tab")
        screen = await _table_shown(app, pilot)
        await press(pilot, "c", *"kryss", "enter", *"kode", "enter", *"transkript", "enter")
        await until(pilot, lambda: screen.asked.kind == "crosstab" and screen.table is not None)
        await until(pilot, lambda: screen.table.view.columns == ("code-group", "P4", "n"))  # type: ignore[union-attr]
        await press(pilot, "p")
        await until(pilot, lambda: screen.table.view.rows[0] == ("Uro", 100, 1))  # type: ignore[union-attr]


async def test_tables_of_people_are_opened_and_every_table_limited_to_an_analysis(grouped: Path) -> None:
    with open_study(grouped, coder="AA") as study:
        code_words(study, 3, "Med jakka på.", 1)
        import_participants(study, numbered([{"participant": "P4"}, {"participant": "P5"}]), substudy="Pasientene")
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8", "tab")
        screen = await _table_shown(app, pilot)
        await press(pilot, "c", *"informanter", "enter")
        await until(pilot, lambda: screen.asked.kind == "informants" and screen.table is not None)
        await press(pilot, "right", "enter")
        await until(pilot, lambda: bool(screen.opened))
        assert screen.opened == "Pasientene · Personer: 2"
        assert "1 av dem har ingen egne ord" in screen_text(app)
        await press(pilot, "escape", "f", *"fastlegene", "down", "enter")
        await press(pilot, "c", *"rammeverk", "enter")
        await until(pilot, lambda: screen.asked.kind == "framework")
        assert (screen.asked.substudy, screen.asked.analysis) == (None, "Fastlegene")


async def test_hit_in_other_material_is_opened_in_the_analysis_of_it(grouped: Path) -> None:
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8")
        found = await _search(app, pilot, "takk")
        assert [hit.transcript for hit in found.hits] == ["Fokusgruppe 1"]
        await press(pilot, "enter")
        await until(pilot, lambda: app.current_mode == "coding")
        assert app.session is not None
        assert app.session.analysis is not None
        assert app.session.analysis.title == "Fastlegene"
        await until(pilot, lambda: "Takk." in screen_text(app))


async def test_table_with_nothing_to_count_says_so_in_its_place(grouped: Path) -> None:
    async with opened(grouped, NARROW) as (app, pilot):
        await press(pilot, "f8", "tab")
        await until(pilot, lambda: "ingenting å vise" in screen_text(app))
        await press(pilot, "enter", "1", "escape", "p", "d", "tab")
        assert app.current_mode == "search"


def test_place_of_a_hit_keeps_its_end_where_there_is_little_room() -> None:
    hit = SearchHit("Sykmeldinger/117", 1, "117", "117", 0, 3, "", "hun", "")
    assert lay_out(hit, width=80)[0][0].strip() == "…meldinger/117"
    assert lay_out(hit, width=160)[0][0].strip() == "Sykmeldinger/117"


async def test_from_a_hit_one_sees_where_its_words_are_used(material: Path) -> None:
    with open_study(material, coder="AA") as study:
        make_category(study)
    async with opened(material) as (app, pilot):
        await press(pilot, "f8")
        await _search(app, pilot, "bevise")
        await press(pilot, "z")
        assert isinstance(app.screen, TraceDialog)
        assert "kondensat" in screen_text(app)
        await press(pilot, "escape", "slash", *["backspace"] * 6)
        await _search(app, pilot, "konvolutten")
        await press(pilot, "z")
        assert "ikke i noen meningsbærende enhet" in screen_text(app)
