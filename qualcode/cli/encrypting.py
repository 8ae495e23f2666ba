"""`qualcode encrypt`: a passphrase for a study, another one, or none."""

from pathlib import Path

import click

from qualcode.cli.output import print_line
from qualcode.cli.passphrases import keep_in_keyring, new_passphrase, unlocked
from qualcode.cli.shared import command, study_argument
from qualcode.locale import say


@command("encrypt")
@study_argument
@click.option("--remove", is_flag=True, help=say("cli.encrypt.remove"))
@click.option("--keyring", is_flag=True, help=say("cli.encrypt.keyring"))
def encrypt_command(study: Path, *, remove: bool, keyring: bool) -> None:
    """Encrypt a study, change its passphrase, or take the encryption off."""
    from qualcode.services.keeping.encrypting import decrypt, encrypt
    from qualcode.storage.ciphers import is_encrypted

    unlocked(study)
    if remove:
        decrypt(study)
        print_line(say("encrypting.removed", path=study))
        return
    passphrase = new_passphrase()
    had_another = is_encrypted(study)
    plain = encrypt(study, passphrase)
    print_line(say("encrypting.changed" if had_another else "encrypting.encrypted", path=study))
    if keyring:
        print_line(say("encrypting.kept" if keep_in_keyring(study, passphrase) else "encrypting.no_keyring"))
    if plain:
        print_line(say("encrypting.plain_backups", count=len(plain)))
        for line in plain:
            print_line(f"  {line.path}")
