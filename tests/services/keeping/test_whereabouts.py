"""Claims about what lies around a study: a shared folder is told of, and so are the copies a service made there."""

from pathlib import Path

import pytest

from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.whereabouts import whereabouts
from qualcode.services.protecting.withdrawing import withdraw_participant
from qualcode.storage.opening import OpenStudy, create_study
from tests.builders import add_participant, add_substudy


def test_an_ordinary_folder_is_not_worth_a_word(study: OpenStudy) -> None:
    assert whereabouts(study) == []


def test_a_shared_folder_is_told_of_by_check(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - UiB"
    folder.mkdir()
    with create_study(folder / "nmv.qualcode", title="T", language="nb", coder="AA") as study:
        report = check(study)
    assert report.ok, "it is a note, not an error"
    assert [(one.kind, one.where) for one in report.findings] == [("folder", str(folder))]
    assert "OneDrive" in report.findings[0].message


@pytest.mark.parametrize("name", ["study (conflicted copy 2026-11-22).qualcode", "study-PC.qualcode"])
def test_a_copy_that_a_service_made_is_told_of(study: OpenStudy, name: str) -> None:
    back_up(study, study.path.with_name(name))
    assert [(one.kind, one.where) for one in whereabouts(study)] == [("copy", name)]


def test_another_study_with_a_name_like_it_is_not_taken_for_a_copy(study: OpenStudy) -> None:
    create_study(study.path.with_name("study-2.qualcode"), title="T", language="nb", coder="AA").close()
    study.path.with_name("study 3.qualcode").write_text("notes", encoding="utf-8")
    assert whereabouts(study) == []


def test_a_backup_from_before_a_withdrawal_that_is_put_in_the_folder_again_is_told_of(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    backup = back_up(study)
    kept = backup.read_bytes()
    withdraw_participant(study, "P1")
    assert whereabouts(study) == []
    back_up(study)
    assert whereabouts(study) == []
    backup.write_bytes(kept)
    (found,) = whereabouts(study)
    assert (found.kind, backup.name in found.message) == ("withdrawn", True)
    assert backup.read_bytes() == kept
    assert check(study).ok
