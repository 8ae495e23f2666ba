"""Claims about turns: one key tags one, from here on it is somebody else, and everything can be taken back."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, ValueRefused
from qualcode.model import MeaningUnit, Speaker, Turn
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.material.correcting import correct_turn, revisions, turns_changed
from qualcode.services.material.reviewing import units_to_review
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.material.turns import (
    mark_turn,
    merge_turn,
    note_turn,
    split_turn,
    split_turn_for,
    tag_person,
    tag_turn,
)
from qualcode.services.participants.speakers import set_speakers, speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.views.transcript import TurnView
from tests.builders import (
    add_group,
    add_participant,
    add_substudy,
    add_transcript,
    code_words,
    hash_of,
    text_of,
)

SAID = [("I", "Hva skjedde? Jeg møtte opp. Og du?"), (None, "Jeg ble hjemme."), ("I", "Nettopp.")]


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A paragraph in which three people speak, one of nobody's, and one of the interviewer's."""
    add_substudy(study)
    return add_transcript(study, "P1", SAID)


def turns_of(study: OpenStudy, transcript: int) -> list[TurnView]:
    return list(transcript_view(study, transcript).turns)


def said(study: OpenStudy, transcript: int) -> list[tuple[str | None, str]]:
    """Who says what, turn by turn."""
    view = transcript_view(study, transcript)
    names = [None if turn.speaker is None else turn.speaker.shown for turn in view.turns]
    return [(name, view.text[turn.start : turn.end]) for name, turn in zip(names, view.turns, strict=True)]


def is_whole(study: OpenStudy) -> bool:
    with study.reading() as connection:
        assert stored_counts(connection) == +count_anew(connection)
    return check(study).findings == ()


def test_a_turn_is_tagged_and_that_is_one_entry(study: OpenStudy, transcript: int) -> None:
    first, second, _ = turns_of(study, transcript)
    assert first.speaker is not None
    before, entries = hash_of(study), len(history(study))
    assert tag_turn(study, second.id, first.speaker.id, doubtful=True)
    assert not tag_turn(study, second.id, first.speaker.id, doubtful=True)
    tagged = turns_of(study, transcript)[1]
    assert (tagged.speaker, tagged.doubtful) == (first.speaker, True)
    assert len(history(study)) == entries + 1
    assert [one.turns for one in speakers(study, "P1")] == [3]
    undo(study)
    assert hash_of(study) == before
    assert is_whole(study)


def test_a_label_placed_with_somebody_stays_hers_when_it_reads_like_another(study: OpenStudy, transcript: int) -> None:
    fourth = add_participant(study, "P4")
    add_participant(study, "P7")
    label = add_transcript(study, "P4", [("P4", "Det er Kari."), (None, "Og her er Ola."), (None, "Ja.")])
    set_speakers(study, "P4", [("P4", "participant", "P7")])
    _, second, third = turns_of(study, label)
    for turn in (second, third):
        tag_person(study, turn.id, participant_id=fourth)
    assert [(one.label, one.participant, one.turns) for one in speakers(study, "P4")] == [
        ("P4", "P7", 1),
        ("P4 2", "P4", 2),
    ]
    assert is_whole(study)


def test_what_somebody_tagged_meanwhile_is_not_overwritten(study: OpenStudy, transcript: int) -> None:
    seen = turns_of(study, transcript)[1]
    first, second = add_participant(study, "P4"), add_participant(study, "P7")
    with open_study(study.path, coder="BB") as other:
        tag_person(other, seen.id, participant_id=first)
    with pytest.raises(ChangedMeanwhile):
        tag_person(study, seen.id, participant_id=second, seen=seen)
    assert said(study, transcript)[1][0] == "P4"
    tag_person(study, seen.id, participant_id=second, seen=turns_of(study, transcript)[1])
    assert said(study, transcript)[1][0] == "P7"


def test_a_cut_meant_for_an_earlier_wording_is_refused(study: OpenStudy, transcript: int) -> None:
    view = transcript_view(study, transcript)
    at = view.text.index("Jeg møtte")
    with open_study(study.path, coder="BB") as other:
        correct_turn(other, transcript, 1, "Og så, hva skjedde? Jeg møtte opp. Og du?")
    before = hash_of(study)
    with pytest.raises(ChangedMeanwhile):
        split_turn(study, view.turns[0].id, at, revision_id=view.revision_id)
    with pytest.raises(ChangedMeanwhile):
        merge_turn(study, view.turns[1].id, revision_id=view.revision_id)
    with pytest.raises(ChangedMeanwhile):
        correct_turn(study, transcript, 2, "Jeg ble her.", revision_id=view.revision_id)
    assert hash_of(study) == before


