"""The claim that every action can be undone but for those counted here, and that each of these says so beforehand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode.services
from qualcode.locale import LANGUAGES, has_text, say

SERVICES = sorted(Path(qualcode.services.__file__).parent.rglob("*.py"))

_ACTION = r"[a-z-]+\.[a-z-]+"

FOR_GOOD = {
    "transcript.seal": "cli.deidentify.seal",
    "participant.withdraw": "withdrawing.not_undone",
    "log.wipe": "cli.tablelog.wipe",
}
"""What takes words out for good, and the text that says so to whoever is about to do it."""

TOLD = {"export.write", "transcript.opened"}
"""What is written down as having happened, and changes nothing in the study."""

BACK_AND_FORTH = {"history.undo", "history.redo"}


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(file, what is called, the call) of every call in the services."""
    for path in SERVICES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                yield path.stem, name, node


def _renamed() -> Iterator[ast.AST]:
    """What an action turns out to be while it is carried out: `change.action = ...`."""
    for path in SERVICES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") == "action":
                yield node.value


def _actions(called: str) -> dict[str, bool]:
    """The actions begun by this call, and whether as one of a kind of its own."""
    return {
        str(call.args[-1].value): bool(call.keywords)
        for _, name, call in _calls()
        if name == called and call.args and isinstance(call.args[-1], ast.Constant) and "." in str(call.args[-1].value)
    }


def test_every_action_can_be_undone_but_those_that_are_for_good() -> None:
    actions = _actions("change")
    of_its_own_kind = {action for action, own in actions.items() if own}
    assert {*_actions("forgetting"), *of_its_own_kind} == {*FOR_GOOD, *TOLD, *BACK_AND_FORTH}
    assert len(actions) > 100


def test_every_action_can_be_told_of_without_its_content() -> None:
    """What a withdrawal leaves in the history: which kind of thing was done."""
    begun = [argument for _, called, call in _calls() if called in {"change", "forgetting"} for argument in call.args]
    named = {
        part.value
        for tree in (*begun, *_renamed())
        for part in ast.walk(tree)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and re.fullmatch(_ACTION, part.value)
    }
    assert len(named) > 100
    for language in LANGUAGES:
        assert {action for action in named if not has_text(f"actions.{action}", language=language)} == set()


def test_no_service_writes_what_the_journal_does_not_remember() -> None:
    """Rows that go with an imported text are marked removed with it; what is derived is built up again."""
    assert {file for file, name, _ in _calls() if name in {"carry", "carry_one"}} == {"importing"}
    assert {file for file, name, _ in _calls() if name == "maintenance"} == {"checking"}
    for path in SERVICES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy":
                assert not {one.name for one in node.names} & {"insert", "update", "delete"}, path.name


@pytest.mark.parametrize("key", FOR_GOOD.values())
def test_what_is_for_good_says_so_beforehand(key: str) -> None:
    assert "undone" in say(key, language="en", names="") or "undone" in say(key, language="en")
