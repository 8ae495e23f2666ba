"""`qualcode purge`: what is to be deleted when the project ends, and deleting what is ours."""

import sys
from pathlib import Path

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import command, json_option, opened, said_yes, study_argument
from qualcode.errors import NotConfirmed
from qualcode.locale import say
from qualcode.views.purging import PurgeView


@command("purge")
@study_argument
@click.option("--delete", is_flag=True, help=say("cli.purge.delete"))
@json_option
def purge_command(study: Path, delete: bool, as_json: bool) -> None:
    """List what holds personal data; with --delete, delete the study and its backups."""
    from qualcode.services.keeping.purging import list_for_purge, purge_study

    with opened(study) as here:
        view = list_for_purge(here)
        if delete:
            if not said_yes():
                for line in _lines(view):
                    tell(line)
                _confirm(view)
            view = purge_study(here)
    if as_json:
        print_json(view)
        return
    for line in _lines(view):
        print_line(line)
    if view.done:
        print_line(say("purging.done", count=len(view.files)))


def _confirm(view: PurgeView) -> None:
    """Somebody at a terminal types the study's title; elsewhere it takes `--yes`."""
    asked = say("purging.type_title", title=view.title)
    typed = click.prompt(asked, default="", show_default=False, err=True) if sys.stdin.isatty() else ""
    if typed.strip() != view.title:
        raise NotConfirmed(what=say("purging.deleting", title=view.title))


def _lines(view: PurgeView) -> list[str]:
    lines = [say("purging.ends" if view.ends else "purging.no_end", title=view.title, date=view.ends)]
    lines.append(say("purging.holds", people=view.participants, count=view.transcripts))
    for heading, entries in (
        ("files", view.files),
        ("key", (view.linkage_key,) if view.linkage_key else ()),
        ("beside", view.beside),
        ("recordings", view.recordings),
        ("exports", view.exports),
    ):
        if entries:
            lines += [say(f"purging.{heading}"), *(f"  {entry}" for entry in entries)]
    return [*lines, say("purging.elsewhere")]
