"""Two programs on one study: each shows what the other does, and what both change is shown in both versions."""

import asyncio
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Analysis, Theme
from qualcode.services.material.substudies import set_analysis
from qualcode.services.reading import reading
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, analysis_of
from tests.tui.driving import opened, press, screen_text, until


async def test_what_the_command_line_does_is_on_the_screen(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await pilot.pause(0.5)
        run = (sys.executable, "-m", "qualcode", "substudy", str(material), "NAV-ansatte", "--coder", "BB")
        program = await asyncio.create_subprocess_exec(*run, stdout=subprocess.DEVNULL)
        # What is told goes again after a while, and a busy program may be slower to end than that.
        await until(pilot, lambda: "BB har endret studien" in screen_text(app), seconds=60)
        await until(pilot, lambda: "NAV-ansatte" in screen_text(app))
        assert await program.wait() == 0


async def test_two_apps_see_each_others_work_and_keep_the_cursor(study: OpenStudy, material: Path) -> None:
    add_group(study, "Uro")
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "j")
        await pilot.pause(0.5)
        assert app.session is not None
        before = app.session.looking
        with open_study(material, coder="BB") as other:
            add_group(other, "Etterpå")
        await until(pilot, lambda: "Etterpå" in screen_text(app))
        assert app.session.looking == before


async def test_ones_own_work_is_not_taken_for_anothers(study: OpenStudy, material: Path) -> None:
    with open_study(material, coder="AA") as mine, open_study(material, coder="BB") as other:
        assert (mine.others_at_work(), other.others_at_work()) == ((), ())
        add_group(mine, "Uro")
        assert mine.others_at_work() == ()
        assert other.others_at_work() == ("AA",)
        assert other.others_at_work() == ()


async def test_what_is_being_typed_stays_while_others_work(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "e", *"Hva koster ")
        with open_study(material, coder="BB") as other:
            add_group(other, "Etterpå")
        await pilot.pause(1)
        await press(pilot, *"det", "ctrl+s")
        assert "Hva koster det" in screen_text(app)


async def test_a_theme_that_both_have_changed_is_shown_in_both_versions(study: OpenStudy, material: Path) -> None:
    analysis = analysis_of(study, "Pasientene")
    theme = reading.add_theme(study, analysis, "Uro")
    async with opened(material) as (app, pilot):
        await press(pilot, "f4")
        await until(pilot, lambda: "Uro" in screen_text(app))
        assert app.place is not None

        def write(told: str) -> None:
            assert app.session is not None
            reading.change_theme(app.session.study, theme, name=told, note="", seen=1)

        from qualcode.tui.dialogs.write import TextDialog

        app.place.ask(TextDialog("Tema", "Uro"), write)
        await press(pilot, "end", *" i kroppen")
        with open_study(material, coder="AA") as other:
            reading.change_theme(other, theme, name="Uro for det som kommer", note="")
        await press(pilot, "enter")
        shown = screen_text(app)
        assert "Uro for det som kommer" in shown
        assert "Uro i kroppen" in shown
        assert _theme(study) == "Uro for det som kommer", "nothing is overwritten before both have been seen"
        await press(pilot, "ctrl+s")
        assert _theme(study) == "Uro i kroppen"


async def test_who_leaves_what_stands_overwrites_nothing(study: OpenStudy, material: Path) -> None:
    analysis = analysis_of(study, "Pasientene")
    async with opened(material) as (app, pilot):
        await press(pilot, "e", "end", *" Nytt spørsmål")
        with open_study(material, coder="BB") as other:
            set_analysis(other, "Pasientene", question="Det andre spørsmålet")
        await press(pilot, "ctrl+s")
        assert "Det andre spørsmålet" in screen_text(app)
        assert "Nytt spørsmål" in screen_text(app)
        await press(pilot, "escape")
        with study.reading() as connection:
            question = connection.execute(select(col(Analysis.question)).where(col(Analysis.id) == analysis))
            assert question.scalar_one() == "Det andre spørsmålet"


def _theme(study: OpenStudy) -> str:
    with study.reading(whole=True) as connection:
        return str(connection.execute(select(col(Theme.name))).scalar_one())
