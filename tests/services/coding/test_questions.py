"""Step 2: units in doubt, questions to a colleague, groups in a participant's words, and what is left uncoded."""

import pytest

from qualcode.errors import EmptySpan, ValueRefused
from qualcode.services.coding.codebooks import code_in_vivo
from qualcode.services.coding.coverage import coverage, next_uncoded
from qualcode.services.coding.questions import answer, ask, mark_discuss, questions, remove_question, to_discuss
from qualcode.services.coding.reshaping import merge_units, remove_unit, split_unit
from qualcode.services.coding.units import code_groups, list_units, units_in_transcript
from qualcode.services.keeping.history import redo, undo
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from tests.builders import add_group, add_participant, add_substudy, add_transcript, analysis_of, code_words, hash_of

SAID = [("I", "Hva tenkte du?"), ("P1", "Jeg satt i gangen. Med jakka på."), ("I", "Ja?"), ("P1", "Flau, ja.")]


class Coded:
    """One transcript with two units of AA's."""

    def __init__(self, study: OpenStudy) -> None:
        add_substudy(study)
        self.study, self.analysis = study, analysis_of(study)
        self.transcript = add_transcript(study, "P1", SAID)
        self.group = add_group(study, "Uro")
        self.sat = code_words(study, self.transcript, "Jeg satt i gangen.", self.group).unit_id
        self.jacket = code_words(study, self.transcript, "Med jakka på.", self.group).unit_id

    def discussed(self) -> list[bool]:
        """Which units are marked to be discussed, in order of place."""
        units = units_in_transcript(self.study, analysis_id=self.analysis, transcript_id=self.transcript)
        return [unit.discuss for unit in units]


@pytest.fixture
def coded(study: OpenStudy) -> Coded:
    """A coded transcript."""
    return Coded(study)


def test_a_unit_is_marked_to_be_discussed_and_both_halves_of_it_are(coded: Coded) -> None:
    mark_discuss(coded.study, coded.sat)
    assert coded.discussed() == [True, False]
    assert [(one.words, one.coder) for one in to_discuss(coded.study)] == [("Jeg satt i gangen.", "AA")]
    split_unit(coded.study, unit_id=coded.sat, at=len(SAID[0][1]) + 2 + len("Jeg satt"))
    assert coded.discussed() == [True, True, False]
    undo(coded.study)
    mark_discuss(coded.study, coded.sat, discuss=False)
    assert coded.discussed() == [False, False]


def test_a_question_is_listed_until_it_is_answered(coded: Coded) -> None:
    key = ask(coded.study, coded.sat, " bb ", "Er dette uro?")
    (asked,) = questions(coded.study)
    assert (asked.coder, asked.asked, asked.words, asked.open) == ("AA", "bb", "Jeg satt i gangen.", True)
    with open_study(coded.study.path, coder="bb") as other:
        assert [one.id for one in questions(other, asked="bb")] == [key]
        answer(other, key, "Ja, det er det.")
        assert questions(other) == []
        (done,) = questions(other, coded.analysis, answered=True)
        assert (done.answer, done.answered_by) == ("Ja, det er det.", "bb")
        answer(other, key, " ")
        assert len(questions(other)) == 1
    with pytest.raises(ValueRefused):
        ask(coded.study, coded.sat, " ", "Hva?")
    with pytest.raises(ValueRefused):
        ask(coded.study, coded.sat, "BB", " ")


def test_questions_go_where_their_unit_goes(coded: Coded) -> None:
    ask(coded.study, coded.jacket, "BB", "Hvorfor?")
    mark_discuss(coded.study, coded.jacket)
    merge_units(coded.study, unit_ids=[coded.sat, coded.jacket])
    assert questions(coded.study)[0].words == "Jeg satt i gangen. Med jakka på."
    assert coded.discussed() == [True]
    before = hash_of(coded.study)
    remove_unit(coded.study, unit_id=coded.sat)
    assert questions(coded.study) == []
    undo(coded.study)
    assert hash_of(coded.study) == before
    remove_question(coded.study, questions(coded.study)[0].id)
    assert questions(coded.study) == []


def test_a_group_is_called_what_the_participant_said(coded: Coded) -> None:
    text = transcript_view(coded.study, coded.transcript).text
    start = text.index("Flau, ja.")
    before = hash_of(coded.study)
    for _ in range(2):
        code_in_vivo(coded.study, coded.analysis, transcript_id=coded.transcript, span=Span(start, start + 9))
    assert [group.name for group in code_groups(coded.study, coded.analysis)] == ["Uro", "Flau, ja"]
    assert list_units(coded.study)[-1].code_groups == ("Flau, ja",)
    undo(coded.study)
    assert hash_of(coded.study) == before
    redo(coded.study)
    with pytest.raises(EmptySpan):
        code_in_vivo(coded.study, coded.analysis, transcript_id=coded.transcript, span=Span(14, 16))


def test_uncoded_text_is_counted_in_the_participants_own_words_and_walked_to(coded: Coded) -> None:
    add_participant(coded.study, "P1")
    set_speakers(coded.study, "P1", [("P1", "participant", "P1"), ("I", "interviewer", None)])
    view = transcript_view(coded.study, coded.transcript)
    units = units_in_transcript(coded.study, analysis_id=coded.analysis, transcript_id=coded.transcript)
    (own,) = coverage(view, units)
    assert (own.words, own.coded, own.percent, own.turns, own.untouched) == (9, 7, 77, 2, 1)
    last = next_uncoded(view, units, 0)
    assert last is not None
    assert view.text[last.start : last.end] == "Flau, ja."
    assert next_uncoded(view, units, last.start) == last, "from the end it begins again"
    first = next_uncoded(view, (), -1)
    assert first is not None
    assert first.start == view.turns[1].start
