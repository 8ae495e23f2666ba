"""`qualcode export`: what goes out of the study into files."""

from pathlib import Path
from typing import Any

import click

from qualcode.cli.export_kinds import KINDS, write_kind
from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say


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
@click.option("--transcript", metavar="TRANSCRIPT", help=say("cli.export.transcript"))
@click.option("--numbers", metavar="NUMBERS", default="turn", show_default=True, help=say("cli.export.numbers"))
@click.option("--group", metavar="GROUP", help=say("cli.export.group"))
@click.option("--participant", metavar="PARTICIPANT", help=say("cli.export.participant"))
@click.option("--golden", is_flag=True, help=say("cli.export.golden"))
@click.option("--order", metavar="ORDER", default="report", show_default=True, help=say("cli.export.order"))
@click.option("--language", metavar="nb|nn|en", type=click.Choice(["nb", "nn", "en"]), help=say("cli.export.language"))
@click.option("--category", metavar="CATEGORY", help=say("cli.export.category"))
@click.option("--appendix", type=click.Choice(["trace"]), help=say("cli.export.appendix"))
@leaving_options
@coder_option
@json_option
def export_command(
    study: Path, kind: str, output: Path, *, leaving: Leaving, coder: str | None, as_json: bool, **chosen: Any
) -> None:
    """Write the chapter, quotes, a paper for the analysis meeting, a reporting guideline or the transcripts."""
    if kind not in KINDS:
        raise ValueRefused(what=say("kinds.export"), value=kind, choices=", ".join(KINDS))
    from qualcode.services.written_language import writing_in

    with opened(study, coder=coder) as here, writing_in(chosen.pop("language")):
        placed = write_out(
            here,
            output,
            lambda path: write_kind(here, kind, path, chosen),
            kind=kind,
            leaving=leaving,
            template=chosen["template"],
        )
    if as_json:
        files = [str(path.resolve()) for path in placed.files]
        print_json({"kind": kind, "files": files, "findings": placed.leaks})
        return
    for path in placed.files:
        print_line(say("export.written", path=path))
