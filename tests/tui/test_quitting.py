"""Quitting while something is being written: what cannot be kept holds the app open."""

from pathlib import Path
from signal import SIGHUP, SIGTERM, Signals

import pytest

from qualcode.services.synthesis.synthesis import remove_category
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.fields import TextPage
from qualcode.tui.dialogs.show import AgainDialog, ShowDialog
from qualcode.tui.screens.coding.screen import CodingScreen
from tests.builders import text_of
from tests.services.written import write_analysis
from tests.tui.driving import away, opened, press, screen_text, until
from tests.tui.terminal import running


async def test_one_does_not_leave_before_what_was_typed_can_be_stored(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f3", "e", "end", *" Enda")
        with away(material):
            for _ in range(2):
                await press(pilot, "ctrl+q")
                await until(pilot, lambda: isinstance(app.screen, AgainDialog))
                assert app.is_running
                assert not app._exit
                assert "Enda" in screen_text(app)
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert "Enda" in text_of(study, 1)


@pytest.mark.parametrize("signal", [SIGHUP, SIGTERM])
def test_what_was_being_written_is_kept_when_the_terminal_is_closed(
    study: OpenStudy, material: Path, signal: Signals
) -> None:
    with running(material) as terminal:
        terminal.settle(until=b"P1")
        terminal.press("f3")
        terminal.settle(until=b"rett ord")
        terminal.press("e")
        terminal.settle(until=b"esc")
        terminal.press("Ω")
        terminal.settle(until="Ω".encode())
        terminal.process.send_signal(signal)
        assert terminal.ended() == 0, terminal.said_last
    assert "Ω" in text_of(study, 1)


async def test_what_was_written_for_something_that_is_gone_is_shown(study: OpenStudy, study_path: Path) -> None:
    words = "Det de fleste husket, var lyden av brevet mot gulvet, og hvor lenge det ble liggende der."
    written = write_analysis(study)
    async with opened(study_path) as (app, pilot):
        await press(pilot, "f7", "e")
        app.screen.query_one(TextPage).text = words
        remove_category(study, written.category)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ShowDialog))
        assert "brevet mot gulvet" in screen_text(app)


async def test_a_form_that_was_written_in_is_kept_when_the_app_is_left(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "n", *"Uro", "down", *"Før timen.", "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert _themes(study) == [("Uro", "Før timen.")]


def _themes(study: OpenStudy) -> list[tuple[str, ...]]:
    with study.reading() as connection:
        kept = connection.exec_driver_sql("SELECT name, note FROM theme ORDER BY id").all()
    return [tuple(row) for row in kept]


async def test_a_form_that_was_refused_or_could_not_be_stored_comes_back_with_what_was_written(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "n", *"Uro", "down", *"Hjemme.", "ctrl+s", "n", *"Uro", "down", *"Ute.", "ctrl+s")
        await until(pilot, lambda: "Ute." in screen_text(app))
        assert _themes(study) == [("Uro", "Hjemme.")]
        await press(pilot, "end", *"en")
        with away(material):
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, AgainDialog))
            assert "Ute." in screen_text(app)
        await press(pilot, "enter")
        await until(pilot, lambda: len(_themes(study)) > 1)
    assert _themes(study) == [("Uro", "Hjemme."), ("Uroen", "Ute.")]


@pytest.mark.parametrize("over_it", ["ctrl+p", "elsewhere"])
async def test_what_is_written_in_a_dialog_that_is_hidden_is_kept_when_the_app_is_left(
    study: OpenStudy, study_path: Path, over_it: str
) -> None:
    write_analysis(study)
    async with opened(study_path) as (app, pilot):
        await press(pilot, "f7", "i", *"Mer")
        if over_it == "elsewhere":
            app.go_to("coding")
            await until(pilot, lambda: isinstance(app.screen, CodingScreen))
        else:
            await press(pilot, over_it)
        app.action_app_quit()
        await until(pilot, lambda: app._exit)
    with study.reading() as connection:
        assert "Mer" in connection.exec_driver_sql("SELECT text FROM paragraph").scalars().all()
