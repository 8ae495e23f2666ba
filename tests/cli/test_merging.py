"""`merge`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from qualcode.services.coding.codebooks import change_group
from qualcode.services.keeping.backups import back_up
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy
from tests.cli.conftest import Run


def test_another_copys_work_is_taken_in_and_what_differs_is_listed(run: Run, study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    group = add_group(study, "Uro")
    other = back_up(study, tmp_path / "other.qualcode")
    change_group(study, group, name="Uro", definition="Min")
    with open_study(other, coder="BB") as theirs:
        change_group(theirs, group, name="Uro", definition="Din")
        add_group(theirs, "Etterpå")
    study.close()
    found = json.loads(run("merge", study.path, other, "--json", "--coder", "AA").out)
    assert found["added"] == {"code_group": 1}
    assert [(one["ours"], one["theirs"]) for one in found["conflicts"]] == [("Min", "Din")]
    again = run("merge", study.path, other)
    assert again.code == 0
    assert "nothing to take in" in again.out
    assert "1 difference was told at an earlier merge" in again.out
    again = run("merge", study.path, other, "--all")
    assert "here:  Min" in again.out
    assert "there: Din" in again.out


def test_what_is_no_copy_is_named_and_left_as_it_is_and_none_is_made(
    run: Run, study: OpenStudy, tmp_path: Path
) -> None:
    study.close()
    missing, empty, folder = tmp_path / "none.qualcode", tmp_path / "empty.qualcode", tmp_path / "folder"
    empty.touch()
    folder.mkdir()
    hostile = tmp_path / "hostile.qualcode"
    hostile.write_bytes(study.path.read_bytes())
    with closing(sqlite3.connect(hostile)) as connection:
        connection.execute("CREATE VIEW evil AS SELECT 1")
    for other, reason in ((missing, "no file"), (empty, "empty"), (folder, "a folder"), (hostile, '"evil"')):
        told = run("merge", study.path, other)
        assert told.code == 3
        assert other.name in told.err
        assert reason in told.err
    assert not missing.exists()
    assert not empty.stat().st_size
