"""`qualcode takeback`."""

import json
from pathlib import Path

from qualcode.storage.opening import OpenStudy
from tests.builders import hash_of
from tests.cli.conftest import Run
from tests.services.word_edits import edit, replace_words
from tests.services.written import PROSE, write_analysis


def test_differences_are_listed_and_only_those_named_are_taken(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    run("export", study.path, "chapter", "-o", tmp_path / "chapter.docx")
    path = edit(tmp_path / "chapter.docx", replace_words("De fleste", "Alle"))
    before = hash_of(study)
    listed = json.loads(run("takeback", study.path, path, "--dry-run", "--json").out)
    assert [(one["number"], one["before"]) for one in listed["differences"]] == [(1, PROSE)]
    assert "[-De fleste-]{+Alle+}" in run("takeback", study.path, path).out
    assert hash_of(study) == before
    assert run("takeback", study.path, path, "--paragraph", "2").code == 5
    assert json.loads(run("takeback", study.path, path, "--paragraph", "1", "--json").out)["taken"] == [1]
    assert json.loads(run("takeback", study.path, path, "--json").out)["differences"] == []


def test_yes_takes_everything(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    run("export", study.path, "chapter", "-o", tmp_path / "chapter.docx")
    path = edit(tmp_path / "chapter.docx", replace_words("De fleste", "Alle"))
    assert run("takeback", study.path, path, "--yes").code == 0
    assert "The file and the study say the same." in run("takeback", study.path, path).out
