"""Deleting a study: its file, what lies beside it, and the backups this program made. Nothing brings it back."""

from pathlib import Path

from qualcode.errors import CannotWrite
from qualcode.storage.backups import backup_folder, half_written, list_backups, take_away_half_written
from qualcode.storage.opening import OpenStudy

_BESIDE = ("", "-wal", "-shm", "-journal")


def files_of(path: Path) -> list[Path]:
    """The study's file and log, every backup of it beside it, and what was left half written there."""
    beside = (path.with_name(path.name + suffix) for suffix in _BESIDE)
    backups = (line.path for line in list_backups(path))
    return [*(one for one in beside if one.exists()), *backups, *half_written(path)]


def studies_beside(path: Path) -> list[Path]:
    """Other studies in the folder. One may be a copy of this, under whatever name; so whoever made it has to say."""
    return sorted(one for one in path.absolute().parent.glob(f"*{path.suffix}") if one.name != path.name)


def delete_study(study: OpenStudy) -> list[Path]:
    """Delete the files; which they were. Raises `StudyInUse` while it is open elsewhere, `CannotWrite`."""
    with study.by_itself():
        pass
    gone = files_of(study.path)
    try:
        take_away_half_written(study.path)
        for path in gone:
            path.unlink(missing_ok=True)
        folder = backup_folder(study.path)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as fault:
        raise CannotWrite(path=study.path, reason=fault.strerror or type(fault).__name__) from None
    return gone
