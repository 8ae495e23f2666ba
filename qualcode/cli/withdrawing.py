"""`qualcode withdraw`: a participant withdraws. What goes is shown first, and has to be said yes to."""

import sys
from pathlib import Path
from typing import Any

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, said_yes, study_argument
from qualcode.cli.unlocking import key_options, people_to_look_for
from qualcode.errors import NotConfirmed
from qualcode.locale import say
from qualcode.views.withdrawing import ALL, STOP, WithdrawalView


@command("withdraw")
@study_argument
@click.argument("participant", metavar="[PARTICIPANT]", required=False)
@click.option("--degree", metavar="DEGREE", default=ALL, show_default=True, help=say("cli.withdraw.degree"))
@click.option("--date", metavar="DATE", default="", help=say("cli.withdraw.date"))
@click.option("--basis", metavar="WORDS", default="", help=say("cli.withdraw.basis"))
@click.option("--preview", is_flag=True, help=say("cli.withdraw.preview"))
@key_options
@coder_option
@json_option
def withdraw_command(
    study: Path,
    participant: str | None,
    *,
    degree: str,
    date: str,
    basis: str,
    preview: bool,
    coder: str | None,
    as_json: bool,
    **key: Any,
) -> None:
    """Show what a withdrawal takes away, and carry it out; without a participant, what has been withdrawn."""
    from qualcode.services.protecting.withdrawing import preview_withdrawal, withdraw_participant

    if participant is None:
        _list(study, coder, as_json=as_json)
        return
    with opened(study, coder=coder) as here:
        people = people_to_look_for(here, **key)
        view = preview_withdrawal(here, participant, degree=degree, people=people)
        if not preview:
            if degree != STOP and not said_yes():
                _show(view, to_stderr=True)
                _confirm(view)
            view = withdraw_participant(here, participant, degree=degree, date=date, basis=basis, people=people)
    if as_json:
        print_json(view)
        return
    _show(view)
    if view.done:
        print_line(say(f"withdrawing.done.{degree}", participant=view.participant))


def _list(study: Path, coder: str | None, *, as_json: bool) -> None:
    """When somebody withdrew and how far, for who has to account for it; never who."""
    from qualcode.services.protecting.withdrawing import withdrawals

    with opened(study, coder=coder) as here:
        found = withdrawals(here)
    if as_json:
        print_json(found)
        return
    rows = [(one["date"], say(f"withdrawing.degrees.{one['degree']}"), one["coder"], one["basis"]) for one in found]
    print_columns(rows, empty=say("withdrawing.none"))


def _confirm(view: WithdrawalView) -> None:
    """Somebody at a terminal types the code; elsewhere it takes `--yes`."""
    asked = say("withdrawing.type_code", participant=view.participant)
    typed = click.prompt(asked, default="", show_default=False, err=True) if sys.stdin.isatty() else ""
    if typed.strip() != view.participant:
        raise NotConfirmed(what=_title(view))


def _show(view: WithdrawalView, *, to_stderr: bool = False) -> None:
    from qualcode.services.protecting.withdrawal_words import withdrawal_lines

    write = tell if to_stderr else print_line
    write(_title(view))
    for line in withdrawal_lines(view):
        write(line)


def _title(view: WithdrawalView) -> str:
    return say("withdrawing.title", participant=view.participant, substudy=view.substudy)
