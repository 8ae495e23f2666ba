"""`qualcode search` and `qualcode searches`."""

import csv
import json
from pathlib import Path

import pytest
from docx import Document

from qualcode.storage.opening import OpenStudy
from tests.builders import add_substudy, add_transcript
from tests.cli.conftest import Run

_FIELDS = ["transcript", "turn", "speaker", "participant", "start", "end", "before", "match", "after"]


@pytest.fixture
def path(study: OpenStudy) -> str:
    """A study with one transcript."""
    add_substudy(study)
    add_transcript(study, "P1", [("I", "Var du hos legen?"), ("P1", "=Legen var der.")])
    return str(study.path)


def test_search_reports_the_fields_of_the_contract(path: str, run: Run) -> None:
    found = json.loads(run("search", path, "legen", "--limit", "1", "--json").out)
    assert (found["query"], found["total"]) == ("legen", 2)
    (hit,) = found["hits"]
    assert list(hit) == _FIELDS
    assert (hit["before"], hit["match"], hit["after"]) == ("Var du hos ", "legen", "?")


def test_query_without_a_word_finds_nothing_and_is_no_error(path: str, run: Run) -> None:
    ran = run("search", path, "?!", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, {"query": "?!", "total": 0, "hits": []})


def test_query_that_cannot_be_understood_is_two_sentences(path: str, run: Run) -> None:
    ran = run("search", path, '"legen')
    assert ran.code == 15
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 2


def test_hits_are_written_as_table_and_never_as_formulas(path: str, run: Run, tmp_path: Path) -> None:
    assert run("search", path, "legen", "-o", tmp_path / "hits.csv").code == 0
    with (tmp_path / "hits.csv").open(encoding="utf-8", newline="") as told:
        rows = list(csv.DictReader(told))
    assert [row["match"] for row in rows] == ["legen", "Legen"]
    assert rows[1]["before"] == "'="
    assert run("search", path, "legen", "-o", tmp_path / "hits.docx").code == 0
    assert len(Document(str(tmp_path / "hits.docx")).tables[0].rows) == 3


def test_search_is_saved_listed_run_and_removed(path: str, run: Run) -> None:
    assert run("search", path, "legen", "--role", "interviewer", "--save", "Leger", "--json").code == 0
    (kept,) = json.loads(run("searches", path, "--json").out)
    assert (kept["name"], kept["query"], kept["limits"]["role"]) == ("Leger", "legen", "interviewer")
    assert json.loads(run("search", path, "--saved", "Leger", "--json").out)["total"] == 1
    for besides in (["legen"], ["--role", "participant"], ["--uncoded"], ["--in", "notes"], ["--regex"]):
        ran = run("search", path, "--saved", "Leger", *besides, "--json")
        assert (ran.code, ran.out) == (2, "")
        assert "--saved" in ran.err
    assert "Leger" not in run("searches", path, "--remove", "Leger").out
    assert run("search", path, "--saved", "Leger").code == 5


def test_search_for_nothing_says_so(path: str, run: Run) -> None:
    assert run("search", path).code == 15


def test_it_is_told_in_which_analyses_words_count_as_coded(path: str, run: Run) -> None:
    assert "coded" not in run("search", path, "legen", "--coded").out
    run("analysis", path, "Tillit", "--question", "Hva er tillit?")
    told = run("search", path, "legen", "--uncoded").out
    assert "coded in none of: Pasientene, Tillit" in told
    assert "coded in" not in run("search", path, "legen", "--uncoded", "--analysis", "Tillit").out


def test_table_of_hits_has_no_half_words(study: OpenStudy, run: Run, tmp_path: Path) -> None:
    add_substudy(study)
    add_transcript(study, "P1", [("P1", f"Oppdraget {'å ' * 35}var hos legen {'å ' * 37}omsider.")])
    run("search", str(study.path), "legen", "-o", str(tmp_path / "hits.csv"))
    with (tmp_path / "hits.csv").open(encoding="utf-8-sig", newline="") as file:
        (hit,) = csv.DictReader(file)
    assert (hit["before"][:3], hit["before"][-7:], hit["after"][:1], hit["after"][-3:]) == (
        "å å",
        "var hos",
        "å",
        "å å",
    )
