"""Claims about pictures in the app: drawn in letters from where one is, and what a study calls things is not obeyed."""

from pathlib import Path

from textual.widgets import Input

from qualcode.storage.opening import open_study
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.tasks.pictures import PictureDialog
from tests.builders import add_group, code_words
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, opened, press, screen_text, until


async def test_material_is_drawn_from_the_study_and_from_the_tables(material: Path) -> None:
    with open_study(material, coder="AA") as study:
        code_words(study, 3, "Med jakka på.", add_group(study, HOSTILE.replace("]0;", "")))
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "P", "down", "down", "down", "enter")
        await until(pilot, lambda: "█" in screen_text(app))
        assert "[a=b]" in screen_text(app)
        assert "\x1b" not in screen_text(app)
        await press(pilot, "escape", "f8", "tab", "P", "enter")
        await until(pilot, lambda: "█" in screen_text(app))


async def test_picture_is_written_to_a_file_from_where_it_is_seen(material: Path, tmp_path: Path) -> None:
    with open_study(material, coder="AA") as study:
        code_words(study, 3, "Med jakka på.", add_group(study, "Uro"))
    file = tmp_path / "portrett.svg"
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "P", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, PictureDialog))
        await press(pilot, "w")
        await until(pilot, lambda: isinstance(app.screen, TextDialog))
        app.screen.query_one(Input).value = str(file)
        await press(pilot, "enter")
        await until(pilot, file.exists)
    assert "Uro" in file.read_text(encoding="utf-8")
