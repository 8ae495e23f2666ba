"""A study as one SQLite file: its mark, its pragmas, and what can be wrong with it. Standard library only.

The file is never opened by anything but SQLite while a study is open: closing another handle on it drops this process's
locks, and another program would then delete the write-ahead log with commits in it.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from qualcode.errors import (
    NoSuchStudy,
    NotAStudy,
    PathTooLong,
    QualcodeError,
    StudyBusy,
    StudyDamaged,
    StudyExists,
    StudyFull,
    StudyInUse,
    StudyLocked,
    StudyNewer,
    StudyOutOfReach,
    StudyReadOnly,
)
from qualcode.locale import say
from qualcode.storage import ciphers
from qualcode.storage.folders import shared_folder

APPLICATION_ID = 0x514C_4344
"""Stands in the file's header ("QLCD"), so that another program's database is not taken for a study."""

SCHEMA = 3
"""The version of the tables that this program writes."""

WAIT_MS = 15_000
"""How long to wait for another program that is writing."""

_ROOM = 100_000
"""With fewer bytes left on its disk, a study that cannot be read or written is taken to lack room."""

_LONGEST_PATH = 511
"""SQLite opens nothing whose whole path is longer, in bytes."""

_LONGEST_NAME = 255
"""What file systems take as a file's name, in bytes."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {WAIT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -2000",  # KiB for each of the app's connections; four times as much made nothing faster
    "PRAGMA temp_store = MEMORY",
)


def set_pragmas(connection: sqlite3.Connection) -> None:
    """What every connection to a study is held to."""
    for pragma in PRAGMAS:
        connection.execute(pragma)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode == "delete":
        # Here the moment that counts is when the journal is gone from its folder: that must be on the disk too.
        connection.execute("PRAGMA synchronous = EXTRA")


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def create_private_study(path: Path) -> None:
    """Make an empty file that only its owner may read, to become a study.

    Raises `StudyExists` if there is a file already, `NoSuchStudy` for a folder that is not there, `PathTooLong`.
    """
    refuse_long_path(path)
    try:
        create_private(path)
    except FileExistsError:
        raise StudyExists(path=path) from None
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchStudy(path=path.parent) from None
    except OSError:
        raise StudyReadOnly(path=path) from None


