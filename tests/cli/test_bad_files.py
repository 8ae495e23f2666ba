"""Files and disks that have gone bad: a sentence, an exit code, and the file as it was."""

import gzip
import hashlib
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.storage import sqlite_file
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy, add_transcript, code_words, hash_of, write_file
from tests.cli.conftest import Run

SAID = [("I", "Hva tenkte du?"), ("P1", "Jeg ble sittende i gangen med jakka på. Så gikk jeg hjem igjen.")]


_RELEASED = Path(__file__).parents[1] / "storage" / "released" / "schema-1.qualcode.gz"


def _bytes(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def path(study: OpenStudy) -> Path:
    """A study with a coding, open nowhere, and all of it in its file."""
    add_substudy(study)
    code_words(study, add_transcript(study, "P1", SAID), "sittende i gangen", add_group(study, "Uro"))
    study.close()
    return study.path


def _zeroed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = content.index(b"CREATE TABLE meaning_unit") // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    path.write_bytes(content)


def _execute(statement: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(statement)
        connection.close()

    return run


def _another(path: Path) -> None:
    path.unlink()
    _execute("CREATE TABLE project (memo)")(path)


def _only_marked(path: Path) -> None:
    path.unlink()
    _execute(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")(path)
    _execute("CREATE TABLE study (title TEXT)")(path)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "the file is empty"),
    "cut in its first page": (lambda path: path.write_bytes(path.read_bytes()[:700]), ""),
    "cut in the middle": (lambda path: path.write_bytes(path.read_bytes()[:40_000]), "damaged"),
    "a page of zeros": (_zeroed, "damaged"),
    "another program's": (_another, "another program"),
    "a trigger in it": (_execute("CREATE TRIGGER gone AFTER INSERT ON coding BEGIN DELETE FROM quote; END"), "gone"),
    "a view in it": (_execute("CREATE VIEW loop AS SELECT 1"), "loop"),
    "marked, but empty": (_only_marked, "none of a study's tables"),
    "a later program's": (_execute(f"PRAGMA user_version = {sqlite_file.SCHEMA + 1}"), "later qualcode"),
}


@pytest.mark.parametrize("kind", SPOILT)
@pytest.mark.parametrize("command", ["status", "units", "undo", "backup"])
def test_a_bad_file_is_named_and_left_as_it_was(run: Run, path: Path, kind: str, command: str) -> None:
    spoil, said = SPOILT[kind]
    spoil(path)
    before = _bytes(path)
    ran = run(command, path)
    assert (ran.code, ran.out) == (3, "")
    assert path.name in ran.err
    assert said in ran.err
    assert ran.err.count("\n") == 2
    assert _bytes(path) == before
    assert {one.name for one in path.parent.glob(f"{path.stem}*")} <= {path.name, "study.backups"}


def test_a_byte_flipped_in_a_transcript_is_found_by_its_hash(run: Run, path: Path) -> None:
    content = path.read_bytes()
    at = content.index(b"hjem igjen")
    path.write_bytes(content[:at] + b"H" + content[at + 1 :])
    ran = run("check", path, "--json")
    assert ran.code == 11
    found = [one for one in json.loads(ran.out)["findings"] if one["level"] == "error"]
    assert any(one["where"] == "P1" for one in found)
    assert run("backup", path).code == 3, "damage is not passed on as a backup"


def test_a_file_that_vanishes_while_it_is_open_is_told(run: Run, path: Path) -> None:
    with open_study(path, coder="AA") as study:
        assert hash_of(study)
        path.unlink()
        ran = run("status", path)
        assert ran.code == 3
        assert str(path) in ran.err
    assert not path.exists(), "nothing is made in its place"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes, where the tests may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root makes disks")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=False, capture_output=True
    ).returncode:
        pytest.skip("disks cannot be made here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def _on(disk: Path, run: Run) -> Path:
    path = disk / "study.qualcode"
    assert run("new", path, "--title", "NMV").code == 0
    assert run("substudy", path, "Pasientene").code == 0
    return path


def test_a_full_disk_is_told_and_what_was_kept_is_there(run: Run, small_disk: Path, tmp_path: Path) -> None:
    path = _on(small_disk, run)
    long = write_file(tmp_path, "P1.txt", [("I", "Hva tenkte du? " * 5_000), ("P1", "Jeg gikk hjem. " * 60_000)])
    with open_study(path, coder="AA") as study:
        before = hash_of(study)
    ran = run("import", path, long, "--substudy", "Pasientene")
    assert ran.code == 3
    assert "disk is full" in ran.err
    _fill(small_disk, leaving=0)
    full = run("backup", path)
    assert full.code != 0
    assert "disk is full" in full.err
    assert not list(small_disk.glob("**/*.part")), "nothing half is left"
    assert not list(small_disk.glob("*.backups")), "and no empty folder"
    (small_disk / "ballast").unlink()
    with open_study(path, coder="AA") as study:
        assert hash_of(study) == before
    assert run("substudy", path, "Fastlegene").code == 0
    assert json.loads(run("check", path, "--json").out)["ok"]


def _fill(disk: Path, *, leaving: int) -> None:
    facts = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(facts.f_bavail * facts.f_frsize - leaving))


