"""What the lists have in common: a file to load, and what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_json, print_line
from qualcode.locale import say
from qualcode.text.values import DATE_ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.importers.tables import UserTable
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.loading import LoadCounts

sheet_option = click.option("--sheet", metavar="NAME", default="", help=say("cli.sheet"))
date_order_option = click.option("--dates", "date_order", type=click.Choice(DATE_ORDERS), help=say("cli.dates"))
file_argument = click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))


NOT_IN_TABLES = ("participants", "attributes", "lines")
"""What our own lists tell in lists and objects, and loading finds out for itself."""


def load_file(
    load: "Callable[..., LoadCounts]",
    study: "OpenStudy",
    file: Path,
    *,
    analysis: str | None,
    as_json: bool,
    lists: tuple[str, ...] = (),
) -> None:
    """Load the rows of a table and say how many were new, changed, or there already; `lists` as in `read_table`."""
    from qualcode.importers.tables import read_rows

    rows = read_rows(file, passed_over=NOT_IN_TABLES, lists=lists)
    counts: Any = load(study, rows, file=file.name, analysis=analysis)
    if as_json:
        print_json(counts)
    else:
        print_line(
            say("rows.loaded", file=file.name, new=counts.new, changed=counts.changed, there=counts.already_there)
        )


def read_sheet(file: Path, sheet: str) -> "UserTable":
    """The table of a file; of a workbook with several sheets the one that is named, or the first, and it is told."""
    from qualcode.importers.tables import read_table

    table = read_table(file, sheet=sheet)
    if table.other_sheets and not sheet:
        others = ", ".join(f"«{name}»" for name in table.other_sheets)
        tell(say("rows.sheet", sheet=table.sheet, others=others))
    return table
