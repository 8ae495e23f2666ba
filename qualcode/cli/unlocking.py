"""How the command line comes by what opens a linkage key: never from the command line itself, which others can read."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.diagnostics import tell
from qualcode.errors import NoPassphrase
from qualcode.locale import say
from qualcode.settings import read_settings
from qualcode.views.linkage import KeyLock, KnownPerson

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

F = TypeVar("F", bound=Callable[..., Any])
_VARIABLE = "QUALCODE_LINKAGE_PASSPHRASE"

identity_option = click.option(
    "--identity", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.linkage.identity")
)
passphrase_option = click.option("--passphrase-fd", metavar="N", type=int, help=say("cli.linkage.passphrase_fd"))
key_option = click.option(
    "--linkage-key", metavar="KEYFILE", type=click.Path(path_type=Path), help=say("cli.linkage_key")
)


def key_options(function: F) -> F:
    """The options of a command that looks for the names in a linkage key."""
    return key_option(identity_option(passphrase_option(function)))


def key_lock(identity: Path | None, passphrase_fd: int | None, *, new: bool = False) -> KeyLock:
    """What opens the key: an identity file, a file descriptor, the environment, or a prompt on a terminal.

    `new` asks twice. Raises `NoPassphrase` where there is nobody to ask.
    """
    named = identity or (Path(chosen) if (chosen := read_settings().linkage_identity) else None)
    if named is not None:
        from qualcode.services.protecting.linkage import identity_lock

        return identity_lock(named)
    passphrase = _handed_over(passphrase_fd)
    if not passphrase and sys.stdin.isatty():
        passphrase = click.prompt(say("linkage.passphrase"), hide_input=True, confirmation_prompt=new, err=True)
    if not passphrase:
        raise NoPassphrase(path=_VARIABLE)
    return KeyLock(passphrase=passphrase)


def people_to_look_for(
    study: "OpenStudy", linkage_key: Path | None, identity: Path | None, passphrase_fd: int | None
) -> tuple[KnownPerson, ...]:
    """The people in the key that the command names, else in that of the settings; nobody where there is none.

    A key of the settings that cannot be opened here (a script, nobody to ask) is told and passed over; one that the
    command names must open.
    """
    named = linkage_key or (Path(chosen) if (chosen := read_settings().linkage_key) else None)
    if named is None:
        return ()
    from qualcode.services.protecting.linkage import known_people
    from qualcode.storage.linkage_key import is_apart

    try:
        people = known_people(named, key_lock(identity, passphrase_fd))
    except NoPassphrase:
        if linkage_key is not None:
            raise
        tell(say("linkage.passed_over", path=named))
        return ()
    if not is_apart(named, study.path):
        tell(say("linkage.beside", path=named))
    return people


def _handed_over(passphrase_fd: int | None) -> str:
    if passphrase_fd is None:
        given = os.environ.get(_VARIABLE, "")
        if not given.isascii() and given != given.encode("utf-8", "replace").decode("utf-8"):
            # age takes characters, and these bytes are none.
            raise NoPassphrase(path=_VARIABLE)
        return given
    try:
        with os.fdopen(passphrase_fd, encoding="utf-8") as stream:
            return stream.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise NoPassphrase(path=passphrase_fd) from None
