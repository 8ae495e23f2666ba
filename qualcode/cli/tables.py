"""`qualcode table`: tables of the material, on the screen or in a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, command, json_option, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.views.table import TableView

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

COUNTED = (
    "frequencies",
    "crosstab",
    "cooccurrence",
    "matrix",
    "framework",
    "answered",
    "words",
    "course",
    "talk",
    "rounds",
)
KINDS = ("demographics", "informants", "recruitment", *COUNTED)


@command("table")
@study_argument
@click.argument("kind", metavar="KIND")
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.table.substudy"))
@click.option("--form", metavar="FORM", default="exact", show_default=True, help=say("cli.table.form"))
@click.option("--by", metavar="ATTRIBUTE", help=say("cli.table.by"))
@click.option("--rows", metavar="WHAT", default="", help=say("cli.table.rows"))
@click.option("--columns", metavar="WHAT", default="", help=say("cli.table.columns"))
@click.option("--percent", metavar="OF", default="", help=say("cli.table.percent"))
@click.option("--split", is_flag=True, help=say("cli.table.split"))
@click.option("--group", metavar="GROUP", default="", help=say("cli.table.group"))
@click.option("--within", metavar="HOW", default="overlap", show_default=True, help=say("cli.table.within"))
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help=say("cli.table.limit"))
@analysis_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.table.output"))
@leaving_options
@json_option
def table_command(
    study: Path,
    kind: str,
    *,
    substudy: str | None,
    form: str,
    by: str | None,
    output: Path | None,
    as_json: bool,
    leaving: Leaving,
    **counted: Any,
) -> None:
    """Show a table, or write it to a file."""
    if kind not in KINDS:
        raise ValueRefused(what=say("kinds.table"), value=kind, choices=", ".join(KINDS))
    from qualcode.services.written_language import chapter_language

    with opened(study) as here:
        language = chapter_language(here)
        leaves = output is not None and not leaving.unconsented
        if kind in COUNTED:
            view = _counted(here, kind, leaves=leaves, substudy=substudy, **counted)
        else:
            view = _table(here, kind, substudy, form=form, by=by, leaves=leaves)
        if output is not None:
            write_out(here, output, lambda path: [_written(here, view, path)], kind="table", leaving=leaving)
    if as_json:
        print_json({"title": view.title, "columns": view.columns, "rows": view.rows, "notes": view.notes})
    elif output is not None:
        print_line(say("export.written", path=output))
    else:
        _show(view, language)


def _written(study: "OpenStudy", view: TableView, path: Path) -> Path:
    from qualcode.services.chapter.exporting import export_table

    export_table(study, view, path)
    return path


def _counted(study: "OpenStudy", kind: str, *, leaves: bool, **asked: Any) -> TableView:
    from qualcode.services.asking.tables import count_table
    from qualcode.views.counting import TableAsked

    return count_table(study, TableAsked(kind, **asked), consenting=leaves).view


def _table(
    study: "OpenStudy", kind: str, substudy: str | None, *, form: str, by: str | None, leaves: bool
) -> TableView:
    """The table; people without consent are not in one that `leaves` the study."""
    from qualcode.services.asking.material_tables import informants_table, recruitment_table
    from qualcode.services.participants.participants import demographic_table

    if kind == "informants":
        return informants_table(study, substudy, by=by)
    if kind == "recruitment":
        return recruitment_table(study, substudy)
    return demographic_table(study, substudy, form=form, consenting=leaves)


def _show(view: TableView, language: str) -> None:
    from qualcode.exporters.wording import printed_cell

    print_line(view.title)
    print_line()
    rows = [[printed_cell(cell, language=language) for cell in row] for row in view.rows]
    print_columns(rows, header=view.headings or view.columns)
    print_line()
    for note in view.notes:
        print_line(note)
