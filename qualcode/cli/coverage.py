"""`qualcode uncoded`: how much of what each participant said is coded, and what is left."""

from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say


@command("uncoded")
@study_argument
@click.option("--transcript", "transcripts", metavar="TRANSCRIPT", multiple=True, help=say("cli.uncoded.transcript"))
@click.option("--turns", is_flag=True, help=say("cli.uncoded.turns"))
@analysis_option
@coder_option
@json_option
def uncoded_command(
    study: Path, transcripts: tuple[str, ...], *, turns: bool, analysis: str | None, coder: str | None, as_json: bool
) -> None:
    """Tell how much of what participants said is coded; with --turns, what no unit touches."""
    from qualcode.services.chosen import analysis_and_transcripts
    from qualcode.services.coding.coverage import uncoded_text

    with opened(study, coder=coder) as here:
        chosen, keys = analysis_and_transcripts(here, analysis, transcripts)
        found = uncoded_text(here, chosen, transcripts=keys)
    if as_json:
        print_json(
            [
                {"transcript": one.transcript, "participant": one.coverage.participant}
                | {name: getattr(one.coverage, name) for name in ("words", "coded", "percent", "turns")}
                | {"untouched": [turn._asdict() for turn in one.untouched]}
                for one in found
            ]
        )
        return
    if not turns:
        rows = [(one.transcript, one.coverage) for one in found]
        print_columns(
            [
                (
                    name,
                    say(
                        "coding.coverage",
                        participant=told.participant,
                        percent=told.percent,
                        left=say("coding.untouched", count=told.untouched),
                    ),
                )
                for name, told in rows
            ]
        )
    for one in found if turns else ():
        for turn in one.untouched:
            print_line(f"{one.transcript} {turn.turn}  {one.coverage.participant}: {turn.text}")
    if not found:
        print_line(say("coding.nobody_speaks"))
