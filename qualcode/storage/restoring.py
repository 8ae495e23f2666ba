"""Putting a backup back in a study's place, and keeping what stood there.

A study that can be read is replaced from within, by SQLite's own backup in the other direction: programs that have it
open go on with what was put back. One that cannot be read is moved aside. Standard library only.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic

from qualcode.errors import (
    BackupRefused,
    CannotWrite,
    NoSuchStudy,
    NotAStudy,
    OtherStudy,
    QualcodeError,
    StudyBusy,
    StudyDamaged,
    StudyFull,
    WithdrawnInside,
)
from qualcode.storage import ciphers
from qualcode.storage.backups import copy_into, free_name, list_backups, settle_in_folder, take_backup, what_is_wrong
from qualcode.storage.migrations.upgrading import upgrade
from qualcode.storage.sqlite_file import WAIT_MS, closing_connection, connect_copy, explained, settle_journal, verify
from qualcode.views.backups import DAMAGED, RESTORE, Restored

_SEALED = """
SELECT transcript.uid, transcript.name FROM transcript
JOIN deidentification ON deidentification.transcript_id = transcript.id WHERE deidentification.sealed != ''
"""

Tombstone = tuple[str, str, str]
"""What was withdrawn: uid, table, when."""


def put_back(path: Path, backup: Path) -> Restored:
    """Make the study at `path` what `backup` holds; the backup itself is only read.

    What stood there is in the backups folder afterwards. Raises what opening the backup would raise (`NoSuchStudy`,
    `NotAStudy`, `StudyNewer` ...), `OtherStudy`, `BackupRefused` if it does not verify, `WithdrawnInside` if it would
    bring back what was withdrawn since, `StudyBusy`, `CannotWrite`; the study is then as it was.
    """
    try:
        with working_copy(backup, path) as copy:
            _refuse_another(copy, path, backup)
            _keep_withdrawn_out(copy, _tombstones(path), backup)
            sealed_here, sealed_there = _sealed(path), _sealed(copy)
            unsealed = tuple(name for uid, name in sealed_here.items() if uid not in sealed_there)
            kept = _make_way(path)
            if kept is None or not path.exists():
                _into_empty_place(copy, path)
            else:
                _from_within(copy, path)
    except OSError as fault:
        raise CannotWrite(path=path, reason=fault.strerror or str(fault)) from None
    settle_journal(path)
    return Restored(path, backup, kept, unsealed)


@contextmanager
def working_copy(backup: Path, path: Path) -> Iterator[Path]:
    """A verified copy of a study or backup, up to date, beside the study at `path`, for as long as it is worked on.

    Raises what opening the backup would raise, by the backup's own name, `BackupRefused` if it is damaged, and
    `StudyFull` by the study's name.
    """
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    _unlock_like(path, backup)
    verify(backup)
    ciphers.share_key(backup, part)
    try:
        with explained(backup), closing_connection(backup) as source:
            reason = what_is_wrong(source)
            if reason:
                raise BackupRefused(path=backup, reason=reason)
            copy_into(source, part)
        upgrade(part, backup=backup)
        yield part
    except StudyFull:
        # What has no room is the copy beside the study; the backup may lie on another disk.
        raise StudyFull(path=path) from None
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _refuse_another(copy: Path, path: Path, backup: Path) -> None:
    """A backup of another study is not put in this one's place; one that cannot be read may be replaced by any."""
    with suppress(NoSuchStudy, NotAStudy, StudyDamaged):
        verify(path)
        with explained(path), closing_connection(path) as connection:
            stands = connection.execute("SELECT uid FROM study").fetchone()
        with explained(copy), closing(connect_copy(copy)) as connection:
            uid, title = connection.execute("SELECT uid, title FROM study").fetchone()
        if stands is not None and stands[0] != uid:
            raise OtherStudy(path=backup, title=title)


