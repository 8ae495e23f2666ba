"""Claims about suggestions in a study: what is offered, what never is, and what is remembered of it."""

import pytest
from sqlalchemy import select

from qualcode.errors import ChangedMeanwhile, NothingNamed, SuggestionsOff, TooFewExamples
from qualcode.model import MeaningUnit, SuggestionDecision
from qualcode.services.asking.suggest_material import learn, pack
from qualcode.services.asking.suggesting import (
    hit_rates,
    refuse_suggestion,
    suggest_groups,
    suggest_groups_at,
    suggest_passages,
    take_suggestion,
)
from qualcode.services.coding.blind_coding import begin_blind, end_blind
from qualcode.services.keeping.history import undo
from qualcode.services.material.correcting import correct_turn
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.suggesting import TO_GROUP, TO_PASSAGE, Decided, HitRate, SuggestedPassage
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SAID = [
    *[
        ("P1", f"Brevet fra kontoret lå i postkassen {day}, og konvolutten var brun og tykk som en bok.")
        for day in DAYS
    ],
    ("I", "Lå brevet fra kontoret i postkassen, og var konvolutten brun og tykk som en bok da du så den?"),
    *[("P1", f"Legen så meg på {day} og hørte rolig på det jeg fortalte henne om ryggen og søvnen.") for day in DAYS],
]


@pytest.fixture
def letters(study: OpenStudy) -> int:
    """A group with five letters of seven coded, in a transcript where the interviewer speaks of letters too."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    set_speakers(study, "P1", [("I", "interviewer", None)])
    group = add_group(study, "Brevet")
    for day in DAYS[:5]:
        code_words(study, transcript, f"Brevet fra kontoret lå i postkassen {day}", group)
    return group


def _take(study: OpenStudy, one: SuggestedPassage, group: int, *, asked: str = TO_GROUP) -> None:
    take_suggestion(
        study,
        transcript_id=one.transcript_id,
        span=Span(one.start, one.end),
        revision_id=one.revision_id,
        group_id=group,
        decided=Decided(asked, one.rank),
    )


def _refuse(study: OpenStudy, one: SuggestedPassage, group: int) -> None:
    where = {"transcript_id": one.transcript_id, "revision_id": one.revision_id}
    refuse_suggestion(study, span=Span(one.start, one.end), refused={group: Decided(TO_GROUP, one.rank)}, **where)


def _texts(study: OpenStudy, limit: int = 2) -> list[str]:
    return [one.text for one in suggest_passages(study, "Brevet", limit=limit).passages]


def test_what_is_like_the_group_and_not_coded_there_comes_first_and_the_interviewer_never(
    study: OpenStudy, letters: int
) -> None:
    found = suggest_passages(study, "Brevet", limit=50)
    assert [DAYS[5] in one.text or DAYS[6] in one.text for one in found.passages[:2]] == [True, True]
    assert found.examples == 5
    first = found.passages[0]
    assert first.text.startswith("Brevet fra kontoret")
    assert (first.transcript, first.rank) == ("P1", 1)
    assert not any(one.text.endswith("?") for one in found.passages)
    assert not any("mandag, og" in one.text for one in found.passages)


def test_nothing_is_coded_until_somebody_takes_it_and_undo_takes_back_both(study: OpenStudy, letters: int) -> None:
    first = suggest_passages(study, "Brevet").passages[0]
    with study.reading() as connection:
        before = len(connection.execute(select(MeaningUnit)).all())
    _take(study, first, letters)
    assert first.text not in _texts(study)
    assert hit_rates(study, analysis_of(study)) == {"Brevet": HitRate(1, 1)}
    undo(study)
    assert _texts(study)[0] == first.text
    with study.reading() as connection:
        assert len(connection.execute(select(MeaningUnit)).all()) == before
        assert connection.execute(select(SuggestionDecision)).all() == []


def test_refused_passage_is_not_suggested_again_to_her_but_to_others(study: OpenStudy, letters: int) -> None:
    first, second = suggest_passages(study, "Brevet", limit=2).passages
    _refuse(study, first, letters)
    assert _texts(study)[0] == second.text
    assert suggest_passages(study, "Brevet").rate == HitRate(0, 1)
    with open_study(study.path, coder="BB") as other:
        assert _texts(other)[0] == first.text


def test_correction_is_learnt_and_an_old_suggestion_is_not_coded_elsewhere(study: OpenStudy, letters: int) -> None:
    first = suggest_passages(study, "Brevet").passages[0]
    correct_turn(study, first.transcript_id, 1, f"Ja. {SAID[0][1]}")
    with pytest.raises(ChangedMeanwhile):
        _take(study, first, letters)
    again = suggest_passages(study, "Brevet").passages[0]
    assert (again.text, again.start) == (first.text, first.start + 4)


def test_learning_tells_how_far_it_has_come_and_can_be_stopped_without_harm(study: OpenStudy, letters: int) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        suggest_passages(study, "Brevet", pace=stop)
    passages = len(learn(study).passages)
    assert told == [(0, passages), (passages // 2, passages)]
    assert suggest_passages(study, "Brevet", pace=stop).passages


def test_coding_and_its_undo_learn_nothing_anew_and_a_speaker_does(study: OpenStudy, letters: int) -> None:
    learnt = learn(study)
    code_words(study, 1, "Legen så meg på mandag", letters)
    undo(study)
    assert learn(study) is learnt
    set_speakers(study, "P1", [("I", "unknown", None)])
    anew = learn(study)
    assert anew is not learnt
    assert any(one.text.endswith("?") for one in anew.passages)


def test_groups_are_offered_for_words_that_are_not_in_them_yet(study: OpenStudy, letters: int) -> None:
    doctor = add_group(study, "Legen")
    for day in DAYS[:5]:
        code_words(study, 1, f"Legen så meg på {day}", doctor)
    add_group(study, "Tom")
    found = suggest_passages(study, "Legen", limit=1).passages[0]
    offered = suggest_groups(study, analysis_of(study), transcript_id=1, span=Span(found.start, found.end))
    assert offered.groups[0].group == "Legen"
    assert "Tom" not in [one.group for one in offered.groups]
    _take(study, found, doctor, asked=TO_PASSAGE)
    again = suggest_groups_at(study, "P1", found.start, found.end)
    assert "Legen" not in [one.group for one in again.groups]


def test_under_five_units_and_while_somebody_codes_blind_nothing_is_suggested(study: OpenStudy, letters: int) -> None:
    add_group(study, "Ny")
    with pytest.raises(TooFewExamples):
        suggest_passages(study, "Ny")
    with pytest.raises(NothingNamed):
        suggest_passages(study, "Finnes ikke")
    begin_blind(study, analysis_of(study), ["AA", "BB"])
    with pytest.raises(SuggestionsOff):
        suggest_passages(study, "Brevet")
    with pytest.raises(SuggestionsOff):
        suggest_groups(study, analysis_of(study), transcript_id=1, span=Span(0, 20))
    end_blind(study, analysis_of(study))
    assert _texts(study)


def test_passage_is_a_sentence_or_several_until_there_are_words_enough() -> None:
    text = "Ja. " + "ord " * 15 + "slutt. Nei."
    sentences = [(0, 3), (4, len(text) - 5), (len(text) - 4, len(text))]
    assert pack(sentences, text) == [(0, len(text))]
    assert pack(sentences[:1], text) == [(0, 3)]
