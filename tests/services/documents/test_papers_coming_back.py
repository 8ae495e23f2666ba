"""The chapter of one analysis among several comes back as what it is."""

from pathlib import Path

from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.documents.taking_back import text_differences
from qualcode.services.material.substudies import set_analysis
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, registered
from tests.services.word_edits import edit, replace_words
from tests.services.written import write_analysis


def test_what_the_register_offers_in_a_paper_of_one_analysis_is_nobody_s_text(study: OpenStudy, tmp_path: Path) -> None:
    write_analysis(study)
    set_analysis(study, "Møtene", substudies=[SUBSTUDY])
    powers = [
        {"analysis": one, "dimension": "aim", "assessment": "high", "reason": one} for one in (SUBSTUDY, "Møtene")
    ]
    registered(study, information_power=powers)
    path = tmp_path / "paper.docx"
    export_chapter(study, path, analysis=SUBSTUDY)
    assert text_differences(study, path) == ()
    (edited,) = text_differences(study, edit(path, replace_words("trekker mot", "peker mot")))
    assert edited.before.startswith(f"I analysen «{SUBSTUDY}»")
    assert [change.words for change in edited.changes if change.kind == "new"] == ["peker"]
