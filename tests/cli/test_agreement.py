"""`qualcode agreement`: the contract's fields, and a sentence for what cannot be compared."""

import json

from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript
from tests.cli.conftest import Run
from tests.services.asking.test_agreement import SAID, code


def _coded(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    group = add_group(study, "Uro")
    code(study, "AA", transcript, "redd", group)
    code(study, "BB", transcript, "Så kom brevet.", group)


def test_the_fields_are_those_of_the_contract(study: OpenStudy, run: Run) -> None:
    _coded(study)
    told = json.loads(run("agreement", study.path, "AA", "BB", "--group", "Uro", "--level", "turn", "--json").out)
    assert {"coders", "level", "groups", "overall", "disagreements"} <= set(told)
    (group,) = told["groups"]
    assert (group["code_group"], group["n"], group["percent"]) == ("Uro", 4, 50.0)
    assert set(group) >= {"kappa", "alpha"}
    first = told["disagreements"][0]
    assert set(first) == {"transcript", "start", "end", "text", "codings"}
    assert first["codings"] == {"AA": ["Uro"], "BB": []}


def test_it_says_what_the_method_thinks_of_it_and_keeps_what_is_to_be_kept(study: OpenStudy, run: Run) -> None:
    _coded(study)
    told = run("agreement", study.path, "AA", "BB", "--keep")
    assert "see more together" in told.err
    assert "Uro" in told.out
    kept = json.loads(run("agreement", study.path, "--rounds", "--json").out)
    assert [one["code_group"] for one in kept] == ["Uro"]


def test_what_cannot_be_compared_is_a_sentence_and_an_exit_code(study: OpenStudy, run: Run) -> None:
    _coded(study)
    for arguments in (["AA"], ["AA", "ZZ"], ["AA", "BB", "--level", "word"], ["AA", "BB", "--group", "Ur"]):
        ended = run("agreement", study.path, *arguments)
        assert ended.code > 0
        assert ended.out == ""
        assert "Traceback" not in ended.err


def test_long_name_of_a_group_leaves_room_for_its_figures(study: OpenStudy, run: Run) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    name = "Å bli møtt som den man er, også når det ikke er tid til det"
    group = add_group(study, name)
    for coder in ("AA", "BB"):
        code(study, coder, transcript, "redd", group)
    (row,) = [line for line in run("agreement", study.path, "AA", "BB").out.splitlines() if line.startswith("Å bli")]
    assert len(row) < 100
    assert "…" in row
    assert json.loads(run("agreement", study.path, "AA", "BB", "--json").out)["groups"][0]["code_group"] == name
