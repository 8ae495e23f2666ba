"""Keys that come all at once, as over a slow line: they do what they would have done one by one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.screen import ModalScreen

from qualcode.storage.opening import OpenStudy
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog, WriteDialog
from tests.tui.driving import NARROW, opened, press, settled, until
from tests.tui.screens.condensing_study import SKAM, TRODD, lying, make_board, view


def _written(study: OpenStudy, group_id: int) -> list[str]:
    return [one.text for one in view(study, group_id).condensates if one.text]


def at_once(app: QualcodeApp, *keys: str) -> None:
    """Hand the app all these keys before it gets to do anything."""
    for key in keys:
        character = " " if key == "space" else key if len(key) == 1 else None
        app.post_message(events.Key(key, character))


@pytest.mark.parametrize(
    ("dialog", "keys", "answer"),
    [
        (lambda: WriteDialog("Notat"), ["a", "backspace", "b", "escape"], "b"),
        (lambda: TextDialog("Navn"), ["a", "backspace", "b", "left", "c", "enter"], "cb"),
        (
            lambda: FormDialog("Skjema", [Field("x", "X"), Field("y", "Y", lines=3)]),
            ["a", "tab", "b", "left", "c", "ctrl+s"],
            {"x": "a", "y": "cb"},
        ),
    ],
)
async def test_letters_do_not_overtake_other_keys(
    material: Path, dialog: Callable[[], ModalScreen[Any]], keys: list[str], answer: object
) -> None:
    answers: list[object] = []
    async with opened(material, NARROW) as (app, pilot):
        assert app.place is not None
        app.place.ask(dialog(), answers.append)
        await settled(pilot)
        at_once(app, *keys)
        await until(pilot, lambda: bool(answers))
    assert answers == [answer]


async def test_what_is_typed_before_a_page_has_opened_is_written_on_it(study: OpenStudy, material: Path) -> None:
    keys = make_board(study)
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f6")
        at_once(app, "n", *"Leth", "enter", "3", "left", "e", *"Jeg", "space", *"Lax", "escape", "left", "left")
        await until(pilot, lambda: _written(study, keys[TRODD]) == ["Jeg Lax"])
    assert len(lying(study, keys[TRODD])["Leth"]) == 1
    assert lying(study, keys[TRODD])[SKAM] == []
