"""`qualcode deidentify`: what may identify somebody is listed, a reviewed list is carried out, and sealed for good."""

import os
import sys
from pathlib import Path

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, said_yes, study_argument
from qualcode.errors import NotConfirmed
from qualcode.locale import say
from qualcode.views.identifying import CandidateRow, Deidentified, SealView

_COLUMNS = ("transcript", "start", "end", "text", "kind", "replacement", "score")


@command("deidentify", epilog=say("identifying.recall"))
@study_argument
@click.option("--transcript", metavar="TRANSCRIPT", help=say("cli.deidentify.transcript"))
@click.option("--apply", "file", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.deidentify.apply"))
@click.option("--seal", "sealing", is_flag=True, help=say("cli.deidentify.seal"))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.deidentify.output"))
@coder_option
@json_option
def deidentify_command(
    study: Path,
    transcript: str | None,
    file: Path | None,
    sealing: bool,
    output: Path | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List what may identify somebody, carry out what was decided, or seal."""
    if sum((file is not None, sealing, output is not None)) > 1:
        raise click.UsageError(say("identifying.one_thing"))
    if file is not None:
        _apply(study, file, coder=coder, as_json=as_json)
    elif sealing:
        _seal(study, transcript, coder=coder, as_json=as_json)
    else:
        _list(study, transcript, output, coder=coder, as_json=as_json)


def _list(study: Path, transcript: str | None, output: Path | None, *, coder: str | None, as_json: bool) -> None:
    from qualcode.services.protecting.deidentifying import candidates

    with opened(study, coder=coder) as here:
        rows = candidates(here, transcript)
    if output is not None:
        _write(rows, output)
    if as_json:
        print_json(rows)
        return
    if output is not None:
        print_line(say("identifying.written", count=len(rows), path=output))
        return
    print_columns(
        [(one.transcript, one.start, one.end, one.kind, f"{one.score:.2f}", one.replacement, one.text) for one in rows]
    )
    told = "identifying.found" if rows else "identifying.nothing"
    print_line(say(told, count=len(rows), where=say("study.transcripts", count=len({one.transcript for one in rows}))))


def _write(rows: list[CandidateRow], path: Path) -> None:
    """The list as a table with a column for what is decided. It holds the names, so nobody else may read it."""
    from qualcode.exporters.spreadsheets import write_csv

    usual = os.umask(0o077)
    try:
        write_csv((*_COLUMNS, "decision"), ([*(getattr(one, name) for name in _COLUMNS), ""] for one in rows), path)
    finally:
        os.umask(usual)


def _apply(study: Path, file: Path, *, coder: str | None, as_json: bool) -> None:
    from qualcode.importers.tables import read_table
    from qualcode.services.protecting.deidentify_files import apply_file

    with opened(study, coder=coder) as here:
        table = read_table(file)
        table.require("transcript", "start", "end", "text", file=file)
        done = apply_file(here, file=file.name, rows=table.rows)
    if as_json:
        print_json(done)
        return
    for one in done:
        _tell(one)


def _tell(one: Deidentified) -> None:
    print_line(
        say("identifying.applied", transcript=one.transcript, replaced=one.replaced, kept=one.kept, left=one.left)
    )
    if one.done:
        print_line(say("identifying.done", transcript=one.transcript))


def _seal(study: Path, transcript: str | None, *, coder: str | None, as_json: bool) -> None:
    from qualcode.services.protecting.sealing import preview_sealing, seal

    with opened(study, coder=coder, backing_up=False) as here:
        view = preview_sealing(here, transcript)
        if not said_yes():
            _show(view, to_stderr=True)
            _confirm(view)
        view = seal(here, transcript)
    if as_json:
        print_json(view)
        return
    _show(view)
    print_line(say("identifying.sealed", transcripts=", ".join(view.transcripts)))


def _confirm(view: SealView) -> None:
    """Somebody at a terminal types a word; elsewhere it takes `--yes`."""
    word = say("identifying.seal_word")
    asked = say("identifying.seal_question")
    typed = click.prompt(asked, default="", show_default=False, err=True) if sys.stdin.isatty() else ""
    if typed.strip() != word:
        raise NotConfirmed(what=say("identifying.seal_title", transcripts=", ".join(view.transcripts)))


def _show(view: SealView, *, to_stderr: bool = False) -> None:
    from qualcode.services.protecting.sealing import sealing_lines

    write = tell if to_stderr else print_line
    write(say("identifying.seal_title", transcripts=", ".join(view.transcripts)))
    for line in sealing_lines(view):
        write(line)
