"""Who the labels are: what is taken for granted at import, and what is said afterwards."""

import pytest

from qualcode.errors import NothingNamed, ValueRefused
from qualcode.services.keeping.history import history, undo
from qualcode.services.participants.speakers import match_speakers, set_speakers, speakers
from qualcode.storage.opening import OpenStudy
from qualcode.views.importing import SpeakerCount
from tests.builders import add_participant, add_substudy, add_transcript

SAID = [("I", "Hva?"), ("p1", "Ja."), ("I", "Og?"), ("Kone", "Nei."), ("p1", "Jo.")]


def test_labels_stand_in_order_of_appearance_with_their_turns(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    add_transcript(study, "P1", SAID)
    assert speakers(study, "P1") == (
        SpeakerCount("I", "interviewer", None, 2),
        SpeakerCount("p1", "participant", "P1", 2),
        SpeakerCount("Kone", "unknown", None, 1),
    )


def test_labels_are_set_in_one_action(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    add_participant(study, "P2")
    add_transcript(study, "P1", SAID)
    set_speakers(study, "P1", [("Kone", "participant", "P2"), ("I", "moderator", None)])
    assert [(row.role, row.participant) for row in speakers(study, "P1")] == [
        ("moderator", None),
        ("participant", "P1"),
        ("participant", "P2"),
    ]
    undo(study)
    assert [row.role for row in speakers(study, "P1")] == ["interviewer", "participant", "unknown"]


def test_a_label_that_is_a_code_need_not_be_told_whose_it_is(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", SAID)
    add_participant(study, "P1")
    assert speakers(study, "P1")[1].role == "unknown"
    set_speakers(study, "P1", [("p1", "participant", None)])
    assert speakers(study, "P1")[1].participant == "P1"


def test_another_role_lets_go_of_the_participant(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    add_transcript(study, "P1", SAID)
    set_speakers(study, "P1", [("p1", "secretary", None)])
    assert speakers(study, "P1")[1] == SpeakerCount("p1", "secretary", None, 2)


@pytest.mark.parametrize(
    ("tag", "error", "told"),
    [
        (("Kona", "participant", None), NothingNamed, "Kone"),
        (("Kone", "participant", "P11"), NothingNamed, "P1"),
        (("Kone", "doctor", None), ValueRefused, "moderator"),
        (("Kone", "moderator", "P1"), ValueRefused, "participant:P1"),
    ],
)
def test_what_does_not_exist_is_refused_and_nothing_of_the_action_is_kept(
    study: OpenStudy, tag: tuple[str, str, str | None], error: type[NothingNamed | ValueRefused], told: str
) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    add_transcript(study, "P1", SAID)
    entries = len(history(study))
    with pytest.raises(error) as refused:
        set_speakers(study, "P1", [("I", "moderator", None), tag])
    assert told in refused.value.hint
    assert speakers(study, "P1")[0].role == "interviewer"
    assert len(history(study)) == entries


def test_a_participant_of_another_substudy_is_not_one_of_this_transcript(study: OpenStudy) -> None:
    add_substudy(study)
    add_substudy(study, "Fastlegene")
    add_participant(study, "FL1", substudy="Fastlegene")
    add_transcript(study, "P1", SAID)
    with pytest.raises(NothingNamed):
        set_speakers(study, "P1", [("Kone", "participant", "FL1")])


def test_participants_who_come_later_take_their_labels_but_not_those_somebody_has_placed(study: OpenStudy) -> None:
    substudy_id = add_substudy(study)
    add_transcript(study, "P1", SAID)
    add_transcript(study, "P2", [("P1", "Jeg er hennes mann."), ("P2", "Ja.")])
    set_speakers(study, "P2", [("P1", "secretary", None)])
    for code in ("P1", "P2"):
        add_participant(study, code)
    with study.change("participants.match") as change:
        assert match_speakers(change, substudy_id) == 2
    assert speakers(study, "P1")[1].participant == "P1"
    assert [(row.role, row.participant) for row in speakers(study, "P2")] == [
        ("secretary", None),
        ("participant", "P2"),
    ]
