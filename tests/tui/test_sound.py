"""Sound through mpv's own protocol, spoken with a real process over a real socket; only the sound itself is missing."""

import json
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.tui.screens.speakers.mpv import Playing, Sound, find_player

FAKE = Path(__file__).with_name("fake_mpv.py")


@pytest.fixture
def mpv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an mpv on it; the path of the file in which it writes down what it is told."""
    return install_mpv(tmp_path / "bin", tmp_path / "told", monkeypatch)


def install_mpv(folder: Path, told: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder.mkdir()
    script = folder / "mpv"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKE}" "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("QUALCODE_FAKE_LOG", str(told))
    monkeypatch.setenv("QUALCODE_FAKE_HASTE", "10")
    return told


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "FG 2; --input=x.m4a"
    path.write_bytes(b"sound")
    return path


@pytest.fixture
def sound(mpv: Path) -> Iterator[Sound]:
    player = find_player()
    assert player is not None
    opened = Sound(player)
    yield opened
    opened.close()


def told(log: Path) -> list[list[Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def wait_for(reached: Callable[[], bool], *, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def test_a_turn_is_played_from_its_start_and_stops_by_itself_at_its_end(
    sound: Sound, mpv: Path, recording: Path
) -> None:
    sound.play(recording, 41_000, 43_000)
    wait_for(lambda: ["set_property", "pause", False] in told(mpv))
    assert ["loadfile", str(recording), "replace"] in told(mpv)
    assert ["seek", 41.0, "absolute+exact"] in told(mpv)
    wait_for(lambda: told(mpv)[-1] == ["set_property", "pause", True])
    assert sound.playing.paused
    assert (sound.playing.at_ms or 0) >= 43_000


def test_the_next_turn_of_the_same_recording_is_found_without_opening_it_again(
    sound: Sound, mpv: Path, recording: Path
) -> None:
    sound.play(recording, 0, 500)
    wait_for(lambda: told(mpv)[-1:] == [["set_property", "pause", True]])
    sound.play(recording, 90_000, None)
    wait_for(lambda: (sound.playing.at_ms or 0) > 90_500)
    assert [command[0] for command in told(mpv)].count("loadfile") == 1
    assert not sound.playing.paused


def test_an_old_position_told_after_a_jump_does_not_stop_what_has_just_begun(
    sound: Sound, mpv: Path, recording: Path
) -> None:
    sound.play(recording, 60_000, 61_000)
    wait_for(lambda: (sound.playing.at_ms or 0) >= 61_000 and sound.playing.paused)
    sound.play(recording, 10_000, 40_000)
    wait_for(lambda: 10_500 < (sound.playing.at_ms or 0) < 40_000)
    assert not sound.playing.paused


def test_it_pauses_goes_on_and_goes_back_three_seconds(sound: Sound, mpv: Path, recording: Path) -> None:
    sound.play(recording, 20_000, None)
    wait_for(lambda: (sound.playing.at_ms or 0) > 21_000)
    sound.toggle()
    wait_for(lambda: told(mpv)[-1:] == [["set_property", "pause", True]])
    at = sound.playing.at_ms or 0
    sound.back()
    wait_for(lambda: told(mpv)[-1:] == [["set_property", "pause", False]])
    (seek,) = (command for command in told(mpv)[-2:] if command[0] == "seek")
    assert at - 3000 <= seek[1] * 1000 < at
    sound.toggle()
    assert sound.playing.paused


def test_going_on_after_the_end_of_a_turn_plays_on_into_the_next(sound: Sound, mpv: Path, recording: Path) -> None:
    sound.play(recording, 0, 500)
    wait_for(lambda: sound.playing.paused and (sound.playing.at_ms or 0) >= 500)
    sound.toggle()
    wait_for(lambda: (sound.playing.at_ms or 0) > 2_000)
    assert not sound.playing.paused


def test_while_it_is_heard_the_end_moves_on_with_the_one_who_tags(sound: Sound, mpv: Path, recording: Path) -> None:
    sound.play(recording, 0, 2_000)
    sound.play_on_until(4_000)
    wait_for(lambda: sound.playing.paused and (sound.playing.at_ms or 0) > 0)
    assert (sound.playing.at_ms or 0) >= 4_000


def test_it_goes_faster_and_slower_within_bounds(sound: Sound, mpv: Path, recording: Path) -> None:
    assert sound.change_speed(-1) == 0.9
    assert [sound.change_speed(1) for _ in range(10)][-1] == 2.0
    assert [sound.change_speed(-1) for _ in range(20)][-1] == 0.5
    wait_for(lambda: told(mpv)[-1:] == [["set_property", "speed", 0.5]])


def test_a_recording_that_cannot_be_played_is_told(mpv: Path, tmp_path: Path) -> None:
    heard: list[Playing] = []
    player = find_player()
    assert player is not None
    sound = Sound(player, heard.append)
    sound.play(tmp_path / "gone.mp3", 0, None)
    wait_for(lambda: bool(heard) and not heard[-1].alive)
    sound.close()


def test_mpv_gets_no_network_no_configuration_and_no_name_on_its_command_line(
    sound: Sound, mpv: Path, recording: Path
) -> None:
    sound.play(recording, 0, None)
    wait_for(lambda: len(told(mpv)) > 2)
    arguments = told(mpv)[0]
    assert {"--ytdl=no", "--no-config", "--load-scripts=no", "--no-video"} <= set(arguments)
    assert not any(str(recording) in one for one in arguments)


def test_closing_ends_the_process_and_takes_the_socket_away(mpv: Path, recording: Path) -> None:
    player = find_player()
    assert player is not None
    sound = Sound(player)
    sound.play(recording, 0, None)
    wait_for(lambda: len(told(mpv)) > 3)
    folder, process = Path(sound._folder), sound._process
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    sound.close()
    assert process.returncode is not None
    assert not folder.exists()


def test_a_player_that_dies_is_told_and_harms_nobody(mpv: Path, recording: Path) -> None:
    heard: list[Playing] = []
    player = find_player()
    assert player is not None
    sound = Sound(player, heard.append)
    sound.play(recording, 0, None)
    wait_for(lambda: bool(heard) and not heard[-1].paused)
    sound._process.kill()
    wait_for(lambda: not heard[-1].alive)
    sound.toggle()
    sound.back()
    sound.close()


def test_a_machine_without_mpv_has_no_player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_player() is None
