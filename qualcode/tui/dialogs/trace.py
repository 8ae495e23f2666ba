"""The way back to what was said and on to what it is used in, to be walked with the arrows and enter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from qualcode.locale import say
from qualcode.text.moments import moment
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.keyed_list import KeyedList, Line
from qualcode.views.tracing import TracedStep, TraceView
from qualcode.views.units import UnitRow

_NAME = 40
_BEGINNING = 130
"""Two rows of a text: enough to know it by."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Where to go from here: on with the thing of this uid; to the place where it is; or back to the one before."""

    uid: str = ""
    is_there: bool = False
    is_back: bool = False


class TraceDialog(Dialog[Walked]):
    """A thing with what it stands on, its units, and where it is used.

    Enter walks on to the line under the cursor, of a unit to its words; `o` goes to where the thing on the line is, or,
    on no line, the thing itself.
    """

    KEYS: ClassVar[str] = "trace"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", show=False),
        Binding("backspace", "back", show=False),
    ]

    def __init__(self, view: TraceView, *, can_go_back: bool = False) -> None:
        super().__init__(f"{say('tracing.title')} · {say(f'tracing.kind.{view.kind}')} · {view.name}")
        self.add_class("tall")
        self._view = view
        self._can_go_back = can_go_back

    def compose_body(self) -> ComposeResult:
        """The lines, one for each thing on the way."""
        yield KeyedList()

    def on_mount(self) -> None:
        """The cursor at the nearest thing."""
        self.query_one(KeyedList).show_lines(list(_lines(self._view)))
        self.query_one(KeyedList).focus()

    @on(OptionList.OptionSelected)
    def _walk(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        uid = event.option_id or ""
        self.dismiss(Walked(uid, is_there=uid in {unit.uid for unit in self._view.units}))

    def action_open(self) -> None:
        """Go to where the thing under the cursor is."""
        self.dismiss(Walked(self.query_one(KeyedList).key or self._view.uid, is_there=True))

    def action_back(self) -> None:
        """To the thing one came from."""
        if self._can_go_back:
            self.dismiss(Walked(is_back=True))


def tell_uses(steps: tuple[TracedStep, ...]) -> Content:
    """What stands on units that are about to be changed, with the beginning of each text."""
    warning = shown(f"{say('tracing.used_help')}\n", "$text-muted")
    begun = (replace(step, text=shortened(step.text, cells=_BEGINNING)) for step in steps)
    return Content("\n").join([warning, *map(_step, begun)])


def _lines(view: TraceView) -> Iterator[Line]:
    if view.text:
        yield None, shown(f"{view.text}\n")
    for name, steps in (("stands_on", view.stands_on), ("used_in", view.used_in)):
        if steps:
            yield None, shown(say(f"tracing.{name}"), "bold")
            for step in steps:
                yield step.uid, _step(step)
    yield None, shown(f"{say('tracing.units')} ({len(view.units)})", "bold")
    for unit in view.units:
        yield unit.uid, _unit(unit)
    if view.history:
        yield None, shown(say("tracing.history"), "bold")
    for act in view.history:
        yield None, shown(f"{moment(act.at)} {act.coder}  {act.summary}", "$text-muted")


def _step(step: TracedStep) -> Content:
    made = " · ".join(part for part in (step.coder, moment(step.at)) if part)
    head = Content.assemble(
        shown(say(f"tracing.kind.{step.kind}"), "$text-muted"), "  ", shown(shortened(step.name, cells=_NAME), "bold")
    )
    told = [head, shown(f"  {made}", "$text-muted")] if made else [head]
    return Content.assemble(*told, *(("\n  ", shown(step.text)) if step.text else ()))


def _unit(unit: UnitRow) -> Content:
    who = ", ".join(unit.participants or unit.speakers)
    place = say("tracing.turn", transcript=unit.transcript, number=unit.turn)
    made = f"{unit.coder} {moment(unit.created)}"
    head = " · ".join(part for part in (who, place, made, ", ".join(unit.code_groups)) if part)
    return Content.assemble(shown(head, "$text-muted"), "\n  ", shown(unit.text))
