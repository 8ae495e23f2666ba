"""`qualcode categories`: step 4 without the app."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.cli.loading import file_argument
from qualcode.cli.output import plain, print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.views.synthesis import CategoryRow


@command("categories")
@study_argument
@file_argument
@analysis_option
@coder_option
@json_option
def categories_command(study: Path, file: Path | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """List result categories, or take them in from a file."""
    from qualcode.services.synthesis.categories import category_list

    with opened(study, coder=coder) as here:
        if file is None:
            rows = category_list(here, analysis=analysis)
            print_json([_filled(row) for row in rows]) if as_json else _show(rows)
            return
        from qualcode.importers.categories import read_categories
        from qualcode.services.synthesis.category_files import load_categories

        counts = load_categories(here, read_categories(file), file=file.name, analysis=analysis)
    if as_json:
        print_json(counts)
    else:
        print_line(
            say("rows.loaded", file=file.name, new=counts.new, changed=counts.changed, there=counts.already_there)
        )


def _filled(row: "CategoryRow") -> dict[str, Any]:
    """A category as it can be loaded again: a paragraph says only what it is."""
    told: dict[str, Any] = plain(row)
    told["paragraphs"] = [{name: text for name, text in one.items() if text} for one in told["paragraphs"]]
    return told


def _show(rows: "list[CategoryRow]") -> None:
    print_columns(
        [
            (
                row.analysis,
                say("synthesis.rests_on", count=len(row.condensates)),
                say("synthesis.quotes", count=sum(bool(one.quote) for one in row.paragraphs)),
                say("synthesis.validated" if row.validation.validated else "synthesis.not_validated"),
                row.heading,
            )
            for row in rows
        ],
        empty=say("rows.no_categories"),
    )
