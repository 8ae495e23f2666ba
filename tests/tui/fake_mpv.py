"""A stand-in for mpv: a program of its own that speaks mpv's JSON protocol over a unix socket, without sound.

Time runs as in a player, `QUALCODE_FAKE_HASTE` times as fast. Each command it is given is written as a line of JSON to
the file `QUALCODE_FAKE_LOG`, after a first line with its arguments.
"""

import json
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

_STEP = 0.02
"""Seconds that pass at most from one position told to the next: where the machine is busy, time stands still."""


class Player:
    """What a player knows: whether a file is open, where it is, whether it is paused."""

    def __init__(self, said: socket.socket) -> None:
        self.said = said
        self.haste = float(os.environ.get("QUALCODE_FAKE_HASTE", "1"))
        self.at = 0.0
        self.paused = True
        self.speed = 1.0
        self.observed = 0
        self.open = False

    def tell(self, **event: Any) -> None:
        self.said.sendall(json.dumps(event).encode() + b"\n")

    def obey(self, command: list[Any]) -> bool:
        name, *given = command
        if name == "loadfile":
            if not Path(given[0]).is_file():
                self.tell(event="end-file", reason="error")
                return True
            self.open, self.at = True, 0.0
            self.tell(event="file-loaded")
            self.tell(event="playback-restart")
        elif name == "seek":
            self.tell(event="property-change", id=self.observed, name="time-pos", data=self.at)
            self.at = given[0] if given[1].startswith("absolute") else self.at + given[0]
            self.tell(event="playback-restart")
        elif name == "set_property" and given[0] == "pause":
            self.paused = given[1]
        elif name == "set_property" and given[0] == "speed":
            self.speed = given[1]
        elif name == "observe_property" and given[1] == "time-pos":
            self.observed = given[0]
        return bool(name != "quit")

    def pass_time(self, seconds: float) -> None:
        if self.open and not self.paused:
            self.at += seconds * self.speed * self.haste
            self.tell(event="property-change", id=self.observed, name="time-pos", data=round(self.at, 3))


def main() -> None:
    with Path(os.environ["QUALCODE_FAKE_LOG"]).open("a", encoding="utf-8") as log:
        print(json.dumps(sys.argv[1:]), file=log, flush=True)
        address = next(one for one in sys.argv if one.startswith("--input-ipc-server=")).partition("=")[2]
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            door.bind(address)
            door.listen(1)
            said, _ = door.accept()
        run(Player(said), said, log)


def run(player: Player, said: socket.socket, log: Any) -> None:
    said.settimeout(0.01)
    heard, before = b"", time.monotonic()
    while True:
        try:
            more = said.recv(4096)
            if not more:
                return
            heard += more
        except TimeoutError:
            pass
        while b"\n" in heard:
            line, heard = heard.split(b"\n", 1)
            command = json.loads(line)["command"]
            print(json.dumps(command), file=log, flush=True)
            if not player.obey(command):
                return
            player.tell(error="success", data=None)
        now = time.monotonic()
        player.pass_time(min(now - before, _STEP))
        before = now


if __name__ == "__main__":
    main()
