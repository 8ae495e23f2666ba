"""How long from starting the process to the first painted frame, against an empty Textual app.

Both are started alternately in a pseudo-terminal of 120x40, and the clock stops when the first frame has come out of it
(the end of Textual's first synchronised update with text in it). Aim: `qualcode open` at most 1.2 times the empty app.

    python benchmarks/bench_first_frame.py [STUDY] [--runs 15]
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

EMPTY = "from textual.app import App\nApp().run()"
OURS = "import sys\nfrom qualcode.cli.main import main\nmain(['open', sys.argv[1]])"
WELCOME = "from qualcode.cli.main import main\nmain([])"
FRAME_END = b"\x1b[?2026l"
"""How a synchronised update ends; Textual wraps each frame in one when the terminal says that it can."""

ANSWER = b"\x1b[?2026;2$y"
"""What a terminal that can says when asked."""


def first_frame(arguments: list[str]) -> float:
    """Seconds from fork to the first frame."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
        os.execv(sys.executable, [sys.executable, "-c", *arguments])  # noqa: S606 - the child of the fork
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    came = b""
    try:
        while time.perf_counter() - begun < 30:
            if select.select([terminal], [], [], 0.5)[0]:
                came += os.read(terminal, 65536)
                if b"\x1b[?2026$p" in came:
                    os.write(terminal, ANSWER)
                    came = came.replace(b"\x1b[?2026$p", b"")
                # A frame of 40 rows is more than the setting up of the terminal.
                if len(came) > 3000:
                    return time.perf_counter() - begun
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
    raise TimeoutError(came[-500:])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("study", nargs="?")
    parser.add_argument("--runs", type=int, default=15)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUALCODE_CONFIG"] = folder
        study = chosen.study or _make_study(Path(folder))
        variants = {"empty Textual app": [EMPTY], "qualcode open": [OURS, study], "qualcode": [WELCOME]}
        times: dict[str, list[float]] = {name: [] for name in variants}
        for run in range(chosen.runs + 1):
            for name, arguments in variants.items():
                took = first_frame(arguments)
                if run:  # the first warms the disk
                    times[name].append(took)
    floor = statistics.median(times["empty Textual app"])
    for name, measured in times.items():
        middle = statistics.median(measured)
        print(f"{name:20} median {middle * 1000:6.0f} ms  best {min(measured) * 1000:6.0f} ms  {middle / floor:.2f}x")


def _make_study(folder: Path) -> str:
    from qualcode.storage.opening import create_study

    path = folder / "empty.qualcode"
    create_study(path, title="NMV", language="nb", coder="AA").close()
    return str(path)


if __name__ == "__main__":
    main()
