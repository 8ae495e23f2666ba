"""The table of commands and the app agree: what can be done is done somewhere, and only there."""

import pytest

from qualcode.commands import CHORD, COMMANDS, EVERYWHERE, SCREENS, commands_of
from qualcode.tui.app import QualcodeApp, screen_of
from qualcode.tui.bindings import bindings_for, chords_after


@pytest.mark.parametrize("place", SCREENS)
def test_each_command_of_a_screen_has_its_action_there(place: str) -> None:
    own = [command for command in commands_of(place) if EVERYWHERE not in command.screens]
    missing = [command.id for command in own if not hasattr(screen_of(place), f"action_{command.action}")]
    assert missing == []


def test_each_command_that_works_everywhere_has_its_action_in_the_app() -> None:
    everywhere = [command for command in COMMANDS if EVERYWHERE in command.screens]
    assert [one.id for one in everywhere if not hasattr(QualcodeApp, f"action_{one.action}")] == []


@pytest.mark.parametrize("place", SCREENS)
def test_a_screen_is_known_by_its_own_name(place: str) -> None:
    assert place == screen_of(place).PLACE  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", [*SCREENS, EVERYWHERE])
def test_each_key_of_the_table_is_bound_with_an_id_to_remap_it_by(place: str) -> None:
    bound = {key: one.id for one in bindings_for(place) for key in one.key.split(",")}  # type: ignore[union-attr]
    for command in COMMANDS:
        if place in command.screens:
            for key in command.keys:
                assert (key in bound) != (CHORD in key)
                if CHORD not in key:
                    assert str(bound[key]).startswith(command.id)


def test_the_second_key_of_a_chord_leads_where_the_table_says() -> None:
    assert {key: command.id for key, command in chords_after("g").items()}["k"] == "place.coding"
