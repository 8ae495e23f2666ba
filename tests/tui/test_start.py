"""Starting: what is loaded before the first frame, the page of choices, and files that are no studies."""

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.settings import recent_studies
from qualcode.storage.opening import open_study
from qualcode.tui.app import QualcodeApp
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text, settled, until

HEAVY = ("sqlalchemy", "sqlmodel", "pandas", "docx", "lxml", "spacy", "pydantic", "openpyxl")

_WATCH = f"""
import json, sys
from pathlib import Path
from qualcode.tui.app import QualcodeApp

class Watched(QualcodeApp):
    def _begin(self):
        print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]), file=sys.__stdout__)
        self.exit()

Watched(Path(sys.argv[1]) if len(sys.argv) > 1 else None).run(headless=True)
"""


@pytest.mark.parametrize("on_a_study", [True, False])
def test_nothing_heavy_is_loaded_before_the_first_frame(material: Path, on_a_study: bool) -> None:
    arguments = [str(material)] if on_a_study else []
    ran = subprocess.run([sys.executable, "-c", _WATCH, *arguments], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


async def test_a_study_that_is_opened_is_among_the_recent_ones_next_time(material: Path) -> None:
    async with opened(material):
        pass
    assert recent_studies() == [material]
    app = QualcodeApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: "study" in screen_text(app))
        await press(pilot, "enter")
        await until(pilot, lambda: app.session is not None)
        assert app.session is not None
        assert app.session.title == "A study"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_page_of_choices_says_each_in_a_sentence(size: tuple[int, int]) -> None:
    app = QualcodeApp()
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: "new study" in screen_text(app))
        text = screen_text(app)
        assert "Open the example study." in text
        assert "Make a new, empty study." in text
        assert "Open a study that exists." in text


async def test_a_new_study_is_made_with_its_title_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = QualcodeApp()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await until(pilot, lambda: "new study" in screen_text(app))
        await press(pilot, "n", *"Min [b]studie", "enter", *"mi", "enter", "enter")
        await until(pilot, lambda: app.session is not None)
    with open_study(tmp_path / "mi.qualcode", coder="AA") as study, study.reading() as connection:
        assert connection.exec_driver_sql("SELECT title FROM study").scalar_one() == "Min [b]studie"


async def test_a_study_is_found_with_the_file_picker(material: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(material.parent)
    app = QualcodeApp()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await until(pilot, lambda: "new study" in screen_text(app))
        await press(pilot, "o", *"study.q", "enter")
        await until(pilot, lambda: app.session is not None)


async def test_a_file_that_is_no_study_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.qualcode"
    path.write_text("bare tekst [/x]", encoding="utf-8")
    app = QualcodeApp(path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: "new study" in screen_text(app))
        await settled(pilot)
        assert "notes.qualcode" in screen_text(app)
    assert path.read_text(encoding="utf-8") == "bare tekst [/x]"


async def test_a_place_asked_for_while_the_study_opens_is_gone_to_when_it_is_open(material: Path) -> None:
    app = QualcodeApp(material)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.current_mode == "study")
        await press(pilot, "f5")
        await until(pilot, lambda: app.current_mode == "coding")
        await press(pilot, "backspace")
        assert app.current_mode == "study"
    gc.unfreeze()


async def test_the_app_speaks_the_language_of_the_study(material: Path) -> None:
    async with opened(material) as (app, _):
        assert "Lesing" in screen_text(app)


async def test_a_language_in_the_settings_goes_before_that_of_the_study(
    material: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_LANGUAGE", "en")
    async with opened(material) as (app, _):
        assert "Reading" in screen_text(app)
