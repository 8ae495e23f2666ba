"""Notes on passages, units and transcripts."""

import pytest

from qualcode.errors import ChangedMeanwhile, EmptySpan, NothingNamed, SpanOutsideTranscript, ValueRefused
from qualcode.services.coding.reshaping import resize_unit
from qualcode.services.keeping.history import undo
from qualcode.services.reading.notes import add_note, change_note, notes, remove_note
from qualcode.services.reading.reading import write_impression
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words

TEXT = "Jeg satt i gangen.\n\nMed jakka på."


@pytest.fixture
def analysis(study: OpenStudy) -> int:
    """The analysis of the patients' substudy."""
    add_substudy(study)
    return analysis_of(study)


@pytest.fixture
def transcript(study: OpenStudy, analysis: int) -> int:
    """One transcript."""
    return add_transcript(study, "P1", TEXT)


def test_a_note_on_a_passage_shows_the_words_it_stands_on(study: OpenStudy, analysis: int, transcript: int) -> None:
    add_note(study, analysis, transcript, "Alene?", span=Span(4, 10))
    note = notes(study, analysis)[0]
    assert (note.quote, note.text, note.start, note.end) == ("satt i", "Alene?", 4, 10)
    assert (note.kind, note.coder, note.transcript, note.analysis) == ("note", "AA", "P1", "Pasientene")


def test_a_note_on_a_whole_transcript_has_no_place(study: OpenStudy, analysis: int, transcript: int) -> None:
    add_note(study, analysis, transcript, "Kort.")
    note = notes(study)[0]
    assert (note.start, note.end, note.quote) == (None, None, "")


def test_a_note_on_a_unit_follows_the_unit(study: OpenStudy, analysis: int, transcript: int) -> None:
    unit = code_words(study, transcript, "satt i gangen", add_group(study, "Uro")).unit_id
    add_note(study, analysis, transcript, "Alene?", unit_id=unit)
    resize_unit(study, unit_id=unit, span=Span(0, 18))
    note = notes(study, analysis)[0]
    assert (note.unit_id, note.start, note.end, note.quote) == (unit, 0, 18, "Jeg satt i gangen.")


def test_impressions_come_first_and_not_among_the_notes_of_one_transcript(
    study: OpenStudy, analysis: int, transcript: int
) -> None:
    other = add_transcript(study, "P2", TEXT)
    for where, text, span in ((other, "d", None), (transcript, "c", Span(4, 8)), (transcript, "b", None)):
        add_note(study, analysis, where, text, span=span)
    write_impression(study, analysis, "a")
    assert [note.text for note in notes(study)] == ["a", "b", "c", "d"]
    assert [note.kind for note in notes(study)] == ["impression", "note", "note", "note"]
    assert [note.text for note in notes(study, transcript_id=transcript)] == ["b", "c"]


def test_notes_belong_to_one_analysis(study: OpenStudy, analysis: int, transcript: int) -> None:
    add_note(study, analysis, transcript, "a")
    write_impression(study, analysis, "b")
    add_substudy(study, "Fastlegene")
    assert notes(study, analysis_of(study, "Fastlegene")) == []


@pytest.mark.parametrize(
    ("span", "error"),
    [(Span(18, 20), EmptySpan), (Span(30, 400), SpanOutsideTranscript), (Span(3, 3), SpanOutsideTranscript)],
)
def test_a_note_without_words_under_it_is_refused(
    study: OpenStudy, analysis: int, transcript: int, span: Span, error: type[Exception]
) -> None:
    with pytest.raises(error):
        add_note(study, analysis, transcript, "x", span=span)
    assert notes(study) == []


def test_a_note_says_something(study: OpenStudy, analysis: int, transcript: int) -> None:
    with pytest.raises(ValueRefused):
        add_note(study, analysis, transcript, " \n")


def test_a_note_on_other_material_is_refused(study: OpenStudy, analysis: int) -> None:
    add_substudy(study, "Fastlegene")
    other = add_transcript(study, "G1", TEXT, substudy="Fastlegene")
    with pytest.raises(NothingNamed):
        add_note(study, analysis, other, "x")


def test_a_note_changes_goes_and_comes_back(study: OpenStudy, analysis: int, transcript: int) -> None:
    note = add_note(study, analysis, transcript, "Alene?", span=Span(4, 10))
    with study.reading() as connection:
        before = content_hash(connection)
    seen = notes(study)[0].version
    change_note(study, note, "Alene!", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_note(study, note, "Sammen.", seen=seen)
    assert notes(study)[0].text == "Alene!"
    change_note(study, note, "")
    assert notes(study) == []
    undo(study)
    undo(study)
    with study.reading() as connection:
        assert content_hash(connection) == before
    note = notes(study)[0].id
    remove_note(study, note)
    with pytest.raises(ChangedMeanwhile):
        remove_note(study, note)
