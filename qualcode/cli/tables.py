"""`qualcode table`: tables of the material, on the screen or in a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, command, json_option, opened, study_argument
from qualcode.errors import NothingToExport, ValueRefused
from qualcode.locale import current_language, say
from qualcode.views.searching import HIT_FIELDS
from qualcode.views.table import TableView

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.counting import CountedTable, OpenedNumber

KINDS = (
    "demographics",
    "informants",
    "recruitment",
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


@command("table")
@study_argument
@click.argument("kind", metavar="KIND")
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.table.substudy"))
@click.option("--form", metavar="FORM", default="exact", show_default=True, help=say("cli.table.form"))
@click.option("--by", metavar="ATTRIBUTE", default="", help=say("cli.table.by"))
@click.option("--rows", metavar="WHAT", default="", help=say("cli.table.rows"))
@click.option("--columns", metavar="WHAT", default="", help=say("cli.table.columns"))
@click.option("--percent", metavar="OF", default="", help=say("cli.table.percent"))
@click.option("--split", is_flag=True, help=say("cli.table.split"))
@click.option("--group", metavar="GROUP", default="", help=say("cli.table.group"))
@click.option("--within", metavar="HOW", default="overlap", show_default=True, help=say("cli.table.within"))
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help=say("cli.table.limit"))
@analysis_option
@click.option("--open", "number", metavar="ROW COLUMN", nargs=2, help=say("cli.table.open"))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.table.output"))
@leaving_options
@json_option
def table_command(
    study: Path,
    kind: str,
    *,
    number: tuple[str, str] | None,
    output: Path | None,
    as_json: bool,
    leaving: Leaving,
    **asked: Any,
) -> None:
    """Show a table, or write it to a file; or open one of its numbers to what it counts."""
    if kind not in KINDS:
        raise ValueRefused(what=say("kinds.table"), value=kind, choices=", ".join(KINDS))
    from qualcode.services.asking.tables import count_table
    from qualcode.services.written_language import chapter_language
    from qualcode.views.counting import TableAsked

    with opened(study) as here:
        language = chapter_language(here)
        leaves = output is not None and not leaving.unconsented
        wanted = TableAsked(kind, **asked)
        table = count_table(here, wanted, opened=number is not None, consenting=leaves)
        if number is not None:
            _open(here, table, number, output=output, as_json=as_json, leaving=leaving)
            return
        view = table.view
        if output is not None:
            from qualcode.services.protecting.leaks import alone_in_cells

            also = alone_in_cells(wanted, table)
            write_out(here, output, lambda path: [_written(here, view, path)], kind="table", leaving=leaving, also=also)
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


def _open(
    study: "OpenStudy",
    table: "CountedTable",
    named: tuple[str, str],
    *,
    output: Path | None,
    as_json: bool,
    leaving: Leaving,
) -> None:
    from qualcode.services.asking.table_numbers import open_named

    number = open_named(study, table, *named)
    if output is not None:
        write_out(study, output, lambda path: [_passages(study, number, path)], kind="search", leaving=leaving)
    if as_json:
        _tell_number(number)
    elif output is not None:
        print_line(say("export.written", path=output))
    else:
        _show_number(number)


def _passages(study: "OpenStudy", number: "OpenedNumber", path: Path) -> Path:
    from qualcode.services.asking.search_tables import export_hits
    from qualcode.views.searching import SearchResult

    if not number.hits:
        raise NothingToExport(kind=say("kinds.passages"))
    export_hits(study, SearchResult(f"{number.row} · {number.column}", len(number.hits), number.hits), path)
    return path


def _tell_number(number: "OpenedNumber") -> None:
    told = {name: getattr(number, name) for name in ("row", "column", "number", "without_words")}
    hits = [{name: getattr(hit, name) for name in ("substudy", *HIT_FIELDS)} for hit in number.hits]
    people = [{"participant": code, "registered": values} for code, values in number.people]
    print_json(told | {"hits": hits, "people": people})


def _show_number(number: "OpenedNumber") -> None:
    from qualcode.cli.searching import print_hits
    from qualcode.exporters.wording import printed_cell

    print_line(f"{number.row} · {number.column}: {printed_cell(number.number, language=current_language())}")
    print_line()
    if number.people:
        print_columns(number.people)
        print_line()
    if number.without_words:
        print_line(say("search.without_words", count=number.without_words))
    if not number.hits and not number.people:
        print_line(say("search.nothing_behind"))
    print_hits(number.hits)


def _show(view: TableView, language: str) -> None:
    from qualcode.exporters.wording import printed_cell

    print_line(view.title)
    print_line()
    rows = [[printed_cell(cell, language=language) for cell in row] for row in view.rows]
    print_columns(rows, header=view.headings or view.columns)
    print_line()
    for note in view.notes:
        print_line(note)
