"""`qualcode chapter`: the prose of the result chapter, and how participants and quotes stand in it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import file_argument
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

_WORDS_SHOWN = 80


@command("chapter")
@study_argument
@file_argument
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.chapter.substudy"))
@analysis_option
@click.option("--form", metavar="FORM", help=say("cli.chapter.form"))
@click.option("--source", metavar="SOURCE", help=say("cli.chapter.source"))
@click.option("--first-table", metavar="N", type=int, help=say("cli.chapter.first_table"))
@click.option("--offered", is_flag=True, help=say("cli.chapter.offered"))
@coder_option
@json_option
def chapter_command(  # noqa: PLR0913, PLR0917 (what a user can say about a chapter)
    study: Path,
    file: Path | None,
    substudy: str | None,
    analysis: str | None,
    form: str | None,
    source: str | None,
    first_table: int | None,
    offered: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """List the chapter's prose, or take it in from a table; say how a substudy stands in it."""
    from qualcode.services.chapter import chapter_texts
    from qualcode.services.chapter.chapter_offers import offered_texts
    from qualcode.text.shortening import shortened

    if (form or source) and not substudy:
        raise click.UsageError(say("export.which_substudy"))
    with opened(study, coder=coder) as here:
        if file is not None:
            _load(here, file, as_json=as_json)
        if first_table is not None:
            chapter_texts.set_first_table(here, first_table)
        if substudy and (form or source):
            chapter_texts.set_chapter_form(here, substudy, table_form=form, quote_source=source)
        if file or form or source or first_table:
            return
        views = offered_texts(here) if offered else chapter_texts.chapter_texts(here)
        written = [view for view in views if substudy in (None, view.substudy) and analysis in (None, view.analysis)]
    if as_json:
        print_json(written)
    else:
        lines = [
            (view.substudy or view.analysis, view.part, shortened(view.text, length=_WORDS_SHOWN)) for view in written
        ]
        print_columns(lines, empty=say("rows.no_chapter_texts"))


def _load(study: "OpenStudy", file: Path, *, as_json: bool) -> None:
    from qualcode.importers.tables import read_rows
    from qualcode.services.chapter.chapter_texts import load_chapter_texts

    counts: Any = load_chapter_texts(study, read_rows(file), file=file.name)
    if as_json:
        print_json(counts)
    else:
        print_line(
            say("rows.loaded", file=file.name, new=counts.new, changed=counts.changed, there=counts.already_there)
        )
