"""Dialogs by keyboard: what each key answers, and what is never lost."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.screen import ModalScreen

from qualcode.errors import NothingNamed
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName, filter_choices
from qualcode.tui.dialogs.files import FilesDialog, list_folder
from qualcode.tui.dialogs.progress import Done, Progress, ProgressDialog
from qualcode.tui.dialogs.show import ShowDialog, lay_in_columns
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog, WriteDialog
from qualcode.tui.session import Looking, Session
from tests.tui.driving import NARROW, opened, press, screen_text, settled, until

GROUPS = [Choice(1, "Uro før timen"), Choice(2, "Plikt", "definisjon: må"), Choice(3, "Å bli trodd")]


async def answer_of(path: Path, dialog: Callable[[], ModalScreen[Any]], *keys: str) -> list[Any]:
    """What a dialog answers when these keys are pressed."""
    answers: list[Any] = []
    async with opened(path, NARROW) as (app, pilot):
        assert app.place is not None
        app.place.ask(dialog(), answers.append)
        await settled(pilot)
        await press(pilot, *keys)
        assert app.screen is app.place
    return answers


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        (["enter"], [1]),
        (["down", "enter"], [2]),
        ([*"tro", "enter"], [3]),
        ([*"må", "enter"], [2]),
        ([*"Plikt", "enter"], [2]),
        ([*"ny 1", "enter"], [NewName("ny 1")]),
        ([*"pli", "down", "enter"], [NewName("pli")]),
        (["escape"], []),
    ],
)
async def test_choosing_is_typing_and_enter(material: Path, keys: list[str], answers: list[Any]) -> None:
    dialog = lambda: ChooseDialog("Gruppe", GROUPS, offers_new="kodegruppe")  # noqa: E731
    assert await answer_of(material, dialog, *keys) == answers


async def test_what_closes_a_long_text_is_told_below_it_however_low_the_window(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        assert app.place is not None
        app.place.ask(ShowDialog("Brevet", "\n".join(["Så kom det."] * 40)), lambda _: None)
        await settled(pilot)
        assert "Brevet" in screen_text(app)
        assert "↑ ↓ bla   esc lukk" in screen_text(app)


async def test_keys_of_a_long_list_are_told_below_it_however_low_the_window(material: Path) -> None:
    choices = [Choice(number, f"Kodegruppe {number}") for number in range(40)]
    async with opened(material, NARROW) as (app, pilot):
        assert app.place is not None
        app.place.ask(ChooseDialog("Hvilken?", choices, explanation="En setning til. " * 12), lambda _: None)
        await settled(pilot)
        assert "Hvilken?" in screen_text(app)
        assert "↑ ↓ flytt   enter velg   esc lukk" in screen_text(app)


async def test_what_is_chosen_now_is_under_the_cursor(material: Path) -> None:
    assert await answer_of(material, lambda: ChooseDialog("Gruppe", GROUPS, highlighted=3), "enter") == [3]


async def test_nothing_new_is_offered_where_nothing_new_can_be(material: Path) -> None:
    assert await answer_of(material, lambda: ChooseDialog("Gruppe", GROUPS), *"zzz", "enter", "escape") == []


@given(st.text(max_size=8))
def test_filtering_never_makes_anything_up_and_an_empty_filter_keeps_all(typed: str) -> None:
    found = filter_choices(GROUPS, typed)
    assert all(choice in GROUPS for choice in found)
    if not typed.split():
        assert found == GROUPS


def test_a_label_comes_before_what_only_stands_beside_one() -> None:
    choices = [Choice(1, "Etter/Stillhet", "lettere ut"), Choice(2, "Etter/Oblett"), Choice(3, "Etter/Lettelse")]
    choices.append(Choice(4, "Lett"))
    assert [one.value for one in filter_choices(choices, " Lett")] == [4, 3, 2, 1]
    assert [one.value for one in filter_choices(choices, "etter lett")] == [1, 2, 3]


async def test_one_line_is_answered_with_enter_and_an_empty_one_is_no_answer(material: Path) -> None:
    assert await answer_of(material, lambda: TextDialog("Navn"), *"  en  to ", "enter") == ["en to"]
    assert await answer_of(material, lambda: TextDialog("Navn", "før"), "ctrl+u", "enter") == []
    assert await answer_of(material, lambda: TextDialog("Navn", "før"), "escape") == []


@pytest.mark.parametrize("key", ["escape", "ctrl+s", "ctrl+enter", "ctrl+j"])
async def test_a_page_keeps_what_was_written_however_it_is_closed(material: Path, key: str) -> None:
    dialog = lambda: WriteDialog("Notat", "Før.\n\n")  # noqa: E731
    assert await answer_of(material, dialog, *"q1u", "enter", *"?", key) == ["Før.\n\nq1u\n?"]


async def test_a_page_that_was_not_touched_is_no_answer(material: Path) -> None:
    assert await answer_of(material, lambda: WriteDialog("Notat", "Før."), "escape") == []


def a_form() -> FormDialog:
    choices = (("a", "alfa"), ("b", "beta"))
    return FormDialog(
        "Ny", [Field("name", "Navn"), Field("kind", "Slag", choices=choices), Field("text", "Tekst", lines=3)]
    )


async def test_a_form_goes_from_field_to_field_and_answers_from_anywhere(material: Path) -> None:
    keys = [*"Navnet", "enter", "space", "enter", *"tekst", "enter", *"mer", "ctrl+s"]
    assert await answer_of(material, a_form, *keys) == [{"name": "Navnet", "kind": "b", "text": "tekst\nmer"}]
    assert await answer_of(material, a_form, "tab", *"x", "ctrl+s") == []
    kept = await answer_of(material, a_form, "tab", "tab", *"mer", "ctrl+s", *"Ny", "ctrl+s")
    assert kept == [{"name": "Ny", "kind": "a", "text": "mer"}]
    assert await answer_of(material, a_form, *"bort", "escape") == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some files and a folder."""
    here = tmp_path / "filer"
    (here / "under mappe").mkdir(parents=True)
    for name in ("P10.txt", "P2.txt", "bilde.png", ".skjult.txt", "under mappe/P3.txt"):
        (here / name).write_text("x", encoding="utf-8")
    return here


