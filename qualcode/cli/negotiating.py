"""`qualcode negotiate`: the readers' lists of themes side by side, and what the team decides about them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.diagnostics import tell_lists_hidden
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.negotiating import AgreedTheme, NegotiationView, ReadersTheme


@command("negotiate")
@study_argument
@click.argument("themes", metavar="[CODER:THEME...]", nargs=-1)
@click.option("--as", "name", metavar="NAME", help=say("cli.negotiate.as"))
@click.option("--drop/--take-up", default=None, help=say("cli.negotiate.drop"))
@click.option("--groups", is_flag=True, help=say("cli.negotiate.groups"))
@click.option("--note", metavar="TEXT", default="", help=say("cli.negotiate.note"))
@click.option("--reason", metavar="TEXT", default="", help=say("cli.negotiate.reason"))
@analysis_option
@coder_option
@json_option
def negotiate_command(
    study: Path,
    themes: tuple[str, ...],
    *,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
    **decided: Any,
) -> None:
    """Agree on readers' themes, drop them or take them up again, and make code groups of those agreed on."""
    from qualcode.services.chosen import analysis_named
    from qualcode.services.reading.readers import lists_hidden
    from qualcode.services.themes import negotiating

    with opened(study, coder=coder) as here:
        here.reads_alone = coder is not None
        chosen = analysis_named(here, analysis)
        found = [negotiating.readers_theme(here, chosen, one) for one in themes]
        if found:
            _decide(here, chosen, found, **decided)
        elif decided["groups"]:
            negotiating.groups_from_themes(here, chosen)
        view, hidden = negotiating.negotiation(here, chosen), lists_hidden(here, chosen)
    tell_lists_hidden(hidden=hidden)
    if as_json:
        print_json(_as_json(view))
    else:
        _show(view)


def _decide(
    study: "OpenStudy", analysis_id: int, themes: "list[ReadersTheme]", *, drop: bool | None, reason: str, **told: Any
) -> None:
    from qualcode.services.themes.negotiating import agree_on, drop_themes

    keys, name = [one.id for one in themes], told["name"]
    if drop is not None:
        drop_themes(study, keys, reason=reason, dropped=drop)
    elif name is None and len(themes) > 1:
        raise click.UsageError(say("cli.negotiate.which_name"))
    else:
        note = told["note"] or (themes[0].note if len(themes) == 1 else "")
        agree_on(study, analysis_id, keys, name or themes[0].name, note=note, reason=reason)


def _as_json(view: "NegotiationView") -> dict[str, object]:
    same = ("note", "agreed", "dropped", "reason")
    return {
        "lists": {
            coder: [{"theme": one.name} | {name: getattr(one, name) for name in same} for one in listed]
            for coder, listed in view.lists
        },
        "agreed": [
            {"theme": one.name, "note": one.note, "reason": one.reason, "code_groups": one.groups}
            | {"from": [f"{source.coder}:{source.name}" for source in one.sources]}
            for one in view.agreed
        ],
    }


def _show(view: "NegotiationView") -> None:
    for coder, listed in view.lists:
        print_line(coder)
        print_columns([(f"  {_mark(one)} {one.name}", _decided(one), one.reason) for one in listed])
    print_line(say("reading.agreed"))
    print_columns([(f"  {one.name}", _sources(one), ", ".join(one.groups), one.reason) for one in view.agreed])
    left = sum(not one.settled for _, listed in view.lists for one in listed)
    print_line(say("negotiating.left", count=left))


def _mark(theme: "ReadersTheme") -> str:
    return "✓" if theme.agreed else "×" if theme.dropped else " "


def _decided(theme: "ReadersTheme") -> str:
    return say("negotiating.came_to", name=theme.agreed) if theme.agreed else ""


def _sources(theme: "AgreedTheme") -> str:
    return ", ".join(f"{one.coder}:{one.name}" for one in theme.sources)
