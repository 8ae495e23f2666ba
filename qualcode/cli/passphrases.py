"""Passphrases of encrypted studies: from the environment, the keyring or a person; never from the command line."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from qualcode.errors import StudyLocked, WrongPassphrase
from qualcode.locale import say

_KEYRING = "qualcode"
_TRIES = 3


def unlocked(path: Path) -> None:
    """See to it that the study at `path` can be opened if it is encrypted; others are left to whoever opens them.

    Raises `WrongPassphrase`, and `StudyLocked` where nobody can be asked.
    """
    from qualcode.storage import ciphers

    if not path.is_file() or ciphers.is_encrypted(path) or not ciphers.looks_encrypted(path):
        return
    given = os.environ.get("QUALCODE_PASSPHRASE")
    if given:
        ciphers.unlock(path, given)
        return
    kept = _from_keyring(path)
    with suppress(WrongPassphrase):  # it may have been changed since it was kept
        if kept:
            ciphers.unlock(path, kept)
            return
    if not sys.stdin.isatty():
        raise StudyLocked(path=path)
    for left in reversed(range(_TRIES)):
        try:
            ciphers.unlock(path, click.prompt(say("encrypting.ask", name=path.name), hide_input=True, err=True))
        except WrongPassphrase as error:
            if not left:
                raise
            click.echo(error.message, err=True)
        else:
            return


def new_passphrase() -> str:
    """A passphrase for a study that is to be encrypted, asked for twice. Raises `click.UsageError` without one."""
    given = os.environ.get("QUALCODE_NEW_PASSPHRASE", "")
    if not given and sys.stdin.isatty():
        given = click.prompt(say("encrypting.ask_new"), hide_input=True, confirmation_prompt=True, err=True)
    if not given:
        raise click.UsageError(say("encrypting.none_given"))
    return str(given)


def keep_in_keyring(path: Path, passphrase: str) -> bool:
    """Keep the passphrase in the machine's keyring; False where there is none."""
    try:
        import keyring

        keyring.set_password(_KEYRING, str(path.resolve()), passphrase)
    except Exception:  # noqa: BLE001 - a keyring fails in its own many ways; then one is asked instead
        return False
    return True


def _from_keyring(path: Path) -> str:
    try:
        import keyring

        return keyring.get_password(_KEYRING, str(path.resolve())) or ""
    except Exception:  # noqa: BLE001 - as above
        return ""
