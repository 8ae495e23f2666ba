"""`qualcode agreement`: how far coders agree, for those whose method asks for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.views.agreement import AgreementFigures, AgreementRound, AgreementView

_WORDS_SHOWN = 70
_COLUMNS = ("code_group", "n", "coded", "percent", "kappa", "alpha", "interval", "unitizing")


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
    from qualcode.services.agreement import agreement
    from qualcode.services.agreement_rounds import agreement_rounds, keep_agreement

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
    told = {"coders": ", ".join(measured.coders), "analysis": measured.analysis}
    print_line(say("agreement.heading", **told, level=say(f"agreement.level.{measured.level}")))
    print_columns(
        [tuple(say(f"agreement.column.{name}") for name in _COLUMNS)]
        + [_row(one) for one in (*measured.groups, measured.overall)]
    )
    if any(one.few for one in measured.groups):
        from qualcode.views.agreement import FEW

        print_line(say("agreement.few", few=FEW))
    differing = measured.disagreements
    print_line(say("agreement.differ", count=len(differing)) if differing else say("agreement.same"))
    for place in differing:
        words = " ".join(place.text.split())[:_WORDS_SHOWN]
        where: dict[str, Any] = {"transcript": place.transcript, "start": place.start, "end": place.end}
        print_line("  " + say("agreement.disagreement", **where, text=words))
        for name, groups in place.codings.items():
            print_line(f"    {name}: {', '.join(groups) or say('agreement.nothing')}")


def _row(one: "AgreementFigures") -> tuple[str, ...]:
    few = " !" if one.few else ""
    interval = (
        say("agreement.none") if one.interval is None else f"{_number(one.interval[0])} .. {_number(one.interval[1])}"
    )
    return (
        (one.code_group or say("agreement.overall")) + few,
        str(one.n),
        str(one.coded),
        f"{one.percent:.1f}",
        _number(one.kappa),
        _number(one.alpha),
        interval,
        _number(one.unitizing),
    )


def _number(value: float | None) -> str:
    return say("agreement.none") if value is None else f"{value:.2f}"


def _show_rounds(found: "list[AgreementRound]") -> None:
    for one in found:
        told: dict[str, Any] = {
            "percent": f"{one.percent:.1f}",
            "n": one.n,
            "kappa": _number(one.kappa),
            "alpha": _number(one.alpha),
        }
        where = {"at": one.at[:16].replace("T", " "), "coders": ", ".join(one.coders)}
        level, group = say(f"agreement.level.{one.level}"), one.code_group or say("agreement.overall")
        print_line(say("agreement.round", **where, level=level, group=group, **told))
    if not found:
        print_line(say("agreement.no_rounds"))
