"""Claims about backups: whole, verified, thinned out with time, and put back without losing what stood there."""

import shutil
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qualcode.errors import BackupRefused, CannotWrite, NotAStudy, StudyExists, StudyNewer, WithdrawnInside
from qualcode.model import Coding, Tombstone
from qualcode.services.coding.codebooks import add_group
from qualcode.services.keeping.backups import back_up, back_up_if_due, restore
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import undo
from qualcode.storage import backups, sqlite_file
from qualcode.storage.backups import backup_due, backup_folder, list_backups, take_backup, thin_out
from qualcode.storage.opening import OpenStudy, create_study, open_study
from qualcode.views.backups import OPENED, RESTORE
from tests.builders import add_group as grouped
from tests.builders import add_substudy, add_transcript, analysis_of, code_words, hash_of

SAID = "Jeg ble sittende i gangen.\n\nMed jakka på."


@pytest.fixture
def filled(study: OpenStudy) -> OpenStudy:
    """A study with a transcript and a coding."""
    add_substudy(study)
    code_words(study, add_transcript(study, "P1", SAID), "i gangen", grouped(study, "Uro"))
    return study


def test_a_backup_is_the_study_readable_by_its_owner_only(filled: OpenStudy) -> None:
    made = back_up(filled)
    assert made.parent == backup_folder(filled.path)
    assert made.suffix == ".qualcode-backup"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert sorted(path.name for path in made.parent.iterdir()) == [made.name], "it is one file, with nothing beside it"
    with open_study(made, coder="BB") as copy:
        assert hash_of(copy) == hash_of(filled)
        assert check(copy).ok


