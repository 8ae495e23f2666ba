"""Claims about undo: it survives closing, is each coder's own, and refuses where it would harm later work."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from qualcode.errors import NothingToRedo, NothingToUndo, StandsInTheWay
from qualcode.model import CodeGroup, JournalImages, Participant, ReadingMark, Speaker
from qualcode.services.coding.codebooks import change_group, remove_group
from qualcode.services.keeping.history import redo, undo
from qualcode.services.material.substudies import set_analysis
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import (
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    transcript_names,
)


def _hash(study: OpenStudy) -> str:
    with study.reading() as connection:
        return content_hash(connection)


def _group_names(study: OpenStudy) -> list[str]:
    with study.reading() as connection:
        return list(connection.execute(select(col(CodeGroup.name)).order_by(col(CodeGroup.position))).scalars())


def test_undo_and_redo_survive_closing_the_study(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study)
    before = _hash(study)
    add_group(study, "Plikt")
    after = _hash(study)
    study.close()
    with open_study(study_path, coder="AA") as reopened:
        undo(reopened)
        assert _hash(reopened) == before
    with open_study(study_path, coder="AA") as reopened:
        redo(reopened)
        assert _hash(reopened) == after


def test_everything_can_be_undone_to_the_empty_study_and_done_again(study: OpenStudy) -> None:
    hashes = [_hash(study)]
    add_substudy(study)
    hashes.append(_hash(study))
    transcript = add_transcript(study, "P1", [("I", "Møtte du?"), ("P1", "Jeg møtte jo opp.")])
    hashes.append(_hash(study))
    group = add_group(study, "Plikt")
    hashes.append(_hash(study))
    code_words(study, transcript, "møtte jo opp", group, subgroup_id=add_subgroup(study, group, "Høflig"))
    undo(study)
    undo(study)
    for expected in reversed(hashes[:-1]):
        undo(study)
        assert _hash(study) == expected
    with pytest.raises(NothingToUndo):
        undo(study)
    for expected in hashes[1:]:
        redo(study)
        assert _hash(study) == expected


def test_undo_of_an_import_marks_the_transcript_removed_and_redo_brings_it_back(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", "Jeg møtte jo opp.")
    undo(study)
    assert transcript_names(study) == []
    redo(study)
    assert transcript_names(study) == ["P1"]


def test_undo_takes_back_the_coders_own_newest_entry_and_nobody_elses(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, "Av AA")
    with open_study(study.path, coder="BB") as other:
        add_group(other, "Av BB")
        undo(study)
        assert _group_names(other) == ["Av BB"]
        undo(other)
        assert _group_names(other) == []
        with pytest.raises(NothingToUndo):
            undo(other)


def test_redo_goes_forward_in_the_order_things_were_done(study: OpenStudy) -> None:
    add_substudy(study)
    for name in ("Uro", "Plikt", "Trodd"):
        add_group(study, name)
    undo(study)
    undo(study)
    redo(study)
    assert _group_names(study) == ["Uro", "Plikt"]
    redo(study)
    assert _group_names(study) == ["Uro", "Plikt", "Trodd"]
    with pytest.raises(NothingToRedo):
        redo(study)


def test_something_new_ends_the_way_forward(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, "Uro")
    undo(study)
    add_group(study, "Plikt")
    with pytest.raises(NothingToRedo):
        redo(study)
    undo(study)
    redo(study)
    assert _group_names(study) == ["Plikt"]


def test_undo_after_redo_takes_the_same_thing_back_again(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, "Uro")
    for _ in range(3):
        undo(study)
        assert _group_names(study) == []
        redo(study)
        assert _group_names(study) == ["Uro"]


def test_undo_is_refused_when_the_row_has_been_changed_since(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Uro")
    with open_study(study.path, coder="BB") as other:
        change_group(other, group, name="Plikt")
    before = _hash(study)
    with pytest.raises(StandsInTheWay) as refused:
        undo(study)
    assert refused.value.values["obstacle"] == "the code group has been changed since"
    assert _hash(study) == before


def test_undo_is_refused_when_somebody_has_built_on_it(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    group = add_group(study, "Uro")
    with open_study(study.path, coder="BB") as other:
        code_words(other, transcript, "møtte", group)
    with pytest.raises(StandsInTheWay) as refused:
        undo(study)
    assert refused.value.values["obstacle"] == "something else refers to it now (the coding)"


def test_undo_of_an_import_is_refused_when_somebody_has_coded_in_it(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Uro")
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    with open_study(study.path, coder="BB") as other:
        code_words(other, transcript, "møtte", group)
    with pytest.raises(StandsInTheWay):
        undo(study)
    assert transcript_names(study) == ["P1"]


@pytest.mark.parametrize("way", ["removed", "renamed"])
def test_undo_is_refused_when_the_name_is_taken_meanwhile(study: OpenStudy, way: str) -> None:
    add_substudy(study)
    group = add_group(study, "Uro")
    if way == "removed":
        remove_group(study, group)
    else:
        change_group(study, group, name="Plikt")
    with open_study(study.path, coder="BB") as other:
        add_group(other, "Uro")
    with pytest.raises(StandsInTheWay) as refused:
        undo(study)
    assert refused.value.values["obstacle"] == "the code group of the same name is there now"


def test_undo_of_an_import_back_and_forth_is_refused_when_the_name_is_taken(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", "Jeg møtte jo opp.")
    undo(study)
    with open_study(study.path, coder="BB") as other:
        add_transcript(other, "P1", "Et annet intervju.")
    with pytest.raises(StandsInTheWay):
        redo(study)


def test_what_a_withdrawal_has_emptied_cannot_be_undone(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, "Uro")
    with study.maintenance() as connection:
        connection.execute(delete(JournalImages))
    with pytest.raises(StandsInTheWay) as refused:
        undo(study)
    assert refused.value.values["obstacle"] == "the words are deleted for good"


def test_a_row_that_was_brought_back_is_found_by_those_who_refer_to_it(study: OpenStudy) -> None:
    add_substudy(study)
    analysis = analysis_of(study)
    group = add_group(study, "Uro")
    add_subgroup(study, group, "Brevet")
    undo(study)
    undo(study)
    redo(study)
    redo(study)
    with study.reading() as connection:
        key = connection.execute(select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis)).scalar_one()
    assert key != group
    undo(study)
    undo(study)
    assert _group_names(study) == []


def test_participants_can_be_undone_after_the_transcripts_they_speak_in(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    add_transcript(study, "P1", [("I", "Møtte du?"), ("P1", "Jeg møtte jo opp.")])
    whole = _hash(study)
    for _ in range(2):
        undo(study)
    with study.reading() as connection:
        assert connection.execute(select(col(Participant.id))).all() == []
    for _ in range(2):
        redo(study)
    assert _hash(study) == whole
    with study.reading() as connection:
        known = select(col(Participant.code)).join(Speaker, col(Speaker.participant_id) == col(Participant.id))
        assert connection.execute(known).scalars().all() == ["P1"]


def test_having_opened_a_transcript_holds_nothing_back(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    set_analysis(study, "Om plikt", substudies=["Pasientene"])
    analysis = analysis_of(study, "Om plikt")
    with study.change("transcript.open", kind="mark") as change:
        mark = {"analysis_id": analysis, "coder_id": change.coder_id, "transcript_id": transcript}
        change.add(ReadingMark, **mark, opened=change.at)
    whole = _hash(study)
    undo(study)
    redo(study)
    assert _hash(study) == whole


def test_having_read_a_transcript_does(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    set_analysis(study, "Om plikt", substudies=["Pasientene"])
    analysis = analysis_of(study, "Om plikt")
    with open_study(study.path, coder="BB") as other, other.change("reading.done") as change:
        mark = {"analysis_id": analysis, "coder_id": change.coder_id, "transcript_id": transcript}
        change.add(ReadingMark, **mark, opened=change.at, read=True)
    with pytest.raises(StandsInTheWay):
        undo(study)


def test_redo_of_what_a_withdrawal_has_emptied_is_refused(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, "Uro")
    undo(study)
    with study.maintenance() as connection:
        connection.execute(delete(JournalImages))
    with pytest.raises(StandsInTheWay):
        redo(study)
    assert _group_names(study) == []
