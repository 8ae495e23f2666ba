"""Sound through mpv, if it is on the machine: a process of its own, spoken to over its JSON socket.

mpv is started without a shell, without its configuration and scripts, and without the network; the socket lies in a
folder that only the user may enter. What mpv says comes in on a thread, which calls `changed` from there.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BACK_MS = 3_000
SPEEDS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_NORMAL = SPEEDS.index(1.0)
_WAIT = 10.0
_PAUSE = 0.02
_POSITION = 1
_ENDED = 2

_ARGUMENTS = (
    *("--idle=yes", "--pause=yes", "--no-video", "--no-terminal", "--no-config", "--load-scripts=no", "--ytdl=no"),
    *("--keep-open=yes", "--hr-seek=yes", "--audio-pitch-correction=yes"),
)


def find_player() -> str | None:
    """Where mpv is; None where it is not, or where its socket cannot be spoken to from here."""
    return shutil.which("mpv") if hasattr(socket, "AF_UNIX") else None


@dataclass(frozen=True, slots=True)
class Playing:
    """What is heard: where in the recording (ms), whether it is paused, how fast, and whether mpv still answers."""

    at_ms: int | None = None
    paused: bool = True
    speed: float = 1.0
    alive: bool = True


class Sound:
    """One mpv at work on one recording. `changed` is called when it pauses, ends or goes away.

    It is called on a thread of ours, and must not wait for anybody.
    """

    def __init__(self, player: str, changed: Callable[[Playing], object] | None = None) -> None:
        self._changed = changed or (lambda _: None)
        self._folder = tempfile.mkdtemp(prefix="qualcode-")
        self._address = str(Path(self._folder, "mpv"))
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._waiting: list[list[Any]] = []
        self._loaded: Path | None = None
        self._ready = False
        self._settled = False
        self._wanted: tuple[int, int | None] | None = None
        self._end_ms: int | None = None
        self._speed = _NORMAL
        self.playing = Playing()
        self._process = subprocess.Popen(  # noqa: S603 - a list of our own words, no shell; the recording's name is sent later
            [player, *_ARGUMENTS, f"--input-ipc-server={self._address}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._listen, daemon=True, name="sound").start()

    def play(self, path: Path, start_ms: int, end_ms: int | None) -> None:
        """Play from here, and stop by itself at the end (None: where the recording ends)."""
        with self._lock:
            self._wanted = (start_ms, end_ms)
            if self._loaded != path:
                self._loaded, self._ready = path, False
                # An absolute path is a file and never an address of the net.
                self._send("loadfile", str(path.resolve()), "replace")
            elif self._ready:
                self._begin()

    def toggle(self) -> None:
        """Pause, or go on."""
        with self._lock:
            at = self.playing.at_ms
            if self.playing.paused and at is not None and self._end_ms is not None and at >= self._end_ms:
                self._end_ms = None
            self._pause(paused=not self.playing.paused)

    def back(self, by_ms: int = BACK_MS) -> None:
        """A little back, and on from there."""
        with self._lock:
            at = self.playing.at_ms or 0
            self._seek(max(0, at - by_ms))
            self._pause(paused=False)

    def play_on_until(self, end_ms: int | None) -> None:
        """While it is heard: go on to here, since the next turn is looked at."""
        with self._lock:
            self._end_ms = end_ms
            if self._wanted is not None:
                self._wanted = (self._wanted[0], end_ms)

    def change_speed(self, step: int) -> float:
        """Faster (1) or slower (-1); the pitch stays. Returns the speed."""
        with self._lock:
            self._speed = min(len(SPEEDS) - 1, max(0, self._speed + step))
            self._send("set_property", "speed", SPEEDS[self._speed])
            self._tell(speed=SPEEDS[self._speed])
            return SPEEDS[self._speed]

    def close(self) -> None:
        """Stop, and let go of process, socket and folder."""
        with self._lock:
            self._send("quit")
            self._shut()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        if self._wanted is not None:
            start_ms, self._end_ms = self._wanted
            self._wanted = None
            self._seek(start_ms)
            self._pause(paused=False)

    def _seek(self, at_ms: int) -> None:
        # Until mpv says that it plays again, the positions it tells are those from before.
        self._settled = False
        self._send("seek", at_ms / 1000, "absolute+exact")
        self._tell(at_ms=at_ms, quietly=True)

    def _pause(self, *, paused: bool) -> None:
        self._send("set_property", "pause", paused)
        self._tell(paused=paused)

    def _tell(self, *, quietly: bool = False, **told: Any) -> None:
        before = self.playing
        self.playing = Playing(**{name: told.get(name, getattr(before, name)) for name in Playing.__slots__})
        if not quietly and self.playing != before:
            self._changed(self.playing)

    def _send(self, *command: Any) -> None:
        if self._socket is None:
            self._waiting.append(list(command))
            return
        try:
            self._socket.sendall(json.dumps({"command": command}).encode() + b"\n")
        except OSError:
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _listen(self) -> None:
        """On a thread: reach mpv, send what has waited, and follow what it says until it goes away."""
        reached = self._reach()
        if reached is not None:
            with self._lock:
                self._socket = reached
                self._send("observe_property", _POSITION, "time-pos")
                self._send("observe_property", _ENDED, "eof-reached")
                for command in self._waiting:
                    self._send(*command)
                self._waiting.clear()
            self._follow(reached)
        with self._lock:
            self._tell(alive=False, paused=True)

    def _reach(self) -> socket.socket | None:
        until = time.monotonic() + _WAIT
        while time.monotonic() < until and self._process.poll() is None:
            reached = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                reached.connect(self._address)
            except OSError:
                reached.close()
                time.sleep(_PAUSE)
            else:
                return reached
        return None

    def _follow(self, reached: socket.socket) -> None:
        try:
            with reached.makefile("rb") as said:
                for line in said:
                    self._hear(_message(line))
        except (OSError, ValueError):
            return

    def _hear(self, message: dict[str, Any]) -> None:
        event = message.get("event")
        with self._lock:
            if event == "file-loaded":
                self._ready = True
                self._begin()
            elif event == "playback-restart":
                self._settled = True
            elif event == "property-change" and message.get("id") == _POSITION and self._settled:
                self._come_to(message.get("data"))
            elif event == "property-change" and message.get("id") == _ENDED and message.get("data") is True:
                self._tell(paused=True)
            elif event == "end-file" and message.get("reason") == "error":
                self._loaded = None
                self._tell(alive=False, paused=True)

    def _come_to(self, seconds: object) -> None:
        if not isinstance(seconds, int | float):
            return
        at_ms = round(seconds * 1000)
        self._tell(at_ms=at_ms, quietly=True)
        if self._end_ms is not None and at_ms >= self._end_ms and not self.playing.paused:
            self._pause(paused=True)


def _message(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
