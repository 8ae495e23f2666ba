"""Claims about opening a study: what is none is refused and left as it was, byte for byte."""

import hashlib
import os
import shutil
import sqlite3
import stat
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from qualcode.errors import (
    NameRefused,
    NoSuchStudy,
    NotAStudy,
    StudyBusy,
    StudyDamaged,
    StudyError,
    StudyExists,
    StudyGone,
    StudyNewer,
    StudyReadOnly,
    StudyReplaced,
)
from qualcode.model import CodeGroup, Substudy
from qualcode.services.coding import codebooks
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.history import history
from qualcode.services.material.substudies import set_substudy
from qualcode.storage import sqlite_file
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, create_study, open_study
from tests.builders import add_substudy, analysis_of, transcript_names

needs_ordinary_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def _bytes(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _closed_study(folder: Path) -> Path:
    path = folder / "closed.qualcode"
    with create_study(path, title="A study", language="nb", coder="AA") as study:
        add_substudy(study)
    return path


def _execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _word_file(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(3000))


def _text(path: Path) -> None:
    path.write_text("I: Hva tenkte du?\n" * 200, encoding="utf-8")


def _other_database(path: Path) -> None:
    path.unlink()
    _execute(path, "CREATE TABLE project (memo text)")


def _other_mark(path: Path) -> None:
    _execute(path, "PRAGMA application_id = 42")


def _trigger(path: Path) -> None:
    _execute(path, "CREATE TRIGGER gone AFTER INSERT ON coding BEGIN DELETE FROM quote; END")


def _view(path: Path) -> None:
    _execute(path, "CREATE VIEW everything AS SELECT * FROM revision")


def _newer(path: Path) -> None:
    _execute(path, f"PRAGMA user_version = {sqlite_file.SCHEMA + 1}")


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (_empty, NotAStudy, "the file is empty"),
        (_truncated, (NotAStudy, StudyDamaged), ""),
        (_word_file, NotAStudy, "something else"),
        (_text, NotAStudy, "something else"),
        (_other_database, NotAStudy, "another program"),
        (_other_mark, NotAStudy, "another program"),
        (_trigger, NotAStudy, "gone"),
        (_view, NotAStudy, "everything"),
        (_newer, StudyNewer, f"schema {sqlite_file.SCHEMA + 1}"),
    ],
)
def test_what_is_no_study_of_ours_is_refused_and_left_as_it_was(
    tmp_path: Path, spoil: Callable[[Path], None], error: type[StudyError], said: str
) -> None:
    path = _closed_study(tmp_path)
    spoil(path)
    before = _bytes(path)
    with pytest.raises(error) as refused:
        open_study(path, coder="AA")
    assert said in refused.value.message
    assert _bytes(path) == before


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoSuchStudy):
        open_study(tmp_path / "none.qualcode", coder="AA")
    with pytest.raises(NotAStudy):
        open_study(tmp_path, coder="AA")
    assert list(tmp_path.iterdir()) == []


def test_making_a_study_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.qualcode"
    path.write_text("notes", encoding="utf-8")
    with pytest.raises(StudyExists):
        create_study(path, title="T", language="nb", coder="AA")
    with pytest.raises(NoSuchStudy):
        create_study(tmp_path / "no" / "such.qualcode", title="T", language="nb", coder="AA")
    assert path.read_text(encoding="utf-8") == "notes"


def test_a_study_that_could_not_be_made_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "blank.qualcode"
    with pytest.raises(Exception, match="ck_study_title_not_blank"):
        create_study(path, title="  ", language="nb", coder="AA")
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_may_read_a_study(study: OpenStudy) -> None:
    add_substudy(study)
    for path in study.path.parent.glob("study.qualcode*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


@needs_ordinary_user
def test_a_study_that_is_read_only_says_so_when_it_is_written_to(tmp_path: Path) -> None:
    path = _closed_study(tmp_path)
    path.chmod(0o400)
    with open_study(path, coder="AA") as study, pytest.raises(StudyReadOnly):
        set_substudy(study, "Fastlegene")


def test_a_study_that_another_program_holds_is_busy_and_nothing_is_lost(
    study: OpenStudy, study_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    study.close()
    monkeypatch.setattr(sqlite_file, "WAIT_MS", 50)
    monkeypatch.setattr(sqlite_file, "PRAGMAS", ("PRAGMA busy_timeout = 50", *sqlite_file.PRAGMAS[1:]))
    holder = sqlite3.connect(study_path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_study(study_path, coder="AA") as waiting:
        with pytest.raises(StudyBusy):
            set_substudy(waiting, "Fastlegene")
        holder.execute("ROLLBACK")
        set_substudy(waiting, "Fastlegene")
    holder.close()


def test_a_copy_of_a_closed_study_is_a_study(tmp_path: Path) -> None:
    path = _closed_study(tmp_path)
    assert not path.with_name(path.name + "-wal").exists(), "work is left outside the file"
    copy = tmp_path / "copy.qualcode"
    shutil.copy(path, copy)
    with open_study(copy, coder="BB") as study:
        assert transcript_names(study) == []
        assert study.coder_id() is None
        set_substudy(study, "Fastlegene")
        assert study.coder_id() is not None


def test_a_connection_keeps_references_and_waits_for_others(study: OpenStudy) -> None:
    with study.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "journal_mode", "synchronous", "trusted_schema", "secure_delete")
        }
    assert found == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "trusted_schema": 0,
        "secure_delete": 1,
    }