def test_a_folder_is_listed_in_natural_order_with_what_can_be_read_told_apart(folder: Path) -> None:
    listed = [(entry.path.name, entry.readable) for entry in list_folder(folder, [".txt"])]
    assert listed == [("under mappe", False), ("bilde.png", False), ("P2.txt", True), ("P10.txt", True)]
    assert list_folder(folder / "finnes ikke", [".txt"]) == []


def test_a_study_is_only_listed_where_studies_are_asked_for(folder: Path) -> None:
    for name in ("s.qualcode", "s.qualcode-wal", "s.qualcode-shm"):
        (folder / name).touch()
    assert not any("qualcode" in entry.path.name for entry in list_folder(folder, [".txt"]))
    asked = list_folder(folder, [".qualcode"])
    assert [entry.path.name for entry in asked if "qualcode" in entry.path.name] == ["s.qualcode"]


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (["enter"], ["P2.txt"]),
        (["down", "enter"], ["P10.txt"]),
        (["space", "space", "enter"], ["P2.txt", "P10.txt"]),
        (["space", "up", "space", "space", "enter"], ["P10.txt"]),
        ([*"10", "enter"], ["P10.txt"]),
        ([*"under", "enter", "enter"], ["P3.txt"]),
        ([*"under", "enter", "backspace", "down", "down", "enter"], ["P2.txt"]),
        ([*"under", "space", "enter"], ["under mappe"]),
        ([*"under", "space", "right", "escape"], []),
        ([*"./under mappe/P3.txt", "enter"], ["P3.txt"]),
        ([*"finnes ikke", "enter", "escape"], []),
        (["escape"], []),
    ],
)
async def test_files_are_found_without_the_mouse(
    material: Path, folder: Path, keys: list[str], names: list[str]
) -> None:
    answers = await answer_of(material, lambda: FilesDialog("Filer", [".txt"], folder=folder), *keys)
    assert [path.name for answer in answers for path in answer] == names


async def test_long_work_shows_how_far_it_has_come_and_hands_over_its_result(material: Path) -> None:
    def work(progress: Progress) -> str:
        progress(1, 2, "[/x]")
        return "ferdig"

    answers: list[Done] = []
    async with opened(material) as (app, pilot):
        assert app.place is not None
        app.place.ask(ProgressDialog("Arbeider", work), answers.append)
        await until(pilot, lambda: answers)
    assert answers == [Done("ferdig")]


async def test_an_error_in_long_work_is_handed_over(material: Path) -> None:
    error = NothingNamed(kind="x", name="y", nearest="z")

    def work(_progress: Progress) -> None:
        raise error

    answers: list[Done] = []
    async with opened(material) as (app, pilot):
        assert app.place is not None
        app.place.ask(ProgressDialog("Arbeider", work), answers.append)
        await until(pilot, lambda: answers)
    assert answers == [Done(error=error)]


async def test_esc_calls_long_work_off(material: Path) -> None:
    def work(progress: Progress) -> str:
        while not progress.cancelled():
            progress(1, 2, "venter")
        return "avbrutt"

    answers: list[Done] = []
    async with opened(material) as (app, pilot):
        assert app.place is not None
        app.place.ask(ProgressDialog("Arbeider", work), answers.append)
        await until(pilot, lambda: "venter" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: answers)
    assert answers == [Done("avbrutt")]


