"""Claims about the end of a project: it is told of in time, personal data is listed, and ours deleted."""

from datetime import UTC, datetime, timedelta

import pytest

from qualcode.errors import StudyInUse
from qualcode.services.keeping.history import undo
from qualcode.services.keeping.purging import list_for_purge, purge_study
from qualcode.services.overview.next_steps import next_steps, step_sentence
from qualcode.services.register.register import register
from qualcode.storage.backups import backup_folder, take_backup
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_participant, add_substudy, add_transcript, registered
from tests.cli.conftest import Run, run

assert run


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """A study with a participant, a transcript and a recording that is not deleted."""
    add_substudy(study)
    add_participant(study, "P1")
    add_transcript(study, "P1", "Ja.")
    registered(study, recordings=[{"interview": "P1", "device": "opptaker 3", "storage": "skap B"}])
    return study


@pytest.mark.parametrize(("days", "kinds"), [(400, []), (10, ["project-ends"]), (-3, ["project-ended"])])
def test_the_end_is_told_of_when_it_is_near_or_past(material: OpenStudy, days: int, kinds: list[str]) -> None:
    registered(material, project=[{"ends": day(days)}])
    assert register(material).project[0].ends == day(days)
    told = [step for step in next_steps(material) if step.kind.startswith("project")]
    assert [step.kind for step in told] == kinds
    assert all(day(days) in step_sentence(step) for step in told)
    undo(material)
    assert register(material).project[0].ends == ""


def test_everything_that_holds_personal_data_is_listed(material: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_LINKAGE_KEY", "/secure/key.age")
    backup = take_backup(material.path)
    copy = take_backup(material.path, to=material.path.with_name("til Ola.qualcode"))
    view = list_for_purge(material)
    assert view.beside == (str(copy),)
    assert (view.participants, view.transcripts, view.recordings) == (1, 1, ("P1, opptaker 3, skap B",))
    assert {str(material.path), str(backup)} <= set(view.files)
    assert view.linkage_key == "/secure/key.age"
    assert material.path.exists()


def test_the_study_and_its_backups_are_deleted_and_nothing_else(material: OpenStudy) -> None:
    take_backup(material.path)
    other = material.path.with_name("notes.txt")
    other.write_text("stays", encoding="utf-8")
    left = backup_folder(material.path) / ".0123456789ab.part"
    left.write_text("half a copy, of a program that was killed", encoding="utf-8")
    assert str(left) in list_for_purge(material).files
    assert purge_study(material).done
    assert not backup_folder(material.path).exists()
    assert [one.name for one in material.path.parent.iterdir() if one.is_file()] == ["notes.txt"]


def test_nothing_is_deleted_while_somebody_else_has_it_open(material: OpenStudy) -> None:
    with open_study(material.path, coder="BB") as other, other.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM study").all()
        with pytest.raises(StudyInUse):
            purge_study(material)
    assert material.path.exists()


def test_the_command_lists_and_deletes_only_when_it_is_confirmed(material: OpenStudy, run: Run) -> None:
    material.close()
    assert "skap B" in run("purge", material.path).out
    assert run("purge", material.path, "--yes").code == 0
    refused = run("purge", material.path, "--delete")
    assert (refused.code, material.path.exists()) == (7, True)
    assert run("purge", material.path, "--delete", "--yes").code == 0
    assert not material.path.exists()
