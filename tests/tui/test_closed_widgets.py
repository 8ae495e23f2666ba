"""A claim about memory: what was drawn goes with the widget that drew it."""

import gc
from pathlib import Path

from textual._styles_cache import StylesCache

from qualcode.tui.app import QualcodeApp
from tests.tui.driving import opened, press


def _drawn() -> int:
    gc.collect()
    return sum(isinstance(one, StylesCache) and bool(one._cache) for one in gc.get_objects())


async def test_what_a_closed_dialog_has_drawn_is_let_go_of(material: Path) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f1", "escape")
        before = _drawn()
        await press(pilot, "f1", "escape", "f1", "escape")
        assert _drawn() <= before


def test_another_app_leaves_it_at_that() -> None:
    QualcodeApp()
    shared = vars(StylesCache)["get_inner_outer"]
    QualcodeApp()
    assert vars(StylesCache)["get_inner_outer"] is shared
