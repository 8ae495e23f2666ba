"""`qualcode` and `qualcode open`: the terminal app."""

import sys
from pathlib import Path

import click

from qualcode.cli.shared import coder_option, command, study_argument
from qualcode.locale import say


@command("open")
@study_argument
@coder_option
def open_command(study: Path, coder: str | None) -> None:
    """Open the app on a study; a file that is none is refused before anything is painted."""
    from qualcode.cli.passphrases import unlocked
    from qualcode.storage.sqlite_file import verify

    unlocked(study)
    verify(study)
    start(study, coder=coder)


def start(path: Path | None, *, coder: str | None = None) -> None:
    """Open the app on a study, or on the page of choices. Needs a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(say("app.needs_terminal"))
    from qualcode.tui.app import QualcodeApp

    QualcodeApp(path, coder=coder).run()
