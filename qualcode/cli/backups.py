"""`qualcode backup` and `qualcode restore`."""

from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.passphrases import unlocked
from qualcode.cli.shared import command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import moment


@command("backup")
@study_argument
@click.argument("path", metavar="[PATH]", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listing", is_flag=True, help=say("cli.backup.list"))
@json_option
def backup_command(study: Path, path: Path | None, *, listing: bool, as_json: bool) -> None:
    """Take a backup, or list those there are."""
    from qualcode.services.keeping.backups import back_up

    if listing:
        _show_backups(study, as_json=as_json)
        return
    with opened(study, backing_up=False) as open_study:
        made = back_up(open_study, path)
    print_json({"path": str(made)}) if as_json else print_line(say("backups.made", path=made))


def _show_backups(study: Path, *, as_json: bool) -> None:
    """Without opening the study: who asks may have one that is damaged, or gone."""
    from qualcode.storage.backups import backup_folder, list_backups
    from qualcode.storage.sqlite_file import verify

    lines = list_backups(study)
    if not lines:
        verify(study)
    if as_json:
        print_json(lines)
    elif not lines:
        print_line(say("backups.none", folder=backup_folder(study)))
    else:
        print_columns(
            [(moment(line.at), say(f"backups.causes.{line.cause}"), _size(line.size), line.path) for line in lines]
        )


@command("restore")
@study_argument
@click.argument("backup", metavar="BACKUP", type=click.Path(path_type=Path))
@json_option
def restore_command(study: Path, backup: Path, *, as_json: bool) -> None:
    """Put a backup back, and keep what stood there."""
    from qualcode.services.keeping.backups import restore

    unlocked(backup)
    unlocked(study)
    done = restore(study, backup)
    if as_json:
        print_json(done)
        return
    print_line(say("backups.restored", backup=done.backup))
    if done.kept is not None:
        print_line(say("backups.kept", path=done.kept))
    if done.unsealed:
        print_line(say("backups.unsealed", names=", ".join(done.unsealed)))


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
