"""Who has done what, read in the app."""

from pathlib import Path

from qualcode.storage.opening import open_study
from tests.builders import add_group
from tests.tui.driving import NARROW, opened, press, screen_text


async def test_typing_narrows_the_history_down_to_a_person_and_an_entry_is_shown_whole(material: Path) -> None:
    with open_study(material, coder="[/x]") as other:
        add_group(other, "Uro")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "J")
        assert "transcripts.import" in screen_text(app)
        await press(pilot, *"group.new")
        text = screen_text(app)
        assert "[/x]" in text
        assert "transcripts.import" not in text
        await press(pilot, "enter")
        assert "group.new" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert "[/x]" not in screen_text(app)
