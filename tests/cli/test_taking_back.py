"""`qualcode takeback`."""

import json
from pathlib import Path

from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.synthesis import add_paragraph, change_paragraph, remove_paragraph
from qualcode.storage.opening import OpenStudy
from tests.builders import hash_of
from tests.cli.conftest import Run
from tests.services.documents.test_references import FIRST, ZOTERO, _at_the_end, _field
from tests.services.word_edits import cite, edit, replace_words
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


def test_a_list_of_references_that_did_not_come_along_goes_only_when_it_is_named(
    study: OpenStudy, tmp_path: Path, run: Run
) -> None:
    write_analysis(study)
    path = tmp_path / "chapter.docx"
    run("export", study.path, "chapter", "-o", path)
    with_list = edit(path, lambda root: [cite(PROSE, " (1)")(root), _at_the_end(_field(ZOTERO, FIRST))(root)])
    run("takeback", study.path, with_list, "--yes")
    without = edit(path, cite(PROSE, " (1)", code="x2"))
    run("takeback", study.path, without, "--paragraph", "2")
    told = run("takeback", study.path, without, "--yes").out
    assert "no bibliography. The study's stays; --paragraph 1" in told
    (left,) = json.loads(run("takeback", study.path, without, "--json").out)["differences"]
    assert (left["kind"], left["before"]) == ("bibliography", FIRST)
    run("takeback", study.path, without, "--paragraph", "1")
    assert json.loads(run("takeback", study.path, without, "--json").out)["differences"] == []


def test_yes_lets_stand_what_was_written_or_changed_after_the_file(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    written = write_analysis(study)
    removed = add_paragraph(study, written.category, text="Noe som ble strøket.")
    run("export", study.path, "chapter", "-o", tmp_path / "chapter.docx")
    add_paragraph(study, written.category, text="Skrevet uka etter, av en annen.")
    change_paragraph(study, written.paragraph, text="Skrevet om uka etter.")
    remove_paragraph(study, removed)
    before = hash_of(study)
    told = run("takeback", study.path, tmp_path / "chapter.docx", "--yes").out
    assert (hash_of(study), "Nothing was taken back" in told) == (before, True)
    listed = json.loads(run("takeback", study.path, tmp_path / "chapter.docx", "--json").out)["differences"]
    assert [one["kind"] for one in listed] == ["changed", "new", "gone"]
    run("takeback", study.path, tmp_path / "chapter.docx", *(f"--paragraph={one['number']}" for one in listed))
    (category,) = categories(study, written.analysis)
    assert [one.text for one in category.paragraphs] == [PROSE, "En av dem sa:", "Noe som ble strøket."]
