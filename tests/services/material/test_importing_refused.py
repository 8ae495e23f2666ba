"""What is no transcript, or not where it should be, is refused by name, and nothing is half done."""

import os
from pathlib import Path

import pytest

from qualcode.errors import (
    EmptyFile,
    NameRefused,
    NothingNamed,
    NotThatFormat,
    QualcodeError,
    UnreadableFile,
)
from qualcode.services.material.importing import import_files
from qualcode.storage.opening import OpenStudy
from tests.builders import add_substudy, hash_of, transcript_names, write_file

SAID = [("I", "Hva hendte da?"), ("P1", "Jeg ble redd.")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the researcher keeps her transcripts."""
    there = tmp_path / "intervjuer"
    there.mkdir()
    return there


def test_a_folder_that_cannot_be_looked_into_is_said_and_not_passed_over(
    study: OpenStudy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    write_file(folder, "P1.txt", SAID)
    (folder / "runde 2").mkdir()
    look = os.scandir

    def forbidden(path: str) -> object:
        if str(path).endswith("runde 2"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(UnreadableFile) as refused:
        import_files(study, [folder], "Pasientene")
    assert "runde 2" in refused.value.message
    assert transcript_names(study) == []


def bad_paths(folder: Path) -> dict[str, Path]:
    """Things that are no transcripts."""
    paths = {name: folder / name for name in ("empty.txt", "picture.txt", "table.csv", "a:b.txt", "gone.txt")}
    paths["empty.txt"].write_bytes(b"")
    paths["picture.txt"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    paths["table.csv"].write_text("a,b\n1,2\n", encoding="utf-8")
    write_file(folder, "a:b.txt", SAID)
    paths["folder"] = folder / "folder"
    paths["folder"].mkdir()
    return paths


@pytest.mark.parametrize(
    ("which", "error"),
    [
        ("empty.txt", EmptyFile),
        ("picture.txt", NotThatFormat),
        ("table.csv", QualcodeError),
        ("a:b.txt", NameRefused),
        ("gone.txt", UnreadableFile),
        ("folder", UnreadableFile),
    ],
)
def test_what_is_no_transcript_is_refused_by_name_and_leaves_the_study_alone(
    study: OpenStudy, folder: Path, which: str, error: type[QualcodeError]
) -> None:
    add_substudy(study)
    before = hash_of(study)
    good = write_file(folder, "P1.txt", [*SAID, ("I", "Takk.")])
    with pytest.raises(error) as refused:
        import_files(study, [good, bad_paths(folder)[which]], "Pasientene")
    assert which.removesuffix(".txt") in refused.value.message
    assert hash_of(study) == before


def test_an_unknown_substudy_is_an_error_before_any_file_is_read(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    with pytest.raises(NothingNamed) as missing:
        import_files(study, [folder / "gone.txt"], "Pasientane")
    assert "Pasientene" in missing.value.hint


def test_the_study_itself_is_never_opened_as_a_transcript(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    path = write_file(study.path.parent, "P1.txt", SAID)
    for name in (study.path.name, f"{study.path.name}-wal", "borte.qualcode-backup"):
        with pytest.raises(UnreadableFile, match="study"):
            import_files(study, [study.path.with_name(name)], "Pasientene")
    link = tmp_path / "lenke.txt"
    link.symlink_to(study.path)
    with pytest.raises(UnreadableFile, match="study"):
        import_files(study, [link], "Pasientene")
    link.unlink()
    reports = import_files(study, [study.path.parent], "Pasientene")
    assert [report.file for report in reports] == [path.name]