def test_a_disk_that_is_full_in_the_midst_of_an_upgrade_is_told(run: Run, small_disk: Path) -> None:
    old = small_disk / "old.qualcode"
    old.write_bytes(gzip.decompress(_RELEASED.read_bytes()))
    before = _bytes(old)
    _fill(small_disk, leaving=old.stat().st_size + 90_000)
    ran = run("status", old)
    assert (ran.code, ran.err.count("\n"), "disk is full" in ran.err) == (3, 2, True)
    assert _bytes(old) == before
    assert not list(small_disk.glob("*.backups/*")), "no attempt fills the disk further"
    (small_disk / "ballast").unlink()
    assert json.loads(run("status", old, "--json").out)["schema"] == sqlite_file.SCHEMA


@pytest.mark.parametrize("command", ["merge", "restore"])
def test_it_is_the_study_that_has_no_room_and_not_the_copy_on_another_disk(
    run: Run, small_disk: Path, path: Path, command: str
) -> None:
    full = _on(small_disk, run)
    _fill(small_disk, leaving=50_000)
    ran = run(command, full, path)
    assert ran.code == 3
    assert "disk is full" in ran.err
    assert str(full) in ran.err
    assert str(path) not in ran.err


def test_a_read_only_disk_is_read_and_not_written(run: Run, small_disk: Path) -> None:
    path = _on(small_disk, run)
    before = _bytes(path)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert json.loads(run("status", path, "--json").out)["substudies"][0]["name"] == "Pasientene"
    for refused in (run("substudy", path, "Fastlegene"), run("backup", path), run("undo", path)):
        assert refused.code in {3, 10}
        assert path.stem in refused.err
        assert refused.err.count("\n") == 2
    assert _bytes(path) == before


def test_a_log_that_was_left_on_a_read_only_disk_is_named(run: Run, small_disk: Path) -> None:
    path = _on(small_disk, run)
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE study SET title = 'Noe annet'")
        connection.commit()
        left = log.read_bytes()
    log.write_bytes(left)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    ran = run("status", path)
    assert (ran.code, "log beside it" in ran.err, ran.err.count("\n")) == (3, True, 2)


def test_a_read_only_file_is_read_and_not_written(run: Run, path: Path) -> None:
    path.chmod(0o400)
    assert run("status", path).code == 0
    if os.geteuid():
        assert run("substudy", path, "Fastlegene").code == 3


def test_a_path_that_is_too_long_is_told_and_leaves_nothing(run: Run, path: Path, tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["mappe" * 20] * 5)
    deep.mkdir(parents=True)
    too_long = (deep / "study.qualcode", tmp_path / f"{'n' * 245}.qualcode", tmp_path / f"{'n' * 300}.qualcode")
    before = _bytes(path)
    for one in too_long:
        for arguments in (("new", one, "--title", "T"), ("backup", path, one)):
            ran = run(*arguments)
            assert (ran.code, ran.err.count("\n"), "too long" in ran.err) == (3, 2, True)
    reading = (("status",), ("merge", path), ("import", path, "--substudy", "Pasientene"))
    for named in reading:
        ran = run(*named, too_long[2])
        assert (ran.code, "too long" in ran.err) == (3, True)
    assert _bytes(path) == before
    assert not list(deep.iterdir())
