"""`qualcode answers`."""

import json
from pathlib import Path

from docx import Document

from qualcode.storage.opening import OpenStudy
from tests.cli.conftest import Run


def test_answers_are_taken_in_listed_written_as_word_and_removed(study: OpenStudy, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("question,subquestion,assessment,evidence\nVirker det?,,Delvis.,table:crosstab;brev\n")
    assert run("answers", study.path, file).code == 0
    (told,) = json.loads(run("answers", study.path, "--json").out)
    assert (told["question"], told["assessment"]) == ("Virker det?", "Delvis.")
    assert [piece["told"] for piece in told["evidence"]] == ["crosstab", "brev"]
    assert run("answers", study.path, "-o", tmp_path / "answers.docx").code == 0
    cells = [cell.text for cell in Document(str(tmp_path / "answers.docx")).tables[0].rows[1].cells]
    assert cells[0] == "Virker det?"
    assert "Tabell: crosstab" in cells[3]
    listed = tmp_path / "answers.json"
    listed.write_text(run("answers", study.path, "--json").out)
    assert json.loads(run("answers", study.path, listed, "--json").out) == {"new": 0, "changed": 0, "already_there": 1}
    assert run("answers", study.path, "--remove", told["uid"], "--json").out == "[]\n"
    assert run("answers", study.path, listed).code == 0
    (again,) = json.loads(run("answers", study.path, "--json").out)
    assert again | {"uid": told["uid"]} == told
    listed.write_text('[{"question": "Hva?", "evidence": [{"kind": "brev"}]}]')
    assert run("answers", study.path, listed).code != 0
    assert run("answers", study.path, "--remove", again["uid"], "--json").out == "[]\n"
    assert run("answers", study.path, "--remove", told["uid"]).code == 5
