"""The participants of a substudy as a table: who they are, and what is registered about them."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from qualcode.locale import say
from qualcode.model.participants import ATTRIBUTE_KINDS
from qualcode.services.material.substudies import substudies
from qualcode.services.participants.participant_tables import (
    add_attribute,
    add_participant,
    participant_table,
    remove_participant,
    set_attribute,
    set_participant,
    set_value,
)
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.dialogs.write import Field, FormDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.screens.participants.dialogs import ImportTask, summary_lines, value_dialog
from qualcode.tui.screens.participants.withdrawing import WithdrawalTask
from qualcode.tui.shown import shown
from qualcode.tui.widgets.participant_grid import Cell, ParticipantGrid, attribute_name, value_shown
from qualcode.views.participants import ParticipantTable


class ParticipantsScreen(PlaceScreen):
    """The table, and under it the line that sums it up."""

    PLACE = "participants"
    CSS_PATH = "participants.tcss"
    SHOWS_QUESTION = False
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("participants")

    substudy = ""
    table: ParticipantTable | None = None
    _new_code = ""

    def compose_body(self) -> ComposeResult:
        """The table; what to do where there is none; the sum."""
        with Vertical(classes="panes"):
            yield ParticipantGrid(classes="main")
            yield Static(classes="empty")
            yield Static(classes="summary")

    def heading(self) -> tuple[str, ...]:
        """Study and substudy."""
        return (self.session.title, *([self.substudy] if self.substudy else []))

    def show_place(self) -> None:
        """The substudy that was shown last; to begin with the first."""
        names = [one.name for one in substudies(self.session.study)]
        if self.substudy not in names:
            self.substudy = names[0] if names else ""
        self.table = participant_table(self.session.study, self.substudy) if self.substudy else None
        grid, code = self.query_one(ParticipantGrid), self._new_code
        self._new_code = ""
        anybody = self.table is not None and bool(self.table.people)
        grid.display = anybody
        self.query_one(".empty").display = not anybody
        if self.table is not None:
            grid.show_table(self.table, code=code)
        missing = say("participants_screen.nobody" if self.table else "participants_screen.no_substudy")
        self.query_one(".empty", Static).update(shown(missing))
        self.query_one(".summary", Static).update(shown(self.table.summary if self.table else ""))
        self._tell_cell()
        if anybody and (self.focused is None or not self.focused.display):
            grid.focus()

    def _tell_cell(self) -> None:
        cell = self._cell
        if cell is None:
            self.status(self.substudy)
        elif cell.attribute is None:
            own = say("participants_screen.pseudonym" if cell.column else "participants_screen.code")
            self.status(f"{cell.person.code} · {own}: {cell.value or '–'}")
        else:
            value = value_shown(cell.attribute, cell.value) or "–"
            self.status(f"{cell.person.code} · {attribute_name(cell.attribute)}: {value}")

    @property
    def _cell(self) -> Cell | None:
        return self.query_one(ParticipantGrid).cell if self.table is not None else None

    @on(DataTable.CellHighlighted)
    def _moved(self, event: DataTable.CellHighlighted) -> None:
        event.stop()
        if self.app.session is not None:
            self._tell_cell()

    @on(DataTable.CellSelected)
    def _opened(self, event: DataTable.CellSelected) -> None:
        event.stop()
        if self.app.session is not None:
            self.action_value_edit()

    def action_substudy_choose(self) -> None:
        """Whose participants."""
        known = substudies(self.session.study)
        choices = [Choice(one.name, one.name, say(f"study.designs.{one.design}")) for one in known]
        dialog = ChooseDialog(say("participants_screen.which_substudy"), choices, highlighted=self.substudy)
        self.ask(dialog, self._choose)

    def _choose(self, substudy: str) -> None:
        self.substudy = substudy
        self.show()

    def action_value_edit(self) -> None:
        """Write in the cell under the cursor."""
        cell = self._cell
        if cell is not None and self.table is not None:
            self.ask(value_dialog(cell, self.table), lambda answer: self._write(cell, answer))

    def _write(self, cell: Cell, answer: str | NewName) -> None:
        text, study = (answer.name if isinstance(answer, NewName) else answer), self.session.study
        if cell.attribute is not None:
            set_value(study, cell.person.id, cell.attribute.id, text, seen=cell.value)
        elif cell.column:
            set_participant(study, cell.person.id, pseudonym=text, seen=cell.value)
        else:
            set_participant(study, cell.person.id, code=text, seen=cell.value)
        self.show()

    def action_participant_new(self) -> None:
        """Somebody more."""
        fields = [
            Field("code", say("participants_screen.code")),
            Field("pseudonym", say("participants_screen.pseudonym_field")),
        ]
        self._ask_in_substudy(FormDialog(say("participants_screen.new"), fields), self._add)

    def _add(self, answer: dict[str, str]) -> None:
        add_participant(self.session.study, self.substudy, answer["code"], pseudonym=answer["pseudonym"])
        self._new_code = answer["code"]
        self.show()

    def action_participant_remove(self) -> None:
        """Take away the participant whose row it is."""
        cell = self._cell
        if cell is not None:
            remove_participant(self.session.study, cell.person.id)
            self.show()

    def action_participant_withdraw(self) -> None:
        """The participant whose row it is withdraws from the study."""
        cell = self._cell
        if cell is not None:
            WithdrawalTask(self, self.substudy, cell.person.code).begin()

    def action_attribute_register(self) -> None:
        """Something more to register about everybody."""
        fields = [
            Field("name", say("participants_screen.attribute_name")),
            Field("kind", say("participants_screen.kind"), choices=_kinds()),
            Field("caption", say("participants_screen.caption")),
        ]
        self._ask_in_substudy(FormDialog(say("participants_screen.new_attribute"), fields), self._register)

    def _register(self, answer: dict[str, str]) -> None:
        study, told = self.session.study, {"kind": answer["kind"], "caption": answer["caption"]}
        add_attribute(study, self.substudy, answer["name"], **told)
        self.tell(say("participants_screen.registered", name=answer["name"]))
        self.show()

    def action_attribute_edit(self) -> None:
        """Another kind or caption for the column under the cursor."""
        cell = self._cell
        if cell is None or cell.attribute is None:
            self.tell(say("participants_screen.no_attribute"))
            return
        attribute = cell.attribute
        fields = [
            Field("kind", say("participants_screen.kind"), attribute.kind, choices=_kinds()),
            Field("caption", say("participants_screen.caption"), attribute.caption),
        ]

        def change(answer: dict[str, str]) -> None:
            told = {"kind": answer["kind"], "caption": answer["caption"]}
            set_attribute(self.session.study, attribute.id, **told, seen=attribute)
            self.show()

        self.ask(FormDialog(attribute_name(attribute), fields), change)

    def action_participants_import(self) -> None:
        """Participants from a CSV or XLSX file."""
        if self.table is None:
            self.tell(say("participants_screen.no_substudy"))
        else:
            ImportTask(self, self.substudy).begin()

    def action_labels_import(self) -> None:
        """What coded values mean, from a CSV or XLSX file."""
        if self.table is None:
            self.tell(say("participants_screen.no_substudy"))
        else:
            ImportTask(self, self.substudy).begin_with_labels()

    def action_summary_show(self) -> None:
        """The whole line that sums the table up."""
        if self.table is not None and self.table.summary:
            self.ask(ShowDialog(self.table.substudy, summary_lines(self.table.summary)), bool)

    def _ask_in_substudy(self, dialog: FormDialog, then: Callable[[Any], None]) -> None:
        if self.table is None:
            self.tell(say("participants_screen.no_substudy"))
        else:
            self.ask(dialog, then)


def _kinds() -> list[tuple[str, str]]:
    return [(kind, say(f"participants.kind.{kind}")) for kind in ATTRIBUTE_KINDS]
