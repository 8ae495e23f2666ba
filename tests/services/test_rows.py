"""Rows of a user's table on their way in."""

from typing import Any

import pytest

from qualcode.errors import RowsRefused
from qualcode.services.rows import FileRow, Transcripts, file_rows
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from tests.builders import add_substudy, add_transcript

TEXT = "Ja, ja. Jeg satt der."


def row(**values: Any) -> FileRow:
    """A row on line 7."""
    return next(file_rows([(7, values)], file="codings.csv"))


def span(study: OpenStudy, **values: Any) -> Span | None:
    """The place that a row gives in P1."""
    with study.reading() as connection:
        transcripts = Transcripts(connection)
        given = row(**({"transcript": "P1"} | values))
        with given.named():
            return transcripts.span(given, transcripts.named(given))


@pytest.fixture
def _transcript(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", TEXT)


@pytest.mark.parametrize(
    ("value", "number"), [("12", 12), (12, 12), (12.0, 12), (" 12 ", 12), ("", None), (None, None)]
)
def test_whole_numbers_are_read_however_the_file_holds_them(value: object, number: int | None) -> None:
    assert row(start=value).whole("start") == number


@pytest.mark.parametrize("value", ["1.5", 1.5, "-1", "tolv", "²", "1e3"])
def test_what_is_not_a_whole_number_is_refused_with_its_line(value: object) -> None:
    with pytest.raises(RowsRefused) as refused:
        row(start=value).whole("start")
    assert "codings.csv, line 7" in refused.value.message


@pytest.mark.parametrize(
    ("value", "truth"),
    [("ja", True), ("TRUE", True), (1, True), (True, True), ("nei", False), (0.0, False), ("", None), (None, None)],
)
def test_yes_and_no_are_read_however_the_file_holds_them(value: object, truth: bool | None) -> None:
    assert row(golden=value).truth("golden") is truth


def test_what_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(RowsRefused):
        row(golden="kanskje").truth("golden")


@pytest.mark.parametrize("values", [{}, {"theme": None}, {"theme": "  "}])
def test_a_column_that_is_needed_must_be_filled_in(values: dict[str, str | None]) -> None:
    with pytest.raises(RowsRefused) as refused:
        row(**values).needed("theme")
    assert "theme" in refused.value.message


@pytest.mark.usefixtures("_transcript")
def test_a_place_is_given_by_offsets_or_by_words_or_both(study: OpenStudy) -> None:
    assert span(study, start=8, end=16) == Span(8, 16)
    assert span(study, quote="Jeg satt") == Span(8, 16)
    assert span(study, quote="Jeg satt", start="8", end="16") == Span(8, 16)
    assert span(study) is None
    assert span(study, quote="", start="", end=None) is None


@pytest.mark.usefixtures("_transcript")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"quote": "a"}, "times"),
        ({"quote": "jeg satt"}, "not in P1"),
        ({"start": 8}, "start and end"),
        ({"start": 8, "end": 8}, "P1"),
        ({"start": 8, "end": 99}, "P1"),
        ({"start": 7, "end": 8}, "P1"),
        ({"start": 8, "end": 16, "quote": "jeg satt"}, "jeg satt"),
    ],
)
def test_a_place_that_is_not_one_is_refused_in_a_sentence(
    study: OpenStudy, values: dict[str, object], said: str
) -> None:
    with pytest.raises(RowsRefused) as refused:
        span(study, **values)
    assert said in refused.value.message
    assert refused.value.message.startswith("codings.csv, line 7: ")


@pytest.mark.usefixtures("_transcript")
def test_words_of_another_transcript_are_told_to_be_there(study: OpenStudy) -> None:
    add_substudy(study, "Legene")
    add_transcript(study, "P1", "Jeg så 100% av dem.", substudy="Legene")
    add_transcript(study, "P2", "Så lå den på gangen.")
    for words, where in (("Så lå den", "P2"), ("så 100% av", "Legene:P1"), ("så 100", "Legene:P1")):
        with pytest.raises(RowsRefused, match=rf", but in {where}\. "):
            span(study, transcript="Pasientene:P1", quote=words)
    with pytest.raises(RowsRefused, match=r"are not in P1\. "):
        span(study, transcript="Pasientene:P1", quote="så 100_ av")


@pytest.mark.usefixtures("_transcript")
def test_words_are_found_however_their_letters_were_typed(study: OpenStudy) -> None:
    add_transcript(study, "P2", "Så lå den på gangen.")
    with study.reading() as connection:
        transcripts = Transcripts(connection)
        decomposed = row(transcript="P2", quote="la\u030a den pa\u030a")
        assert transcripts.span(decomposed, transcripts.named(decomposed)) == Span(3, 12)
