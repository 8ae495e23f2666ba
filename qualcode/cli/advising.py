"""`qualcode advice`: what is worth a second look at each step."""

from itertools import groupby
from pathlib import Path

import click

from qualcode.cli.diagnostics import tell_hidden
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say


@command("advice")
@study_argument
@click.option("--step", metavar="STEP", type=click.IntRange(1, 4), help=say("cli.advice.step"))
@analysis_option
@coder_option
@json_option
def advice_command(study: Path, step: int | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """List what the method's literature would look at twice."""
    from qualcode.services.coding.blind_coding import coded_blind
    from qualcode.services.overview.advice import advice

    with opened(study, coder=coder) as open_study:
        found = advice(open_study, analysis=analysis, step=step)
        blind = coded_blind(open_study, analysis)
    if as_json:
        print_json(found)
        return
    several = len({one.analysis for one in found}) > 1
    for (title, number), listed in groupby(found, key=lambda one: (one.analysis, one.step)):
        print_line(f"{f'{title} · ' if several else ''}{number}. {say(f'advice.step.{number}')}")
        print_columns([(one.where, one.message) for one in listed])
    if not found:
        print_line(say("advice.nothing"))
    tell_hidden(blind)
