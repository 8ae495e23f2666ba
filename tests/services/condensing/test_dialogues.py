"""Claims about quotes that check names: words not said, out of order, several speakers in one paragraph."""

from pathlib import Path

import pytest

from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.condensing.quotes import change_printed, mark_quote, quotes, sign_off
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.taking_back import take_back, text_differences
from qualcode.services.keeping.checking import check
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, change_paragraph
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words, text_of
from tests.services.word_edits import edit, replace_words
from tests.services.written import HEADING, write_analysis


def _quoted(study: OpenStudy, said: list[tuple[str | None, str]]) -> int:
    """A quote of everything that was said; its key."""
    add_substudy(study)
    transcript = add_transcript(study, "Gruppe 1", said)
    text = text_of(study, transcript)
    coding = code_words(study, transcript, text, add_group(study, "Uro")).coding_id
    return mark_quote(study, coding)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Jeg ble sittende i kjelleren en stund.", "kjelleren"),
        ("Jeg sittende ble i gangen en stund.", "another order"),
        ("Jeg ble sittende i gangen.", "changes more than"),
    ],
)
def test_what_an_unsigned_printed_form_does_is_named(study: OpenStudy, printed: str, told: str) -> None:
    quote = _quoted(study, [("P1", "Jeg ble sittende i gangen en stund.")])
    change_printed(study, quote, printed)
    (finding,) = [one for one in check(study).findings if one.kind == "quote"]
    assert (finding.level, told in finding.message) == ("error", True)
    sign_off(study, quote)
    assert not [one for one in check(study).findings if one.kind == "quote"]


def test_a_quote_across_two_speakers_that_does_not_say_so_is_named_until_it_is_divided_or_signed(
    study: OpenStudy,
) -> None:
    quote = _quoted(study, [("FL1", "Hos oss lå det i posten."), ("FL2", "I tre uker?")])
    assert not [one for one in check(study).findings if one.kind == "quote"], "as it was said, with a line for each"
    change_printed(study, quote, "Hos oss lå det i posten. I tre uker?")
    (finding,) = [one for one in check(study).findings if one.kind == "quote"]
    assert "who says what" in finding.message
    (listed,) = quotes(study)
    assert (listed.mixed, listed.differs, listed.lines) == (True, True, ())
    sign_off(study, quote)
    assert not [one for one in check(study).findings if one.kind == "quote"]
    change_printed(study, quote, "Hos oss (...)\nI tre uker?")
    assert [line.speaker for line in quotes(study)[0].lines] == ["FL1", "FL2"]
    assert not [one for one in check(study).findings if one.kind == "quote"]


def test_a_dialogue_in_words_of_its_own_is_known_in_the_file_line_by_line_and_can_be_printed_otherwise(
    study: OpenStudy, tmp_path: Path
) -> None:
    quote = _quoted(study, [("FL1", "Hos oss så lå det i posten i går."), ("FL2", "I tre heile uker altså?")])
    change_printed(study, quote, "Hos oss lå det i posten i går.\n\nI tre hele uker altså?")
    sign_off(study, quote)
    category = add_category(study, analysis_of(study), HEADING)
    add_paragraph(study, category, text="De spurte:", quote_id=quote)
    path = tmp_path / "chapter.docx"
    export_chapter(study, path, traced=True)
    assert [one for one in check_document(study, path).findings if one.kind == "quote"] == []
    (found,) = text_differences(study, edit(path, replace_words("hele uker", "uker")))
    take_back(study, [found], [1], file="chapter.docx")
    (listed,) = quotes(study)
    assert [line.text for line in listed.lines] == ["Hos oss lå det i posten i går.", "I tre uker altså?"]
    assert not listed.signed
    unnamed = edit(path, replace_words("FL2: ", ""))
    assert [one for one in text_differences(study, unnamed) if one.kind == "printed"] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Én sa «jeg ble sittende i gangen en stund» (P1).", ""),
        ("Én sa «jeg ble sittende i gangen en stund» (P2).", "P1"),
        ("Én sa «jeg ble stående i gangen en stund» (P1).", "stående"),
        ("Én sa «dette har aldri noen nevnt overhodet» (P2).", "is in no transcript"),
        ("Boka sier «dette har aldri noen nevnt overhodet» (Malterud).", ""),
        ("Noen kalte det «en mistanke».", ""),
    ],
)
def test_a_quote_typed_into_the_text_is_held_against_the_transcripts(study: OpenStudy, typed: str, told: str) -> None:
    written = write_analysis(study)
    change_paragraph(study, written.paragraph, text=typed)
    errors = [one for one in check(study).findings if one.level == "error"]
    assert [(told in one.message, HEADING in one.where) for one in errors] == ([(True, True)] if told else [])