def _tombstones(path: Path) -> list[Tombstone]:
    """What was withdrawn from the study that stands there; nothing is known of one that cannot be read."""
    try:
        verify(path)
        with explained(path), closing_connection(path) as connection:
            if "tombstone" not in _tables(connection):
                return []
            return connection.execute("SELECT uid, kind, at FROM tombstone").fetchall()
    except (NoSuchStudy, NotAStudy, StudyDamaged):
        return []


def _sealed(path: Path) -> dict[str, str]:
    """The transcripts whose older wordings were taken out for good: names by uid. None of one that cannot be read."""
    with suppress(NoSuchStudy, NotAStudy, StudyDamaged):
        verify(path)
        with explained(path), closing_connection(path) as connection:
            if "deidentification" in _tables(connection):
                return dict(connection.execute(_SEALED).fetchall())
    return {}


def _keep_withdrawn_out(copy: Path, gone: list[Tombstone], backup: Path) -> None:
    """Refuse a copy from before a withdrawal; one that is let in remembers every withdrawal there has been."""
    if not gone:
        return
    with explained(copy), closing(connect_copy(copy)) as connection:
        count = _count_held(connection, gone)
        if count:
            raise WithdrawnInside(path=backup, count=count)
        if "tombstone" in _tables(connection):
            connection.executemany("INSERT OR IGNORE INTO tombstone (uid, kind, at) VALUES (?, ?, ?)", gone)


def backups_with_withdrawn(path: Path) -> list[Path]:
    """The backups beside a study that still hold what was withdrawn or sealed since they were taken.

    There are none but where a withdrawal was broken off, or somebody has put one back in the folder.
    """
    found = []
    gone = _tombstones(path)
    newest = max((at for _, _, at in gone), default="")
    for line in list_backups(path):
        if line.at <= newest:
            _unlock_like(path, line.path)
            # One that cannot be read tells nobody anything.
            with suppress(QualcodeError), explained(line.path), closing_connection(line.path) as connection:
                if _count_held(connection, gone):
                    found.append(line.path)
    return found


def _count_held(connection: sqlite3.Connection, gone: list[Tombstone]) -> int:
    connection.execute("CREATE TEMP TABLE gone (uid TEXT PRIMARY KEY)")
    connection.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(uid,) for uid, _, _ in gone])
    return sum(_holding(connection, table) for table in sorted(_tables(connection) - {"tombstone"}))


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _holding(connection: sqlite3.Connection, table: str) -> int:
    columns = {row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))}
    if "uid" not in columns:
        return 0
    found = connection.execute(f'SELECT count(*) FROM "{table}" WHERE uid IN (SELECT uid FROM gone)')  # noqa: S608 - a table of ours
    return int(found.fetchone()[0])


def _make_way(path: Path) -> Path | None:
    """Keep what stands there: as a backup if it can be read, else the file itself under another name."""
    try:
        verify(path)
        return take_backup(path, cause=RESTORE)
    except NoSuchStudy:
        return None
    except (NotAStudy, StudyDamaged, BackupRefused):
        return _move_aside(path)


def _move_aside(path: Path) -> Path:
    kept = free_name(path, DAMAGED)
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    path.rename(kept)
    for suffix in ("-wal", "-journal"):
        # The log goes with its file: alone, it would be taken for that of the one that comes in its place.
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(kept.with_name(kept.name + suffix))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return kept


def _unlock_like(path: Path, backup: Path) -> None:
    """A backup is opened by the passphrase of its study, unless another was given for it."""
    if not ciphers.is_encrypted(backup) and backup.is_file() and ciphers.looks_encrypted(backup):
        ciphers.share_key(path, backup)


def _into_empty_place(copy: Path, path: Path) -> None:
    ciphers.share_key(copy, path)
    copy.rename(path)
    settle_in_folder(path)


def _from_within(copy: Path, path: Path) -> None:
    until = monotonic() + WAIT_MS / 1000

    def give_up(_status: int, remaining: int, _total: int) -> None:
        if remaining and monotonic() > until:
            raise StudyBusy(path=path)

    with explained(path), closing_connection(copy) as source, closing_connection(path) as target:
        source.backup(target, pages=-1, progress=give_up, sleep=0.05)
        with suppress(*ciphers.database_errors()):
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
