"""`qualcode records`: short structured cases, such as sick notes and survey answers."""

from pathlib import Path
from typing import Any

import click

from qualcode.cli.loading import date_order_option, read_sheet, sheet_option
from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say


@command("records")
@study_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME", help=say("cli.records.name"))
@click.option("--id", required=True, metavar="COLUMN", help=say("cli.records.id"))
@click.option("--text", "text", metavar="COLUMN", multiple=True, help=say("cli.records.text"))
@click.option("--multiple", metavar="COLUMN", multiple=True, help=say("cli.records.multiple"))
@click.option("--labels", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.participants.labels"))
@sheet_option
@date_order_option
@coder_option
@json_option
def records_command(
    study: Path,
    file: Path,
    *,
    name: str,
    labels: Path | None,
    sheet: str,
    date_order: str | None,
    coder: str | None,
    as_json: bool,
    **columns: Any,
) -> None:
    """Take in a set of records from a table."""
    from qualcode.importers.tables import read_rows
    from qualcode.services.material.records import import_records
    from qualcode.services.material.records_told import told_lines
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
            date_order=date_order or "",
        )
    if as_json:
        print_json(report)
    for line in () if as_json else told_lines(report):
        print_line(line)
    if report.dates_unclear and not as_json:
        print_line(say("participants.dates_order"))
