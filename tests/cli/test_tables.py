"""`qualcode table`: the tables that count the material."""

import csv
import json
from pathlib import Path

import pytest

from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, code_words, numbered
from tests.cli.conftest import Run


@pytest.fixture
def path(study: OpenStudy) -> str:
    """A study with one participant, one transcript and one unit."""
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P1", "gender": "K"}]), substudy="Pasientene")
    code_words(study, add_transcript(study, "P1", [("P1", "Jeg var redd.")]), "redd", add_group(study, "=Uro"))
    return str(study.path)


def test_crosstab_is_told_with_the_fields_of_the_contract(path: str, run: Run) -> None:
    told = json.loads(run("table", path, "crosstab", "--rows", "gender", "--columns", "code-group", "--json").out)
    assert list(told) == ["title", "columns", "rows", "notes"]
    assert told["columns"] == ["gender", "=Uro", "n"]
    assert told["rows"] == [["K", 1, 1], ["Totalt", 1, 1]]


@pytest.mark.parametrize("kind", ["frequencies", "cooccurrence", "matrix", "framework", "course", "talk"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx", ".html"])
def test_every_table_is_written_in_every_form(path: str, run: Run, tmp_path: Path, kind: str, ending: str) -> None:
    written = tmp_path / f"table{ending}"
    assert run("table", path, kind, "-o", written).code == 0
    assert written.stat().st_size > 0


def test_name_of_a_group_is_no_formula_in_a_file(path: str, run: Run, tmp_path: Path) -> None:
    run("table", path, "matrix", "-o", tmp_path / "matrix.csv")
    with (tmp_path / "matrix.csv").open(encoding="utf-8", newline="") as told:
        assert next(csv.reader(told)) == ["participant", "'=Uro", "n"]


def test_table_with_no_cases_and_unknown_names_are_two_sentences(path: str, run: Run) -> None:
    for arguments in (("rounds",), ("crosstab", "--rows", "age", "--columns", "code-group"), ("nothing",)):
        ran = run("table", path, *arguments)
        assert ran.code > 0
        assert (ran.out, len(ran.err.splitlines())) == ("", 2)


def test_table_that_knows_nothing_of_an_option_refuses_it(path: str, run: Run) -> None:
    for arguments, named in (
        (("cooccurrence", "--group", "Uro"), "--group is for words."),
        (("crosstab", "--rows", "gender", "--columns", "code-group", "--group", "Uro"), "--group is for words."),
        (("course", "--limit", "3"), "--limit is for words."),
        (("matrix", "--percent", "row"), "--percent is for crosstab."),
        (("words",), "Possible values: the name of a code group (--group)."),
    ):
        ran = run("table", path, *arguments)
        assert (ran.code, ran.out, ran.err.splitlines()[1].strip()) == (7, "", named)


def test_number_is_opened_to_its_passages_on_the_screen_as_json_and_in_a_file(
    path: str, run: Run, tmp_path: Path
) -> None:
    number = ("--open", "P1", "=Uro")
    assert "[redd]" in run("table", path, "matrix", *number).out
    told = json.loads(run("table", path, "matrix", *number, "--json").out)
    assert (told["number"], told["without_words"], told["people"]) == (1, 0, [])
    assert [hit["match"] for hit in told["hits"]] == ["redd"]
    assert run("table", path, "matrix", *number, "-o", tmp_path / "behind.csv").code == 0
    assert "redd" in (tmp_path / "behind.csv").read_text(encoding="utf-8")
    people = json.loads(run("table", path, "demographics", "--open", "P1", "gender", "--json").out)
    assert people["people"] == [{"participant": "P1", "registered": "gender: K"}]
    ran = run("table", path, "matrix", "--open", "P2", "=Uro")
    assert (ran.code > 0, len(ran.err.splitlines())) == (True, 2)


@pytest.mark.parametrize("kind", ["demographics", "informants"])
def test_table_of_people_is_written_in_every_form(path: str, run: Run, tmp_path: Path, kind: str) -> None:
    for ending in (".csv", ".xlsx", ".docx", ".html"):
        assert run("table", path, kind, "-o", tmp_path / f"{kind}{ending}").code == 0
