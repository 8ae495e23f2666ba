"""`qualcode picture`: the material in bars, heat, lines and nets; in the terminal or in a file."""

import shutil
from pathlib import Path

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import analysis_option, command, json_option, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.views.pictures import PICTURES


@command("picture")
@study_argument
@click.argument("kind", metavar="KIND")
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.picture.substudy"))
@analysis_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.picture.output"))
@leaving_options
@json_option
def picture_command(
    study: Path,
    kind: str,
    *,
    substudy: str | None,
    analysis: str | None,
    output: Path | None,
    leaving: Leaving,
    as_json: bool,
) -> None:
    """Draw the material."""
    if kind not in PICTURES:
        raise ValueRefused(what=say("kinds.picture"), value=kind, choices=", ".join(PICTURES))
    from qualcode.services.asking.pictures import export_picture, picture, picture_lines

    with opened(study) as here:
        leaves = output is not None and not leaving.unconsented
        view = picture(here, kind, analysis=analysis, substudy=substudy, consenting=leaves)
        if output is not None:

            def write(path: Path) -> list[Path]:
                export_picture(here, view, path)
                return [path]

            write_out(here, output, write, kind="table", leaving=leaving)
            for note in view.notes:
                tell(note)
    if as_json:
        print_json({"title": view.title, "columns": view.columns, "rows": view.rows, "notes": view.notes})
    elif output is not None:
        print_line(say("export.written", path=output))
    else:
        for line in picture_lines(view, width=shutil.get_terminal_size().columns):
            print_line(line)
