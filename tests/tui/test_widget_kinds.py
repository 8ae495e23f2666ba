"""Claims about the widget kinds: hostile words are shown in each of them, in a real terminal, and obeyed in none."""

import re
from pathlib import Path

import pytest

import qualcode.tui
from tests.tui.attacks import MARKUP, obeyed
from tests.tui.every_widget import CASES, KINDS
from tests.tui.terminal import running_module

_COLOURS = re.compile(rb"\x1b\[[\d;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """What the app wrote to its terminal for each kind, one after the other."""
    pages = {}
    with running_module("tests.tui.every_widget") as terminal:
        terminal.settle(until=b"\x1b[?1049h")
        for kind in KINDS:
            before = len(terminal.written)
            terminal.press("n")
            terminal.settle(until=f"kind {kind}.".encode())
            pages[kind] = terminal.written[before:]
        assert terminal.process.poll() is None, terminal.said_last
    return pages


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hostile_is_obeyed_in_a_widget_and_all_of_it_is_shown(written: dict[str, bytes], kind: str) -> None:
    page = written[kind]
    assert list(obeyed(page)) == []
    words = _COLOURS.sub(b"", page).decode("utf-8", "replace")
    assert [case[:6] for case in CASES if case[:6] not in words] == []
    assert [one for one in MARKUP if one not in words] == []


def test_the_program_is_made_of_no_other_widget_kinds() -> None:
    imported = set[str]()
    for file in Path(*qualcode.tui.__path__).rglob("*.py"):
        for names in re.findall(r"^\s*from textual\.widgets import (.+)$", file.read_text("utf-8"), re.MULTILINE):
            imported |= {name.strip() for name in names.split(",")}
    assert imported <= set(KINDS)
