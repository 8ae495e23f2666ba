"""Encrypting a study, giving it another passphrase, or taking the encryption off: one new file in the old one's place.

The study must be open nowhere else. The new file is written beside the old one, verified, and takes its name; the bytes
of the old one are given back to the disk, which may keep them for a while.
"""

import secrets
from contextlib import closing
from pathlib import Path
from typing import Any

from qualcode.errors import BackupRefused, CannotWrite
from qualcode.storage import ciphers
from qualcode.storage.backups import settle_in_folder, what_is_wrong
from qualcode.storage.sqlite_file import (
    APPLICATION_ID,
    connect,
    connect_copy,
    create_private,
    explained,
    settle_journal,
    verify,
)


def set_passphrase(path: Path, passphrase: str, *, like: Path | None = None) -> None:
    """Keep the study at `path` under this passphrase from now on; an empty one keeps it plain.

    Its present key must be known (`ciphers.unlock`). A backup gets the very key of its study (`like`), by which it is
    opened without being asked for. Raises `CipherMissing`, `StudyInUse`, `BackupRefused` if the new
    file does not verify, `CannotWrite`; the study is then as it was.
    """
    verify(path)
    library = ciphers.driver()
    # Two libraries in one process do not see each other's locks: its own says whether anybody has the file open.
    with explained(path):
        connect(path, alone=True).close()
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    key = _new_key(part, passphrase, like)
    try:
        create_private(part)
        with explained(path), closing(connect(path, alone=True, driver=library)) as old:
            version = _write_anew(old, part, key)
            _verify(part, path, version)
            old.execute("PRAGMA journal_mode = DELETE").fetchall()
            part.replace(path)
        ciphers.share_key(part, path)
        settle_in_folder(path)
    except OSError as fault:
        raise CannotWrite(path=path, reason=fault.strerror or str(fault)) from None
    finally:
        ciphers.forget_key(part)
        for suffix in ("", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
    settle_journal(path)


def _new_key(part: Path, passphrase: str, like: Path | None) -> str:
    if like is not None:
        ciphers.share_key(like, part)
        return ciphers.key_of(part) or ""
    return ciphers.make_key(part, passphrase) if passphrase else ""


def _write_anew(old: Any, part: Path, key: str) -> int:
    version = int(old.execute("PRAGMA user_version").fetchone()[0])
    old.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(part), key))
    old.execute("SELECT sqlcipher_export('fresh')").fetchall()
    old.execute(f"PRAGMA fresh.application_id = {APPLICATION_ID}")
    old.execute(f"PRAGMA fresh.user_version = {version}")
    old.execute("DETACH DATABASE fresh")
    return version


def _verify(part: Path, path: Path, version: int) -> None:
    with closing(connect_copy(part)) as copy:
        reason = what_is_wrong(copy)
        if not reason and copy.execute("PRAGMA user_version").fetchone()[0] != version:
            reason = "user_version"
    if reason:
        raise BackupRefused(path=path, reason=reason)
