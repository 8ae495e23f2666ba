"""The same claims about sound with mpv itself, where it is on the machine; it plays to no loudspeaker."""

import shutil
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.tui.screens.speakers.mpv import Sound
from tests.tui.test_sound import wait_for

MPV = shutil.which("mpv")
RATE = 8_000

pytestmark = pytest.mark.skipif(MPV is None, reason="mpv is not on this machine")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Three seconds of silence."""
    path = tmp_path / "FG 2.wav"
    with wave.open(str(path), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(struct.pack("<h", 0) * RATE * 3)
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[Sound]:
    """mpv, with nothing to hear it on."""
    player = tmp_path / "mpv"
    player.write_text(f'#!/bin/sh\nexec "{MPV}" --ao=null "$@"\n')
    player.chmod(0o700)
    opened = Sound(str(player))
    yield opened
    opened.close()


def test_a_turn_is_played_and_stops_by_itself_near_its_end(sound: Sound, recording: Path) -> None:
    sound.play(recording, 1_000, 1_500)
    wait_for(lambda: not sound.playing.paused)
    wait_for(lambda: sound.playing.paused)
    assert sound.playing.at_ms is not None
    assert 1_500 <= sound.playing.at_ms < 2_500


def test_at_the_end_of_the_recording_it_has_stopped_and_goes_back_from_there(sound: Sound, recording: Path) -> None:
    sound.play(recording, 1_500, None)
    wait_for(lambda: not sound.playing.paused)
    wait_for(lambda: sound.playing.paused)
    sound.back(1_000)
    assert not sound.playing.paused
    assert sound.playing.alive


def test_what_is_no_recording_is_told(sound: Sound, tmp_path: Path) -> None:
    path = tmp_path / "FG 2.m4a"
    path.write_bytes(b"sound")
    sound.play(path, 0, None)
    wait_for(lambda: not sound.playing.alive)
