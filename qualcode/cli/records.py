"""`qualcode records`: short structured cases, such as sick notes and survey answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import read_sheet, sheet_option
from qualcode.cli.output import print_json, print_line
from qualcode.cli.participants import tell_unlike
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.views.records import RecordsReport


@command("records")
@study_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME", help=say("cli.records.name"))
@click.option("--id", required=True, metavar="COLUMN", help=say("cli.records.id"))
@click.option("--text", "text", metavar="COLUMN", multiple=True, help=say("cli.records.text"))
@click.option("--multiple", metavar="COLUMN", multiple=True, help=say("cli.records.multiple"))
@click.option("--labels", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.participants.labels"))
@sheet_option
@coder_option
@json_option
def records_command(
    study: Path,
    file: Path,
    *,
    name: str,
    labels: Path | None,
    sheet: str,
    coder: str | None,
    as_json: bool,
    **columns: Any,
) -> None:
    """Take in a set of records from a table."""
    from qualcode.importers.tables import read_rows
    from qualcode.services.material.records import import_records
    from qualcode.views.records import RecordColumns

    with opened(study, coder=coder) as here:
        report = import_records(
            here,
            read_sheet(file, sheet).rows,
            name=name,
            columns=RecordColumns(**columns),
            file=file.name,
            labels=None if labels is None else read_rows(labels),
            labels_file="" if labels is None else labels.name,
        )
    print_json(report) if as_json else _tell(report)


def _tell(report: "RecordsReport") -> None:
    counts = {name: getattr(report, name) for name in ("added", "changed", "unchanged")}
    print_line(say("records.taken", name=report.name, count=report.records, **counts))
    names = ", ".join(f"{taken.name} ({say(f'participants.kind.{taken.kind}')})" for taken in report.attributes)
    if names:
        print_line(say("participants.attributes", names=names))
    for attribute, count in report.several:
        print_line(say("records.several", attribute=attribute, count=count))
    if report.transcripts or report.reworded:
        print_line(say("records.texts", new=report.transcripts, changed=report.reworded))
    if report.to_look_at:
        print_line(say("records.to_look_at", count=report.to_look_at))
    tell_unlike(report.unlike)
    if report.withdrawn:
        codes = ", ".join(report.withdrawn)
        print_line(say("participants.withdrawn", count=len(report.withdrawn), codes=codes))
    if report.emptied:
        print_line(say("records.emptied", names=", ".join(report.emptied)))
    if report.labels_passed_over:
        print_line(say("participants.labels_passed_over", names=", ".join(report.labels_passed_over)))
