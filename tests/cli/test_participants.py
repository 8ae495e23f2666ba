"""`qualcode participants` and `qualcode table`."""

import json
from pathlib import Path

import pytest

from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy, hash_of
from tests.cli.conftest import Run

PEOPLE = "Deltaker;Kjønn;Ålder;education\nP1;M;35,5;1\nP2;K;47;2\nP10;K;44;2\n"
LABELS = "attribute,value,label,group\neducation,1,videregående,\neducation,2,mer,høyere utdanning\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A table as Norwegian Excel saves it, and what its codes mean."""
    people, labels = tmp_path / "deltakere.csv", tmp_path / "labels.csv"
    people.write_bytes(PEOPLE.encode("cp1252"))
    labels.write_text(LABELS, encoding="utf-8")
    return people, labels


def test_a_table_from_norwegian_excel_becomes_participants(
    study: OpenStudy, files: tuple[Path, Path], run: Run
) -> None:
    add_substudy(study)
    ran = run("participants", study.path, files[0], "--substudy", SUBSTUDY, "--labels", files[1], "--json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert told["added"] == ["P1", "P2", "P10"]
    assert [(one["name"], one["kind"]) for one in told["attributes"]] == [
        ("Kjønn", "category"),
        ("Ålder", "number"),
        ("education", "category"),
    ]
    listed = json.loads(run("participants", study.path, "--substudy", SUBSTUDY, "--json").out)
    assert listed[0]["participant"] == "P1"
    assert listed[0]["attributes"] == {"Kjønn": "M", "Ålder": "35,5", "education": "1"}


def test_what_was_done_is_told_in_words(study: OpenStudy, files: tuple[Path, Path], run: Run) -> None:
    add_substudy(study)
    out = run("participants", study.path, files[0], "--substudy", SUBSTUDY).out
    assert "3 new participants: P1, P2, P10" in out
    out = run("participants", study.path, files[0], "--substudy", SUBSTUDY).out
    assert "3 participants as before" in out


def test_a_row_twice_is_refused_by_line_and_leaves_the_study_alone(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    path = tmp_path / "p.csv"
    path.write_text("participant,age\nP1,3\nP2,4\nP1,5\n", encoding="utf-8")
    before = hash_of(study)
    ran = run("participants", study.path, path, "--substudy", SUBSTUDY)
    assert ran.code != 0
    assert "p.csv, line 4" in ran.err
    assert len(ran.err.splitlines()) == 2
    assert hash_of(study) == before


def test_the_demographic_table_is_what_the_contract_says(study: OpenStudy, files: tuple[Path, Path], run: Run) -> None:
    add_substudy(study)
    run("participants", study.path, files[0], "--substudy", SUBSTUDY, "--labels", files[1])
    told = json.loads(run("table", study.path, "demographics", "--substudy", SUBSTUDY, "--json").out)
    assert list(told) == ["title", "columns", "rows", "notes"]
    assert told["columns"] == ["participant", "Kjønn", "Ålder", "education"]
    assert told["rows"] == [["P1", "M", 35.5, 1], ["P2", "K", 47, 2], ["P10", "K", 44, 2]]
    assert told["notes"][-1].endswith("Utdanning: videregående 1, mer 2; høyere utdanning 2.")
    assert "35,5–47" in told["notes"][-1]


def test_the_table_is_shown_in_columns_with_its_notes_under_it(
    study: OpenStudy, files: tuple[Path, Path], run: Run
) -> None:
    add_substudy(study)
    run("participants", study.path, files[0], "--substudy", SUBSTUDY)
    lines = run("table", study.path, "demographics").out.splitlines()
    assert lines[2].split() == ["Deltaker", "Kjønn", "Ålder", "Utdanning"]
    assert lines[3].split() == ["P1", "M", "35,5", "1"]
    assert lines[-1].startswith("Samlet (n = 3)")


def test_the_table_goes_to_a_file(study: OpenStudy, files: tuple[Path, Path], tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    run("participants", study.path, files[0], "--substudy", SUBSTUDY)
    for suffix in ("csv", "xlsx", "docx", "html"):
        path = tmp_path / f"table.{suffix}"
        assert run("table", study.path, "demographics", "-o", path).code == 0
        assert path.stat().st_size > 0
    assert run("table", study.path, "demographics", "-o", tmp_path / "table.txt").code == 10


def test_a_kind_of_table_that_does_not_exist_lists_those_that_do(study: OpenStudy, run: Run) -> None:
    ran = run("table", study.path, "horoscope")
    assert ran.code == 7
    assert "demographics" in ran.err


def test_a_form_that_does_not_exist_lists_those_that_do(study: OpenStudy, run: Run) -> None:
    add_substudy(study)
    assert "exact, banded, totals" in run("table", study.path, "demographics", "--form", "pretty").err
