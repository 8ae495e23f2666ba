"""Transcripts as they are read, and the list of them."""

import pytest

from qualcode.errors import AmbiguousName, ChangedMeanwhile, NothingNamed
from qualcode.model import ReadingMark
from qualcode.services.keeping.history import undo
from qualcode.services.material.transcripts import transcript_lines, transcript_text, transcript_view
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_participant, add_substudy, add_transcript, analysis_of, code_words

SAID = [("I", "Hvordan gikk det? Si litt."), ("P1", "Å, jo.\nDet gikk 😀 bra."), (None, "(latter)")]


def test_a_view_holds_the_whole_text_and_says_who_speaks_where(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    view = transcript_view(study, add_transcript(study, "P1", SAID))
    assert view.text == "\n\n".join(words for _, words in SAID)
    assert [view.text[turn.start : turn.end] for turn in view.turns] == [words for _, words in SAID]
    assert [turn.number for turn in view.turns] == [1, 2, 3]
    assert [turn.speaker.shown if turn.speaker else None for turn in view.turns] == ["I", "P1", None]
    assert view.turns[1].speaker is not None
    assert view.turns[1].speaker.participant == "P1"
    assert (view.name, view.substudy) == ("P1", "Pasientene")


def test_sentences_cover_every_turn_and_none_crosses_one(study: OpenStudy) -> None:
    add_substudy(study)
    view = transcript_view(study, add_transcript(study, "P1", SAID))
    assert [view.text[start:end] for start, end in view.sentences] == [
        "Hvordan gikk det?",
        "Si litt.",
        "Å, jo.",
        "Det gikk 😀 bra.",
        "(latter)",
    ]


def test_a_transcript_whose_import_was_undone_is_gone(study: OpenStudy) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", SAID)
    undo(study)
    with pytest.raises(ChangedMeanwhile):
        transcript_view(study, key)
    with pytest.raises(NothingNamed):
        transcript_text(study, "P1")
    assert transcript_lines(study, analysis_of(study)) == ()


def test_the_list_says_how_much_of_each_transcript_is_coded_in_this_analysis(study: OpenStudy) -> None:
    add_substudy(study)
    first = add_transcript(study, "P2", SAID)
    second = add_transcript(study, "P1", SAID)
    group = add_group(study, "Uro")
    code_words(study, second, "Si litt", group)
    code_words(study, second, "bra", group)
    lines = transcript_lines(study, analysis_of(study))
    assert [(line.id, line.name, line.units, line.turns, line.words) for line in lines] == [
        (first, "P2", 0, 3, 12),
        (second, "P1", 2, 3, 12),
    ]


def test_the_list_has_only_the_material_of_the_analysis(study: OpenStudy) -> None:
    add_substudy(study)
    add_substudy(study, "Fastlegene")
    add_transcript(study, "P1", SAID)
    add_transcript(study, "Fokusgruppe 1", SAID, substudy="Fastlegene")
    assert [line.name for line in transcript_lines(study, analysis_of(study, "Fastlegene"))] == ["Fokusgruppe 1"]


def test_what_is_read_is_read_by_this_coder(study: OpenStudy) -> None:
    add_substudy(study)
    first, second = (add_transcript(study, name, SAID) for name in ("P1", "P2"))
    add_transcript(study, "P3", SAID)
    analysis = analysis_of(study)
    with study.change("transcript.open", kind="mark") as change:
        mark = {"analysis_id": analysis, "coder_id": change.coder_id, "opened": change.at}
        change.add(ReadingMark, **mark, transcript_id=first, read=True)
        change.add(ReadingMark, **mark, transcript_id=second)
    assert [(line.opened, line.read) for line in transcript_lines(study, analysis)] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    with open_study(study.path, coder="BB") as other:
        assert [line.opened for line in transcript_lines(other, analysis)] == [False] * 3


def test_a_name_that_two_substudies_have_must_be_told_apart(study: OpenStudy) -> None:
    for substudy in ("Pasientene", "Fastlegene"):
        add_substudy(study, substudy)
        add_transcript(study, "P1", [("I", substudy)], substudy=substudy)
    with pytest.raises(AmbiguousName) as several:
        transcript_text(study, "P1")
    assert "Fastlegene:P1" in several.value.hint
    assert transcript_text(study, "Fastlegene:P1") == "Fastlegene"
