"""Backups of a study, as they are listed."""

from pathlib import Path
from typing import NamedTuple

ASKED = "asked"
OPENED = "opened"
UPGRADE = "upgrade"
MERGE = "merge"
RESTORE = "restore"
DAMAGED = "damaged"
CAUSES = (ASKED, OPENED, UPGRADE, MERGE, RESTORE, DAMAGED)


class BackupLine(NamedTuple):
    """One backup: when it was taken (ISO 8601, UTC), what for (one of `CAUSES`), and its size in bytes."""

    path: Path
    at: str
    cause: str
    size: int


class Restored(NamedTuple):
    """A backup that was put back: `kept` is where the study that stood there is now, None if there was none.

    `unsealed` are the transcripts that had been sealed since: what was taken out of them is in the file again.
    """

    path: Path
    backup: Path
    kept: Path | None
    unsealed: tuple[str, ...] = ()
