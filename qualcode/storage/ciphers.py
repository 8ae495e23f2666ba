"""Studies that are encrypted on the disk (SQLCipher): their keys while the program runs, and the driver for them.

A passphrase becomes a key once for each file, which takes a quarter of a second by intent; every connection then uses
the key. Keys are kept in memory only, never in an address, a log or an argument. The library is optional.
"""

import hashlib
import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from qualcode.errors import CipherMissing, StudyLocked, WrongPassphrase

ROUNDS = 256_000
"""SQLCipher 4's own: PBKDF2-HMAC-SHA512 over the salt that is the file's first sixteen bytes."""

_SALT = 16
_PAGE = 4096
_keys: dict[str, str] = {}


def driver() -> ModuleType:
    """The driver that opens encrypted files. Raises `CipherMissing`."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise CipherMissing from None
    found: ModuleType = dbapi2
    return found


def driver_for(path: Path) -> ModuleType:
    """The driver for the file at `path`: the standard library's unless its key is known."""
    return driver() if key_of(path) else sqlite3


def key_of(path: Path) -> str | None:
    """The key of the file at `path` as SQLCipher takes it, None if none is known."""
    return _keys.get(_name(path))


def share_key(path: Path, other: Path) -> None:
    """A copy of the file at `path` is opened by the same key."""
    known = key_of(path)
    if known is None:
        _keys.pop(_name(other), None)
    else:
        _keys[_name(other)] = known


def forget_key(path: Path) -> None:
    """The file is gone, or not encrypted any more."""
    _keys.pop(_name(path), None)


def make_key(path: Path, passphrase: str) -> str:
    """A new key for a file that is going to be made at `path`."""
    made = _derive(passphrase, os.urandom(_SALT))
    _keys[_name(path)] = made
    return made


def unlock(path: Path, passphrase: str) -> None:
    """Remember the key of an encrypted file. Raises `WrongPassphrase`, `StudyLocked` if it is none, `CipherMissing`."""
    if not looks_encrypted(path):
        raise StudyLocked(path=path)
    with path.open("rb") as file:
        # Nobody of ours has it open: without its key it cannot be.
        salt = file.read(_SALT)
    key = _derive(passphrase, salt)
    library = driver()
    connection = library.connect(path, isolation_level=None)
    try:
        open_with(connection, key)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except library.DatabaseError as fault:
        if getattr(fault, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        raise WrongPassphrase(path=path) from None
    finally:
        connection.close()
    _keys[_name(path)] = key


def open_with(connection: Any, key: str) -> None:
    """Give a connection the key; what the library has to say of damage goes to whoever asked, not to the screen."""
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    connection.execute(f'PRAGMA key = "{key}"')


def looks_encrypted(path: Path) -> bool:
    """Whether a file that is no database could be an encrypted one: whole pages of what looks like chance.

    Only for files that could not be opened: whoever reads a study's file while it is open drops its locks.
    """
    size = path.stat().st_size
    if size == 0 or size % _PAGE:
        return False
    with path.open("rb") as file:
        start = file.read(_PAGE)
    return len(set(start)) > 200 and not start.startswith((b"SQLite format 3", b"PK\x03\x04", b"%PDF", b"\x1f\x8b"))


def is_encrypted(path: Path) -> bool:
    """Whether the file at `path` is opened with a key here."""
    return key_of(path) is not None


def database_errors() -> tuple[type[Exception], ...]:
    """What the drivers in use raise."""
    import sys

    library = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error,) if library is None else (sqlite3.Error, library.Error)


def _derive(passphrase: str, salt: bytes) -> str:
    made = hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8", "surrogateescape"), salt, ROUNDS, 32)
    return f"x'{made.hex()}{salt.hex()}'"


def _name(path: Path) -> str:
    return str(path.absolute())
