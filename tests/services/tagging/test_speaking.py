"""Claims about speaker tagging as services: who, from where, and what is left."""

import pytest

from qualcode.errors import ChangedMeanwhile, ValueRefused
from qualcode.services.keeping.history import undo
from qualcode.services.material.media import file_name, find_media, set_media
from qualcode.services.tagging.speaking import (
    finish_tagging,
    place_label,
    tag,
    tag_from,
    tagging_view,
    transcripts_to_tag,
    turn_view,
)
from qualcode.storage.opening import OpenStudy
from qualcode.views.speaking import is_left, is_tagged
from tests.builders import add_participant, add_substudy, add_transcript, hash_of

SAID = (("SPEAKER_00", "Velkommen. Hvem vil begynne?"), (None, "Jeg kan. Nei, du."), ("SPEAKER_00", "Takk."))


@pytest.fixture
def group(study: OpenStudy) -> int:
    add_substudy(study, "Fastlegene", design="focus-group")
    add_participant(study, "FL6", substudy="Fastlegene")
    return add_transcript(study, "FG", SAID, substudy="Fastlegene")


def test_a_label_alone_is_not_a_tag(study: OpenStudy, group: int) -> None:
    view = tagging_view(study, group)
    assert [is_tagged(turn) for turn in view.turns] == [False, False, False]
    assert [(one.turns, one.left) for one in transcripts_to_tag(study)] == [(3, 3)]


def test_a_turn_is_tagged_and_read_alone_as_it_is_read_with_all(study: OpenStudy, group: int) -> None:
    view = tagging_view(study, group)
    person = view.people[2]
    assert tag(study, view.turns[1], person, doubtful=True)
    assert not tag(study, view.turns[1], person, doubtful=True)
    after = tagging_view(study, group)
    assert after.turns[1].speaker is not None
    assert after.turns[1].speaker.participant == "FL6"
    assert is_left(after.turns[1])
    assert [turn_view(study, turn.id) for turn in after.turns] == list(after.turns)


def test_unknown_keeps_a_label_nobody_has_placed_and_takes_a_name_away(study: OpenStudy, group: int) -> None:
    view = tagging_view(study, group)
    assert not tag(study, view.turns[0], None)
    tag(study, view.turns[1], view.people[0])
    tag(study, tagging_view(study, group).turns[1], None)
    after = tagging_view(study, group)
    assert after.turns[0].speaker is not None
    assert after.turns[0].speaker.label == "SPEAKER_00"
    assert after.turns[1].speaker is None


def test_from_a_word_on_it_is_another_and_undo_is_one_step(study: OpenStudy, group: int) -> None:
    view, before = tagging_view(study, group), hash_of(study)
    key = tag_from(study, view.turns[1], view.text.index("Nei"), view.people[2])
    after = tagging_view(study, group)
    assert [after.text[turn.start : turn.end] for turn in after.turns[1:3]] == ["Jeg kan.", "Nei, du."]
    assert after.turns[2].id == key
    undo(study)
    assert hash_of(study) == before
    with pytest.raises(ChangedMeanwhile):
        turn_view(study, key)


def test_nothing_is_cut_off_before_the_first_word(study: OpenStudy, group: int) -> None:
    view = tagging_view(study, group)
    with pytest.raises(ValueRefused):
        tag_from(study, view.turns[1], view.turns[1].start, view.people[2])


def test_a_label_is_placed_for_the_transcript_and_let_go_again(study: OpenStudy, group: int) -> None:
    view = tagging_view(study, group)
    place_label(study, view, "SPEAKER_00", view.people[0])
    assert [is_tagged(turn) for turn in tagging_view(study, group).turns] == [True, False, True]
    place_label(study, view, "SPEAKER_00", None)
    assert not any(is_tagged(turn) for turn in tagging_view(study, group).turns)


def test_who_a_label_turned_out_to_be_is_proposed_tomorrow_too_until_it_is_taken_back(
    study: OpenStudy, group: int
) -> None:
    view = tagging_view(study, group)
    tag(study, view.turns[0], view.people[2])
    tomorrow = tagging_view(study, group)
    assert {key: one.person for key, one in tomorrow.proposals.items()}[view.turns[2].id] == view.people[2]
    assert view.turns[1].id not in tomorrow.proposals
    undo(study)
    assert view.turns[2].id not in tagging_view(study, group).proposals


def test_tagging_is_marked_as_done_and_undone(study: OpenStudy, group: int) -> None:
    finish_tagging(study, group)
    assert tagging_view(study, group).done
    undo(study)
    assert not tagging_view(study, group).done


def test_of_a_recording_only_the_name_is_kept(study: OpenStudy, group: int) -> None:
    set_media(study, group, r"C:\Users\kari\Opptak\FG 2.m4a")
    assert tagging_view(study, group).media == "FG 2.m4a"
    assert file_name("/hjemme/hos/kari/x.mp3") == "x.mp3"
    undo(study)
    assert tagging_view(study, group).media == ""


def test_a_recording_is_found_beside_the_study_whatever_its_capitals(study: OpenStudy, group: int) -> None:
    folder = study.path.parent
    (folder / "fg 2.M4A").write_bytes(b"x")
    (folder / "a.mp3").mkdir()
    assert find_media("FG 2.m4a", [folder / "gone", folder]) == folder / "fg 2.M4A"
    assert find_media("a.mp3", [folder]) is None
    assert find_media("", [folder]) is None
    assert find_media("../FG 2.m4a", [folder]) == folder / "fg 2.M4A"
