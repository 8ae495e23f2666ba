"""Backups from the app."""

from datetime import timedelta
from pathlib import Path

import pytest

from qualcode.storage import backups
from qualcode.storage.backups import list_backups
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.show import AgreeDialog
from tests.builders import new_study, text_of
from tests.tui.driving import away, opened, press, screen_text, until


async def test_a_backup_is_taken_by_a_key_and_shown(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        assert "Sikkerhetskopi" not in screen_text(app)
        await press(pilot, "S")
        await until(pilot, lambda: list_backups(material))
        await until(pilot, lambda: screen_text(app).count("Sikkerhetskopi") > 1)
        assert list_backups(material)[0].cause == "asked"


async def test_opening_takes_the_backup_that_is_due(
    study: OpenStudy, material: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "DUE_AFTER", timedelta(0))
    async with opened(material) as (app, pilot):
        await until(pilot, lambda: list_backups(material))
        await until(pilot, lambda: "Sikkerhetskopi" in screen_text(app))
    assert list_backups(material)[0].cause == "opened"


async def test_work_goes_on_where_no_backup_can_be_made(
    study: OpenStudy, material: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "DUE_AFTER", timedelta(0))
    backups.backup_folder(material).write_text("in the way", encoding="utf-8")
    async with opened(material) as (app, pilot):
        await until(pilot, lambda: "ikke tatt automatisk sikkerhetskopi" in screen_text(app))
        await press(pilot, "f4")
        await until(pilot, lambda: app.place is not None and app.place.PLACE == "reading")


async def test_a_shared_folder_and_a_copy_made_there_are_both_told_at_opening(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "nmv.qualcode"
    path.parent.mkdir()
    new_study(path).close()
    copy = "nmv (conflicted copy).qualcode"
    backups.take_backup(path, to=path.with_name(copy))
    async with opened(path) as (app, pilot):
        await until(pilot, lambda: "Dropbox" in screen_text(app))
        assert "conflicted" in screen_text(app)


async def test_what_was_typed_is_kept_for_another_try_when_the_study_cannot_be_written(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f3", "e", "end", *" Nemlig", "ctrl+s")
        await until(pilot, lambda: "Nemlig" in text_of(study, 1))
        await press(pilot, "e", "end", *" Enda")
        with away(material):
            await press(pilot, "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, AgreeDialog))
            assert "Enda" in screen_text(app)
        await press(pilot, "enter")
        await until(pilot, lambda: "Nemlig Enda" in text_of(study, 1))
