"""The Coding screen at 160x48 on a transcript of 40,000 words with 2,000 units, one of nine in the study.

    python benchmarks/bench_coding_screen.py [--words N] [--units N] [--presses N]

From key press to painted screen, `down` and `1` in turn, in the real app on a real study: a key is put in the app's
queue as the terminal driver would, and the clock stops when the last frame it causes is made into the terminal's bytes.
Much of that is waiting for the next frame (sixty a second; `down` makes two, the cursor's and the words' below).
Each `1` is a committed coding with its journal entry. Then: from going to another coded transcript to its painted page.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from benchmarks.big_study import make_study
from qualcode.cli.main import spare_the_collector
from qualcode.tui.app import QualcodeApp

SIZE = (160, 48)
QUIET = 0.06
TRANSCRIPTS = 9

Timed = tuple[float, float]


class TimedApp(QualcodeApp):
    """Notes when each frame was ready to be written."""

    CSS_PATH = QualcodeApp.CSS_PATH
    painted = 0.0
    seen = 0.0

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.painted = perf_counter()
            self.seen = self.seen or self.painted


async def time_until_painted(app: TimedApp, act: Callable[[], object]) -> Timed:
    """Wall-clock and processor seconds from this act to the last frame it caused."""
    await asyncio.sleep(QUIET)
    app.seen = 0.0
    began, worked = perf_counter(), process_time()
    act()
    while app.painted < began or perf_counter() - app.painted < QUIET:
        await asyncio.sleep(0.002)
        if perf_counter() - began > 5:
            raise TimeoutError
    return app.painted - began, process_time() - worked


async def open_coding(app: TimedApp, pilot: Pilot[None]) -> None:
    while app.session is None:
        await pilot.pause(0.05)
    app.go_to("coding", transcript_id=1)
    await pilot.pause(0.5)


async def run(path: Path, presses: int) -> dict[str, list[Timed]]:
    app = TimedApp(path)
    timed: dict[str, list[Timed]] = {"down, the cursor": [], "down": [], "1": [], "open a transcript": []}
    async with app.run_test(size=SIZE) as pilot:
        await open_coding(app, pilot)
        for _ in range(presses):
            for key in ("down", "1"):
                began = perf_counter() + QUIET
                timed[key].append(await time_until_painted(app, partial(app.post_message, Key(key, key[-1]))))
                if key == "down":
                    timed["down, the cursor"].append((app.seen - began, 0.0))
        for number in range(2 * TRANSCRIPTS):
            wanted = number % TRANSCRIPTS + 1
            timed["open a transcript"].append(
                await time_until_painted(app, partial(app.go_to, "coding", transcript_id=wanted, span=None))
            )
        assert app.session is not None
        with app.session.study.reading() as connection:
            coded = connection.exec_driver_sql("SELECT count(*) FROM journal_entry WHERE action = 'unit.code'").scalar()
        assert coded == presses, "every press is a coding that is kept"
    return timed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument("--presses", type=int, default=100)
    given = parser.parse_args()
    spare_the_collector()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        units = given.units * TRANSCRIPTS
        make_study(path, transcripts=TRANSCRIPTS, words=given.words, units=units, turns=1500).close()
        timed = asyncio.run(run(path, given.presses))
    print(f"{'ms until painted':<24}{'p50':>8}{'p95':>8}{'p50 of CPU':>12}")
    for name, times in timed.items():
        wall, work = ([1000 * seconds for seconds in column] for column in zip(*times, strict=True))
        print(f"{name:<24}{median(wall):8.1f}{quantiles(wall, n=20)[-1]:8.1f}{median(work):12.1f}")


if __name__ == "__main__":
    main()
