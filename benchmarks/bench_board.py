"""From key press to painted page on the Condensation screen, with 2,000 units in the code group, at 160x48.

    python -m benchmarks.bench_board [--units N] [--presses N]

The whole app on a real study: a key is put in its queue as the terminal driver would; the clock stops when the page
with the change is painted. `1` is a stored act (one transaction, one journal entry), the others only move.
"""

import argparse
import asyncio
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from benchmarks.big_study import GROUPS, make_study
from qualcode.cli.main import spare_the_collector
from qualcode.services.coding import codebooks
from qualcode.services.coding.units import code_groups
from qualcode.tui.app import QualcodeApp

SIZE = (160, 48)
QUIET = 0.4
"""Seconds without a frame after which a key has had its effect: a press takes at least this long, a hundred nearly a
minute."""
AT_ONCE = 0.2
"""Seconds; the screen reads the study again after a quarter of one."""
KEYS = {
    "next card": ("down",),
    "next lane and back": ("left", "right"),
    "place the card": ("1",),
    "set it aside": ("a",),
    "a page up": ("pageup",),
}


class TimedApp(QualcodeApp):
    """Notes when each frame was ready to be written."""

    frames: tuple[float, ...] = ()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.frames = (*self.frames, perf_counter())


async def press(app: TimedApp, key: str) -> float:
    """Seconds from this key to the last frame it caused at once; what is read again when hands rest is not counted."""
    app.frames = ()
    began = perf_counter()
    app.post_message(Key(key, key if len(key) == 1 else None))
    while not app.frames or perf_counter() - app.frames[-1] < QUIET:
        await asyncio.sleep(0.002)
        if perf_counter() - began > 10:
            raise TimeoutError(key)
    return max(frame for frame in app.frames if frame - began < AT_ONCE or frame == app.frames[0]) - began


async def time_keys(path: Path, presses: int) -> dict[str, list[float]]:
    app = TimedApp(path, coder="AA")
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot, app)
        timed = {}
        for name, keys in KEYS.items():
            await press(app, "end" if name == "a page up" else "down")
            timed[name] = [await press(app, key) for _ in range(presses) for key in keys]
        return timed


async def _settle(pilot: Pilot[None], app: TimedApp) -> None:
    while app.session is None:
        await pilot.pause(0.05)
    await pilot.press("f6")
    await pilot.pause(1)


def main() -> None:
    spare_the_collector()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument("--presses", type=int, default=15)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "measured.qualcode"
        with make_study(path, transcripts=10, words=4_000, units=given.units * GROUPS) as study:
            group = code_groups(study, 1)[0]
            for name in ("Én", "To", "Tre"):
                codebooks.add_subgroup(study, group.id, name)
        timed = asyncio.run(time_keys(path, given.presses))
    print(f"{group.units} units in the code group, {SIZE[0]}x{SIZE[1]}")
    print(f"{'ms from key to painted page':<30}{'p50':>8}{'p95':>8}")
    for name, seconds in timed.items():
        wall = [1000 * one for one in seconds]
        print(f"{name:<30}{median(wall):8.1f}{quantiles(wall, n=20)[-1]:8.1f}")


if __name__ == "__main__":
    main()