def test_a_reader_sees_one_state_while_others_write(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study)
    with study.reading() as reading, open_study(study_path, coder="BB") as other:
        count = f"SELECT count(*) FROM {CodeGroup.__tablename__}"
        before = reading.exec_driver_sql(count).scalar_one()
        with other.change("group.new") as change:
            change.add(CodeGroup, analysis_id=1, name="Uro", position=1)
        assert reading.exec_driver_sql(count).scalar_one() == before
    with study.reading() as reading:
        assert reading.exec_driver_sql(count).scalar_one() == before + 1


def _content(study: OpenStudy) -> str:
    with study.reading() as connection:
        return content_hash(connection)


def test_a_rehearsed_act_leaves_nothing_and_says_what_stands_in_its_way(study: OpenStudy) -> None:
    before = _content(study)
    told: list[str] = []

    def act() -> None:
        add_substudy(study, "Legene")
        told.append("done")

    study.rehearse(act)
    assert (_content(study), told) == (before, [])
    with pytest.raises(NameRefused):
        study.rehearse(lambda: add_substudy(study, "Legene:2"))
    act()
    assert _content(study) != before
    assert told == ["done"]


def _add_group(study: OpenStudy, name: str) -> None:
    codebooks.add_group(study, analysis_of(study), name)


def test_nothing_is_written_to_a_file_that_was_moved_away_and_no_empty_one_is_made(study: OpenStudy) -> None:
    """What is written to a file without a name is lost, and nobody would know."""
    add_substudy(study)
    beside = study.path.with_name("beside")
    beside.mkdir()
    for file in study.path.parent.glob("study.qualcode*"):
        file.rename(beside / file.name)
    with pytest.raises(StudyGone):
        _add_group(study, "Uro")
    with pytest.raises(NoSuchStudy), open_study(study.path, coder="BB"):
        pass
    assert list(study.path.parent.glob("study.qualcode*")) == []
    for file in beside.iterdir():
        file.rename(study.path.with_name(file.name))
    _add_group(study, "Uro")
    assert [row.action for row in history(study, limit=2)] == ["group.new", "substudy.new"]


def test_an_older_file_put_in_place_of_the_open_one_is_told_and_not_written_to(study: OpenStudy) -> None:
    add_substudy(study)
    older = back_up(study, study.path.with_name("older"))
    _add_group(study, "Uro")
    older.replace(study.path)
    for suffix in ("-wal", "-shm"):
        study.path.with_name(study.path.name + suffix).unlink(missing_ok=True)
    before = study.path.read_bytes()
    for _ in range(2):
        with pytest.raises(StudyReplaced):
            _add_group(study, "Plikt")
    study.close()
    assert study.path.read_bytes() == before


def test_the_same_work_in_another_file_is_gone_on_with(study: OpenStudy) -> None:
    """As when a program that syncs writes the file anew, or a disk on the network numbers its files anew."""
    add_substudy(study)
    same = back_up(study, study.path.with_name("same"))
    same.replace(study.path)
    for suffix in ("-wal", "-shm"):
        study.path.with_name(study.path.name + suffix).unlink(missing_ok=True)
    _add_group(study, "Uro")
    with open_study(study.path, coder="BB") as other:
        assert history(other)[0].action == "group.new"


def test_an_error_that_nobody_foresaw_holds_nothing_of_what_was_written(study: OpenStudy) -> None:
    substudy, told = add_substudy(study), {"name": "Kari Nordmann"}
    with pytest.raises(IntegrityError) as failed, study.change("substudy.add") as change:
        change.add(Substudy, uid=change.uid(Substudy, substudy), **told)
    assert "Kari" not in "".join(traceback.format_exception(failed.value))
