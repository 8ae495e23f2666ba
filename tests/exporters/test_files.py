"""A file is put in its place whole, or not at all."""

import errno
import os
from pathlib import Path

import pytest

from qualcode.errors import CannotWrite
from qualcode.exporters.files import replacing
from qualcode.locale import say

as_anyone_but_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as out:
        out.write(content)


def _reason(path: Path) -> object:
    with pytest.raises(CannotWrite) as refused:
        _write(path, b"new")
    assert refused.value.values["path"] == path
    return refused.value.values["reason"]


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    _write(tmp_path / "out.bin", b"new")
    assert {place.name: place.read_bytes() for place in tmp_path.iterdir()} == {"out.bin": b"new"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_new_file_is_its_owners_alone_whatever_the_shell_allows(tmp_path: Path) -> None:
    path, usual = tmp_path / "out.bin", os.umask(0o000)
    try:
        with replacing(path) as out:
            out.write(b"new")
            assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}
    finally:
        os.umask(usual)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"old and longer")
    path.chmod(0o640)
    _write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_write_that_fails_halfway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), replacing(path) as out:
        out.writelines([b"half", None])  # type: ignore[list-item]
    assert {place.name: place.read_bytes() for place in tmp_path.iterdir()} == {"out.bin": b"old"}


def test_nothing_stands_under_the_files_name_until_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    with replacing(path) as out:
        out.write(b"half")
        out.flush()
        assert not path.exists()
    assert path.exists()


def test_a_link_stays_a_link_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.bin").write_bytes(b"old")
    link = tmp_path / "link.bin"
    link.symlink_to("real.bin")
    _write(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.bin").read_bytes() == b"new"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert _reason(tmp_path / "gone" / "out.bin") == say("exporting.reasons.no_folder", folder=tmp_path / "gone")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert _reason(tmp_path / "file" / "out.bin") == say("exporting.reasons.no_folder", folder=tmp_path / "file")


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    assert _reason(tmp_path) == say("exporting.reasons.is_folder")
    assert tmp_path.is_dir()


def test_a_name_that_the_disk_cannot_hold_is_refused(tmp_path: Path) -> None:
    assert _reason(tmp_path / ("a" * 300))
    assert list(tmp_path.iterdir()) == []


@as_anyone_but_root
def test_a_write_protected_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    path.chmod(0o444)
    assert _reason(path) == say("exporting.reasons.write_protected")
    assert path.read_bytes() == b"old"


@as_anyone_but_root
def test_a_write_protected_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        assert _reason(tmp_path / "out.bin") == say("exporting.reasons.write_protected")
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "write_protected"),
        (errno.EROFS, "write_protected"),
    ],
)
def test_what_the_system_says_while_writing_becomes_a_sentence(tmp_path: Path, number: int, reason: str) -> None:
    with pytest.raises(CannotWrite) as refused, replacing(tmp_path / "out.bin"):
        raise OSError(number, os.strerror(number))
    assert refused.value.values["reason"] == say(f"exporting.reasons.{reason}")
    assert list(tmp_path.iterdir()) == []
