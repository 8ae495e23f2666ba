"""Sound on the Speakers screen: a turn is heard, paused, heard slower; the recording is asked for."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from qualcode.services.keeping.history import history
from qualcode.services.material.media import set_media
from qualcode.services.tagging.speaking import tagging_view
from qualcode.storage.opening import OpenStudy
from tests.tui.driving import opened, press, screen_text, until
from tests.tui.focus_group import make_focus_group, spoken


@pytest.fixture
def group(study: OpenStudy) -> int:
    return make_focus_group(study)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an mpv (see fake_mpv.py), and where it writes down what it is told."""
    script = tmp_path / "bin" / "mpv"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("fake_mpv.py")}" "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("QUALCODE_FAKE_LOG", str(tmp_path / "told"))
    monkeypatch.setenv("QUALCODE_FAKE_HASTE", "4")
    return tmp_path / "told"


def commands(told: Path) -> list[Any]:
    return [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []


async def test_space_plays_the_turn_at_hand_and_goes_on_with_the_one_who_tags(
    study: OpenStudy, group: int, told: Path
) -> None:
    set_media(study, group, "opptak.mp3")
    (study.path.parent / "Opptak.mp3").write_bytes(b"x")
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "down", "space")
        await until(pilot, lambda: ["seek", 4.0, "absolute+exact"] in commands(told))
        await until(pilot, lambda: ["set_property", "pause", False] in commands(told))
        await press(pilot, "7")
        await until(pilot, lambda: commands(told)[-1] == ["set_property", "pause", True])
    assert spoken(study, group)[1] == "FL7"
    assert commands(told)[-1] == ["quit"]


async def test_space_pauses_what_is_heard_and_it_is_heard_slower_and_faster(
    study: OpenStudy, group: int, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_FAKE_HASTE", "0.1")  # the turn is not over before one has paused
    set_media(study, group, "opptak.mp3")
    (study.path.parent / "Opptak.mp3").write_bytes(b"x")
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "down", "space")
        await until(pilot, lambda: ["set_property", "pause", False] in commands(told))
        await press(pilot, "space")
        await until(pilot, lambda: commands(told)[-1] == ["set_property", "pause", True])
        await press(pilot, "comma", "less_than_sign", "plus", "plus")
        await until(pilot, lambda: len(_speeds(told)) == 3)
        assert _speeds(told) == [0.9, 1.0, 1.1]


def _speeds(told: Path) -> list[float]:
    return [one[2] for one in commands(told) if one[:2] == ["set_property", "speed"]]


async def test_the_recording_is_asked_for_and_only_its_name_is_kept(
    study: OpenStudy, group: int, told: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "hemmelig mappe"
    folder.mkdir()
    (folder / "FG2.m4a").write_bytes(b"x")
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "space")
        assert "Hvilken lydfil hører til Fokusgruppe 2?" in screen_text(app)
        await press(pilot, *f"{folder}/FG2.m4a", "enter")
        await until(pilot, lambda: any(one[0] == "loadfile" for one in commands(told)[1:]))
    assert tagging_view(study, group).media == "FG2.m4a"
    assert "hemmelig" not in str([entry.summary for entry in history(study)])


async def test_without_mpv_space_says_why_and_everything_else_works(
    study: OpenStudy, group: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "space")
        assert "mpv, som ikke er på" in screen_text(app).replace("\n", " ")
        await press(pilot, "comma", "plus", "7")
    assert spoken(study, group)[0] == "FL7"
