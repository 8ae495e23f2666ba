"""`qualcode questions`: what coders have asked each other, and the units that are to be discussed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument, with_uid
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

_WORDS_SHOWN = 50


@command("questions")
@study_argument
@click.option("--all", "answered", is_flag=True, help=say("cli.questions.all"))
@click.option("--discuss", is_flag=True, help=say("cli.questions.discuss"))
@click.option("--to", metavar="INITIALS", help=say("cli.questions.to"))
@click.option("--remove", metavar="UID", help=say("cli.questions.remove"))
@analysis_option
@coder_option
@json_option
def questions_command(
    study: Path,
    answered: bool,
    discuss: bool,
    to: str | None,
    remove: str | None,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List what coders have asked each other, or the units that are to be discussed; take a question away."""
    from qualcode.services.chosen import analysis_if_named
    from qualcode.services.coding.questions import questions
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as here:
        if remove is not None:
            _remove(here, remove)
        if discuss:
            _list_doubts(here, analysis, as_json=as_json)
            return
        found = questions(here, analysis_if_named(here, analysis), answered=answered, asked=to)
    if as_json:
        hidden = ("id", "analysis_id", "transcript_id", "unit_id", "version")
        names = [name for name in type(found[0]).__slots__ if name not in hidden] if found else []
        print_json([{name: getattr(one, name) for name in names} for one in found])
        return
    for one in found:
        words = shortened(one.words, length=_WORDS_SHOWN)
        print_line(f"{one.transcript}  «{words}»  {one.coder} → {one.asked}: {one.text}")
        if not one.open:
            print_line(f"    {say('questions.answer', coder=one.answered_by, text=one.answer)}")
    if not found:
        print_line(say("questions.none"))


def _remove(study: "OpenStudy", uid: str) -> None:
    from qualcode.services.coding.questions import questions, remove_question

    remove_question(study, with_uid(questions(study, answered=True), uid, kind="question").id)


def _list_doubts(study: "OpenStudy", analysis: str | None, *, as_json: bool) -> None:
    from qualcode.services.chosen import analysis_if_named
    from qualcode.services.coding.questions import to_discuss
    from qualcode.text.shortening import shortened

    found = to_discuss(study, analysis_if_named(study, analysis))
    if as_json:
        names = ("uid", "analysis", "transcript", "start", "end", "words", "coder")
        print_json([{name: getattr(one, name) for name in names} for one in found])
    else:
        print_columns([(one.transcript, one.coder, shortened(one.words, length=_WORDS_SHOWN)) for one in found])
        if not found:
            print_line(say("questions.no_doubts"))
