"""Encryption of a study on the disk, for who chooses it."""

from pathlib import Path

from qualcode.storage import encrypting
from qualcode.storage.backups import list_backups
from qualcode.storage.ciphers import is_encrypted, looks_encrypted
from qualcode.views.backups import BackupLine


def encrypt(path: Path, passphrase: str) -> list[BackupLine]:
    """Keep a study under a passphrase from now on, also where it had another. Gives the backups that are still plain.

    A lost passphrase is a lost study. Raises `CipherMissing`, `StudyInUse`, `BackupRefused`, `CannotWrite`.
    """
    encrypting.set_passphrase(path, passphrase)
    return [line for line in list_backups(path) if not looks_encrypted(line.path)]


def decrypt(path: Path) -> None:
    """Keep a study plain from now on. Raises as `encrypt`."""
    if is_encrypted(path):
        encrypting.set_passphrase(path, "")
