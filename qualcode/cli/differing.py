"""`qualcode readings`: the places that coders read differently, and what was decided."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.views.differing import Difference, Reading, ReadingsView

_WORDS_SHOWN = 50


@command("readings")
@study_argument
@click.argument("coders", metavar="[CODER CODER...]", nargs=-1)
@click.option("--transcript", "transcripts", metavar="TRANSCRIPT", multiple=True, help=say("cli.readings.transcript"))
@analysis_option
@coder_option
@json_option
def readings_command(
    study: Path,
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List the places that coders read differently, and what was decided."""
    from qualcode.services.chosen import analysis_and_transcripts
    from qualcode.services.coding.differing import readings

    with opened(study, coder=coder) as here:
        chosen, keys = analysis_and_transcripts(here, analysis, transcripts)
        view = readings(here, chosen, coders=coders, transcripts=keys)
    if as_json:
        print_json(_as_json(view))
    else:
        _show_readings(view)


def _as_json(view: "ReadingsView") -> dict[str, object]:
    def told(reading: "Reading") -> list[dict[str, object]]:
        return [{"text": words, "code_groups": groups} for words, groups in reading.coded]

    def left(place: "Difference") -> dict[str, object]:
        where = {name: getattr(place, name) for name in ("transcript", "start", "end")}
        return {**where, "text": place.words, "readings": {one.coder: told(one) for one in place.readings}}

    same = ("uid", "transcript", "decision", "kept", "group", "reason", "coder", "decided")
    return {
        "compared": view.compared,
        "waiting": [{"transcript": one.transcript, "not_done": one.not_done} for one in view.waiting],
        "left": [left(place) for place in view.left],
        "settled": [
            {**{name: getattr(one, name) for name in same}, "text": one.words}
            | {"readings": {reading.coder: told(reading) for reading in one.readings}}
            for one in view.settled
        ],
    }


def _show_readings(view: "ReadingsView") -> None:
    from qualcode.text.shortening import shortened

    def told(readings: "tuple[Reading, ...]") -> str:
        return "; ".join(f"{one.coder}: {', '.join(one.groups) or say('differing.nothing')}" for one in readings)

    print_columns(
        [(place.transcript, shortened(place.words, length=_WORDS_SHOWN), told(place.readings)) for place in view.left]
    )
    for one in view.settled:
        decided = say(f"differing.decision_{one.decision}", kept=one.kept, group=one.group)
        words = f"✓ {one.transcript}  {shortened(one.words, length=_WORDS_SHOWN)}"
        print_line(f"{words}  {decided}{f' – {one.reason}' if one.reason else ''}")
    print_line(say(f"differing.{view.outcome}", count=len(view.left)))
    if view.waiting:
        print_line(say("differing.waiting", count=len(view.waiting), coders=", ".join(view.awaited)))
