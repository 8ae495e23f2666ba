"""`qualcode codebook`: the code groups with what belongs in them."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.views.codebook import CodebookRow


@command("codebook")
@study_argument
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@analysis_option
@coder_option
@json_option
def codebook_command(study: Path, file: Path | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """List the codebook, or take one in from a file."""
    from qualcode.services.coding import codebooks

    with opened(study, coder=coder) as open_study:
        if file is None:
            rows = codebooks.codebook(open_study, analysis=analysis)
            print_json(rows) if as_json else _show(rows)
            return
        from qualcode.importers.codebooks import read_codebook

        counts = codebooks.load_codebook(open_study, read_codebook(file), analysis=analysis)
    if as_json:
        print_json(counts)
        return
    print_line(
        say(
            "codebook.loaded",
            analysis=counts.analysis,
            new=counts.new_groups,
            changed=counts.changed_groups,
            new_subgroups=counts.new_subgroups,
            changed_subgroups=counts.changed_subgroups,
        )
    )


def _show(rows: Sequence[CodebookRow]) -> None:
    if not rows:
        print_line(say("codebook.nothing"))
    for analysis, lines in groupby(rows, key=lambda row: row.analysis):
        print_line(analysis)
        print_columns(
            [(row.key or "", _name(row), row.definition) for row in lines],
            header=[say(f"codebook.columns.{column}") for column in ("key", "code_group", "definition")],
        )
        print_line()


def _name(row: CodebookRow) -> str:
    if row.subgroup:
        return f"  {row.subgroup}"
    return f"{row.code_group} ({say('codebook.retired')})" if row.retired else row.code_group
