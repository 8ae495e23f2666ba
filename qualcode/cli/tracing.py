"""`qualcode trace`: from what is written back to what was said, and on to everything it is used in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import moment

if TYPE_CHECKING:
    from qualcode.views.tracing import TracedStep, TraceView

_WORDS_SHOWN = 70
_NAME_SHOWN = 40
_UID_SHOWN = 8
"""The beginning of a uid is enough to walk on with."""

_UPPERMOST = ("category", "comparison", "answer")
"""It is no lack that nothing stands on these."""


@command("trace")
@study_argument
@click.argument("uid", metavar="UID")
@json_option
def trace_command(study: Path, uid: str, as_json: bool) -> None:
    """Walk from one thing to what it stands on, and to what is made from it."""
    from qualcode.services.tracing.tracing import trace

    with opened(study) as open_study:
        view = trace(open_study, uid)
    print_json(view) if as_json else _show(view)


def _show(view: "TraceView") -> None:
    from qualcode.text.shortening import shortened

    made = ", ".join(part for part in (view.coder, moment(view.at)) if part)
    print_line(" · ".join(part for part in (say(f"tracing.kind.{view.kind}"), view.name, made, view.uid) if part))
    if view.text:
        print_line(view.text)
    _show_steps("stands_on", view.stands_on)
    if view.units:
        _head("units")
        print_columns(
            [
                (
                    unit.uid[:_UID_SHOWN],
                    say("tracing.turn", transcript=unit.transcript, number=unit.turn),
                    ", ".join(unit.participants or unit.speakers),
                    unit.coder,
                    moment(unit.created),
                    shortened(unit.text, length=_WORDS_SHOWN),
                )
                for unit in view.units
            ]
        )
        print_line(say("tracing.participants", names=", ".join(view.participants)))
    _show_steps("used_in", view.used_in)
    if not view.used_in and view.kind not in _UPPERMOST:
        _head("used_in")
        print_line(say("tracing.nowhere"))
    if view.history:
        _head("history")
        print_columns([(moment(act.at), act.coder, act.summary) for act in view.history])


def _show_steps(name: str, steps: "tuple[TracedStep, ...]") -> None:
    from qualcode.text.shortening import shortened

    if steps:
        _head(name)
        print_columns(
            [
                (
                    step.uid[:_UID_SHOWN],
                    say(f"tracing.kind.{step.kind}"),
                    shortened(step.name, length=_NAME_SHOWN),
                    step.coder,
                    moment(step.at),
                    shortened(step.text, length=_WORDS_SHOWN),
                )
                for step in steps
            ]
        )


def _head(name: str) -> None:
    print_line()
    print_line(say(f"tracing.{name}"))
