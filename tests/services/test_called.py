"""What is called the same in two substudies is told apart wherever both stand."""

import pytest

from qualcode.services.coding.blind_coding import begin_blind, blind_codings, end_blind
from qualcode.services.coding.coverage import uncoded_text
from qualcode.services.coding.differing import readings
from qualcode.services.coding.questions import ask, mark_discuss, questions, to_discuss
from qualcode.services.coding.settling import settle
from qualcode.services.material.substudies import set_analysis
from qualcode.services.overview.advice import advice
from qualcode.services.overview.next_steps import next_steps
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.protecting.confirmed_names import transcripts_to_go_through
from qualcode.services.reading.readers import mark_list_done, readers
from qualcode.services.reading.reading import mark_read
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    SUBSTUDY,
    add_group,
    add_participant,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
)

DOCTORS = "Legene"
SAID = [("P1", "Jeg satt i gangen."), ("P1", "Med jakka på.")]


@pytest.fixture
def transcripts(study: OpenStudy) -> list[int]:
    """Two of the name P1, of two people of that code, and P2; an analysis «Begge» of both substudies."""
    for substudy in (SUBSTUDY, DOCTORS):
        add_substudy(study, substudy)
        add_participant(study, "P1", substudy=substudy)
    made = [add_transcript(study, "P1", SAID, substudy=substudy) for substudy in (SUBSTUDY, DOCTORS)]
    for substudy in (SUBSTUDY, DOCTORS):
        set_speakers(study, f"{substudy}:P1", [("P1", "participant", "P1")])
    set_analysis(study, "Begge", substudies=[SUBSTUDY, DOCTORS])
    return [*made, add_transcript(study, "P2", "Ja.", substudy=DOCTORS)]


def test_what_is_left_uncoded_and_advice_say_whose_it_is(study: OpenStudy, transcripts: list[int]) -> None:
    code_words(study, transcripts[1], "Med jakka på.", add_group(study, "Uro", analysis="Begge"))
    found = [
        (one.transcript, one.coverage.participant, one.coverage.untouched)
        for one in uncoded_text(study, analysis_of(study, "Begge"))
    ]
    assert found == [("Pasientene:P1", "Pasientene:P1", 2), ("Legene:P1", "Legene:P1", 1)]
    (alone,) = uncoded_text(study, analysis_of(study, DOCTORS))
    assert (alone.transcript, alone.coverage.participant) == ("P1", "P1"), "there is no other in this analysis"
    (told,) = [one.message for one in advice(study) if one.kind == "group_on_one"]
    assert "Legene:P1" in told


def test_blind_coding_questions_and_different_readings_say_where(study: OpenStudy, transcripts: list[int]) -> None:
    analysis, group = analysis_of(study, "Begge"), add_group(study, "Uro", analysis="Begge")
    unit = code_words(study, transcripts[0], "Med jakka på.", group).unit_id
    mark_discuss(study, unit)
    ask(study, unit, "BB", "Hvorfor?")
    assert [one.transcript for one in questions(study)] == ["Pasientene:P1"]
    assert [one.transcript for one in to_discuss(study, analysis)] == ["Pasientene:P1"]
    begin_blind(study, analysis, ["AA", "BB"])
    names = ["Pasientene:P1", "Legene:P1", "P2"]
    assert [one.transcript for one in blind_codings(study, analysis)] == names
    assert [one.transcript for one in readings(study, analysis).waiting] == names
    end_blind(study, analysis)
    (place,) = readings(study, analysis).left
    assert place.transcript == "Pasientene:P1"
    settle(study, analysis, place, "all")
    assert [one.transcript for one in readings(study, analysis).settled] == ["Pasientene:P1"]


def test_new_interviews_of_one_substudy_do_not_call_to_those_of_another(
    study: OpenStudy, transcripts: list[int]
) -> None:
    set_analysis(study, "Begge", substudies=[SUBSTUDY])
    analysis = analysis_of(study, "Begge")
    mark_read(study, analysis, transcripts[0])
    mark_list_done(study, analysis)
    set_analysis(study, "Begge", substudies=[SUBSTUDY, DOCTORS])
    assert readers(study, analysis).came_since == ("Legene:P1", "P2")
    (step,) = [one for one in next_steps(study) if one.analysis == "Begge" and one.kind == "came-since"]
    assert (step.count, step.name) == (2, "Legene:P1")


def test_where_nobody_has_looked_for_names_says_where(study: OpenStudy, transcripts: list[int]) -> None:
    with study.reading() as connection:
        (told,) = transcripts_to_go_through(connection)
    assert "Pasientene:P1, Legene:P1, P2" in told.message
