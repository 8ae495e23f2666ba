"""Peak memory of the app on a study of 100 transcripts of 8,000 words with 20,000 units: opened, and coded in.

python benchmarks/bench_memory.py [STUDY]
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from benchmarks.big_study import make_study

OURS = "import sys\nfrom qualcode.cli.main import main\nmain(['open', sys.argv[1]])"
KEYS = (b"\x1b[15~", b"\x1b[B1" * 5, b"\x1b[17~")
"""F5 (Coding), five sentences coded, F6 (Condensation)."""


def peak(process: int) -> float:
    """The most memory a process has held so far, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def drain(terminal: int, seconds: float) -> None:
    """Take what the app paints, for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            os.read(terminal, 65536)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "big.qualcode"
        if not path.exists():
            make_study(path, transcripts=100, words=8000, units=20_000).close()
        child, terminal = pty.fork()
        if child == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, [sys.executable, "-c", OURS, str(path)])  # noqa: S606 - the child of the fork
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 48, 160, 0, 0))
        try:
            drain(terminal, 4)
            print(f"opened: {peak(child):.0f} MB")
            for keys in KEYS:
                os.write(terminal, keys)
                drain(terminal, 2)
            print(f"after coding and condensing: {peak(child):.0f} MB")
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(terminal)


if __name__ == "__main__":
    main()
