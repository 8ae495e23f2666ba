"""`qualcode trace`."""

import json
from pathlib import Path

from qualcode.storage.opening import OpenStudy
from tests.cli.conftest import Run
from tests.services.word_edits import edit, replace_words
from tests.services.written import HEADING, PROSE, SAID, write_analysis


def test_a_quote_is_traced_both_ways_as_json(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    uid = json.loads(run("quotes", study.path, "--json").out)[0]["uid"]
    told = json.loads(run("trace", study.path, uid, "--json").out)
    assert (told["kind"], told["uid"], told["text"]) == ("quote", uid, SAID["P1"])
    assert [unit["text"] for unit in told["units"]] == [SAID["P1"]]
    assert [step["kind"] for step in told["used_in"]] == ["paragraph", "category"]


def test_a_trace_is_told_to_people_with_who_and_when(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    uid = json.loads(run("categories", study.path, "--json").out)[0]["uid"]
    told = run("trace", study.path, uid).out
    assert HEADING in told
    assert "P1, turn 2" in told
    assert "Done" in told
    paragraph = next(line.split()[0] for line in told.splitlines() if PROSE in line)
    assert run("trace", study.path, paragraph).out.splitlines()[1] == PROSE


def test_an_unknown_uid_is_said_in_two_sentences(study: OpenStudy, run: Run) -> None:
    ran = run("trace", study.path, "nothing")
    assert ran.code == 5
    assert len(ran.err.splitlines()) == 2


def test_a_word_file_is_held_against_the_study(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    path = tmp_path / "chapter.docx"
    assert run("export", study.path, "chapter", "-o", path).code == 0
    report = json.loads(run("check", study.path, "--document", path, "--json").out)
    assert report["ok"] is True
    changed = edit(path, replace_words("sittende i gangen", "stående i gangen"))
    ran = run("check", study.path, "--document", changed, "--json")
    assert ran.code == 11
    (finding,) = [one for one in json.loads(ran.out)["findings"] if one["level"] == "error"]
    assert set(finding) == {"level", "kind", "where", "message"}
    assert "sittende" in finding["message"]
    assert len(run("check", study.path, "--document", tmp_path / "none.docx").err.splitlines()) == 2
