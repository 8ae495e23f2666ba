"""The Coding screen at 160x48 on a transcript of 40,000 words with 2,000 units, one of nine in the study.

    python benchmarks/bench_coding_screen.py [--words N] [--units N] [--presses N]

From key press to painted screen, `down` and `1` in turn, in the real app on a real study: a key is put in the app's
queue as the terminal driver would, and the clock stops when the last frame it causes is made into the terminal's bytes.
Each `1` is a committed coding with its journal entry. Then: from going to another coded transcript to its painted page.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from benchmarks.big_study import make_study
from qualcode.tui.app import QualcodeApp

SIZE = (160, 48)
QUIET = 0.06
TRANSCRIPTS = 9


class TimedApp(QualcodeApp):
    """Notes when each frame was ready to be written."""

    CSS_PATH = QualcodeApp.CSS_PATH
    painted = 0.0

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.painted = perf_counter()


async def time_until_painted(app: TimedApp, act: Callable[[], object]) -> float:
    """Seconds from this act to the last frame it caused."""
    await asyncio.sleep(QUIET)
    began = perf_counter()
    act()
    while app.painted < began or perf_counter() - app.painted < QUIET:
        await asyncio.sleep(0.002)
        if perf_counter() - began > 5:
            raise TimeoutError
    return app.painted - began


async def open_coding(app: TimedApp, pilot: Pilot[None]) -> None:
    while app.session is None:
        await pilot.pause(0.05)
    app.go_to("coding", transcript_id=1)
    await pilot.pause(0.5)


async def run(path: Path, presses: int) -> dict[str, list[float]]:
    app = TimedApp(path)
    timed: dict[str, list[float]] = {"down": [], "1": [], "open a transcript": []}
    async with app.run_test(size=SIZE) as pilot:
        await open_coding(app, pilot)
        for _ in range(presses):
            for key in ("down", "1"):
                timed[key].append(await time_until_painted(app, lambda key=key: app.post_message(Key(key, key[-1]))))
        for number in range(2 * TRANSCRIPTS):
            wanted = number % TRANSCRIPTS + 1
            timed["open a transcript"].append(
                await time_until_painted(
                    app, lambda wanted=wanted: app.go_to("coding", transcript_id=wanted, span=None)
                )
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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        units = given.units * TRANSCRIPTS
        make_study(path, transcripts=TRANSCRIPTS, words=given.words, units=units, turns=1500).close()
        timed = asyncio.run(run(path, given.presses))
    print(f"{'ms until painted':<24}{'p50':>8}{'p95':>8}")
    for name, seconds in timed.items():
        print(f"{name:<24}{1000 * median(seconds):8.1f}{1000 * quantiles(seconds, n=20)[-1]:8.1f}")


if __name__ == "__main__":
    main()
