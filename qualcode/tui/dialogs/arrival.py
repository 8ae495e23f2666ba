"""One file at the door: what was found in it, and what is to be decided before it is taken in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from qualcode.errors import QualcodeError
from qualcode.locale import say
from qualcode.services.material.deciding import drop_label, give_role, merge_label, take_label
from qualcode.services.material.previewing import Arrival, possible_formats
from qualcode.text.roles import PARTICIPANT, ROLES
from qualcode.tui.dialogs.arrival_lines import ENCODING, FORMAT, LABEL, page_lines
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.importing import Decisions

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp

ENCODINGS = ("utf-8", "cp1252", "mac-roman", "utf-16", "iso-8859-1")

Look = Callable[[Arrival, Decisions], Arrival]
"""Reads a file anew under other decisions."""


class ArrivalDialog(Dialog[Arrival]):
    """One file: how it was read and why, its labels, what to look at, how it begins. Nothing is stored.

    Closing answers with the file as it was read last. `is_alone` when there is no list to go back to: then `i` takes it
    in, and `is_wanted` is then so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "drop", show=False),
        Binding("c", "merge", show=False),
        Binding("n", "take", show=False),
        Binding("i", "import", show=False),
    ]

    app: "QualcodeApp"

    def __init__(self, arrival: Arrival, look: Look, codes: Sequence[str], *, substudy: str, is_alone: bool) -> None:
        super().__init__(arrival.report.file)
        self._substudy = substudy
        self.add_class("tall", "broad")
        self.arrival = arrival
        self.is_wanted = False
        self._look = look
        self._codes = codes
        self._is_alone = is_alone

    def compose_body(self) -> ComposeResult:
        """How many can be taken in, where it is alone; and all about the file."""
        if self._is_alone:
            count = int(self.arrival.incoming is not None)
            yield Static(shown(say("study.preview", count=count, substudy=self._substudy)), classes="explanation")
        yield KeyedList(classes="page")

    def keys_line(self) -> Content:
        """What can be decided here."""
        return Content(say("arriving.keys.alone" if self._is_alone else "arriving.keys.page"))

    def on_mount(self) -> None:
        """The first label under the cursor: that is what is looked at most."""
        page = self.query_one(KeyedList)
        page.show_lines(page_lines(self.arrival))
        page.go_to(next((f"{LABEL}{label}" for label in self.arrival.found), FORMAT))
        page.focus()

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = event.option.id or ""
        if key == FORMAT:
            self._ask_format()
        elif key == ENCODING:
            self._ask_encoding()
        elif label := _label_of(key):
            self._ask_role(label)

    def action_drop(self) -> None:
        """No speaker; or, after all, one."""
        if label := _label_of(self.query_one(KeyedList).key):
            self._decide(drop_label(self.arrival.decisions, label))

    def action_merge(self) -> None:
        """The same as another label, or called something else."""
        label = _label_of(self.query_one(KeyedList).key)
        if not label:
            return
        known = dict.fromkeys([*self.arrival.found, *(one.label for one in self.arrival.report.speakers)])
        choices = [Choice(one, one, say("arriving.itself") if one == label else "") for one in known]
        dialog = ChooseDialog(say("arriving.same_as", label=label), choices, offers_new=say("kinds.speaker"))
        self._ask(dialog, lambda into: self._decide(merge_label(self.arrival.decisions, label, _name(into))))

    def action_take(self) -> None:
        """Somebody who was not taken for a speaker."""
        dialog = TextDialog(say("arriving.take"), explanation=say("arriving.take_help"))
        self._ask(dialog, lambda label: self._decide(take_label(self.arrival.decisions, label)))

    def action_import(self) -> None:
        """Take it in, where it is the only one."""
        if self._is_alone:
            self.is_wanted = self.arrival.incoming is not None
            self.action_close()

    def action_close(self) -> None:
        """Close with what was read last."""
        self.dismiss(self.arrival)

    def _ask_format(self) -> None:
        possible = [Choice(one, one) for one in possible_formats(self.arrival)]
        dialog = ChooseDialog(say("arriving.format"), [Choice("", say("arriving.by_content")), *possible])
        self._ask(dialog, lambda chosen: self._decide(replace(self.arrival.decisions, format=chosen or None)))

    def _ask_encoding(self) -> None:
        choices = [Choice("", say("arriving.by_content")), *(Choice(one, one) for one in ENCODINGS)]
        dialog = ChooseDialog(say("arriving.encoding"), choices, offers_new=say("arriving.encoding"))

        def decide(chosen: str | NewName) -> None:
            named = _name(chosen)
            self._decide(replace(self.arrival.decisions, encodings=(named,) if named else ()))

        self._ask(dialog, decide)

    def _ask_role(self, label: str) -> None:
        roles = [Choice((role, None), say(f"study.roles.{role}")) for role in ROLES]
        people = [Choice((PARTICIPANT, code), code, say("kinds.participant")) for code in self._codes]
        dialog = ChooseDialog(say("arriving.who_is", label=label), [*roles, *people])
        self._ask(dialog, lambda who: self._decide(give_role(self.arrival.decisions, label, *who)))

    def _ask(self, dialog: ModalScreen[Any], then: Callable[[Any], None]) -> None:
        """Ask over this page; closing without an answer leaves everything as it was."""

        def answered(answer: Any) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(dialog, answered)

    def _decide(self, decisions: Decisions) -> None:
        """Read anew beside the screen; what cannot be is told, and then nothing was decided."""
        self.run_worker(partial(self._read, decisions), thread=True, exclusive=True)

    def _read(self, decisions: Decisions) -> None:
        try:
            looked = self._look(self.arrival, decisions)
        except QualcodeError as error:
            self.app.call_from_thread(self.app.notice, error)
        else:
            self.app.call_from_thread(self._show, looked)

    def _show(self, arrival: Arrival) -> None:
        self.arrival = arrival
        for page in self.query(KeyedList):
            page.show_lines(page_lines(arrival))


def _label_of(key: str) -> str:
    """The label whose line it is, empty where it is none's."""
    return key.removeprefix(LABEL) if key.startswith(LABEL) else ""


def _name(chosen: str | NewName) -> str:
    return chosen.name if isinstance(chosen, NewName) else chosen
