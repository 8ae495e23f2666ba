"""`qualcode blind`: several code the same text without seeing each other."""

from pathlib import Path

import click

from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import day


@command("blind")
@study_argument
@click.argument("coders", metavar="[CODER CODER...]", nargs=-1)
@click.option("--transcript", "transcripts", metavar="TRANSCRIPT", multiple=True, help=say("cli.blind.transcript"))
@click.option("--done/--not-done", default=None, help=say("cli.blind.done"))
@click.option("--end", is_flag=True, help=say("cli.blind.end"))
@analysis_option
@coder_option
@json_option
def blind_command(
    study: Path,
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    done: bool | None,
    end: bool,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List what is coded blind; let coders begin, say that one is done, or end it."""
    from qualcode.services.chosen import analysis_and_transcripts
    from qualcode.services.coding import blind_coding

    with opened(study, coder=coder) as here:
        chosen, keys = analysis_and_transcripts(here, analysis, transcripts)
        if coders:
            blind_coding.begin_blind(here, chosen, coders, transcripts=keys)
        if done is not None:
            blind_coding.mark_coded(here, chosen, transcripts=keys, done=done)
        if end:
            blind_coding.end_blind(here, chosen, transcripts=keys)
        found = blind_coding.blind_codings(here, chosen)
    if as_json:
        print_json(
            [
                {"transcript": one.transcript, "open": one.open, "coders": dict(zip(one.coders, one.done, strict=True))}
                for one in found
            ]
        )
        return
    for one in found:
        told = [
            f"{initials} ({say('readers.done', day=day(at))})" if at else initials
            for initials, at in zip(one.coders, one.done, strict=True)
        ]
        print_line(f"{one.transcript}  {', '.join(told)}")
    if not found:
        print_line(say("blind.none"))
