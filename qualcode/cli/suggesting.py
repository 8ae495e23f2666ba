"""`qualcode suggest`: passages like those in a code group, or groups for a passage. It only tells."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.errors import ValueMissing, ValueRefused
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.suggesting import GroupSuggestions, HitRate, PassageSuggestions


@command("suggest")
@study_argument
@click.option("--group", metavar="GROUP", help=say("cli.suggest.group"))
@click.option("--for", "passage", metavar="PASSAGE", help=say("cli.suggest.for"))
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help=say("cli.suggest.limit")
)
@analysis_option
@coder_option
@json_option
def suggest_command(
    study: Path,
    *,
    group: str | None,
    passage: str | None,
    limit: int,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """Suggest passages for a group, or groups for a passage."""
    if group is not None and passage is not None:
        raise click.UsageError(say("suggesting.one_of_two"))
    if group is None and passage is None:
        choices = f"--group GROUP, --for {say('suggesting.form')}"
        raise ValueMissing(what=say("suggesting.asked"), value="", choices=choices)
    from qualcode.services.asking.suggesting import suggest_passages

    with opened(study, coder=coder) as here:
        if passage is not None:
            _tell_groups(_groups(here, passage, analysis), as_json=as_json)
        elif group is not None:
            _tell_passages(suggest_passages(here, group, analysis=analysis, limit=limit), as_json=as_json)


def _groups(study: "OpenStudy", passage: str, analysis: str | None) -> "GroupSuggestions":
    """Groups for a passage given as `TRANSCRIPT:START-END`."""
    from qualcode.services.asking.suggesting import suggest_groups_at

    name, _, span = passage.rpartition(":")
    start, _, end = span.partition("-")
    if not (name and start.isdecimal() and end.isdecimal()):
        raise ValueRefused(what="--for", value=passage, choices=say("suggesting.form"))
    return suggest_groups_at(study, name, int(start), int(end), analysis=analysis)


def _tell_passages(found: "PassageSuggestions", *, as_json: bool) -> None:
    from qualcode.views.suggesting import SUGGESTION_FIELDS

    if as_json:
        print_json([{name: getattr(one, name) for name in SUGGESTION_FIELDS} for one in found.passages])
        return
    tell(say("suggesting.made_from", examples=found.examples, rate=_rate(found.rate)))
    _tell_of_words(learning=found.learning)
    if not found.passages:
        print_line(say("suggesting.none", group=found.group))
    print_columns(
        [(f"{one.transcript}:{one.start}-{one.end}", one.text, ", ".join(one.words)) for one in found.passages]
    )


def _tell_groups(found: "GroupSuggestions", *, as_json: bool) -> None:
    if as_json:
        print_json([{"code_group": one.group, "score": one.score, "words": one.words} for one in found.groups])
        return
    _tell_of_words(learning=found.learning)
    if not found.groups:
        print_line(say("suggesting.no_group"))
    print_columns([(one.rank, one.group, ", ".join(one.words), _rate(one.rate)) for one in found.groups])


def _tell_of_words(*, learning: bool) -> None:
    if not learning:
        tell(say("suggesting.by_words"))


def _rate(rate: "HitRate") -> str:
    if not rate.decided:
        return say("suggesting.no_rate")
    return say("suggesting.rate", taken=rate.taken, decided=rate.decided)