@pytest.mark.parametrize("name", ["ø" * 115, "n" * 238, "jobb 🙂" * 26])
def test_a_study_with_a_long_name_is_backed_up_and_restored(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.qualcode"
    with create_study(path, title="Long", language="nb", coder="AA") as long:
        add_substudy(long)
        before = hash_of(long)
        made = back_up(long)
        grouped(long, "Uro")
        restore(path, made)
        assert hash_of(long) == before
    assert [line.cause for line in list_backups(path)] == [RESTORE, "asked"]
    assert all(name.startswith(line.path.name[:20]) for line in list_backups(path))


def test_a_backup_overwrites_nothing_and_needs_a_folder(filled: OpenStudy, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("notes", encoding="utf-8")
    with pytest.raises(StudyExists):
        back_up(filled, tmp_path / "taken")
    with pytest.raises(CannotWrite):
        back_up(filled, tmp_path / "no" / "such")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "notes"
    assert not list(tmp_path.glob("**/.*.part"))


def test_backups_taken_while_others_write_are_whole(filled: OpenStudy, tmp_path: Path) -> None:
    analysis, stop = analysis_of(filled), threading.Event()

    def write() -> None:
        with open_study(filled.path, coder="BB") as other:
            for number in range(10_000):
                add_group(other, analysis, f"Gruppe {number}")
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    copies = [back_up(filled, tmp_path / f"copy{number}") for number in range(8)]
    stop.set()
    writer.join()
    for path in copies:
        with open_study(path, coder="AA") as copy:
            assert check(copy).ok


def test_damage_is_not_backed_up_and_leaves_earlier_backups(filled: OpenStudy) -> None:
    first = back_up(filled)
    filled.close()
    content = filled.path.read_bytes()
    filled.path.write_bytes(content.replace("jakka på".encode(), "jokka på".encode()))
    with pytest.raises(BackupRefused) as refused:
        take_backup(filled.path)
    assert "P1" in refused.value.message
    assert [line.path for line in list_backups(filled.path)] == [first]


def test_a_backup_that_came_to_nothing_leaves_no_folder(filled: OpenStudy) -> None:
    filled.close()
    filled.path.write_bytes(filled.path.read_bytes().replace("jakka på".encode(), "jokka på".encode()))
    with pytest.raises(BackupRefused):
        take_backup(filled.path)
    assert not backup_folder(filled.path).exists()


def _at(path: Path, when: datetime, cause: str = OPENED) -> Path:
    made = backup_folder(path) / f"{path.stem}-{when:%Y%m%d-%H%M%S}000-{cause}.qualcode-backup"
    made.parent.mkdir(exist_ok=True)
    made.write_bytes(b"a backup")
    return made


def test_the_last_ten_are_kept_and_one_a_day_for_thirty_days(study_path: Path) -> None:
    now = datetime(2026, 5, 31, 12, tzinfo=UTC)
    made = [_at(study_path, now - timedelta(hours=4 * n)) for n in range(6 * 60)]
    asked = _at(study_path, now - timedelta(days=300), "asked")
    replaced = _at(study_path, now - timedelta(days=200), RESTORE)
    thin_out(study_path, now=now)
    left = {line.path for line in list_backups(study_path)}
    assert {asked, replaced} <= left, "what a person asked for is hers to throw away"
    assert set(made[:10]) <= left
    days = {line.at[:10] for line in list_backups(study_path)[:-2]}
    assert len(days) == 31
    assert len(left) == 10 + (31 - 2) + 2, "today and the day before are among the last ten"


def test_a_backup_is_due_when_the_last_is_twelve_hours_old(study_path: Path) -> None:
    now = datetime(2026, 5, 31, 12, tzinfo=UTC)
    fresh, old = "2026-05-31T11:00:00.000Z", "2026-05-30T23:00:00.000Z"
    assert not backup_due(study_path, since=fresh, now=now)
    assert backup_due(study_path, since=old, now=now)
    _at(study_path, now - timedelta(hours=11))
    assert not backup_due(study_path, since=old, now=now)


def test_a_clock_that_was_set_back_puts_off_no_backup(study_path: Path) -> None:
    before, set_back = datetime(2026, 11, 22, 8, tzinfo=UTC), datetime(2025, 11, 22, 8, tzinfo=UTC)
    _at(study_path, before)
    assert backup_due(study_path, since=before.isoformat(), now=set_back)
    _at(study_path, set_back)
    assert not backup_due(study_path, since=before.isoformat(), now=set_back + timedelta(hours=11))
    assert backup_due(study_path, since=before.isoformat(), now=set_back + timedelta(hours=13))


def test_opening_backs_up_only_what_has_changed(filled: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    assert back_up_if_due(filled) is None, "the study is new"
    monkeypatch.setattr(backups, "DUE_AFTER", timedelta(0))
    assert back_up_if_due(filled) is not None
    assert back_up_if_due(filled) is None, "nothing was changed since"


def test_a_restored_study_is_as_it_was_and_what_stood_there_is_kept(filled: OpenStudy) -> None:
    before = hash_of(filled)
    made = back_up(filled)
    grouped(filled, "Etterpå")
    later = hash_of(filled)
    done = restore(filled.path, made)
    assert hash_of(filled) == before, "also for a program that has it open"
    grouped(filled, "Plikt")
    undo(filled)
    assert hash_of(filled) == before
    assert done.kept is not None
    restore(filled.path, done.kept)
    assert hash_of(filled) == later
    assert check(filled).ok


def test_restoring_takes_the_place_of_a_damaged_study_and_keeps_it(filled: OpenStudy, tmp_path: Path) -> None:
    made, before = back_up(filled, tmp_path / "copy"), hash_of(filled)
    filled.close()
    filled.path.write_bytes(b"nothing of the kind" * 1000)
    done = restore(filled.path, made)
    assert done.kept is not None
    assert done.kept.read_bytes().startswith(b"nothing of the kind")
    with open_study(filled.path, coder="AA") as again:
        assert hash_of(again) == before


def test_restoring_where_there_is_none_makes_it(filled: OpenStudy, tmp_path: Path) -> None:
    made = back_up(filled)
    done = restore(tmp_path / "another.qualcode", made)
    assert done.kept is None
    with open_study(tmp_path / "another.qualcode", coder="AA") as again:
        assert hash_of(again) == hash_of(filled)


def test_what_is_no_backup_is_not_put_back(filled: OpenStudy, tmp_path: Path) -> None:
    before = hash_of(filled)
    text, newer, spoilt = tmp_path / "a.txt", tmp_path / "newer", tmp_path / "spoilt"
    text.write_text("notes" * 100, encoding="utf-8")
    made = back_up(filled)
    shutil.copy(made, newer)
    connection = sqlite3.connect(newer)
    connection.execute(f"PRAGMA user_version = {sqlite_file.SCHEMA + 1}")
    connection.close()
    spoilt.write_bytes(made.read_bytes().replace("jakka på".encode(), "jokka på".encode()))
    for path, error in ((text, NotAStudy), (newer, StudyNewer), (spoilt, BackupRefused)):
        content = path.read_bytes()
        with pytest.raises(error):
            restore(filled.path, path)
        assert path.read_bytes() == content
    assert hash_of(filled) == before


def test_a_backup_from_before_a_withdrawal_is_not_put_back(filled: OpenStudy, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    back_up(filled, before)
    with filled.change("participant.withdraw", kind="mark") as change:
        uid = change.uid(Coding, 1)
        change.remove(Coding, 1)
        change.add(Tombstone, uid=uid, kind="coding", at=change.at)
    back_up(filled, after)
    held = hash_of(filled)
    with pytest.raises(WithdrawnInside) as refused:
        restore(filled.path, before)
    assert refused.value.values["path"] == before
    assert hash_of(filled) == held
    restore(filled.path, after)
    assert hash_of(filled) == held, "and what was withdrawn is still known"
