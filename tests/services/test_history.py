"""Claims about the history: who did what, newest first."""

import pytest

from qualcode.errors import NothingToRedo, NothingToUndo
from qualcode.model import ReadingMark
from qualcode.services.codebooks import add_group, change_group
from qualcode.services.history import history, redo, undo
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_substudy, add_transcript, analysis_of


def test_a_new_study_has_no_history_and_nothing_to_undo(study: OpenStudy) -> None:
    assert history(study) == []
    with pytest.raises(NothingToUndo):
        undo(study)
    with pytest.raises(NothingToRedo):
        redo(study)


def test_the_newest_entry_stands_first_with_its_coder(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, analysis_of(study), "Uro")
    with open_study(study.path, coder="BB") as other:
        change_group(other, group, name="Plikt")
    rows = history(study)
    assert [(row.coder, row.action, row.summary) for row in rows[:2]] == [
        ("BB", "group.edit", 'Changed the code group "Plikt"'),
        ("AA", "group.new", 'Added the code group "Uro"'),
    ]
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
    assert rows[0].at.endswith("Z")
    assert history(study, limit=1) == rows[:1]


def test_undo_and_redo_are_entries_themselves_and_say_what_they_took(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, analysis_of(study), "Uro")
    assert undo(study) == 'Added the code group "Uro"'
    assert redo(study) == 'Added the code group "Uro"'
    assert [(row.action, row.summary) for row in history(study, limit=2)] == [
        ("history.redo", 'Did again: Added the code group "Uro"'),
        ("history.undo", 'Undid: Added the code group "Uro"'),
    ]


def test_having_opened_a_transcript_is_not_part_of_the_history(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    rows = history(study)
    place = {"analysis_id": analysis_of(study), "transcript_id": transcript}
    with study.change("transcript.open", kind="mark") as change:
        change.add(ReadingMark, **place, coder_id=change.coder_id, opened=change.at)
    assert history(study) == rows


def test_what_an_undo_refused_leaves_no_entry(study: OpenStudy) -> None:
    with pytest.raises(NothingToUndo):
        undo(study)
    assert history(study) == []
