"""Encryption of a study on the disk, for who chooses it."""

from pathlib import Path

from qualcode.errors import CannotWrite, StudyError
from qualcode.storage import encrypting
from qualcode.storage.backups import list_backups
from qualcode.storage.ciphers import forget_key, is_encrypted, looks_encrypted, share_key
from qualcode.views.backups import BackupLine


def encrypt(path: Path, passphrase: str) -> list[BackupLine]:
    """Keep a study under a passphrase from now on, also where it had another; then its backups get the new one too.

    Gives the backups that are still plain or under another passphrase. A lost passphrase is a lost study.
    Raises `CipherMissing`, `StudyInUse`, `BackupRefused`, `CannotWrite`.
    """
    backups = list_backups(path)
    # What a leaked passphrase still opened would make the change worth nothing.
    before = [line for line in backups if is_encrypted(path) and looks_encrypted(line.path)]
    for line in before:
        share_key(path, line.path)
    encrypting.set_passphrase(path, passphrase)
    return [line for line in backups if line not in before or not _follows(line.path, path, passphrase)]


def _follows(backup: Path, study: Path, passphrase: str) -> bool:
    """Whether a backup could be given its study's new passphrase; one that cannot be opened stays as it is."""
    try:
        encrypting.set_passphrase(backup, passphrase, like=study)
    except (StudyError, CannotWrite):
        forget_key(backup)
        return False
    return True


def decrypt(path: Path) -> None:
    """Keep a study plain from now on. Raises as `encrypt`."""
    if is_encrypted(path):
        encrypting.set_passphrase(path, "")
