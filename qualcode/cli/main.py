"""`qualcode`: finds the command's file by its name and loads only that one."""

import errno
import gc
import importlib
from collections.abc import Sequence
from typing import Any

import click

from qualcode.cli.diagnostics import stop_with, tell
from qualcode.errors import PathTooLong, QualcodeError
from qualcode.locale import environment_language, say, use_language
from qualcode.settings import read_settings
from qualcode.version import VERSION

COMMANDS: dict[str, str] = {
    "open": "app",
    "demo": "demonstration",
    "new": "studies",
    "status": "studies",
    "substudy": "substudies",
    "analysis": "substudies",
    "import": "importing",
    "participants": "participants",
    "records": "records",
    "register": "register",
    "table": "tables",
    "speakers": "speakers",
    "tablelog": "table_logs",
    "text": "transcripts",
    "correct": "correcting",
    "revisions": "correcting",
    "review": "correcting",
    "codebook": "codebooks",
    "codings": "coding",
    "units": "coding",
    "uncoded": "coverage",
    "blind": "blind_coding",
    "readings": "differing",
    "questions": "questions",
    "preconceptions": "preconceptions",
    "reading": "readers",
    "agreement": "agreement",
    "themes": "reading",
    "negotiate": "negotiating",
    "notes": "reading",
    "condensates": "condensing",
    "quotes": "condensing",
    "categories": "synthesis",
    "sortings": "sortings",
    "outcomes": "outcomes",
    "quoterule": "outcomes",
    "comparison": "comparing",
    "recognisability": "recognisability",
    "meetings": "meetings",
    "example": "meetings",
    "chapter": "chapter",
    "search": "searching",
    "searches": "searching",
    "suggest": "suggesting",
    "picture": "pictures",
    "answers": "answering",
    "export": "exporting",
    "check": "checking",
    "backup": "backups",
    "restore": "backups",
    "merge": "merging",
    "encrypt": "encrypting",
    "linkage": "linkage",
    "deidentify": "deidentifying",
    "withdraw": "withdrawing",
    "purge": "purging",
    "takeback": "taking_back",
    "trace": "tracing",
    "advice": "advising",
    "undo": "history",
    "redo": "history",
    "history": "history",
    "keys": "keys",
}
"""Which file of this folder holds a command; its function is the command's name with `_command` after it."""


class LazyCommands(click.Group):
    """A group that knows its commands by name and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        room = COMMANDS.get(cmd_name)
        if room is None:
            return None
        found: click.Command = getattr(importlib.import_module(f"qualcode.cli.{room}"), f"{cmd_name}_command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, from the texts alone, without loading any command."""
        del ctx
        with formatter.section(say("cli.commands")):
            formatter.write_dl([(name, say(f"cli.{name}.help")) for name in COMMANDS])


@click.group(cls=LazyCommands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="qualcode")
@click.pass_context
def qualcode(context: click.Context) -> None:
    """Systematic text condensation in the terminal."""
    if context.invoked_subcommand is None:
        from qualcode.cli.app import start

        start(None)


def spare_the_collector() -> None:
    """Let Python look for cycles less often.

    A list of units is tens of thousands of small tuples without a cycle among them, and at the default the collector
    walks everything the libraries hold several times while one is made: a third of the list's time.
    """
    gc.set_threshold(20_000, 20, 20)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors of the user's become two sentences and an exit code."""
    spare_the_collector()
    use_language(environment_language())
    try:
        use_language(read_settings().language)
        _run(arguments)
    except QualcodeError as error:
        stop_with(error)
    except OSError as fault:
        # The system takes no longer name, wherever it comes to look for the file.
        if fault.errno != errno.ENAMETOOLONG:
            raise
        stop_with(PathTooLong(path=fault.filename))


def _run(arguments: Sequence[str] | None) -> None:
    try:
        qualcode.main(args=arguments, standalone_mode=False)
    except click.exceptions.Exit as leaving:
        raise SystemExit(leaving.exit_code) from None
    except click.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        where: Any = getattr(error, "ctx", None)
        tell(error.format_message())
        tell(say("cli.see_help", command=where.command_path if where else "qualcode"))
        raise SystemExit(2) from None
