"""Words in italics stand in the study between stars, go out to Word as italics, and come back from it."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.taking_back import take_back, text_differences
from qualcode.services.documents.typed_quotes import typed_quotes_found
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.synthesis import change_paragraph
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import EMPHASIS, emphasised, without_emphasis
from tests.builders import SUBSTUDY
from tests.exporters.reading import W, read_text
from tests.services.word_edits import edit, save_again
from tests.services.written import PROSE, SAID, Written, write_analysis

Change = Callable[[etree._Element], object]


@pytest.fixture
def written(study: OpenStudy) -> Written:
    return write_analysis(study)


def italicise(*pieces: str) -> Change:
    """Set these words in italics, each piece in a run of its own, as Word does after a pause."""

    def change(root: etree._Element) -> None:
        words = "".join(pieces)
        text = next(one for one in root.iter(f"{W}t") if one.text and words in one.text)
        run, told = text.getparent(), str(text.text)
        assert run is not None
        before, after = told.split(words, 1)
        text.text = before
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        for piece in (after, *reversed(pieces)):
            new = etree.fromstring(etree.tostring(run))
            new[-1].text = piece
            if piece != after:
                looks = etree.Element(f"{W}rPr")
                etree.SubElement(looks, f"{W}i")
                new.insert(0, looks)
            run.addnext(new)

    return change


def _italics(path: Path) -> list[str]:
    runs = (run for run in read_text(path).iter(f"{W}r") if run.find(f"{W}rPr/{W}i") is not None)
    return ["".join(map(str, run.itertext(f"{W}t"))) for run in runs]


def test_italics_set_in_word_come_back_as_stars_and_go_out_as_italics(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    edited = edit(path, italicise("fles", "te ", "husket "))
    (found,) = text_differences(study, edited)
    assert (found.after, found.lost) == (PROSE.replace("fleste husket", "*fleste husket*"), ())
    assert not [one for one in check_document(study, edited).findings if one.kind == "lost"]
    take_back(study, [found], [1], file="chapter.docx")
    assert text_differences(study, edited) == ()
    export_chapter(study, path)
    assert _italics(path) == ["fleste husket"]
    assert text_differences(study, edit(path, save_again)) == ()


def test_italics_written_in_the_study_stand_in_footnotes_too_and_a_lone_star_is_a_star(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    text = "Alle sa *ikke nå*, 2 * 3 av dem^[*Tidsskriftet* 2020; se *«Uro»*.] og lege*r."
    write_chapter_text(study, "summary", f"{text}\n\n*Ja*, sa de.", substudy=SUBSTUDY)
    change_paragraph(study, written.paragraph, text="De var *uenige* (*n* = 3).")
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    assert _italics(path) == ["ikke nå", "Ja", "uenige", "n"]
    with ZipFile(path) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
    assert [
        "".join(map(str, one.itertext())) for one in notes.iter(f"{W}r") if one.find(f"{W}rPr/{W}i") is not None
    ] == [
        "Tidsskriftet",
        "«Uro»",
    ]
    shown = "".join(map(str, read_text(path).itertext(f"{W}t")))
    assert "2 * 3 av dem" in shown
    assert "lege*r" in shown
    assert text_differences(study, path) == ()


def test_italics_within_a_word_and_in_a_quote_are_not_taken_in(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    edited = edit(edit(path, italicise("husk")), italicise(SAID["P1"][4:15]))
    assert text_differences(study, edited) == ()
    (lost,) = check_document(study, edited).findings
    assert lost.kind == "lost"
    assert categories(study, written.analysis)[0].paragraphs[0].text == PROSE


def test_a_quote_typed_with_a_word_in_italics_is_still_what_was_said(study: OpenStudy, written: Written) -> None:
    said = SAID["P2"].replace("har de", "*har* de").rstrip(".")
    change_paragraph(study, written.paragraph, text=f"En sa «{said}» (P2).")
    assert list(typed_quotes_found(study)) == []


@settings(max_examples=50)
@given(st.text(alphabet="ab *.«»(\n^[]-", max_size=14))
@example("*a*, *b*-*c* (*d*)")
@example("*a**b* **c** *d *e")
def test_stars_taken_off_and_put_on_again_give_the_same_text(text: str) -> None:
    plain, italics, at = "", [], 0
    for words in EMPHASIS.finditer(text):
        plain += text[at : words.start()]
        italics.append((len(plain), len(plain) + len(words[1])))
        plain += words[1]
        at = words.end()
    plain += text[at:]
    assert plain == without_emphasis(text)
    assert emphasised(plain, italics) == (text, True)
