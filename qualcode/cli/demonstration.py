"""`qualcode demo`: the demonstration study, with its chapter and quote table."""

import sys
from pathlib import Path

import click

from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option
from qualcode.locale import say


@command("demo")
@click.argument("folder", metavar="[DIR]", default=Path(), type=click.Path(path_type=Path))
@coder_option
@json_option
def demo_command(folder: Path, coder: str | None, as_json: bool) -> None:
    """Build the demonstration; on a terminal, open it."""
    from qualcode.services.demonstration import build_demonstration

    report = build_demonstration(folder)
    if as_json:
        print_json(report)
        return
    print_line(say("export.demonstration" if report.made else "export.demonstration_kept", path=report.study))
    for path in report.exports:
        print_line(say("export.written", path=path))
    if sys.stdin.isatty() and sys.stdout.isatty():
        from qualcode.cli.app import start

        start(report.study, coder=coder)
