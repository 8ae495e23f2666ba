"""Claims about `qualcode linkage`: names and passphrases never stand on the command line."""

import io
import json
import os
from pathlib import Path

import pyrage
import pytest

from qualcode.cli.linkage import linkage_command
from tests.cli.conftest import Run


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """A file with an age identity."""
    path = tmp_path / "identity.txt"
    path.write_text(str(pyrage.x25519.Identity.generate()))
    return path


def test_people_come_in_from_stdin_and_are_listed(
    run: Run, tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key.age"
    assert run("linkage", key, "new", "--identity", identity).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("participant,name,also\nP1,Kari Nordmann,Kaia\n"))
    added = run("linkage", key, "add", "--substudy", "Pasientene", "--identity", identity, "--json")
    assert json.loads(added.out) == {"new": 1, "changed": 0}
    (person,) = json.loads(run("linkage", key, "list", "--json", "--identity", identity).out)
    assert person == {
        "participant": "P1",
        "substudy": "Pasientene",
        "name": "Kari Nordmann",
        "also": ["Kaia"],
        "contact": "",
        "note": "",
    }
    monkeypatch.setattr("sys.stdin", io.StringIO("nordm\n"))
    assert "Kari Nordmann" in run("linkage", key, "find", "--identity", identity).out
    assert run("linkage", key, "remove", "P1", "--identity", identity).code == 0
    assert run("linkage", key, "list", "--json", "--identity", identity).out == "[]\n"


def test_a_list_as_a_norwegian_spreadsheet_saves_it_comes_in_whole(
    run: Run, tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key.age"
    run("linkage", key, "new", "--identity", identity)
    saved = 'participant;name;also\r\nP1;Pål Skår;"Påsan; Skår"\r\n'.encode("cp1252")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(saved), "utf-8", "surrogateescape"))
    assert run("linkage", key, "add", "--identity", identity).code == 0
    (person,) = json.loads(run("linkage", key, "list", "--json", "--identity", identity).out)
    assert (person["name"], person["also"]) == ("Pål Skår", ["Påsan", "Skår"])


def test_a_passphrase_of_bytes_that_are_no_characters_is_refused_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_LINKAGE_PASSPHRASE", "bl\udce5b\udce6r")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    refused = run("linkage", tmp_path / "key.age", "new")
    assert "QUALCODE_LINKAGE_PASSPHRASE" in refused.err
    assert not (tmp_path / "key.age").exists()


@pytest.mark.parametrize("given", ["P1,Kari Nordmann\n", "Kari Nordmann\n", ""])
def test_a_list_without_headings_is_refused_and_not_passed_over_in_silence(
    run: Run, tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    key = tmp_path / "key.age"
    run("linkage", key, "new", "--identity", identity)
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    added = run("linkage", key, "add", "--identity", identity)
    assert added.code != 0
    assert "participant, name" in added.err
    assert "Kari" not in added.err
    assert run("linkage", key, "list", "--json", "--identity", identity).out == "[]\n"


def test_there_is_no_place_for_a_name_or_a_passphrase_on_the_command_line() -> None:
    names = {name for parameter in linkage_command.params for name in parameter.opts}
    assert not names & {"--name", "--passphrase", "--password", "--contact"}


def test_without_anything_that_opens_it_a_key_is_refused_in_two_sentences(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_LINKAGE_PASSPHRASE", raising=False)
    ran = run("linkage", tmp_path / "key.age", "new")
    assert ran.code == 13
    assert len(ran.err.splitlines()) == 2
    assert not (tmp_path / "key.age").exists()


def test_a_passphrase_comes_through_a_file_descriptor(run: Run, tmp_path: Path) -> None:
    for action, code, passphrase in (("new", 0, b"riktig\n"), ("list", 13, b"galt\n")):
        out, into = os.pipe()
        os.write(into, passphrase)
        os.close(into)
        ran = run("linkage", tmp_path / "key.age", action, "--passphrase-fd", out)
        assert ran.code == code
        assert "riktig" not in ran.out + ran.err


def test_an_action_that_is_none_is_answered_with_those_there_are(run: Run, tmp_path: Path) -> None:
    ran = run("linkage", tmp_path / "key.age", "open")
    assert ran.code == 7
    assert "new, add, list, find, remove" in ran.err
