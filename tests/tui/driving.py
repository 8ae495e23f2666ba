"""Driving the app in tests: opening a study, waiting until it is open, and reading the screen as text."""

import gc
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from qualcode.tui.app import QualcodeApp

WIDE = (160, 48)
NARROW = (80, 24)


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = WIDE) -> AsyncIterator[tuple[QualcodeApp, Pilot[None]]]:
    """The app on a study, ready for keys."""
    app = QualcodeApp(path)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await until(pilot, lambda: app.session is not None)
            await settled(pilot)
            yield app, pilot
    finally:
        # The program freezes what it has loaded; here the next app comes, and this one must be let go of.
        gc.unfreeze()


@contextmanager
def away(path: Path) -> Iterator[None]:
    """The study is not where it was, as when a disk is pulled out, and then it is there again."""
    with tempfile.TemporaryDirectory(dir=path.parent) as aside:
        files = list(path.parent.glob(f"{path.name}*"))
        for file in files:
            file.rename(Path(aside, file.name))
        yield
        for file in files:
            Path(aside, file.name).rename(file)


async def until(pilot: Pilot[None], reached: Any, *, seconds: float = 20) -> None:
    """Wait until something is so."""
    for _ in range(int(seconds / 0.02)):
        if reached():
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain")


async def settled(pilot: Pilot[None]) -> None:
    """Wait until messages and painting are done."""
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each when the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0)
    await settled(pilot)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste a text where one types."""
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.post_message(Paste(text))
    await settled(pilot)


def screen_text(app: QualcodeApp) -> str:
    """What stands on the screen, row by row, dialogs and notices included."""
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in row).rstrip() for row in rows)
