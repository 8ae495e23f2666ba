"""The files at the door: what was found in each, which are taken in, and a page for each of them."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from qualcode.locale import say
from qualcode.services.material.previewing import Arrival
from qualcode.tui.dialogs.arrival import ArrivalDialog, Look
from qualcode.tui.dialogs.arrival_lines import file_lines
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList


class ArrivalsDialog(Dialog[list[Arrival]]):
    """Enter opens a file, `x` leaves one outside or takes it back, `i` takes them in: the answer is which."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "leave_out", show=False),
        Binding("i", "import", show=False),
    ]

    def __init__(self, arrivals: Sequence[Arrival], look: Look, codes: Sequence[str], *, substudy: str) -> None:
        super().__init__(preview_title(arrivals, substudy))
        self.add_class("tall", "broad")
        self._arrivals = list(arrivals)
        self._left_out: set[int] = set()
        self._look = look
        self._codes = codes
        self._substudy = substudy

    def compose_body(self) -> ComposeResult:
        """A line a file."""
        yield KeyedList(classes="page")

    def keys_line(self) -> Content:
        """What can be done with them."""
        return Content(say("arriving.keys.list"))

    def on_mount(self) -> None:
        """The first file under the cursor."""
        self._fill()
        self.query_one(KeyedList).focus()

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """All of them, as they were read last."""
        return tuple(self._arrivals)

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        at = int(event.option.id or 0)
        dialog = ArrivalDialog(self._arrivals[at], self._look, self._codes, substudy=self._substudy, is_alone=False)
        self.app.push_screen(dialog, partial(self._read_anew, at))

    def action_leave_out(self) -> None:
        """Leave the file outside; or, after all, take it in."""
        self._left_out ^= {int(self.query_one(KeyedList).key or 0)}
        self._fill()

    def action_import(self) -> None:
        """Take in what can be."""
        wanted = [one for at, one in enumerate(self._arrivals) if at not in self._left_out]
        self.dismiss(wanted if any(one.incoming for one in wanted) else None)

    def _read_anew(self, at: int, arrival: Arrival | None) -> None:
        if arrival is not None:
            self._arrivals[at] = arrival
            self._fill()

    def _fill(self) -> None:
        inside = [one for at, one in enumerate(self._arrivals) if at not in self._left_out]
        self.query_one(".title", Static).update(shown(preview_title(inside, self._substudy)))
        self.query_one(KeyedList).show_lines(file_lines(self._arrivals, self._left_out))


def preview_title(arrivals: Sequence[Arrival], substudy: str) -> str:
    """How many of them can be taken in, and where."""
    return say("study.preview", count=sum(one.incoming is not None for one in arrivals), substudy=substudy)
