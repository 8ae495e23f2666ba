"""A study as one SQLite file: its mark, its pragmas, and what can be wrong with it. Standard library only.

The file is never opened by anything but SQLite while a study is open: closing another handle on it drops this process's
locks, and another program would then delete the write-ahead log with commits in it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import (
    NoSuchStudy,
    NotAStudy,
    QualcodeError,
    StudyBusy,
    StudyDamaged,
    StudyExists,
    StudyFull,
    StudyNewer,
    StudyReadOnly,
)
from qualcode.locale import say

APPLICATION_ID = 0x514C_4344
"""Stands in the file's header ("QLCD"), so that another program's database is not taken for a study."""

SCHEMA = 1
"""The version of the tables that this program writes."""

WAIT_MS = 15_000
"""How long to wait for another program that is writing."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {WAIT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -8000",
    "PRAGMA temp_store = MEMORY",
)


def set_pragmas(connection: sqlite3.Connection) -> None:
    """What every connection to a study is held to."""
    for pragma in PRAGMAS:
        connection.execute(pragma)


def create_empty(path: Path) -> None:
    """Make an empty file that only its owner may read, and mark it as a study; the tables come after.

    Raises `StudyExists` if there is a file already, `NoSuchStudy` for a folder that is not there.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise StudyExists(path=path) from None
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchStudy(path=path.parent) from None
    except OSError:
        raise StudyReadOnly(path=path) from None
    with closing_connection(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


def verify(path: Path) -> None:
    """Raise the error that says why this is not a study we can open; write nothing."""
    if not path.exists():
        raise NoSuchStudy(path=path)
    if path.is_dir():
        raise NotAStudy(path=path, reason=say("errors.reasons.folder"))
    if path.stat().st_size == 0:
        raise NotAStudy(path=path, reason=say("errors.reasons.empty_file"))
    if not os.access(path, os.R_OK):
        raise StudyReadOnly(path=path)
    with explained(path), closing_connection(path) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise NotAStudy(path=path, reason=say("errors.reasons.other_database"))
        if schema > SCHEMA:
            raise StudyNewer(path=path, schema=schema, known=SCHEMA)
        _refuse_foreign_schema(connection, path)


def _refuse_foreign_schema(connection: sqlite3.Connection, path: Path) -> None:
    """A study has no triggers and no views; a file that has was tampered with, and they would run on our writes."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
    if found:
        raise NotAStudy(path=path, reason=say("errors.reasons.foreign_schema", name=found[0]))


@contextmanager
def closing_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A short-lived connection of the standard library, in autocommit, closed at the end."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        set_pragmas(connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def explained(path: object) -> Iterator[None]:
    """Turn what SQLite (or the layer above it) says about the file into an error that a user can act on."""
    try:
        yield
    except QualcodeError:
        raise
    except Exception as fault:
        error = _explain(path, fault)
        if error is None:
            raise
        raise error from fault


def is_damage(fault: Exception) -> bool:
    """Whether this is SQLite (or the layer above it) saying that the file does not hold what was written to it."""
    original = getattr(fault, "orig", None) or fault
    name = getattr(original, "sqlite_errorname", "") or ""
    # The driver has no error code for text that is no longer UTF-8.
    unreadable = isinstance(original, sqlite3.Error) and "decode to UTF-8" in str(original)
    return unreadable or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR"))


def _explain(path: object, fault: Exception) -> QualcodeError | None:
    original = getattr(fault, "orig", None) or fault
    if not isinstance(original, sqlite3.Error):
        return None
    name = getattr(original, "sqlite_errorname", "") or ""
    if "not a database" in str(original):
        return NotAStudy(path=path, reason=say("errors.reasons.not_a_database"))
    kinds: tuple[tuple[str, type[QualcodeError]], ...] = (
        ("SQLITE_BUSY", StudyBusy),
        ("SQLITE_LOCKED", StudyBusy),
        ("SQLITE_FULL", StudyFull),
        ("SQLITE_READONLY", StudyReadOnly),
        ("SQLITE_CANTOPEN", StudyReadOnly),
    )
    for beginning, kind in kinds:
        if name.startswith(beginning):
            return kind(path=path)
    if is_damage(original):
        return StudyDamaged(path=path, reason=str(original))
    return None
