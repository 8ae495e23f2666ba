"""`correct`, `revisions` and `review`: from the command line, and as JSON."""

import json
from pathlib import Path

import pytest

from qualcode.services.coding.units import list_units
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, rest_on
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    hash_of,
    text_of,
)
from tests.cli.conftest import Run

SAID = [("I", "Hva skjedde?"), ("P1", "Jeg møtte jo opp."), ("I", "Og så?")]


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """P1, with a unit in it."""
    add_substudy(study)
    key = add_transcript(study, "P1", SAID)
    code_words(study, key, "møtte jo", add_group(study, "Uro"))
    return key


def test_a_turn_is_corrected_and_what_waits_is_said(run: Run, study: OpenStudy, transcript: int) -> None:
    ran = run("correct", study.path, "P1", "--turn", 2, "--text", "Jeg møtet jo opp.", "--coder", "SS")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "P1: 1 place corrected (wording 2)."
    assert "qualcode review" in ran.out
    assert text_of(study, transcript).split("\n\n")[1] == "Jeg møtet jo opp."
    assert run("correct", study.path, "P1", "--turn", 2, "--text", "Jeg møtet jo opp.").out.startswith("Nothing")


def test_a_correction_says_what_its_words_are_used_in(run: Run, study: OpenStudy, transcript: int) -> None:
    for substudy, name in (("Pasientene", "P2"), ("Legene", "P1")):
        add_substudy(study, substudy)
        key = add_transcript(study, name, SAID, substudy=substudy)
        group = add_group(study, f"Møtet i {substudy}", analysis=substudy)
        subgroup = add_subgroup(study, group, "Opp")
        coded = code_words(study, key, "Jeg møtte jo opp", group, subgroup_id=subgroup)
        condensate = add_condensate(study, subgroup, "Jeg møtte opp.")
        category = add_category(study, analysis_of(study, substudy), f"Å møte {substudy}")
        rest_on(study, category, condensate)
        add_paragraph(study, category, quote_id=mark_quote(study, coded.coding_id))
    told = run("correct", study.path, "P2", "--find", "møtte", "--replace", "møtet").out.splitlines()[-1]
    assert told == (
        "The words are used in: quote “Jeg møtet jo opp”, condensate “Møtet i Pasientene/Opp”, "
        "result category “Å møte Pasientene”."
    )
    assert "used in" not in run("correct", study.path, "P2", "--find", "Hva", "--replace", "Ka").out
    both = run("correct", study.path, "--everywhere", "--find", "opp", "--replace", "fram").out
    assert "Å møte Legene" in both
    assert "Å møte Pasientene" in both


def test_words_are_replaced_and_reported_as_json(run: Run, study: OpenStudy, transcript: int) -> None:
    ran = run("correct", study.path, "P1", "--find", "møtte", "--replace", "møtet", "--json")
    (done,) = json.loads(ran.out)
    assert done == {"transcript": "P1", "revision": 2, "places": 1, "units": 1, "quotes": 0, "passages": 0} | {
        "uids": [unit.uid for unit in list_units(study)]
    }
    add_transcript(study, "P2", "Jeg gikk.\n\nJeg kom.")
    assert run("correct", study.path, "P2", "--find", "Jeg", "--replace", "Vi").code == 6
    assert run("correct", study.path, "P2", "--find", "Jeg", "--replace", "Vi", "--all").code == 0
    assert run("correct", study.path, "--everywhere", "--find", "så", "--replace", "da").code == 0


def test_the_whole_text_comes_back_from_a_file(run: Run, study: OpenStudy, transcript: int, tmp_path: Path) -> None:
    file = tmp_path / "P1.txt"
    file.write_text(text_of(study, transcript).replace("Hva", "Ka") + "\n", encoding="utf-8-sig", newline="\r\n")
    assert run("correct", study.path, "P1", file).code == 0
    assert text_of(study, transcript).startswith("Ka skjedde?\n\n")
    file.write_text("Bare en replikk.", encoding="utf-8")
    ran = run("correct", study.path, "P1", file)
    assert (ran.code, len(ran.err.splitlines())) == (7, 2)
    assert run("correct", study.path, "P1", tmp_path / "none.txt").code == 4


@pytest.mark.parametrize(
    "options",
    [
        ["P1"],
        ["P1", "--turn", 2],
        ["P1", "--text", "Ja."],
        ["P1", "--find", "jo"],
        ["P1", "--turn", 2, "--text", "Ja.", "--find", "jo", "--replace", "da"],
        ["--find", "jo", "--replace", "da"],
        ["P1", "--everywhere", "--find", "jo", "--replace", "da"],
        ["--everywhere", "--turn", 2, "--text", "Ja."],
    ],
)
def test_what_is_to_be_corrected_must_be_said_in_one_way(
    run: Run, study: OpenStudy, transcript: int, options: list[object]
) -> None:
    before = hash_of(study)
    ran = run("correct", study.path, *options)
    assert (ran.code, ran.out) == (2, "")
    assert hash_of(study) == before


def test_a_turn_left_without_words_is_refused_with_what_to_do(run: Run, study: OpenStudy, transcript: int) -> None:
    ran = run("correct", study.path, "P1", "--turn", 2, "--text", " ")
    assert ran.code == 7
    assert "Merge the turn" in ran.err


def test_the_history_of_wordings_is_told_and_each_can_be_read(run: Run, study: OpenStudy, transcript: int) -> None:
    first = text_of(study, transcript)
    run("correct", study.path, "P1", "--find", "møtte", "--replace", "møtet", "--coder", "SS")
    told = run("revisions", study.path, "P1").out.splitlines()
    assert "SS" in told[0]
    assert "«møtte» → «møtet»" in told[0]
    assert told[1].endswith("as the text came in")
    (newest, oldest) = json.loads(run("revisions", study.path, "P1", "--json").out)
    assert (newest["number"], newest["coder"], newest["previous_hash"]) == (2, "SS", oldest["hash"])
    assert newest["changes"] == [{"start": first.index("møtte"), "before": "møtte", "after": "møtet"}]
    assert run("revisions", study.path, "P1", "--number", 1).out == first
    assert run("revisions", study.path, "P1", "--number", 7).code == 5


def test_what_waits_is_listed_and_accepted(run: Run, study: OpenStudy, transcript: int) -> None:
    assert json.loads(run("review", study.path, "--json").out) == []
    run("correct", study.path, "P1", "--find", "møtte", "--replace", "møtet")
    (row,) = json.loads(run("review", study.path, "--transcript", "P1", "--analysis", "Pasientene", "--json").out)
    assert (row["before"], row["after"], row["code_groups"]) == ("møtte jo", "møtet jo", ["Uro"])
    listed = run("review", study.path).out
    assert "before  møtte jo" in listed
    assert "now     møtet jo" in listed
    assert run("review", study.path, "--accept", "nothing").code == 5
    assert run("review", study.path, "--accept", row["uid"]).out == "Accepted 1.\n"
    assert run("review", study.path).out.startswith("Nothing waits")
    assert run("check", study.path).code == 0
