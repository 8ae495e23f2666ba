"""Step 3: a code group's units are sorted into subgroups, and each subgroup is condensed."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualcode.errors import ChangedMeanwhile, QualcodeError
from qualcode.locale import say
from qualcode.services.coding import codebooks
from qualcode.services.coding.units import code_groups
from qualcode.services.condensing import condensing
from qualcode.services.tracing.tracing import uses_of
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.screens.condensing.history import HistoryActions
from qualcode.tui.widgets.condensate import CondensatePanel
from qualcode.views.condensing import ORDERS, ColumnView, CondensateView
from qualcode.views.groups import GroupView


class CondensingScreen(HistoryActions):
    """The cards of one code group, its subgroups, and their condensates."""

    PLACE = "condensing"
    CSS_PATH = "condensing.tcss"
    AUTO_FOCUS = "CardBoard"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("condensing")

    def action_subgroup_new(self) -> None:
        """A new subgroup, last."""
        if self.board is not None:
            self.ask(TextDialog(say("condensing_screen.new_subgroup")), self._add_subgroup)

    def _add_subgroup(self, name: str) -> None:
        if self.board is not None:
            codebooks.add_subgroup(self.session.study, self.board.group_id, name)
            self.show()

    def action_subgroup_edit(self) -> None:
        """Name and definition of the subgroup the cursor is in."""
        column = self._column()
        if column is None:
            return
        fields = [
            Field("name", say("condensing_screen.subgroup.name"), column.name),
            Field("definition", say("condensing_screen.subgroup.definition"), column.definition, lines=4),
        ]

        def change(told: dict[str, str]) -> None:
            if column.subgroup_id is not None:
                codebooks.change_subgroup(self.session.study, column.subgroup_id, seen=column.version, **told)
                self.show()

        self.ask(FormDialog(say("condensing_screen.subgroup.title"), fields), change)

    def action_subgroup_remove(self) -> None:
        """Take the subgroup away; its units are unplaced again."""
        column, study = self._column(), self.session.study
        if column is None or column.subgroup_id is None:
            return
        key, written = column.subgroup_id, self.condensate

        def act() -> None:
            codebooks.remove_subgroup(study, key)
            self.tell(say("condensing_screen.subgroup_removed", name=column.name))
            self.show()

        self.unless_used(uses_of(study, "condensate", written.id) if written and written.id else (), act)

    def _column(self) -> ColumnView | None:
        lane = self.cards.lane
        columns = self.board.columns if self.board else ()
        found = next((one for one in columns if lane and lane.number and one.subgroup_id == lane.subgroup_id), None)
        if found is None:
            self.tell(say("condensing_screen.no_subgroup"))
        return found

    def action_condensate_write(self) -> None:
        """Write the condensate, with the units it carries in sight."""
        if self._subgroup() is not None:
            self.write_condensate()

    def action_condensate_fetch(self) -> None:
        """Begin, or go on, from the words of this unit."""
        subgroup, card = self._subgroup(), self.cards.card
        if subgroup is not None and card is not None:
            text = condensing.begin_from_unit(self.session.study, subgroup.subgroup_id, card.coding_id)
            self.write_condensate(text)

    def action_condensate_looked_at(self) -> None:
        """It has been looked at again, and holds."""
        subgroup = self._subgroup()
        if subgroup is None:
            return
        if subgroup.id is None or not subgroup.must_look:
            self.tell(say("condensing_screen.need_not_look"))
            return
        condensing.looked_at(self.session.study, subgroup.id)
        self.show()

    def _subgroup(self) -> CondensateView | None:
        if self.condensate is None:
            self.tell(say("condensing_screen.no_subgroup"))
        return self.condensate

    @on(CondensatePanel.Written)
    def _keep(self, message: CondensatePanel.Written) -> None:
        """Store what was written. Where somebody else has written meanwhile, show what, and let the writer decide."""
        try:
            self._store(message)
        except ChangedMeanwhile:
            if not self._show_theirs(message.subgroup_id):
                raise

    def action_keep(self) -> None:
        """Store what is being written, before the app is left."""
        written = self.panel.take()
        if written is not None:
            self._store(written)

    def _store(self, written: CondensatePanel.Written) -> None:
        """What cannot be stored stays on the page: the text of an hour is not to be written twice."""
        try:
            condensing.write_condensate(self.session.study, written.subgroup_id, written.text, seen=written.seen)
        except QualcodeError:
            self.panel.write_on()
            raise
        self.panel.finish()

    def _show_theirs(self, subgroup_id: int) -> bool:
        """False where there is nothing to show."""
        board = self.board
        fresh = condensing.board(self.session.study, board.group_id).condensates if board else ()
        theirs = next((one for one in fresh if one.subgroup_id == subgroup_id), None)
        if theirs is None:
            return False
        self.panel.write_on(theirs)
        self.ask(ShowDialog(say("condensing_screen.theirs", coder=theirs.coder), theirs.text), lambda _: None)
        return True

    @on(CondensatePanel.Finished)
    def _finished(self) -> None:
        self.show_writing(on=False)
        if self.app.place is self:
            self.cards.focus()
            self.show()

    def action_group_choose(self) -> None:
        """Another code group."""
        analysis = self.session.analysis
        groups = () if analysis is None else code_groups(self.session.study, analysis.id)
        choices = [Choice(group.id, group.name, _tell_group(group)) for group in groups]
        here = self.board.group_id if self.board else None
        self.ask(ChooseDialog(say("condensing_screen.choose_group"), choices, highlighted=here), self._open_group)

    def _open_group(self, group_id: int) -> None:
        self.app.go_to(self.PLACE, group_id=group_id, unit_id=None)

    def action_cards_order(self) -> None:
        """Order the cards by participant, by transcript, by when they were coded; round and round."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self.tell(say(f"condensing_screen.order.{self.order}"))
        self.show()


def _tell_group(group: GroupView) -> str:
    units = say("condensing_screen.units", count=group.units)
    return f"{units} · {say('condensing_screen.unsorted', count=group.unsorted)}"
