"""`qualcode suggest`: the contract's fields, groups for a passage, and sentences for what cannot be suggested."""

import json

import pytest

from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, code_words
from tests.cli.conftest import Run
from tests.services.asking.test_suggesting import DAYS, SAID


@pytest.fixture
def coded(study: OpenStudy) -> OpenStudy:
    """Five letters of seven, coded."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    group = add_group(study, "Brevet")
    add_group(study, "Tom")
    for day in DAYS[:5]:
        code_words(study, transcript, f"Brevet fra kontoret lå i postkassen {day}", group)
    return study


def test_the_fields_are_those_of_the_contract_best_first(coded: OpenStudy, run: Run) -> None:
    told = json.loads(run("suggest", coded.path, "--group", "Brevet", "--limit", "2", "--json").out)
    assert len(told) == 2
    assert set(told[0]) == {"transcript", "turn", "start", "end", "text", "score"}
    assert told[0]["score"] >= told[1]["score"]
    text = run("text", coded.path, "P1").out
    assert all(text[one["start"] : one["end"]] == one["text"] for one in told)


def test_groups_for_a_passage_are_told(coded: OpenStudy, run: Run) -> None:
    told = json.loads(run("suggest", coded.path, "--for", "P1:900-990", "--json").out)
    assert [one["code_group"] for one in told] == ["Brevet"]


def test_what_cannot_be_suggested_is_a_sentence_and_an_exit_code(coded: OpenStudy, run: Run) -> None:
    for arguments in (
        [],
        ["--group", "Tom"],
        ["--group", "Bre"],
        ["--for", "P1"],
        ["--for", "P1:5-99999"],
        ["--group", "Brevet", "--for", "P1:0-5"],
    ):
        ended = run("suggest", coded.path, *arguments)
        assert ended.code > 0
        assert ended.out == ""
        assert "Traceback" not in ended.err
