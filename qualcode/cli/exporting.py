"""`qualcode export`: what goes out of the study into files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_line
from qualcode.cli.shared import analysis_option, coder_option, command, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

KINDS = ("chapter", "quotes", "coreq", "srqr", "transcripts")


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
@leaving_options
@coder_option
def export_command(study: Path, kind: str, output: Path, *, leaving: Leaving, coder: str | None, **chosen: Any) -> None:
    """Write the chapter, the quote table, a reporting guideline or the transcripts."""
    if kind not in KINDS:
        raise ValueRefused(what=say("kinds.export"), value=kind, choices=", ".join(KINDS))
    with opened(study, coder=coder) as here:
        written = write_out(
            here,
            output,
            lambda path: _write(here, kind, path, **chosen),
            kind=kind,
            leaving=leaving,
            template=chosen["template"],
        )
    for path in written:
        print_line(say("export.written", path=path))


def _write(  # noqa: PLR0913 (what a user can say about an export)
    study: "OpenStudy",
    kind: str,
    output: Path,
    *,
    substudy: str | None,
    analysis: str | None,
    template: Path | None,
    first_table: int | None,
    transcript: str | None,
    numbers: str,
) -> tuple[Path, ...]:
    """Write one kind of thing; the files it became."""
    if kind == "transcripts":
        from qualcode.services.transcript_export import export_transcripts

        how: dict[str, Any] = {"substudy": substudy, "transcript": transcript, "numbers": numbers}
        return export_transcripts(study, output, template=template, **how)
    if kind in ("coreq", "srqr"):
        from qualcode.services.reporting import export_guideline

        export_guideline(study, kind, output, template=template)
        return (output,)
    from qualcode.services.exporting import export_chapter, export_quotes

    of: dict[str, Any] = {"substudy": substudy, "analysis": analysis, "template": template}
    if kind == "chapter":
        export_chapter(study, output, first_table=first_table, **of)
    else:
        export_quotes(study, output, **of)
    return (output,)
