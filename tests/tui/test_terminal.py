"""Claims about a real terminal: a study made to attack it is shown on every screen, and nothing of it is obeyed.

The study's rows are written past the services, as in a file that somebody sent: a service would have cleaned most of
them. Every text in every table ends in one of nine escape sequences and five pieces of markup.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode.services.material.substudies import set_analysis
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import create_study
from tests.builders import SUBSTUDY, numbered
from tests.services.written import write_analysis
from tests.tui.attacks import ESCAPES, HIDING, MARKUP, obeyed
from tests.tui.terminal import running

_KEPT = """
uid hash previous_hash edits images places stands_on fingerprint file_hash readings codings at
created date kind role design sampling mode table_form quote_source part form stance language format
encoding step action started assessment dimension guideline given withdrawn delete_by deleted
figures colour opened written signed degree
"""
"""Columns with a word of the program's own, not of a person's."""


def poison(path: Path, chosen: Sequence[str] = ()) -> int:
    """End every text in the study with something hostile; the words of transcripts keep their length. How many."""
    attacks = list(chosen) or [f"{escape}{markup}{HIDING}" for escape in ESCAPES for markup in MARKUP]
    count = 0
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        if table.startswith(("sqlite", "turn_words", "search")) or "index" in table or "fts" in table:
            continue
        for _, column, kind, *_ in list(connection.execute(f"PRAGMA table_info({table})")):
            if "CHAR" not in kind or column in _KEPT.split():
                continue
            for key, text in list(connection.execute(f"SELECT rowid, {column} FROM {table}")):
                if not text:
                    continue
                attack = attacks[count % len(attacks)]
                changed = _over(text, attacks) if table == "revision" else f"{text}{attack}"
                try:
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (changed, key))
                    count += 1
                except sqlite3.IntegrityError:
                    continue
    connection.commit()
    connection.close()
    return count


def _over(text: str, attacks: list[str]) -> str:
    """The text with attacks written over its beginning, as long as before."""
    return ("".join(attacks)[: len(text) // 2] + text[len(text) // 2 :])[: len(text)]


@pytest.fixture
def attacking(tmp_path: Path) -> Path:
    """A study with something in every table a screen shows, all of it hostile."""
    path = tmp_path / "[b]study\x1b]0;hijacked\x07[@click=app.pwn()].qualcode"
    with create_study(path, title="Studien", language="nb", coder="AA") as study:
        write_analysis(study)
        set_analysis(study, SUBSTUDY, question="Hvordan gikk det?")
        rows = numbered([{"participant": "P1", "age": "41", "town": "By"}])
        import_participants(study, rows, substudy=SUBSTUDY)
    assert poison(path) > 60
    return path


def test_a_hostile_study_is_shown_on_every_screen_and_obeyed_on_none(attacking: Path) -> None:
    with running(attacking) as terminal:
        terminal.settle(until=b"P1")
        for place in ("f2", "f3", "f4", "f5", "f6", "f7", "f8"):
            terminal.press(place, "down", "b", "?", "escape", "m", "escape", "c", "escape")
        terminal.press("f2", "p", "down", "enter", "escape", "X", "escape", "f2", "x", "enter", "escape")
        terminal.press("f5", "j", "enter", "escape", "1", "q", "escape", "ctrl+p", "escape", "u")
        assert terminal.process.poll() is None, terminal.said_last
        assert terminal.leave() == 0
    assert b"Traceback" not in terminal.written, terminal.said_last
    assert b"app.pwn" in terminal.written
    assert "␛".encode() in terminal.written
    assert list(obeyed(terminal.written)) == []


@pytest.mark.parametrize("arguments", [("status",), ("units",), ("history", "--limit", "30"), ("open",)])
def test_what_a_command_prints_on_a_terminal_is_obeyed_by_none(attacking: Path, arguments: tuple[str, ...]) -> None:
    name, *options = arguments
    path = attacking if name != "open" else attacking.with_name("\x1b]0;hijacked\x07borte[b].qualcode")
    with running(path, name, *options) as terminal:
        assert terminal.ended() == (3 if name == "open" else 0)
    assert "␛".encode() in terminal.written
    assert list(obeyed(terminal.written)) == []
