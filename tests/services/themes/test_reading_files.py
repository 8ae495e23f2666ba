"""Themes, impressions and notes from a user's table."""

from typing import Any

import pytest

from qualcode.errors import RowsRefused
from qualcode.services.keeping.history import history, undo
from qualcode.services.reading.notes import add_note, notes
from qualcode.services.reading.reading import impression, themes
from qualcode.services.themes.reading_files import load_notes, load_themes
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.loading import LoadCounts
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words

TEXT = "Jeg satt i gangen med jakka på."


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """One transcript, in the only analysis."""
    add_substudy(study)
    return add_transcript(study, "P1", TEXT)


def numbered(*rows: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Rows as a table gives them, the header on line 1."""
    return list(enumerate(rows, start=2))


def hash_of(study: OpenStudy) -> str:
    """What the study holds."""
    with study.reading() as connection:
        return content_hash(connection)


THEMES = numbered(
    {"coder": "AA", "theme": "Uro", "note": "brevet"},
    {"coder": "BB", "theme": "Uro", "note": ""},
    {"coder": "", "theme": "Uro før timen", "note": None},
)
NOTES = numbered(
    {"kind": "impression", "coder": "AA", "text": "Mye uro."},
    {"kind": "impression", "coder": "BB", "text": "Humor."},
    {"kind": "note", "coder": "BB", "transcript": "P1", "quote": "med jakka på", "text": "På vei ut?"},
    {"coder": "AA", "transcript": "P1", "start": 4, "end": 8, "text": "Alene?"},
    {"transcript": "P1", "text": "Kort."},
)


def test_the_coder_column_says_whose_a_theme_is_and_a_blank_one_is_agreed(study: OpenStudy, transcript: int) -> None:
    assert load_themes(study, THEMES, file="themes.csv") == LoadCounts(3, 0, 0)
    assert [(theme.coder, theme.name, theme.note) for theme in themes(study)] == [
        ("", "Uro før timen", ""),
        ("AA", "Uro", "brevet"),
        ("BB", "Uro", ""),
    ]


def test_without_a_coder_column_themes_are_those_of_the_one_who_loads(study: OpenStudy, transcript: int) -> None:
    with open_study(study.path, coder="CC") as other:
        load_themes(other, numbered({"theme": "Plikt"}), file="themes.csv")
    assert [theme.coder for theme in themes(study)] == ["CC"]


def test_loading_themes_again_updates_what_has_changed(study: OpenStudy, transcript: int) -> None:
    load_themes(study, THEMES, file="themes.csv")
    again = numbered(
        {"coder": "AA", "theme": "Uro", "note": "posten"},
        {"coder": "BB", "theme": "Uro", "note": ""},
        {"coder": "BB", "theme": "Plikt", "note": ""},
    )
    assert load_themes(study, again, file="themes.csv") == LoadCounts(1, 1, 1)
    assert [theme.note for theme in themes(study, coder="AA")] == ["posten"]
    assert load_themes(study, numbered({"coder": "AA", "theme": "Uro", "note": None}), file="t") == LoadCounts(0, 0, 1)


def test_a_file_is_one_entry_of_the_one_who_loads_it(study: OpenStudy, transcript: int) -> None:
    before, known = hash_of(study), len(history(study))
    load_themes(study, THEMES, file="themes.csv")
    assert (len(history(study)), history(study)[0].coder) == (known + 1, "AA")
    undo(study)
    assert hash_of(study) == before
    load_notes(study, NOTES, file="notes.json")
    assert len(history(study)) == known + 3
    undo(study)
    assert hash_of(study) == before


def test_loading_what_is_there_leaves_nothing_to_undo(study: OpenStudy, transcript: int) -> None:
    load_themes(study, THEMES, file="themes.csv")
    load_notes(study, NOTES, file="notes.json")
    known = len(history(study))
    assert load_themes(study, THEMES, file="themes.csv") == LoadCounts(0, 0, 3)
    assert load_notes(study, NOTES, file="notes.json") == LoadCounts(0, 0, 5)
    assert len(history(study)) == known


def test_notes_and_impressions_are_whose_the_coder_column_says(study: OpenStudy, transcript: int) -> None:
    load_notes(study, NOTES, file="notes.json")
    assert [(note.kind, note.coder, note.quote, note.text) for note in notes(study)] == [
        ("impression", "AA", "", "Mye uro."),
        ("impression", "BB", "", "Humor."),
        ("note", "AA", "", "Kort."),
        ("note", "AA", "satt", "Alene?"),
        ("note", "BB", "med jakka på", "På vei ut?"),
    ]
    assert impression(study, analysis_of(study)) == "Mye uro."


def test_a_readers_impression_is_one_text(study: OpenStudy, transcript: int) -> None:
    load_notes(study, NOTES, file="notes.json")
    again = numbered({"kind": "impression", "coder": "AA", "text": "Mindre uro."})
    assert load_notes(study, again, file="notes.json") == LoadCounts(0, 1, 0)
    assert impression(study, analysis_of(study)) == "Mindre uro."


def test_a_note_is_never_written_over_by_another_on_the_same_words(study: OpenStudy, transcript: int) -> None:
    load_notes(study, NOTES, file="notes.json")
    other = numbered({"coder": "AA", "transcript": "P1", "start": 4, "end": 8, "text": "Hvor lenge?"})
    assert load_notes(study, other, file="notes.json") == LoadCounts(1, 0, 0)
    assert [note.text for note in notes(study) if note.quote == "satt"] == ["Alene?", "Hvor lenge?"]


def test_a_note_with_its_uid_is_that_note_written_anew(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "gangen", add_group(study, "Uro")).unit_id
    add_note(study, analysis_of(study), transcript, "Alene?", unit_id=unit)
    note = notes(study)[0]
    again = {"uid": note.uid, "coder": "AA", "transcript": "P1", "quote": note.quote, "text": "Sammen?"}
    assert load_notes(study, numbered(again), file="notes.json") == LoadCounts(0, 1, 0)
    assert [(one.text, one.unit_id) for one in notes(study)] == [("Sammen?", unit)]


BAD_NOTES = {
    "an unknown transcript": {"transcript": "P9", "text": "x"},
    "no transcript": {"text": "x"},
    "no text": {"transcript": "P1", "text": " "},
    "another kind": {"kind": "memo", "transcript": "P1", "text": "x"},
    "words that are not there": {"transcript": "P1", "quote": "i senga", "text": "x"},
    "an impression of one transcript": {"kind": "impression", "transcript": "P1", "text": "x"},
    "an unknown analysis": {"analysis": "Ukjent", "transcript": "P1", "text": "x"},
    "an analysis of other material": {"analysis": "Fastlegene", "transcript": "P1", "text": "x"},
}


@pytest.mark.parametrize("bad", BAD_NOTES.values(), ids=BAD_NOTES)
def test_one_bad_row_and_nothing_is_taken_in(study: OpenStudy, transcript: int, bad: dict[str, Any]) -> None:
    add_substudy(study, "Fastlegene")
    before = hash_of(study)
    rows = [(2, {"transcript": "P1", "text": "god"}), (5, bad)]
    with pytest.raises(RowsRefused) as refused:
        load_notes(study, rows, file="notes.csv")
    assert refused.value.message.startswith("notes.csv, line 5: ")
    assert hash_of(study) == before


@pytest.mark.parametrize("bad", [{"theme": ""}, {"coder": "AA"}, {"theme": "x", "analysis": "Ukjent"}])
def test_one_bad_theme_and_nothing_is_taken_in(study: OpenStudy, transcript: int, bad: dict[str, Any]) -> None:
    before = hash_of(study)
    with pytest.raises(RowsRefused):
        load_themes(study, [*THEMES, (9, bad)], file="themes.csv")
    assert hash_of(study) == before


def test_where_there_are_several_analyses_themes_must_say_which(study: OpenStudy, transcript: int) -> None:
    add_substudy(study, "Fastlegene")
    with pytest.raises(RowsRefused) as refused:
        load_themes(study, THEMES, file="themes.csv")
    assert "--analysis" in refused.value.message
    load_themes(study, THEMES, file="themes.csv", analysis="Fastlegene")
    load_themes(study, numbered({"theme": "Plikt", "analysis": "Pasientene"}), file="themes.csv")
    assert [theme.name for theme in themes(study, analysis_of(study))] == ["Plikt"]
    assert len(themes(study)) == 4


def test_a_note_finds_its_analysis_by_the_transcript(study: OpenStudy, transcript: int) -> None:
    add_substudy(study, "Fastlegene")
    load_notes(study, numbered({"transcript": "P1", "text": "x"}), file="notes.csv")
    assert [note.analysis for note in notes(study)] == ["Pasientene"]


def test_a_span_survives_the_round_through_a_list(study: OpenStudy, transcript: int) -> None:
    add_note(study, analysis_of(study), transcript, "Alene?", span=Span(3, 9))
    listed = [
        {name: getattr(note, name) for name in ("transcript", "start", "end", "quote", "text")} for note in notes(study)
    ]
    assert listed[0]["quote"] == " satt "
    assert load_notes(study, numbered(*listed), file="notes.json") == LoadCounts(0, 0, 1)


def test_kind_of_note_that_there_is_not_is_told_with_those_there_are(study: OpenStudy, transcript: int) -> None:
    with pytest.raises(RowsRefused, match=r"line 2: .*memo.*impression"):
        load_notes(study, numbered({"transcript": "P1", "kind": "memo", "text": "Et notat."}), file="notes.csv")
