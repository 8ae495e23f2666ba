"""`qualcode meetings` and `qualcode example`: the analysis meeting, and the examples that show the analysis."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import file_argument
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument, with_uid
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy


@command("meetings")
@study_argument
@file_argument
@click.option("--held", metavar="DATE", help=say("cli.meetings.held"))
@click.option("--present", metavar="NAMES", default="", help=say("cli.meetings.present"))
@click.option("--decided", metavar="TEXT", default="", help=say("cli.meetings.decided"))
@click.option("--remove", metavar="UID", help=say("cli.meetings.remove"))
@analysis_option
@coder_option
@json_option
def meetings_command(
    study: Path,
    file: Path | None,
    *,
    held: str | None,
    remove: str | None,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
    **told: str,
) -> None:
    """List the notes of the analysis meetings, take them in from a table, write one, or take one away."""
    from qualcode.services.coding.meetings import meetings

    with opened(study, coder=coder) as here:
        if file is not None:
            _load(here, file, analysis, as_json=as_json)
            return
        if remove is not None:
            _remove(here, remove)
        if held is not None:
            _note(here, analysis, held=held, **told)
        found = meetings(here, analysis=analysis)
    if as_json:
        names = ("uid", "analysis", "held", "present", "decided", "coder")
        print_json([{name: getattr(one, name) for name in names} for one in found])
    else:
        print_columns([(one.held, one.analysis, one.present, one.decided) for one in found])
        if not found:
            print_line(say("meetings.none_listed"))


@command("example")
@study_argument
@click.argument("uid", metavar="UID")
@click.option("--group", metavar="GROUP", help=say("cli.example.group"))
@click.option("--remove", is_flag=True, help=say("cli.example.remove"))
@coder_option
def example_command(study: Path, uid: str, group: str | None, remove: bool, coder: str | None) -> None:
    """Let a unit or quote stand as an example in the analysis table, or no longer."""
    from qualcode.services.coding.examples import coding_of, set_example

    with opened(study, coder=coder) as here:
        set_example(here, [coding_of(here, uid, group=group)], on=not remove)


def _note(study: "OpenStudy", analysis: str | None, **told: str) -> None:
    from qualcode.services.chosen import analysis_named
    from qualcode.services.coding.meetings import note_meeting

    note_meeting(study, analysis_named(study, analysis), **told)


def _remove(study: "OpenStudy", uid: str) -> None:
    from qualcode.services.coding.meetings import meetings, remove_meeting

    remove_meeting(study, with_uid(meetings(study), uid, kind="meeting").id)


def _load(study: "OpenStudy", file: Path, analysis: str | None, *, as_json: bool) -> None:
    from qualcode.importers.tables import read_rows
    from qualcode.services.coding.meetings import load_meetings

    counts: Any = load_meetings(study, read_rows(file), file=file.name, analysis=analysis)
    if as_json:
        print_json(counts)
    else:
        told = {"new": counts.new, "changed": counts.changed, "there": counts.already_there}
        print_line(say("rows.loaded", file=file.name, **told))
