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
    assert run("answers", study.path, "--remove", told["uid"], "--json").out == "[]\n"
    assert run("answers", study.path, "--remove", told["uid"]).code == 5
