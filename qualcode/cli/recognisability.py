"""`qualcode recognisability`: what makes somebody recognisable in what is printed, and what of it is accepted."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.recognisability import RecognisabilityFinding


@command("recognisability")
@study_argument
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.recognisability.substudy"))
@click.option("--accept", metavar="ID", help=say("cli.recognisability.accept"))
@click.option("--reason", metavar="TEXT", help=say("cli.recognisability.reason"))
@click.option("--take-back", metavar="ID", help=say("cli.recognisability.take_back"))
@click.option("--new", "only_new", is_flag=True, help=say("cli.recognisability.new"))
@coder_option
@json_option
def recognisability_command(
    study: Path,
    substudy: str | None,
    accept: str | None,
    reason: str | None,
    take_back: str | None,
    only_new: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """List what makes participants recognisable, or say of a finding that it is accepted."""
    from qualcode.services.synthesis.recognisability import recognisability_findings

    if accept is not None and reason is None:
        raise click.UsageError(say("recognisability.needs_reason"))
    with opened(study, coder=coder) as here:
        told = _judge(here, accept, reason or "", take_back)
        found = recognisability_findings(here, substudy=substudy, only_new=only_new)
    if as_json:
        print_json(found)
    elif told:
        print_line(told)
    else:
        _show(found)


def _judge(study: "OpenStudy", accept: str | None, reason: str, take_back: str | None) -> str:
    """Do what was asked of a finding; what was done, in words."""
    from qualcode.services.synthesis.recognisability import accept_finding, take_back_acceptance

    told = ""
    if accept is not None:
        told = say("recognisability.now_accepted", message=accept_finding(study, accept, reason).message)
    if take_back is not None:
        take_back_acceptance(study, take_back)
        told = say("recognisability.now_open")
    return told


def _show(found: "list[RecognisabilityFinding]") -> None:
    print_columns(
        [
            (
                one.id,
                one.substudy,
                one.where if one.where != one.substudy else "",
                f"✓ {say('recognisability.accepted', coder=one.coder, reason=one.reason)}" if one.accepted else "",
                one.message,
            )
            for one in found
        ]
    )
    if not found:
        print_line(say("recognisability.none"))
