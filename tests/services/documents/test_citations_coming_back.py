"""Citations and notes in a chapter that comes back: fields of reference managers, numbers, footnotes."""

from pathlib import Path

import pytest
from lxml import etree

from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.documents.taking_back import take_back, text_differences
from qualcode.services.synthesis.synthesis import (
    change_paragraph,
)
from qualcode.storage.opening import OpenStudy
from tests.exporters.reading import W, read_styled, read_text, words_of
from tests.services.documents.conftest import MORE, Change, cited, differences
from tests.services.word_edits import (
    cite,
    replace_words,
    save_again,
    unlink_fields,
)
from tests.services.written import PROSE, Written


def test_a_reference_managers_field_survives_the_round_trip(
    study: OpenStudy, chapter: Path, written: Written, tmp_path: Path
) -> None:
    found = differences(study, chapter, cite(PROSE, " (Malterud, 2012)"))
    assert [(one.after, [field.shown for field in one.fields]) for one in found] == [
        (f"{PROSE} (Malterud, 2012)", [" (Malterud, 2012)"])
    ]
    take_back(study, found, [1], file="chapter.docx")
    again = tmp_path / "again.docx"
    export_chapter(study, again)
    codes = [str(code.text) for code in read_text(again).iter(f"{W}instrText") if "ZOTERO" in str(code.text)]
    assert codes == [' ADDIN ZOTERO_ITEM CSL_CITATION {"citationID":"x1"} ']
    assert text_differences(study, again) == ()
    assert written


def test_numbered_citations_stay_with_their_sentence_beside_numbers_that_are_participants(
    study: OpenStudy, chapter: Path, written: Written, tmp_path: Path
) -> None:
    numbered = "Én (1) sa det.\n\nEn annen (1) også."
    write_chapter_text(study, "discussion", numbered)
    export_chapter(study, chapter)
    found = differences(
        study,
        chapter,
        cite("sa det.", " (1)", code="first"),
        cite("En annen", " (1)", code="second"),
        cite(MORE, "(1)"),
    )
    take_back(study, found, [1, 2], file="chapter.docx")
    again = tmp_path / "again.docx"
    export_chapter(study, again)
    shown = [text for _, text in read_styled(again)]
    assert {"Én (1) sa det. (1)", "En annen (1) også. (1)"} <= set(shown)
    assert sorted(cited(again)) == ["first", "second", "x1"]
    marked = [words_of(one) for one in read_text(again).iter(f"{W}p") if "ZOTERO" in etree.tostring(one).decode()]
    assert len(marked) == 3
    assert text_differences(study, again) == ()
    assert written


@pytest.mark.parametrize("change", [save_again, unlink_fields])
def test_a_field_is_kept_also_where_a_program_has_rewritten_it_or_made_it_text(
    study: OpenStudy, chapter: Path, written: Written, tmp_path: Path, change: Change
) -> None:
    take_back(study, differences(study, chapter, cite(PROSE, " (Malterud, 2012)")), [1], file="chapter.docx")
    again = tmp_path / "again.docx"
    export_chapter(study, again)
    assert differences(study, again, change) == ()
    (found,) = differences(study, again, change, replace_words("De fleste", "Alle"))
    take_back(study, [found], [1], file="again.docx")
    export_chapter(study, again)
    assert cited(again) == ["x1"]
    (gone,) = differences(study, again, replace_words(" (Malterud, 2012)", ""))
    take_back(study, [gone], [1], file="again.docx")
    export_chapter(study, again)
    assert cited(again) == []
    assert written


def test_footnotes_come_back_where_they_stand(study: OpenStudy, written: Written, tmp_path: Path) -> None:
    change_paragraph(study, written.paragraph, text="De fleste^[Sju av ni.] husket dagen.")
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    (found,) = differences(study, path, replace_words(" husket dagen", " husket det"))
    assert found.after == "De fleste^[Sju av ni.] husket det."
