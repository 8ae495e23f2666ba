"""How the main screens look. When a picture differs, look at the report before accepting it."""

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from qualcode.services.reading import reading
from qualcode.services.reading.notes import add_note
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.tui.app import QualcodeApp
from tests.builders import add_group, analysis_of, code_words
from tests.tui.driving import press, settled, until

Snap = Callable[..., bool]


@pytest.fixture
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored times are the same in every run, and no backup is taken, which would tell of this day."""
    ticks = itertools.count(1_700_000_000, 60)
    monkeypatch.setattr("qualcode.model.base.time", SimpleNamespace(time=lambda: float(next(ticks))))
    monkeypatch.setattr("qualcode.storage.backups.backup_due", lambda *_, **__: False)
    time.tzset()


@pytest.fixture
def worked_on(_same_time: None, study: OpenStudy, material: Path) -> Path:
    """The study when two people have begun."""
    analysis = analysis_of(study)
    reading.write_impression(study, analysis, "Mye skam, og litt stolthet.")
    reading.add_theme(study, analysis, "kontroll", note="brevet leses som en beskyldning")
    reading.add_theme(study, analysis, "lettelse etterpå")
    reading.mark_read(study, analysis, 1)
    add_note(study, analysis, 2, "Jakka!", span=Span(38, 50))
    code_words(study, 2, "Med jakka på.", add_group(study, "Uro før timen"))
    return material


def pressing(*keys: str) -> Callable[[Pilot[None]], Any]:
    """What is done before the picture is taken."""

    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, QualcodeApp)
        await until(pilot, lambda: app.session is not None)
        await settled(pilot)
        await press(pilot, *keys)

    return run


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
def test_the_study(worked_on: Path, snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(QualcodeApp(worked_on), terminal_size=size, run_before=pressing("down"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_reading(worked_on: Path, snap_compare: Snap, size: tuple[int, int]) -> None:
    assert snap_compare(QualcodeApp(worked_on), terminal_size=size, run_before=pressing("f4", "N", "down"))


def test_the_reading_by_daylight(worked_on: Path, snap_compare: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_THEME", "qualcode-light")
    assert snap_compare(QualcodeApp(worked_on), terminal_size=(120, 40), run_before=pressing("f4", "down"))


def test_the_side_pane_over_the_text(worked_on: Path, snap_compare: Snap) -> None:
    assert snap_compare(QualcodeApp(worked_on), terminal_size=(80, 24), run_before=pressing("f4", "b"))


def test_a_form(worked_on: Path, snap_compare: Snap) -> None:
    keys = ("f4", "n", *"uro")
    assert snap_compare(QualcodeApp(worked_on), terminal_size=(80, 24), run_before=pressing(*keys))


def test_the_page_of_choices(snap_compare: Snap) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, QualcodeApp)
        await until(pilot, lambda: app.current_mode == "welcome")
        await settled(pilot)

    assert snap_compare(QualcodeApp(), terminal_size=(80, 24), run_before=wait)
