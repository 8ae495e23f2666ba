"""`qualcode records`."""

import json
from pathlib import Path

import pytest

from qualcode.storage.opening import OpenStudy
from tests.cli.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three sick notes, one with two codes and one with none."""
    path = tmp_path / "notes.csv"
    path.write_text("nr,code,note\n1,2 og 3,Kan ikke løfte.\n2,,Sov dårlig.\n3,1,\n", encoding="utf-8")
    return path


def test_records_are_taken_in_and_told_of(study: OpenStudy, file: Path, run: Run) -> None:
    told = ("--name", "Notes", "--id", "nr", "--text", "note", "--multiple", "code")
    report = json.loads(run("records", study.path, file, *told, "--json").out)
    assert (report["records"], report["added"], report["transcripts"]) == (3, 3, 2)
    assert run("text", study.path, "Notes/2").out == "Sov dårlig."
    again = run("records", study.path, file, *told)
    assert "3 records (0 new, 0 changed, 3 as before)" in again.out


def test_column_that_is_not_there_is_two_sentences(study: OpenStudy, file: Path, run: Run) -> None:
    ran = run("records", study.path, file, "--name", "Notes", "--id", "number")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (4, "", 2)
