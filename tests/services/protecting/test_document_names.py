"""A name that a co-author has written into the Word file is told before anything is taken back."""

from pathlib import Path

import pytest

from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.protecting.deidentifying import apply_decisions
from qualcode.services.protecting.document_names import check_returned
from qualcode.storage.opening import OpenStudy
from qualcode.views.identifying import MASK, NameDecision
from qualcode.views.linkage import KnownPerson
from tests.builders import SUBSTUDY, add_transcript
from tests.services.word_edits import cite, edit, replace_words
from tests.services.written import PROSE, write_analysis

KARI = KnownPerson("P1", SUBSTUDY, "Kari Nordmann")


@pytest.fixture
def chapter(study: OpenStudy, tmp_path: Path) -> Path:
    write_analysis(study)
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    return path


def test_a_name_of_the_linkage_key_in_the_file_is_an_error(study: OpenStudy, chapter: Path) -> None:
    edited = edit(chapter, replace_words("De fleste", "Kari og de fleste"))
    assert check_returned(study, edited).ok
    report = check_returned(study, edited, people=[KARI])
    assert not report.ok
    assert [one.level for one in report.findings if one.kind == "name"] == ["error"]


def test_a_confirmed_name_in_the_file_is_an_error_and_a_cited_author_is_not(study: OpenStudy, chapter: Path) -> None:
    transcript = add_transcript(study, "P9", [("P9", "Ole kom og sa det.")])
    apply_decisions(study, transcript, [NameDecision(0, 3, "Ole", "person", MASK, "[navn]")])
    edited = edit(chapter, replace_words("De fleste", "Ole og de fleste"))
    assert [one.level for one in check_returned(study, edited).findings if one.kind == "name"] == ["error"]
    cited = edit(chapter, cite(PROSE, " (Ole, 2012)"))
    assert {one.level for one in check_returned(study, cited).findings if one.kind == "name"} == {"note"}
