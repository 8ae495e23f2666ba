"""`qualcode export` in another language than the study's."""

from pathlib import Path

import pytest

from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, hash_of
from tests.cli.conftest import Run
from tests.exporters.reading import read_styled
from tests.services.written import HEADING, PROSE, SAID, write_analysis


@pytest.mark.parametrize(
    ("language", "heading", "conclusion", "marks"),
    [
        ("nb", "Resultatkategori 1", "Konklusjon", "«»"),
        ("nn", "Resultatkategori 1", "Konklusjon", "«»"),
        ("en", "Result category 1", "Conclusion", "“”"),
    ],
)
def test_a_chapter_has_its_headings_and_marks_in_the_language_asked_for(
    study: OpenStudy, tmp_path: Path, run: Run, language: str, heading: str, conclusion: str, marks: str
) -> None:
    write_analysis(study)
    write_chapter_text(study, "conclusion", "Uroen gikk over.", substudy=SUBSTUDY)
    before = hash_of(study)
    path = tmp_path / "chapter.docx"
    run("export", study.path, "chapter", "-o", path, "--language", language)
    words = [text for _, text in read_styled(path)]
    assert f"{heading}: {HEADING}" in words
    assert conclusion in words
    assert PROSE in words
    assert f"{marks[0]}{SAID['P1']}{marks[1]} (P1)" in words
    assert "say the same" in run("takeback", study.path, path).out
    assert run("check", study.path, "--document", path).code == 0
    assert hash_of(study) == before


def test_a_language_that_no_paper_is_written_in_is_refused(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    done = run("export", study.path, "chapter", "-o", tmp_path / "chapter.docx", "--language", "de")
    assert done.code != 0
    assert "nb" in done.err