def test_a_note_that_two_people_write_is_refused_with_both_versions(study: OpenStudy, transcript: int) -> None:
    turn = turns_of(study, transcript)[0].id
    note_turn(study, turn, "ler", seen="")
    with pytest.raises(ChangedMeanwhile) as refused:
        note_turn(study, turn, "sukker", seen="")
    both = refused.value.values
    assert (both["stands"], both["wanted"]) == ({"note": "ler"}, {"note": "sukker"})
    with study.having_seen(both["row"], both["version"]):
        assert note_turn(study, turn, "sukker", seen="")
    assert not note_turn(study, turn, "sukker", seen="")


def test_a_tag_can_be_taken_off_again(study: OpenStudy, transcript: int) -> None:
    assert tag_turn(study, turns_of(study, transcript)[0].id, None)
    assert turns_of(study, transcript)[0].speaker is None


def test_a_person_gets_a_label_of_her_own_the_first_time(study: OpenStudy, transcript: int) -> None:
    person = add_participant(study, "FL10")
    first, second, third = (turn.id for turn in turns_of(study, transcript))
    before = hash_of(study)
    tag_person(study, first, participant_id=person)
    tag_person(study, third, participant_id=person)
    tag_person(study, second, role="moderator")
    assert [who for who, _ in said(study, transcript)] == ["FL10", "Moderator", "FL10"]
    assert [(one.label, one.role, one.turns) for one in speakers(study, "P1")] == [
        ("I", "interviewer", 0),
        ("FL10", "participant", 2),
        ("Moderator", "moderator", 1),
    ]
    for _ in range(3):
        undo(study)
    assert hash_of(study) == before


