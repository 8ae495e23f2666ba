"""The app in a terminal of its own: a pseudo-terminal that keys go into and every byte is read from."""

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

KEYS = {
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "enter": b"\r",
    "tab": b"\t",
    "escape": b"\x1b",
    "ctrl+p": b"\x10",
    "ctrl+q": b"\x11",
}
_QUIET = 0.12
"""Seconds without a byte after which a screen is taken to be painted."""

_LONGEST = 30.0


class Terminal:
    """What the program has written, and a way to type to it."""

    def __init__(self, process: "subprocess.Popen[bytes]", ours: int) -> None:
        self.process = process
        self.written = b""
        self._ours = ours

    @property
    def said_last(self) -> str:
        """The end of what it wrote, for whoever looks into a failure."""
        return self.written[-4_000:].decode("utf-8", "replace")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the screen has come to rest."""
        for key in keys:
            if self.process.poll() is None:
                os.write(self._ours, KEYS.get(key, key.encode()))
            self.settle()

    def settle(self, *, until: bytes = b"") -> None:
        """Read until nothing more comes; with `until`, not before that has come."""
        waited = 0.0
        while waited < _LONGEST:
            ready, _, _ = select.select([self._ours], [], [], _QUIET)
            if ready:
                try:
                    self.written += os.read(self._ours, 65536)
                except OSError:
                    return
            elif until in self.written:
                return
            else:
                waited += _QUIET

    def ended(self) -> int:
        """Wait until the program ends by itself; how it did."""
        while self.process.poll() is None:
            self.settle()
        self.settle()
        return int(self.process.returncode)

    def leave(self) -> int:
        """Quit, as often as it takes: an escape that comes late makes another key of the one after it."""
        self.press("escape", "escape")
        for _ in range(10):
            self.press("ctrl+q")
            if self.process.poll() is not None:
                break
        return self.process.wait(timeout=_LONGEST)


def running(path: Path, command: str = "open", *options: str) -> AbstractContextManager[Terminal]:
    """`qualcode COMMAND PATH` in a terminal of 80 columns and 24 rows."""
    return running_module("qualcode", command, str(path), *options)


@contextmanager
def running_module(*arguments: str) -> Iterator[Terminal]:
    """`python -m ARGUMENTS` in such a terminal."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
