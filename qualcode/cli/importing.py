"""`qualcode import`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.diagnostics import show_progress
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.cli.speakers import read_tag
from qualcode.errors import SomeFilesFailed, ValueRefused
from qualcode.locale import say
from qualcode.views.importing import Decisions

if TYPE_CHECKING:
    from qualcode.views.importing import ImportReport, SpeakerCount


@command("import")
@study_argument
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--substudy", required=True, metavar="SUBSTUDY", help=say("cli.import.substudy"))
@click.option("--format", "format", metavar="FORMAT", help=say("cli.import.format"))
@click.option("--encoding", "encodings", metavar="ENCODING", multiple=True, help=say("cli.import.encoding"))
@click.option("--merge", metavar="LABEL=LABEL", multiple=True, help=say("cli.import.merge"))
@click.option("--drop", metavar="LABEL", multiple=True, help=say("cli.import.drop"))
@click.option("--speaker", metavar="LABEL", multiple=True, help=say("cli.import.speaker"))
@click.option("--role", metavar="LABEL=ROLE[:PARTICIPANT]", multiple=True, help=say("cli.import.role"))
@click.option("--round", "round", default="", metavar="ROUND", help=say("cli.import.round"))
@click.option("--dry-run", is_flag=True, help=say("cli.import.dry_run"))
@click.option("--keep-going", is_flag=True, help=say("cli.import.keep_going"))
@coder_option
@json_option
def import_command(study: Path, coder: str | None, *, as_json: bool, **options: Any) -> None:
    """Take in transcripts, one per file."""
    from qualcode.services.material.importing import import_files

    decisions = Decisions(
        format=options.pop("format"),
        encodings=options.pop("encodings"),
        merged=tuple(read_merge(told) for told in options.pop("merge")),
        dropped=options.pop("drop"),
        taken=options.pop("speaker"),
        roles=tuple(read_tag(told) for told in options.pop("role")),
    )
    with opened(study, coder=coder) as here:
        reports = import_files(here, decisions=decisions, progress=show_progress, **options)
    if as_json:
        print_json(reports)
    else:
        _print_reports(reports, dry_run=options["dry_run"])
    failed = sum(bool(report.error) for report in reports)
    if failed:
        raise SomeFilesFailed(failed=failed, total=len(reports))


def read_merge(told: str) -> tuple[str, str]:
    """`LABEL=LABEL` as (the one that goes, the one it is the same as), parted by the last `=`; or `ValueRefused`."""
    label, _, into = told.rpartition("=")
    if not label.strip() or not into.strip():
        raise ValueRefused(what=say("kinds.speaker_tag"), value=told, choices="LABEL=LABEL")
    return label.strip(), into.strip()


def _print_reports(reports: "list[ImportReport]", *, dry_run: bool) -> None:
    read = [report for report in reports if not report.error and not report.already_here]
    if read:
        header = [
            say(f"importing.report.column.{name}") for name in ("transcript", "format", "turns", "words", "speakers")
        ]
        print_columns([_row(report) for report in read], header=header)
    for report in reports:
        if dry_run and report.reason:
            print_line(f"{report.file}: {report.reason}")
        for problem in report.problems:
            print_line(f"{report.file}, {problem.place}: {problem.message}")
        if report.error:
            print_line(f"{report.file}: {report.error}")
    print_line(say("importing.report.would_be" if dry_run else "importing.report.done", count=len(read)))


def _row(report: "ImportReport") -> list[object]:
    speakers = ", ".join(_speaker(speaker) for speaker in report.speakers)
    return [report.transcript, report.format, report.turns, report.words, speakers or say("importing.report.nobody")]


def _speaker(speaker: "SpeakerCount") -> str:
    who = say(f"material.role.{speaker.role}")
    return f"{speaker.label} ({speaker.participant or who}) {speaker.turns}"
