"""`backup`, `restore`, and the backup at opening."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from qualcode.storage import backups
from qualcode.storage.backups import backup_folder
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_substudy, hash_of
from tests.cli.conftest import Run


@pytest.fixture
def path(study: OpenStudy) -> Path:
    """A study with something in it, open nowhere."""
    add_substudy(study)
    study.close()
    return study.path


def test_a_backup_is_taken_listed_and_put_back(run: Run, path: Path, tmp_path: Path) -> None:
    made = Path(json.loads(run("backup", path, "--json").out)["path"])
    assert made.parent == backup_folder(path)
    listed = json.loads(run("backup", path, "--list", "--json").out)
    assert [(one["path"], one["cause"]) for one in listed] == [(str(made), "asked")]
    with open_study(path, coder="AA") as study:
        before = hash_of(study)
    assert run("substudy", path, "Fastlegene").code == 0
    ran = run("restore", path, made)
    assert ran.code == 0
    kept = next(one for one in backup_folder(path).iterdir() if "-restore" in one.name)
    assert kept.name in ran.out
    with open_study(path, coder="AA") as study:
        assert hash_of(study) == before
    assert run("backup", path, tmp_path / "mine").code == 0
    assert run("backup", path, tmp_path / "mine").code == 3


def test_backups_of_a_study_that_is_damaged_or_gone_are_listed(run: Run, path: Path) -> None:
    made = json.loads(run("backup", path, "--json").out)["path"]
    path.write_bytes(path.read_bytes()[:9_000])
    assert "--list" in run("status", path).err
    assert [one["path"] for one in json.loads(run("backup", path, "--list", "--json").out)] == [made]
    path.unlink()
    assert [one["path"] for one in json.loads(run("backup", path, "--list", "--json").out)] == [made]
    Path(made).unlink()
    assert run("backup", path, "--list").code == 3


def test_restoring_what_is_no_backup_is_refused(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    ran = run("restore", path, tmp_path / "notes.txt")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 2)
    assert run("restore", path, tmp_path / "none").code == 3


def test_a_command_takes_the_backup_that_is_due_and_goes_on_if_it_cannot(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "DUE_AFTER", timedelta(0))
    assert run("status", path, "--json").err == ""
    assert len(list(backup_folder(path).iterdir())) == 1
    run("substudy", path, "Fastlegene")
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(FileExistsError))
    ran = run("status", path, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["substudies"][1]["name"] == "Fastlegene"
    assert "No automatic backup" in ran.err


def test_a_backup_of_another_study_is_not_put_in_its_place(run: Run, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "annen.qualcode"
    assert run("new", other, "--title", "En annen").code == 0
    before = path.read_bytes()
    ran = run("restore", path, other, "--yes")
    assert ran.code == 3
    assert "En annen" in ran.err
    assert path.read_bytes() == before
    path.write_bytes(b"")
    assert run("restore", path, other).code == 0
