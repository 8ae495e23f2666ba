"""`qualcode takeback`: texts that co-authors have edited in Word, taken back into the study one by one."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, said_yes, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.views.taking_back import TextDifference


@command("takeback")
@study_argument
@click.argument("file", metavar="DOCX", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=say("cli.takeback.dry_run"))
@click.option("--paragraph", "numbers", metavar="N", type=int, multiple=True, help=say("cli.takeback.paragraph"))
@coder_option
@json_option
def takeback_command(
    study: Path, file: Path, *, dry_run: bool, numbers: tuple[int, ...], coder: str | None, as_json: bool
) -> None:
    """Show what differs between a Word file and the study, and take back what is confirmed."""
    from qualcode.services.documents.taking_back import take_back, text_differences

    with opened(study, coder=coder) as here:
        found = text_differences(here, file)
        chosen: Sequence[int] = () if dry_run else numbers or _confirmed(found, as_json=as_json)
        taken = take_back(here, found, chosen, file=file.name)
    if as_json:
        print_json({"differences": found, "taken": [one.number for one in taken]})
        return
    if not sys.stdin.isatty() or numbers or dry_run or said_yes():
        for one in found:
            _show(one, taken=one in taken)
    if taken:
        print_line(say("takeback.taken", count=len(taken)))
    else:
        print_line(say("takeback.none_taken" if found else "takeback.same"))


def _confirmed(found: "Sequence[TextDifference]", *, as_json: bool) -> list[int]:
    """Those that a person says yes to, one by one; with `--yes` all that need not be chosen singly."""
    if said_yes():
        return [one.number for one in found if not one.left_alone]
    if as_json or not sys.stdin.isatty():
        return []
    confirmed = []
    for one in found:
        _show(one, taken=False)
        if click.confirm(say("takeback.take"), default=False):
            confirmed.append(one.number)
    return confirmed


def _show(one: "TextDifference", *, taken: bool) -> None:
    sign = "✓" if taken else " "
    head = say("takeback.head", number=one.number, kind=say(f"takeback.kind.{one.kind}"), where=one.where)
    print_line(f"{sign} {head}")
    if one.by_likeness:
        print_line(f"    {say('takeback.by_likeness')}")
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    print_line(
        "    " + "".join(marks[change.kind].format(change.words) for change in one.changes).replace("\n", "\n    ")
    )
    if one.left_alone and not taken:
        print_line(f"    {say(f'takeback.left.{one.left_alone}', number=one.number)}")
    if one.original:
        print_line(f"    {say('takeback.original', words=one.original)}".replace("\n", "\n    "))
    if one.to_sign:
        print_line(f"    {say('takeback.to_sign')}")
    for kind in one.lost:
        print_line(f"    {say(f'takeback.lost_{kind}')}")
    for field in one.fields:
        print_line(f"    {say('takeback.field', shown=field.shown)}")
