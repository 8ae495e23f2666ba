"""`qualcode export`: what goes out of the study into files."""

from pathlib import Path
from typing import Any

import click

from qualcode.cli.output import print_line
from qualcode.cli.shared import analysis_option, command, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say

KINDS = ("chapter", "quotes")


@command("export")
@study_argument
@click.argument("kind", metavar="KIND")
@click.option(
    "-o", "--output", metavar="PATH", required=True, type=click.Path(path_type=Path), help=say("cli.export.output")
)
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.export.substudy"))
@analysis_option
@click.option("--template", metavar="DOCX", type=click.Path(path_type=Path), help=say("cli.export.template"))
@click.option("--first-table", metavar="N", type=click.IntRange(min=1), help=say("cli.export.first_table"))
def export_command(study: Path, kind: str, output: Path, first_table: int | None, **chosen: Any) -> None:
    """Write the chapter or the quote table."""
    if kind not in KINDS:
        raise ValueRefused(what=say("kinds.export"), value=kind, choices=", ".join(KINDS))
    from qualcode.services.exporting import export_chapter, export_quotes

    with opened(study) as here:
        if kind == "chapter":
            export_chapter(here, output, first_table=first_table, **chosen)
        else:
            export_quotes(here, output, **chosen)
    print_line(say("export.written", path=output))
