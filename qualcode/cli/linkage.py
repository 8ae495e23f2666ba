"""`qualcode linkage`: the linkage key, in its own encrypted file. Names come in by prompt or stdin, never as arguments.

What stands on a command line can be read by everybody on the machine while it runs, and stays in the shell's history.
"""

import csv
import io
import sys
from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import command, json_option
from qualcode.cli.unlocking import identity_option, key_lock, passphrase_option
from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.views.linkage import KeyLock, KnownPerson

COLUMNS_TOLD = ("name", "also", "contact", "note")
ACTIONS = ("new", "add", "list", "find", "remove")


@command("linkage")
@click.argument("keyfile", metavar="KEYFILE", type=click.Path(path_type=Path))
@click.argument("action", metavar="|".join(ACTIONS))
@click.argument("participant", metavar="[PARTICIPANT]", required=False)
@click.option("--substudy", metavar="SUBSTUDY", default="", help=say("cli.linkage.substudy"))
@click.option("--beside-study", is_flag=True, help=say("cli.linkage.beside_study"))
@identity_option
@passphrase_option
@json_option
def linkage_command(
    keyfile: Path,
    action: str,
    participant: str | None,
    *,
    substudy: str,
    beside_study: bool,
    identity: Path | None,
    passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Make a linkage key, say who participants are, list, find and remove them."""
    from qualcode.services.protecting import linkage

    if action not in ACTIONS:
        raise ValueRefused(what=say("kinds.key_action"), value=action, choices=", ".join(ACTIONS))
    if action == "new":
        lock = key_lock(identity, passphrase_fd, new=True)
        linkage.make_key(keyfile, lock, beside_study=beside_study)
        print_json({"key": str(keyfile)}) if as_json else print_line(say("linkage.made", path=keyfile))
        return
    lock = key_lock(identity, passphrase_fd)
    if action == "add":
        _add(keyfile, lock, participant, substudy, as_json=as_json)
    elif action == "remove":
        if not participant:
            raise click.UsageError(say("cli.linkage.who"))
        linkage.remove_person(keyfile, lock, participant, substudy=substudy)
        print_json({"removed": participant}) if as_json else print_line(say("linkage.removed", name=participant))
    else:
        people = linkage.known_people(keyfile, lock)
        if action == "find":
            people = linkage.find_people(keyfile, lock, participant or _asked(say("linkage.sought")))
        _list(people, as_json=as_json)


def _add(keyfile: Path, lock: KeyLock, participant: str | None, substudy: str, *, as_json: bool) -> None:
    from qualcode.services.protecting.linkage import add_people
    from qualcode.storage.linkage_key import person_of

    if sys.stdin.isatty():
        if not participant:
            raise click.UsageError(say("cli.linkage.who"))
        told = {name: _asked(say(f"linkage.columns.{name}")) for name in COLUMNS_TOLD}
        people: tuple[KnownPerson, ...] = (person_of({"participant": participant, "substudy": substudy, **told}),)
    else:
        rows = _rows_handed_over()
        headings = list(rows.fieldnames or ())
        if not set(headings) & {"participant", *COLUMNS_TOLD}:
            # A list without headings would be taken for headings without a list, and nobody would be told.
            # What stands there may be somebody's name, and is not said again.
            possible = ", ".join(("participant", *COLUMNS_TOLD))
            raise ValueRefused(what=say("kinds.heading"), value="…", choices=possible)
        named = {"participant": participant or "", "substudy": substudy}
        people = tuple(person_of({**named, **{k: v for k, v in row.items() if k and v}}) for row in rows)
    new, changed = add_people(keyfile, lock, people)
    if as_json:
        print_json({"new": new, "changed": changed})
    else:
        print_line(say("linkage.added", new=new, changed=changed))


def _rows_handed_over() -> "csv.DictReader[str]":
    """What comes in by stdin, in the encoding and with the marks between columns that a spreadsheet saved it with."""
    from qualcode.importers.decoding import decode
    from qualcode.importers.tables import delimiter_of

    stream = getattr(sys.stdin, "buffer", None)
    text = decode(stream.read()).text if stream is not None else sys.stdin.read()
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))


def _list(people: tuple[KnownPerson, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(people)
        return
    header = [say(f"linkage.columns.{name}") for name in ("participant", "substudy", "name", "also", "contact", "note")]
    rows = [(one.participant, one.substudy, one.name, "; ".join(one.also), one.contact, one.note) for one in people]
    print_columns(rows, header=header) if rows else print_line(say("linkage.nobody"))


def _asked(question: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(question, default="", show_default=False, err=True))
    return sys.stdin.readline().strip()
