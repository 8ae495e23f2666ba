"""Claims about `qualcode deidentify`, as another program uses it."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FIELDS = {"transcript", "start", "end", "text", "kind", "replacement", "score"}


@pytest.fixture
def named(run: Run, study_path: Path, tmp_path: Path) -> Path:
    """A study with one interview in which somebody is named."""
    file = tmp_path / "P1.txt"
    file.write_text("I: Hva heter du?\n\nP1: Jeg heter Kari Nordmann og bor i Tønsberg.\n", encoding="utf-8")
    run("new", study_path, "--title", "A", "--language", "nb")
    run("substudy", study_path, "Pasientene")
    run("import", study_path, file, "--substudy", "Pasientene")
    return study_path


def test_the_list_has_the_fields_that_were_agreed(run: Run, named: Path) -> None:
    rows = json.loads(run("deidentify", named, "--json").out)
    assert [set(row) for row in rows] == [FIELDS, FIELDS]
    assert [(row["text"], row["kind"]) for row in rows] == [("Kari Nordmann", "person"), ("Tønsberg", "place")]
    text = run("text", named, "P1").out
    assert [text[row["start"] : row["end"]] for row in rows] == ["Kari Nordmann", "Tønsberg"]


def test_the_list_comes_back_reviewed_and_is_sealed(run: Run, named: Path, tmp_path: Path) -> None:
    reviewed = tmp_path / "list.csv"
    run("deidentify", named, "-o", reviewed)
    assert stat.S_IMODE(reviewed.stat().st_mode) == 0o600
    lines = reviewed.read_text("utf-8").splitlines()
    assert lines[0].endswith(",decision")
    reviewed.write_text("\n".join([lines[0], lines[1] + "mask", lines[2] + "keep"]) + "\n", "utf-8")
    (told,) = json.loads(run("deidentify", named, "--apply", reviewed, "--json").out)
    assert (told["transcript"], told["replaced"], told["kept"], told["left"]) == ("P1", 1, 1, 0)
    assert "[navn] og bor i Tønsberg" in run("text", named, "P1").out
    refused = run("deidentify", named, "--seal")
    assert refused.code
    assert b"Nordmann" in named.read_bytes()
    sealed = json.loads(run("deidentify", named, "--seal", "--yes", "--json").out)
    assert sealed["sealed"] is True
    assert b"Nordmann" not in named.read_bytes()


def test_help_says_what_the_finder_misses(run: Run) -> None:
    assert "%" in run("deidentify", "--help").out
