"""`qualcode history`, `undo` and `redo`."""

from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say


@command("history")
@study_argument
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help=say("cli.history.limit"))
@json_option
def history_command(study: Path, limit: int | None, as_json: bool) -> None:
    """Say who has done what, newest first."""
    from qualcode.services.history import history

    with opened(study) as open_study:
        rows = history(open_study, limit=limit)
    if as_json:
        print_json(rows)
    elif not rows:
        print_line(say("journal.nothing"))
    else:
        print_columns([(row.id, row.at[:16].replace("T", " "), row.coder, row.summary) for row in rows])


@command("undo")
@study_argument
@coder_option
@json_option
def undo_command(study: Path, coder: str | None, as_json: bool) -> None:
    """Take back what this coder did last."""
    from qualcode.services.history import undo

    with opened(study, coder=coder) as open_study:
        summary = undo(open_study)
    print_json({"undone": summary}) if as_json else print_line(say("journal.undo", summary=summary))


@command("redo")
@study_argument
@coder_option
@json_option
def redo_command(study: Path, coder: str | None, as_json: bool) -> None:
    """Do again what this coder took back last."""
    from qualcode.services.history import redo

    with opened(study, coder=coder) as open_study:
        summary = redo(open_study)
    print_json({"redone": summary}) if as_json else print_line(say("journal.redo", summary=summary))