def test_a_label_that_is_the_persons_code_becomes_hers(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", [("FL10", "Ja."), (None, "Nei.")])
    person = add_participant(study, "FL10")
    tag_person(study, turns_of(study, transcript)[1].id, participant_id=person)
    assert [(one.label, one.participant, one.turns) for one in speakers(study, "P1")] == [("FL10", "FL10", 2)]


def test_what_else_is_to_be_said_about_a_turn(study: OpenStudy, transcript: int) -> None:
    turn = turns_of(study, transcript)[1].id
    before = hash_of(study)
    assert mark_turn(study, turn, overlap=True, inaudible=True)
    assert not mark_turn(study, turn, overlap=True)
    assert note_turn(study, turn, " latter, P2 nikker ")
    marked = turns_of(study, transcript)[1]
    assert (marked.overlap, marked.inaudible, marked.doubtful) == (True, True, False)
    assert marked.note == "latter, P2 nikker"
    assert note_turn(study, turn, "")
    for _ in range(3):
        undo(study)
    assert hash_of(study) == before


def test_from_here_on_it_is_somebody_else(study: OpenStudy, transcript: int) -> None:
    person = add_participant(study, "P4")
    stations = [hash_of(study)]
    first = turns_of(study, transcript)[0].id
    new = split_turn_for(study, first, text_of(study, transcript).index("Jeg møtte"), participant_id=person)
    stations.append(hash_of(study))
    newest = split_turn(study, new, text_of(study, transcript).index(" Og du"), doubtful=True)
    stations.append(hash_of(study))
    assert said(study, transcript) == [
        ("I", "Hva skjedde?"),
        ("P4", "Jeg møtte opp."),
        (None, "Og du?"),
        (None, "Jeg ble hjemme."),
        ("I", "Nettopp."),
    ]
    assert [turn.number for turn in turns_of(study, transcript)] == [1, 2, 3, 4, 5]
    assert [turn.id for turn in turns_of(study, transcript) if turn.doubtful] == [newest]
    assert is_whole(study)
    for expected in reversed(stations[:-1]):
        undo(study)
        assert hash_of(study) == expected
        assert is_whole(study)
    for expected in stations[1:]:
        redo(study)
        assert hash_of(study) == expected
    assert is_whole(study)
    assert len(revisions(study, transcript)) == 7


def test_a_turn_is_split_where_there_is_no_space(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "ja.Nei")
    split_turn(study, turns_of(study, transcript)[0].id, 3)
    assert text_of(study, transcript) == "ja.\n\nNei"
    undo(study)
    assert text_of(study, transcript) == "ja.Nei"


@pytest.mark.parametrize("at", [-5, 0, 34, 35, 99])
def test_a_cut_that_leaves_a_half_without_words_is_refused(study: OpenStudy, transcript: int, at: int) -> None:
    before = hash_of(study)
    with pytest.raises(ValueRefused):
        split_turn(study, turns_of(study, transcript)[0].id, at)
    assert hash_of(study) == before


def test_a_turn_is_merged_with_the_one_before(study: OpenStudy, transcript: int) -> None:
    first, second, _ = (turn.id for turn in turns_of(study, transcript))
    mark_turn(study, second, inaudible=True)
    note_turn(study, first, "nikker")
    note_turn(study, second, "ler")
    before = hash_of(study)
    assert merge_turn(study, second) == first
    assert said(study, transcript) == [("I", f"{SAID[0][1]} {SAID[1][1]}"), ("I", "Nettopp.")]
    merged = turns_of(study, transcript)[0]
    assert (merged.inaudible, merged.note) == (True, "nikker\nler")
    assert is_whole(study)
    undo(study)
    assert hash_of(study) == before
    assert is_whole(study)


def test_the_history_of_wordings_says_of_a_split_and_a_merge_what_they_were(study: OpenStudy, transcript: int) -> None:
    correct_turn(study, transcript, 1, "Noe annet ble sagt.")
    turn = transcript_view(study, transcript).turns[0]
    merge_turn(study, split_turn(study, turn.id, turn.start + len("Noe annet")))
    merged, split, words = ([turns_changed(part) for part in one.changes] for one in revisions(study, transcript)[:3])
    assert all(merged)
    assert all(split)
    assert merged != split
    assert not any(words), "words that became others are shown as they are"


def test_the_first_turn_has_none_before_it(study: OpenStudy, transcript: int) -> None:
    with pytest.raises(ValueRefused):
        merge_turn(study, turns_of(study, transcript)[0].id)


def test_times_stay_with_the_ends_they_belong_to(study: OpenStudy, transcript: int) -> None:
    first = turns_of(study, transcript)[0].id
    with study.change("test.times") as change:
        change.change(Turn, first, start_ms=1000, end_ms=9000)
    new = split_turn(study, first, 13)
    assert [(one.start_ms, one.end_ms) for one in turns_of(study, transcript)][:2] == [(1000, None), (None, 9000)]
    merge_turn(study, new)
    assert [(one.start_ms, one.end_ms) for one in turns_of(study, transcript)][:1] == [(1000, 9000)]


def test_units_keep_their_words_and_one_across_the_cut_is_looked_at(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Uro")
    for words in ("skjedde? Jeg", "møtte opp", "Nettopp"):
        code_words(study, transcript, words, group)
    split_turn(study, turns_of(study, transcript)[0].id, text_of(study, transcript).index("Jeg"))
    assert [(row.before, row.after) for row in units_to_review(study)] == [("skjedde? Jeg", "skjedde?\n\nJeg")]
    with study.reading() as connection:
        units = connection.execute(select(col(MeaningUnit.text)).order_by(col(MeaningUnit.start))).scalars().all()
    assert units == ["skjedde?\n\nJeg", "møtte opp", "Nettopp"]
    assert check(study).ok


def test_a_tag_is_taken_back_after_somebody_else_has_split_another_turn(study: OpenStudy, transcript: int) -> None:
    first, _, third = (turn.id for turn in turns_of(study, transcript))
    tag_turn(study, third, None)
    with open_study(study.path, coder="BB") as other:
        split_turn(other, first, 13)
    undo(study)
    assert said(study, transcript)[-1] == ("I", "Nettopp.")
    assert is_whole(study)


def test_what_is_not_there_is_said(study: OpenStudy, transcript: int) -> None:
    other = add_transcript(study, "P2", [("X", "Ja.")])
    foreign = turns_of(study, other)[0].speaker
    assert foreign is not None
    with pytest.raises(ChangedMeanwhile):
        tag_turn(study, turns_of(study, transcript)[0].id, foreign.id)
    with pytest.raises(ValueRefused):
        tag_person(study, turns_of(study, transcript)[0].id, role="doctor")
    with pytest.raises(ChangedMeanwhile):
        tag_turn(study, 999, None)
    with pytest.raises(ChangedMeanwhile):
        merge_turn(study, 999)
    with study.reading() as connection:
        assert len(connection.execute(select(col(Speaker.id))).all()) == 2
