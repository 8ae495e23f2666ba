"""Choosing from a list by typing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.text.normal_form import to_name
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.fields import FilterInput
from qualcode.tui.shown import shortened, shown

_DETAIL = 200
"""So many characters of what stands beside a label are shown; all of it is searched."""

_LIST_KEYS = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: `value` is the answer, `label` what is shown and searched, `detail` stands beside it."""

    value: Any
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NewName:
    """The answer when what was typed is not in the list and is to be made."""

    name: str


class ChooseDialog(Dialog[Any]):
    """Type to filter, arrows to move, enter to choose. The answer is the `value` of a `Choice`, or a `NewName`.

    With `offers_new` (what the new thing is called, "kodegruppe") what isn't there is offered as new.
    """

    KEYS: ClassVar[str] = "choose"

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        offers_new: str = "",
        highlighted: Any = None,
        explanation: str = "",
    ) -> None:
        super().__init__(title, explanation=explanation)
        self._choices = list(choices)
        self._offers_new = offers_new
        self._highlighted = highlighted
        self._answers: list[Any] = []

    def compose_body(self) -> ComposeResult:
        """A line to type in, and the list."""
        options = OptionList(compact=True)
        yield FilterInput(partial(steer_list, options), offers_new=bool(self._offers_new))
        yield options

    def on_mount(self) -> None:
        """Everything to begin with, with what is chosen now under the cursor."""
        self.query_one(OptionList).can_focus = False
        self._fill("")
        values = [choice.value for choice in self._choices]
        if self._highlighted in values:
            self.query_one(OptionList).highlighted = values.index(self._highlighted)
        self.query_one(FilterInput).focus()

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(to_name(event.value))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._answers[highlighted])

    @on(OptionList.OptionSelected)
    def _select(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._answers[event.option_index])

    def _fill(self, typed: str) -> None:
        found = filter_choices(self._choices, typed)
        lines = [_line(choice) for choice in found]
        self._answers = [choice.value for choice in found]
        if typed and self._offers_new and typed.casefold() not in (choice.label.casefold() for choice in found):
            lines.append(shown(say("app.new_name", kind=self._offers_new, name=typed)))
            self._answers.append(NewName(typed))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(line) for line in lines])
        options.highlighted = 0 if lines else None


def steer_list(options: OptionList, key: str) -> bool:
    """Move in the list, if that is what the key does; True if it was."""
    if key in _LIST_KEYS:
        getattr(options, f"action_{_LIST_KEYS[key]}")()
    return key in _LIST_KEYS


def filter_choices(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Those in which every word that was typed occurs, the nearest first, else the order stays.

    First come labels that begin with it, then those in which a word does, those that hold it, and last those of which
    only what stands beside the label holds it.
    """
    words = typed.casefold().split()
    found = [one for one in choices if all(word in f"{one.label} {one.detail}".casefold() for word in words)]
    return sorted(found, key=lambda one: _distance(one.label.casefold(), " ".join(words))) if words else found


def _distance(label: str, typed: str) -> int:
    if label.startswith(typed):
        return 0
    if re.search(rf"\b{re.escape(typed)}", label):
        return 1
    return 2 if typed in label else 3


def _line(choice: Choice) -> Content:
    label = shown(" ".join(choice.label.split()))
    if not choice.detail:
        return label
    return Content.assemble(label, "  ", shown(shortened(choice.detail, cells=_DETAIL), "$text-muted"))
