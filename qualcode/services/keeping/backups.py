"""Backups of a study: taking one, listing them, and putting one back."""

from pathlib import Path

from qualcode.storage import backups as stored
from qualcode.storage.opening import OpenStudy
from qualcode.storage.restoring import put_back
from qualcode.views.backups import BackupLine, Restored


def back_up(study: OpenStudy, to: Path | None = None) -> Path:
    """Take a backup of the study as it is, also while others work; without `to` in its own folder. Where it is.

    Raises `BackupRefused` if the copy does not verify, `StudyExists` rather than overwrite, `CannotWrite`.
    """
    return stored.take_backup(study.path, to=to)


def back_up_if_due(study: OpenStudy) -> Path | None:
    """The backup at opening: if the last one is twelve hours old and something was changed since; else None."""
    return stored.take_due_backup(study.path)


def backups(study: OpenStudy) -> list[BackupLine]:
    """The backups in the study's own folder, newest first."""
    return stored.list_backups(study.path)


def restore(path: Path, backup: Path) -> Restored:
    """Put a backup back at `path`, where there may be a study, a damaged one, or none; what stood there is kept.

    Raises what opening the backup would raise, `BackupRefused` if it does not verify, and `WithdrawnInside` for one
    that holds what has been withdrawn from the study since.
    """
    return put_back(path, backup)
