"""`qualcode codings` and `qualcode units`: what is marked in the text, and the groups it is in."""

from pathlib import Path

import click

from qualcode.cli.diagnostics import tell_hidden
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.errors import CodedBlind
from qualcode.locale import say

_WORDS_SHOWN = 60


@command("codings")
@study_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@analysis_option
@coder_option
@json_option
def codings_command(study: Path, file: Path, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """Take in codings from a table: all rows or none."""
    from qualcode.importers.tables import read_table
    from qualcode.services.coding.coding_files import apply_codings

    with opened(study, coder=coder) as open_study:
        table = read_table(file)
        table.require("transcript", "code_group", file=file)
        counts = apply_codings(open_study, file=file.name, rows=table.rows, analysis=analysis)
    if as_json:
        print_json(counts)
        return
    values = {name: getattr(counts, name) for name in ("rows", "units", "codings", "changed", "already_there")}
    print_line(say("coding.loaded", file=file.name, **values))


@command("units")
@study_argument
@click.option("--group", metavar="GROUP", help=say("cli.units.group"))
@click.option("--transcript", metavar="TRANSCRIPT", help=say("cli.units.transcript"))
@click.option("--participant", metavar="PARTICIPANT", help=say("cli.units.participant"))
@click.option("--coder", metavar="INITIALS", help=say("cli.units.coder"))
@analysis_option
@json_option
def units_command(
    study: Path,
    group: str | None,
    transcript: str | None,
    participant: str | None,
    coder: str | None,
    analysis: str | None,
    as_json: bool,
) -> None:
    """List meaning units."""
    from qualcode.services.coding.blind_coding import coded_blind
    from qualcode.services.coding.units import list_units
    from qualcode.text.shortening import shortened

    with opened(study) as open_study:
        units = list_units(
            open_study, group=group, transcript=transcript, participant=participant, coder=coder, analysis=analysis
        )
        blind = [one for one in coded_blind(open_study, analysis) if transcript in (None, one.transcript)]
        if blind and coder not in (None, open_study.coder) and not units:
            raise CodedBlind(coder=coder, transcripts=", ".join(one.transcript for one in blind))
    if coder != open_study.coder:
        tell_hidden(blind)
    if as_json:
        print_json(units)
        return
    several = len({unit.analysis for unit in units}) > 1
    print_columns(
        [
            (
                *([unit.analysis] if several else []),
                unit.transcript,
                unit.turn,
                unit.coder,
                ", ".join(unit.code_groups),
                shortened(unit.text, length=_WORDS_SHOWN),
            )
            for unit in units
        ]
    )
    print_line(say("coding.units", count=len(units)))
