"""From key press to painted page, in a transcript of 40,000 words with 2,000 overlapping units at 120x40.

    python -m benchmarks.bench_transcript_view [--words N] [--units N] [--presses N]

A key is put in the app's queue as the terminal driver would; the clock stops when the terminal's bytes for the change
are made (the last frame before the app is quiet again). Nothing is written to a terminal. The floor is the same key on
an empty `ScrollView` that scrolls one row: what the toolkit itself takes, much of it waiting for the next frame.
"""

import argparse
import asyncio
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import ClassVar

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView

from qualcode.tui.widgets.transcript import TranscriptPane
from qualcode.views.transcript import PlacedUnit, TranscriptView
from tests.tui.widgets.transcripts import build_long, place_unit

SIZE = (120, 40)
QUIET = 0.06
COLOURS = {1: "#d08770", 2: "#a3be8c", 3: "#b48ead", 4: "#5e81ac"}
KEYS = {
    "next sentence": "down",
    "grow": "shift+down",
    "next unit": "j",
    "next page": "pagedown",
    "code the sentence": "1",
    "wrap anew": "w",
}


class TimedApp(App[None]):
    """Notes when each frame was ready to be written."""

    CSS = "#page { width: 1fr; height: 1fr; }"
    painted = 0.0

    def begin_again(self) -> None:
        """Back to the beginning, before the next key is timed."""

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.painted = perf_counter()


class FloorApp(TimedApp):
    """Nothing on the page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(key, "scroll", priority=True) for key in KEYS.values()]

    def compose(self) -> ComposeResult:
        """An empty page, long enough to scroll."""
        page = ScrollView(id="page")
        page.virtual_size = Size(SIZE[0], 100_000)
        yield page

    def action_scroll(self) -> None:
        """One row down."""
        self.query_one("#page", ScrollView).scroll_relative(y=1, animate=False)


class TranscriptApp(TimedApp):
    """The transcript, with a key for each thing that is timed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(key, f"act('{name}')") for name, key in KEYS.items()]

    def __init__(self, transcript: TranscriptView, units: list[PlacedUnit]) -> None:
        super().__init__()
        self.transcript = transcript
        self.units = units
        self.pane = TranscriptPane(id="page")

    def compose(self) -> ComposeResult:
        """The transcript alone."""
        yield self.pane

    def on_mount(self) -> None:
        """As a screen opens it."""
        self.pane.show_transcript(self.transcript)
        self.pane.set_units(self.units, COLOURS)
        self.pane.focus()

    def begin_again(self) -> None:
        """To the first sentence."""
        self.pane.move_to_start()

    def action_act(self, name: str) -> None:
        """What the screen does on each key."""
        match name:
            case "next sentence":
                self.pane.move_sentence(1)
            case "grow":
                self.pane.grow_sentence(1)
            case "next unit":
                self.pane.move_unit(1)
            case "next page":
                self.pane.move_page(1)
            case "code the sentence":
                self.pane.move_sentence(1)
                start, end = self.pane.selection.start, self.pane.selection.end
                self.units.append(place_unit(len(self.units) + 1, start, end, 2))
                self.pane.set_units(self.units, COLOURS)
            case _:
                self.pane.text_width = 70 if self.pane.text_width is None else None


def scatter_units(transcript: TranscriptView, count: int) -> list[PlacedUnit]:
    """Units of one to six sentences all over the transcript, so that many overlap."""
    random = Random(2)  # noqa: S311 - the same units each time
    units = []
    for number in range(1, count + 1):
        first = random.randrange(len(transcript.sentences))
        last = min(first + random.randrange(6), len(transcript.sentences) - 1)
        start, end = transcript.sentences[first][0], transcript.sentences[last][1]
        units.append(place_unit(number, start, end, random.randint(1, 4)))
    return units


async def press(app: TimedApp, key: str) -> tuple[float, float]:
    """Wall-clock and processor seconds from this key to the last frame it caused."""
    await asyncio.sleep(QUIET)
    began, worked = perf_counter(), process_time()
    app.post_message(Key(key, key if len(key) == 1 else None))
    while app.painted < began or perf_counter() - app.painted < QUIET:
        await asyncio.sleep(0.005)
        if perf_counter() - began > 5:
            raise TimeoutError(key)
    return app.painted - began, process_time() - worked


async def time_keys(app: TimedApp, presses: int) -> dict[str, list[tuple[float, float]]]:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        timed = {}
        for name, key in KEYS.items():
            app.begin_again()
            await pilot.pause(QUIET)
            timed[name] = [await press(app, key) for _ in range(presses)]
        return timed


def show(title: str, timed: list[tuple[float, float]]) -> None:
    wall = [1000 * seconds for seconds, _ in timed]
    work = [1000 * seconds for _, seconds in timed]
    print(f"{title:<34}{median(wall):8.1f}{quantiles(wall, n=20)[-1]:8.1f}{median(work):12.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument("--presses", type=int, default=60)
    given = parser.parse_args()
    transcript = build_long(given.words)
    floor = asyncio.run(time_keys(FloorApp(), given.presses))
    timed = asyncio.run(time_keys(TranscriptApp(transcript, scatter_units(transcript, given.units)), given.presses))
    words, turns = len(transcript.text.split()), len(transcript.turns)
    print(f"{words} words, {turns} turns, {len(transcript.sentences)} sentences, {given.units} units")
    print(f"{'ms from key to painted page':<34}{'p50':>8}{'p95':>8}{'p50 of CPU':>12}")
    show("empty ScrollView, one row", floor["next sentence"])
    for name, times in timed.items():
        show(name, times)


if __name__ == "__main__":
    main()