async def test_esc_stops_work_that_only_tells_its_pace(material: Path) -> None:
    def work(progress: Progress) -> str:
        while True:
            progress.pace(1, 2)

    answers: list[Done] = []
    async with opened(material) as (app, pilot):
        assert app.place is not None
        app.place.ask(ProgressDialog("Leser", work), answers.append)
        await until(pilot, lambda: "1/2" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: answers)
    assert answers == [Done()]


async def test_work_that_ends_under_another_question_closes_itself_and_not_the_question(material: Path) -> None:
    """As when somebody else changed the study while names were looked for: one search ended under the next."""
    let_go, answers = Event(), list[object]()
    async with opened(material) as (app, pilot):
        assert app.place is not None
        below, above = ProgressDialog("Leser", lambda _: let_go.wait(20)), TextDialog("Navn")
        app.place.ask(below, answers.append)
        app.place.ask(above, answers.append)
        await until(pilot, lambda: above.is_active and below.is_mounted)
        let_go.set()
        await until(pilot, lambda: below._answered)
        assert above.is_active
        await press(pilot, *"Uro", "enter")
        await until(pilot, lambda: app.screen is app.place)
    assert answers == ["Uro", Done(result=True)]


async def test_work_that_ends_while_one_is_in_another_place_closes_when_one_comes_back(material: Path) -> None:
    let_go, answers = Event(), list[object]()
    async with opened(material) as (app, pilot):
        assert app.place is not None
        dialog = ProgressDialog("Leser", lambda _: let_go.wait(20))
        app.place.ask(dialog, answers.append)
        app.show_screen("reading")
        await until(pilot, lambda: app.current_mode == "reading" and dialog.is_mounted)
        let_go.set()
        await until(pilot, lambda: dialog._answered)
        assert answers == []
        app.show_screen("study")
        await until(pilot, lambda: answers)
        await until(pilot, lambda: app.screen is app.place)
    assert answers == [Done(result=True)]


async def test_an_app_that_closes_does_not_wait_for_work_that_tells_its_pace(material: Path) -> None:
    begun, stopped = Event(), Event()

    def work(progress: Progress) -> None:
        begun.set()
        try:
            while True:
                progress.pace(1, 2)
        finally:
            stopped.set()

    async with opened(material) as (app, pilot):
        assert app.place is not None
        app.place.ask(ProgressDialog("Leser", work), print)
        await until(pilot, begun.is_set)
        await pilot.press("ctrl+q")
        await until(pilot, stopped.is_set)


def test_a_table_has_its_numbers_to_the_right_and_its_words_to_the_left() -> None:
    table = lay_in_columns([("P1", 3), ("Fokus 2", 12)], heading=("hvem", "n")).plain
    assert table.splitlines() == ["hvem      n", "P1        3", "Fokus 2  12"]


def test_going_back_leads_the_way_one_came_and_no_further() -> None:
    session = Session(None, "", "", (), Looking("study"))  # type: ignore[arg-type]
    session.go("reading", transcript_id=1)
    session.go("reading", transcript_id=1)
    session.go("coding", transcript_id=2)
    assert session.go_back()
    assert (session.looking.place, session.looking.transcript_id) == ("reading", 1)
    assert session.go_back()
    assert session.looking.place == "study"
    assert not session.go_back()


async def test_a_key_that_comes_twice_answers_once_and_closes_nothing_below(material: Path) -> None:
    async with opened(material) as (app, pilot):
        answers: list[object] = []
        dialog = TextDialog("Hva?", "svar")
        app.push_screen(dialog, answers.append)
        await settled(pilot)
        dialog.dismiss("svar")
        dialog.dismiss("svar")
        dialog.action_close()
        await settled(pilot)
        assert answers == ["svar"]
        assert app.place is not None
        assert app.screen is app.place


async def test_a_forms_field_is_in_sight_with_its_label_wherever_one_is_in_it(material: Path) -> None:
    names = [f"Felt {number}" for number in range(1, 9)]
    there_and_back = [(name, "tab") for name in names[:-1]] + [(name, "shift+tab") for name in reversed(names)]
    async with opened(material, NARROW) as (app, pilot):
        app.push_screen(FormDialog("Skjema", [Field(name, name, lines=3) for name in names], explanation="Les. " * 20))
        await settled(pilot)
        for name, key in there_and_back:
            await until(pilot, lambda name=name: name in screen_text(app), seconds=3)
            assert "ctrl+s" in screen_text(app)
            await press(pilot, key)
