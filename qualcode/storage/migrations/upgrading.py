"""Opening a study of an earlier schema: a backup, then every step in a transaction of its own, or nothing at all."""

import sqlite3
from pathlib import Path

from qualcode.errors import StudyFull, StudyReadOnly, UpgradeFailed
from qualcode.locale import say
from qualcode.storage.backups import take_backup, thin_out, what_is_wrong
from qualcode.storage.ciphers import database_errors, driver_for
from qualcode.storage.migrations.chapter_prose import give_prose_to_analyses
from qualcode.storage.migrations.frozen import frozen_schema
from qualcode.storage.migrations.rebuilding import rebuild_as
from qualcode.storage.sqlite_file import SCHEMA, closing_connection, explained, is_writable
from qualcode.views.backups import UPGRADE

_BEFORE = {3: give_prose_to_analyses}
"""What a step does with the rows, while the tables are as they were."""


def bring_up_to_date(path: Path) -> Path | None:
    """Upgrade the study at `path` if an earlier qualcode made it; where the backup from before is, None if it did not.

    Raises `UpgradeFailed`, `StudyReadOnly`, `StudyFull`, `CannotWrite` (no room or place for the backup),
    `BackupRefused` (it is damaged); the study is then as it was.
    """
    with explained(path), closing_connection(path) as connection:
        if _version(connection) >= SCHEMA:
            return None
    if not is_writable(path):
        raise StudyReadOnly(path=path)
    backup = take_backup(path, cause=UPGRADE)
    try:
        upgrade(path, backup=backup)
    except StudyFull:
        # The study is what the backup is, and each attempt would leave one more on a disk that is full already.
        backup.unlink()
        raise
    thin_out(path)
    return backup


def upgrade(path: Path, *, backup: Path | None = None, to: int = SCHEMA) -> None:
    """Take the steps from the file's schema to this one. For a copy that is its own backup, and for `bring_up_to_date`.

    Raises `UpgradeFailed`, `StudyFull`; the step that failed is taken back.
    """
    with explained(path), closing_connection(path) as connection:
        for version in range(_version(connection) + 1, to + 1):
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN IMMEDIATE")
            try:
                # Another program may have done it while this one waited its turn.
                if _version(connection) < version:
                    _step(connection, version, path)
                connection.execute("COMMIT")
            except Exception as fault:
                # Where the disk is full, SQLite has taken it back already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                lacks_room = getattr(fault, "sqlite_errorname", "") == "SQLITE_FULL"
                if lacks_room or not isinstance(fault, (*database_errors(), LookupError)):
                    raise
                raise UpgradeFailed(path=path, schema=version, reason=str(fault), backup=backup or path) from fault


def _step(connection: sqlite3.Connection, version: int, path: Path) -> None:
    before = _BEFORE.get(version)
    if before is not None:
        before(connection)
    emptied = rebuild_as(connection, frozen_schema(version))
    connection.execute(
        "INSERT INTO schema_version (version, at) VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))", (version,)
    )
    connection.execute(f"PRAGMA user_version = {version}")
    if emptied and version == SCHEMA:
        _fill_search(connection, path)
    reason = what_is_wrong(connection)
    if reason:
        raise LookupError(say("backups.upgraded_wrong", reason=reason))


def _fill_search(connection: sqlite3.Connection, path: Path) -> None:
    """Within our transaction, by the same lines that `check --fix` uses."""
    from sqlalchemy import StaticPool, create_engine

    from qualcode.storage.integrity import rebuild_derived

    engine = create_engine("sqlite://", module=driver_for(path), creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as ours:
        ours.info["qualcode_change"] = True
        rebuild_derived(ours)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