def mark_as_study(path: Path) -> None:
    """Mark an empty file as a study; the tables come after."""
    with explained(path), closing_connection(path) as connection:
        connection.execute(f"PRAGMA journal_mode = {_journal_for(path)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


def verify(path: Path) -> None:
    """Raise the error that says why this is not a study we can open; write nothing."""
    refuse_long_path(path)
    if not path.exists():
        raise NoSuchStudy(path=path)
    if path.is_dir():
        raise NotAStudy(path=path, reason=say("errors.reasons.folder"))
    if path.stat().st_size == 0:
        raise NotAStudy(path=path, reason=say("errors.reasons.empty_file"))
    if not os.access(path, os.R_OK):
        raise StudyOutOfReach(path=path, reason=say("errors.reasons.no_access"))
    with explained(path), closing_connection(path) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise NotAStudy(path=path, reason=say("errors.reasons.other_database"))
        if schema > SCHEMA:
            raise StudyNewer(path=path, schema=schema, known=SCHEMA)
        _refuse_foreign_schema(connection, path)
        _refuse_without_tables(connection, path)


def refuse_long_path(path: Path) -> None:
    """Raise `PathTooLong` where SQLite could not open the file, or the log that it lays beside it."""
    if len(os.fsencode(path.name)) > room_for_name(path.parent):
        raise PathTooLong(path=path)


def room_for_name(folder: Path) -> int:
    """How many bytes the name of a file in this folder may have, for SQLite to open it and lay its log beside it."""
    in_path = _LONGEST_PATH - len(os.fsencode(folder.absolute())) - len("/")
    return min(in_path, _LONGEST_NAME) - len("-journal")


def _refuse_foreign_schema(connection: sqlite3.Connection, path: Path) -> None:
    """A study has no triggers and no views; a file that has was tampered with, and they would run on our writes."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
    if found:
        raise NotAStudy(path=path, reason=say("errors.reasons.foreign_schema", name=found[0]))


def connect(
    path: Path, *, threads: bool = False, alone: bool = False, driver: ModuleType | None = None
) -> sqlite3.Connection:
    """A connection to a study, in autocommit, held to what every one is held to; `threads` may hand it round.

    `alone` lets nobody else in for as long as it is open; it raises `StudyInUse` where somebody is. `driver` is the
    file's own if none is given: the one that knows encryption where the key is known.
    """
    # Without `rw` a file that is gone would be made anew, and empty.
    where = f"{path.absolute().as_uri()}?{'immutable=1' if _lies_still(path) else 'mode=rw'}"
    connection: sqlite3.Connection = (driver or ciphers.driver_for(path)).connect(
        where, timeout=WAIT_MS / 1000, isolation_level=None, check_same_thread=not threads, uri=True
    )
    key = ciphers.key_of(path)
    try:
        if key is not None:
            ciphers.open_with(connection, key)
        if alone:
            _keep_others_out(connection, path)
        set_pragmas(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def place_of(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that has its name later; None if there is none. The file is not opened."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _keep_others_out(connection: sqlite3.Connection, path: Path) -> None:
    # Before anything is read, so that the write-ahead log is ours without memory shared with others.
    connection.execute("PRAGMA busy_timeout = 500")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except ciphers.database_errors() as fault:
        if getattr(fault, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StudyInUse(path=path) from None
        raise


def connect_copy(path: Path) -> sqlite3.Connection:
    """A connection to a copy that is being made: nobody else knows of it yet."""
    connection: sqlite3.Connection = ciphers.driver_for(path).connect(path, isolation_level=None)
    key = ciphers.key_of(path)
    if key is not None:
        ciphers.open_with(connection, key)
    return connection


@contextmanager
def closing_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A short-lived connection, in autocommit, closed at the end."""
    connection = connect(path)
    try:
        yield connection
    finally:
        connection.close()


def settle_journal(path: Path) -> None:
    """Keep changes in the way that is safe where the file lies; a file moved from one folder to another changes over.

    While somebody else has the study open it stays as it is: whoever opens it next does it.
    """
    wanted = _journal_for(path)
    if not is_writable(path):
        return
    with closing_connection(path) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode != wanted:
            with suppress(*ciphers.database_errors()):
                connection.execute("PRAGMA busy_timeout = 0")
                connection.execute(f"PRAGMA journal_mode = {wanted}")


def is_writable(path: Path) -> bool:
    """Whether this user may write to the file and beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _journal_for(path: Path) -> str:
    return "delete" if shared_folder(path) else "wal"


def _lies_still(path: Path) -> bool:
    """Whether nobody can write here, so that the file is read as it lies: in a folder or on a disk that is read-only.

    SQLite cannot even read a file with a write-ahead log there, since it has to lay files beside it.
    """
    log = path.with_name(f"{path.name}-wal")
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _refuse_without_tables(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('study', 'revision', 'journal_entry')"
    )
    if found.fetchone()[0] < 3:
        raise NotAStudy(path=path, reason=say("errors.reasons.no_tables"))


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


def _has_log_out_of_reach(path: Path) -> bool:
    """Whether a program that was killed left its log, in a folder where SQLite cannot make what it reads it with."""
    wal, index, journal = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm", "-journal"))
    log = journal if journal.exists() else wal
    return not os.access(path.parent, os.W_OK) and log.exists() and log.stat().st_size > 0 and not index.exists()


def is_damage(fault: Exception) -> bool:
    """Whether this is SQLite (or the layer above it) saying that the file does not hold what was written to it."""
    original = getattr(fault, "orig", None) or fault
    name = getattr(original, "sqlite_errorname", "") or ""
    # The driver has no error code for text that is no longer UTF-8, nor for what SQLCipher met on writing a file anew.
    told = str(original) if isinstance(original, ciphers.database_errors()) else ""
    unreadable = "decode to UTF-8" in told or "disk image is malformed" in told
    return unreadable or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR"))


def _explain(path: object, fault: Exception) -> QualcodeError | None:
    original = getattr(fault, "orig", None) or fault
    if not isinstance(original, ciphers.database_errors()):
        return None
    # SQLCipher has no error code for it where it writes a file anew.
    is_told_full = str(original) == "database or disk is full"
    name = "SQLITE_FULL" if is_told_full else getattr(original, "sqlite_errorname", "") or ""
    if "not a database" in str(original):
        return _unreadable(Path(str(path)), str(original))
    kinds: tuple[tuple[str, type[QualcodeError]], ...] = (
        ("SQLITE_BUSY", StudyBusy),
        ("SQLITE_LOCKED", StudyBusy),
        ("SQLITE_FULL", StudyFull),
        ("SQLITE_READONLY", StudyReadOnly),
        ("SQLITE_CANTOPEN", StudyReadOnly),
    )
    if name.startswith("SQLITE_CANTOPEN") and not Path(str(path)).exists():
        return NoSuchStudy(path=path)
    for beginning, kind in kinds:
        if name.startswith(beginning):
            out_of_reach = kind is StudyReadOnly and _has_log_out_of_reach(Path(str(path)))
            reason = say("errors.reasons.log_beside")
            return StudyOutOfReach(path=path, reason=reason) if out_of_reach else kind(path=path)
    if name.startswith("SQLITE_IOERR") and _is_full(path):
        return StudyFull(path=path)
    return StudyDamaged(path=path, reason=in_its_words(original)) if is_damage(original) else None


def in_its_words(fault: object) -> str:
    """What SQLite says is wrong, without the words of the study that it repeats where they are no text any more."""
    return str(fault).partition(" with text ")[0]


def _unreadable(path: Path, told: str) -> QualcodeError:
    """What a file is that SQLite takes for no database: damaged under its key, encrypted, or something else."""
    if ciphers.is_encrypted(path):
        return StudyDamaged(path=path, reason=told)
    if path.is_file() and ciphers.looks_encrypted(path):
        return StudyLocked(path=path)
    return NotAStudy(path=path, reason=say("errors.reasons.not_a_database"))


def _is_full(path: object) -> bool:
    """Whether there is no room left: also what lies beside the file while it is open needs some."""
    folder = Path(str(path)).absolute().parent
    return folder.is_dir() and shutil.disk_usage(folder).free < _ROOM
