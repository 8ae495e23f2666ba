"""Claims about the one table of commands: keys that can be typed, one meaning each, and words in both languages."""

import json

import pytest

from qualcode.cli.keys import shown_key
from qualcode.cli.main import main
from qualcode.commands import (
    COMMANDS,
    EVERYWHERE,
    FOOTER_KEYS,
    FORBIDDEN_KEYS,
    SCREENS,
    Command,
    command,
    commands_of,
    footer_of,
)
from qualcode.locale import LANGUAGES, has_text

_NAMED = {
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "escape", "tab", "space"),
    *(
        "asterisk",
        "backspace",
        "delete",
        "full_stop",
        "comma",
        "slash",
        "question_mark",
        "greater_than_sign",
        "less_than_sign",
    ),
    *("plus", "minus", "exclamation_mark", "colon", "semicolon"),
    *(f"f{number}" for number in range(1, 13)),
}
_HELD = {"shift", "ctrl"}


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_means_two_things_on_a_screen(screen: str) -> None:
    keys = [key for known in commands_of(screen) for key in known.keys]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_key_that_begins_a_pair_does_nothing_by_itself(screen: str) -> None:
    keys = {key for known in commands_of(screen) for key in known.keys}
    begun = {key.split(">")[0] for key in keys if ">" in key}
    assert not begun & keys


@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.id)
def test_every_key_can_be_typed_on_a_nordic_keyboard_without_altgr(known: Command) -> None:
    for pressed in (part for key in known.keys for part in key.split(">")):
        *held, last = pressed.split("+")
        assert set(held) <= _HELD
        assert last in _NAMED or (len(last) == 1 and last.isalnum() and last.isascii())
        assert shown_key(last) not in FORBIDDEN_KEYS


def test_every_arrow_that_a_terminal_may_swallow_has_a_letter_or_mode_instead() -> None:
    swallowed = {"shift+down", "shift+up", "shift+left", "shift+right", "ctrl+down", "ctrl+up"}
    with_mode = {known.id for known in COMMANDS if known.id.startswith("selection.")}
    for known in COMMANDS:
        if set(known.keys) & swallowed and known.id not in with_mode:
            assert set(known.keys) - swallowed, known.id
    assert "selection.mode" in with_mode


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.id)
def test_every_command_has_a_title_and_a_help_in_both_languages(known: Command, language: str) -> None:
    assert has_text(f"commands.{known.id}.title", language=language)
    assert has_text(f"commands.{known.id}.help", language=language)


def test_a_command_is_declared_once_and_works_somewhere() -> None:
    ids = [known.id for known in COMMANDS]
    assert len(ids) == len(set(ids))
    assert {screen for known in COMMANDS for screen in known.screens} <= {EVERYWHERE, *SCREENS, "dialog"}
    assert all(known.screens for known in COMMANDS)
    assert command("unit.code").action == "unit_code"


@pytest.mark.parametrize("screen", SCREENS)
def test_at_most_six_keys_stand_at_the_bottom_and_all_of_them_have_a_key(screen: str) -> None:
    shown = footer_of(screen)
    assert len(shown) <= FOOTER_KEYS
    assert all(known.keys for known in shown)


@pytest.mark.parametrize("screen", [EVERYWHERE, *SCREENS])
def test_a_screen_has_a_name_over_its_keys(screen: str) -> None:
    assert all(has_text(f"keys.screens.{screen}", language=language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("key", "shown"), [("full_stop", "."), ("g>s", "g s"), ("ctrl+down", "ctrl+down"), ("question_mark", "?")]
)
def test_a_key_is_shown_as_it_stands_on_the_keyboard(key: str, shown: str) -> None:
    assert shown_key(key) == shown


def test_the_key_table_lists_every_command_on_every_screen_it_works_on(capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert {(row["screen"], row["id"]) for row in rows} == {
        (screen, known.id) for known in COMMANDS for screen in known.screens if screen != "dialog"
    }
