"""`qualcode history`, `undo` and `redo`."""

from pathlib import Path
from typing import Any

import click

from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import moment


@command("history")
@study_argument
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help=say("cli.history.limit"))
@click.option("--coder", "coder", metavar="INITIALS", help=say("cli.history.by"))
@click.option("--action", metavar="ACTION", help=say("cli.history.action"))
@click.option("--since", metavar="DATE", help=say("cli.history.since"))
@click.option("--about", metavar="UID", help=say("cli.history.about"))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.history.output"))
@leaving_options
@json_option
def history_command(study: Path, *, output: Path | None, leaving: Leaving, as_json: bool, **chosen: Any) -> None:
    """Say who has done what, newest first."""
    from qualcode.services.keeping.history import export_history, history

    with opened(study) as open_study:
        rows = history(open_study, **chosen)
        if output is not None:

            def write(path: Path) -> tuple[Path, ...]:
                export_history(open_study, path, **chosen)
                return (path,)

            write_out(open_study, output, write, kind="history", leaving=leaving)
    if as_json:
        print_json(rows)
    elif output is not None:
        print_line(say("export.written", path=output))
    elif not rows:
        limited = any(told for name, told in chosen.items() if name != "limit")
        print_line(say("journal.none_match" if limited else "journal.nothing"))
    else:
        print_columns([(row.id, moment(row.at), row.coder, row.summary) for row in rows])


@command("undo")
@study_argument
@coder_option
@json_option
def undo_command(study: Path, coder: str | None, as_json: bool) -> None:
    """Take back what this coder did last."""
    from qualcode.services.keeping.history import undo

    with opened(study, coder=coder) as open_study:
        summary = undo(open_study)
    print_json({"undone": summary}) if as_json else print_line(say("journal.undo", summary=summary))


@command("redo")
@study_argument
@coder_option
@json_option
def redo_command(study: Path, coder: str | None, as_json: bool) -> None:
    """Do again what this coder took back last."""
    from qualcode.services.keeping.history import redo

    with opened(study, coder=coder) as open_study:
        summary = redo(open_study)
    print_json({"redone": summary}) if as_json else print_line(say("journal.redo", summary=summary))
