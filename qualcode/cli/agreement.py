"""`qualcode agreement`: how far coders agree, for those whose method asks for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.shortening import shortened

if TYPE_CHECKING:
    from qualcode.views.agreement import AgreementRound, AgreementView

_WORDS_SHOWN = 70
_NAME_SHOWN = 30
"""A name longer than this would push the figures out of the window; the whole name is in `--json`."""


@command("agreement")
@study_argument
@click.argument("coders", metavar="CODER CODER...", nargs=-1)
@click.option("--group", metavar="GROUP", help=say("cli.agreement.group"))
@click.option("--level", metavar="LEVEL", default="turn", help=say("cli.agreement.level"))
@click.option("--keep", is_flag=True, help=say("cli.agreement.keep"))
@click.option("--rounds", is_flag=True, help=say("cli.agreement.rounds"))
@analysis_option
@coder_option
@json_option
def agreement_command(
    study: Path,
    coders: tuple[str, ...],
    group: str | None,
    level: str,
    analysis: str | None,
    coder: str | None,
    **flags: bool,
) -> None:
    """Tell how far coders agree, and where they do not."""
    from qualcode.services.asking.agreement import agreement
    from qualcode.services.asking.agreement_rounds import agreement_rounds, keep_agreement

    with opened(study, coder=coder) as here:
        if flags["rounds"]:
            found = agreement_rounds(here, analysis=analysis)
            print_json(found) if flags["as_json"] else _show_rounds(found)
            return
        measured = agreement(here, coders, group=group, level=level, analysis=analysis)
        if flags["keep"]:
            keep_agreement(here, measured)
    tell(say("agreement.stc"))
    if flags["as_json"]:
        print_json(measured)
        return
    _show(measured)
    if flags["keep"]:
        print_line(say("agreement.kept"))


def _show(measured: "AgreementView") -> None:
    from qualcode.services.asking.agreement_words import figures_told, warnings_told

    told = {"coders": ", ".join(measured.coders), "analysis": measured.analysis}
    print_line(say("agreement.heading", **told, level=say(f"agreement.level.{measured.level}")))
    print_columns([tuple(shortened(cell, length=_NAME_SHOWN) for cell in row) for row in figures_told(measured)])
    for warning in warnings_told(measured):
        print_line(warning)
    differing = measured.disagreements
    print_line(say("agreement.differ", count=len(differing)) if differing else say("agreement.same"))
    for place in differing:
        words = " ".join(place.text.split())[:_WORDS_SHOWN]
        where: dict[str, Any] = {"transcript": place.transcript, "start": place.start, "end": place.end}
        print_line("  " + say("agreement.disagreement", **where, text=words))
        for name, groups in place.codings.items():
            print_line(f"    {name}: {', '.join(groups) or say('agreement.nothing')}")


def _show_rounds(found: "list[AgreementRound]") -> None:
    from qualcode.services.asking.agreement_words import rounds_told

    if found:
        print_columns(rounds_told(found))
    else:
        print_line(say("agreement.no_rounds"))
