"""Claims about the history: who did what, newest first."""

from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import NothingToExport, NothingToRedo, NothingToUndo, ValueRefused
from qualcode.model import CodeGroup, ReadingMark
from qualcode.services.coding.codebooks import add_group, change_group
from qualcode.services.keeping.history import export_history, history, redo, undo
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_participant, add_substudy, add_transcript, analysis_of, code_words, registered


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


def test_the_history_is_filtered_by_who_what_when_and_about(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, analysis_of(study), "Uro")
    with open_study(study.path, coder="BB") as other:
        change_group(other, group, name="Plikt")
    assert [row.action for row in history(study, coder="BB")] == ["group.edit"]
    assert [row.action for row in history(study, action="group")] == ["group.edit", "group.new"]
    assert [row.action for row in history(study, action="group.new")] == ["group.new"]
    assert history(study, action="gro") == []
    assert history(study, since="2100-01-01") == []
    assert history(study, since="1.1.2000") == history(study)
    with study.reading() as connection:
        uid = connection.execute(select(col(CodeGroup.uid))).scalar_one()
    assert [row.action for row in history(study, about=uid)] == ["group.edit", "group.new"]
    assert [row.action for row in history(study, about="Plikt")] == ["group.edit"]
    assert history(study, about="%") == []
    with pytest.raises(ValueRefused):
        history(study, since="i går")


def test_the_history_is_written_as_a_table_that_runs_nothing(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    with open_study(study.path, coder="=cmd|' /C calc'!A1") as hostile:
        add_group(hostile, analysis_of(hostile), "Uro")
    export_history(study, tmp_path / "history.csv", coder="=cmd|' /C calc'!A1")
    written = (tmp_path / "history.csv").read_text(encoding="utf-8")
    assert written.splitlines()[0] == "id,at,coder,action,summary"
    assert ",'=cmd|' /C calc'!A1,group.new," in written
    with pytest.raises(NothingToExport):
        export_history(study, tmp_path / "none.csv", coder="CC")


def test_an_exported_history_quotes_nobody_without_consent(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    said = {"P1": "Jeg ble redd i gangen.", "P2": "Brevet lå under duken."}
    for code in said:
        add_participant(study, code)
    group = add_group(study, analysis_of(study), "Uro i kroppen")
    for code, words in said.items():
        key = add_transcript(study, code, [("I", "Hva skjedde?"), (code, words)])
        set_speakers(study, code, [("I", "interviewer", None), (code, "participant", code)])
        code_words(study, key, words, group)
    registered(study, consent=[{"participant": "P1", "given": "2016-03-07"}])
    export_history(study, tmp_path / "h.csv")
    written = (tmp_path / "h.csv").read_text(encoding="utf-8-sig")
    assert "Jeg ble redd" in written
    assert "Uro i kroppen" in written
    assert "Brevet" not in written
    assert len(written.splitlines()) == len(history(study)) + 1


def test_on_paper_the_history_is_four_columns_to_be_read(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    add_group(study, analysis_of(study), "Uro")
    export_history(study, tmp_path / "history.docx")
    rows = [[cell.text for cell in row.cells] for row in Document(str(tmp_path / "history.docx")).tables[0].rows]
    newest = history(study)[0]
    assert rows[1] == [str(newest.id), newest.at[:16].replace("T", " "), "AA", newest.summary]
