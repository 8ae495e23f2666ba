"""Where a study lies, and what lies beside it: what somebody who works on it should know."""

from pathlib import Path

from qualcode.errors import StudyError
from qualcode.locale import say
from qualcode.storage.folders import NETWORK, conflict_copies, shared_folder
from qualcode.storage.opening import OpenStudy
from qualcode.storage.restoring import backups_with_withdrawn
from qualcode.storage.sqlite_file import closing_connection, explained, verify
from qualcode.views.checking import NOTE, Finding


def whereabouts(study: OpenStudy) -> list[Finding]:
    """Notes on where a study lies and what lies beside it.

    That its folder is copied or shared between machines, copies that a service made of it, and backups that hold what
    was withdrawn since they were taken.
    """
    found = []
    service = shared_folder(study.path)
    if service:
        key = "backups.network" if service == NETWORK else "backups.shared"
        found.append(Finding(NOTE, "folder", str(study.path.parent), say(key, path=study.path.name, service=service)))
    for path, certain in conflict_copies(study.path):
        if certain or _uid(path) == _uid(study.path):
            found.append(Finding(NOTE, "copy", path.name, say("backups.conflict_copy", name=path.name)))
    for backup in backups_with_withdrawn(study.path):
        told = say("backups.holds_withdrawn", name=backup.name)
        found.append(Finding(NOTE, "withdrawn", f"{backup.parent.name}/{backup.name}", told))
    return found


def _uid(path: Path) -> str | None:
    """Which study a file is a copy of; None for what is no study."""
    try:
        verify(path)
        with explained(path), closing_connection(path) as connection:
            return str(connection.execute("SELECT uid FROM study").fetchone()[0])
    except StudyError:
        return None
