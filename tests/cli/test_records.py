"""`qualcode records`."""

import json
from pathlib import Path

import pytest

from qualcode.storage.opening import OpenStudy
from tests.builders import add_participant, add_substudy
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


def _by_week(study: OpenStudy, run: Run) -> list[list[object]]:
    table = json.loads(run("table", study.path, "crosstab", "--rows", "dato:week", "--columns", "kode", "--json").out)
    return [row[:1] + row[-1:] for row in table["rows"]]


@pytest.mark.parametrize("days", [("2.3.2015", "8.3.2015"), ("02.03.15", "08.03.15"), ("2015-03-02", "2015-03-08")])
def test_weeks_are_counted_by_the_dates_of_a_norwegian_file(
    study: OpenStudy, tmp_path: Path, run: Run, days: tuple[str, str]
) -> None:
    path = tmp_path / "notes.csv"
    rows = [f"{number};{day};{number % 2 + 1}" for number, day in enumerate((*days, "9.3.2015"), start=1)]
    path.write_text("\n".join(["nr;dato;kode", *rows, ""]), encoding="utf-8")
    run("records", study.path, path, "--name", "Notes", "--id", "nr", "--multiple", "kode")
    assert _by_week(study, run)[:2] == [["2015-10", 2], ["2015-11", 1]]


def test_dates_with_slashes_wait_for_somebody_to_say_what_they_mean(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("nr,dato,kode\n1,2/3/2015,1\n2,3/3/2015,2\n", encoding="utf-8")
    told = ("records", study.path, path, "--name", "Notes", "--id", "nr", "--multiple", "kode")
    unclear = run(*told)
    assert unclear.code == 0
    assert "dato: day and month cannot be told apart" in unclear.out
    assert "--dates day-first" in unclear.out
    assert json.loads(run(*told, "--dates", "day-first", "--json").out)["dates_unclear"] == []
    assert _by_week(study, run)[0] == ["2015-10", 2]
    month_first = run(*told, "--dates", "month-first")
    assert "1 changed, 1 as before" in month_first.out
    assert [row[0] for row in _by_week(study, run)[:2]] == ["2015-06", "2015-10"]


def test_demographics_are_of_the_people_where_there_are_records_too(study: OpenStudy, file: Path, run: Run) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    run("records", study.path, file, "--name", "Notes", "--id", "nr", "--text", "note")
    told = json.loads(run("table", study.path, "demographics", "--json").out)
    assert [row[0] for row in told["rows"]] == ["P1"]
    add_substudy(study, "Doctors")
    unclear = run("table", study.path, "demographics")
    assert (unclear.code > 0, "Doctors" in unclear.err, "Notes" in unclear.err) == (True, True, True)


def test_demographics_are_of_the_records_where_there_is_nothing_else(study: OpenStudy, file: Path, run: Run) -> None:
    run("records", study.path, file, "--name", "Notes", "--id", "nr", "--text", "note")
    assert len(json.loads(run("table", study.path, "demographics", "--json").out)["rows"]) == 3
