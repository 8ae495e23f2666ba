"""`qualcode sortings`: how a code group was sorted before, and back to it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import moment

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.condensing import SortingView


@command("sortings")
@study_argument
@click.option("--group", required=True, metavar="GROUP", help=say("cli.sortings.group"))
@click.option("--keep", metavar="NAME", help=say("cli.sortings.keep"))
@click.option("--anew", is_flag=True, help=say("cli.sortings.anew"))
@click.option("--restore", type=click.IntRange(min=1), metavar="N", help=say("cli.sortings.restore"))
@analysis_option
@coder_option
@json_option
def sortings_command(
    study: Path,
    group: str,
    keep: str | None,
    anew: bool,
    restore: int | None,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List the sortings that are kept of a code group, keep one, sort anew, or return to one."""
    from qualcode.services.chosen import group_named
    from qualcode.services.condensing.sortings import sortings

    with opened(study, coder=coder) as here:
        group_id = group_named(here, group, analysis=analysis)
        told = _do(here, group_id, keep, restore, anew=anew)
        kept = sortings(here, group_id)
    if as_json:
        print_json([_row(number, one) for number, one in enumerate(kept, start=1)])
    elif told:
        print_line(told)
    else:
        print_columns(
            [
                (
                    number,
                    moment(one.created),
                    one.coder,
                    one.name,
                    " · ".join(f"{name} {count}" for name, count in one.columns),
                    say("condensing_screen.sorting.moved", count=len(one.moved)),
                )
                for number, one in enumerate(kept, start=1)
            ]
        )


def _do(study: "OpenStudy", group_id: int, keep: str | None, restore: int | None, *, anew: bool) -> str:
    """Do what was asked; what was done, in words."""
    from qualcode.services.condensing import sortings

    told = ""
    if keep is not None:
        sortings.keep_sorting(study, group_id, keep)
        told = say("condensing_screen.sorting.kept")
    if anew:
        told = say("condensing_screen.sorting.begun", count=sortings.sort_anew(study, group_id))
    if restore is not None:
        kept = sortings.sortings(study, group_id)
        if restore > len(kept):
            raise click.UsageError(say("cli.sortings.so_many", count=len(kept)))
        told = say("condensing_screen.sorting.returned", count=sortings.restore_sorting(study, kept[restore - 1].id))
    return told


def _row(number: int, one: "SortingView") -> dict[str, object]:
    return {
        "number": number,
        "name": one.name,
        "coder": one.coder,
        "created": one.created,
        "subgroups": dict(one.columns),
        "set_aside": one.set_aside,
        "unsorted": one.unsorted,
        "moved": [{"unit": uid, "words": words, "then": then, "now": now} for uid, words, then, now in one.moved],
    }
