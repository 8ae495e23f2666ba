"""Step 2: meaning units are marked in the text and coded into code groups."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualcode.locale import say
from qualcode.services.coding import codebooks
from qualcode.services.coding.coding import code_span, toggle_span
from qualcode.services.tracing.tracing import uses_of_own_place
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.group_fields import group_fields
from qualcode.tui.dialogs.write import FormDialog, TextDialog
from qualcode.tui.screens.coding.weighing import WeighingActions
from qualcode.tui.shown import shortened
from qualcode.tui.widgets.group_list import GroupList
from qualcode.tui.widgets.transcript_list import TranscriptList
from qualcode.views.groups import GroupView

_CHOICE = 66
"""Cells for a line of the list of groups."""


class CodingScreen(WeighingActions):
    """The text, what is coded in it, and the code groups. The cursor is a selection, and a digit codes it."""

    PLACE = "coding"
    CSS_PATH = "coding.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("coding")
    AUTO_FOCUS = "TranscriptPane"  # not the list at its left, which comes first

    def action_unit_code(self, digit: int) -> None:
        """Put what is selected into the group with this digit, or take it out again."""
        group = next((group for group in self.groups if group.key == digit), None)
        if group is None:
            self.tell(say("coding.no_group_with_key", key=digit))
        else:
            self.code(group.id, toggle=True)

    def action_unit_again(self) -> None:
        """Put what is selected into the same group as last."""
        if self.group_used in [group.id for group in self.groups_in_use]:
            self.code(self.group_used, toggle=False)
        else:
            self.tell(say("coding.nothing_to_repeat"))

    def action_unit_choose(self) -> None:
        """Choose the group by typing; one that is not there is made, and gets the words."""
        unit = self.unit_here()
        # What another coder has coded is another unit: choosing the group here makes one's own.
        mine = unit is not None and unit.coder == self.session.study.coder and self._selects(unit.start, unit.end)
        held = {group_id for group_id, _ in unit.groups} if unit is not None and mine else set()
        choices = [Choice(group.id, group.name, _detail(group, coded=group.id in held)) for group in self.groups_in_use]
        dialog = ChooseDialog(
            say("coding.choose_group"), choices, offers_new=say("kinds.code_group"), highlighted=self.group_used
        )
        self.ask(dialog, self._code_chosen)

    def _code_chosen(self, answer: int | NewName) -> None:
        analysis, here = self.session.analysis, self.transcript_id
        if not isinstance(answer, NewName):
            self.code(answer, toggle=True)
        elif analysis is not None and here is not None:
            study, span = self.session.study, self.pane.selection.span
            where = {"transcript_id": here, "revision_id": self.pane.transcript.revision_id}
            made = codebooks.code_into_new_group(study, analysis.id, answer.name, span=span, **where)
            self._coded(made, new=True)

    def code(self, group_id: int | None, *, toggle: bool) -> None:
        """Put the words under the cursor into a group; with `toggle`, take them out if they are there."""
        here, span, study = self.transcript_id, self.pane.selection.span, self.session.study
        if here is None or group_id is None or span.is_empty:
            return
        where = {"transcript_id": here, "group_id": group_id}
        seen = {"revision_id": self.pane.transcript.revision_id}
        if toggle:
            uses = uses_of_own_place(study, span=span, **where)
            self.unless_used(uses, lambda: self._coded(group_id, new=toggle_span(study, span=span, **where, **seen)))
        else:
            self._coded(group_id, new=code_span(study, span=span, **where, **seen).new)

    def _coded(self, group_id: int, *, new: bool) -> None:
        self.group_used = group_id
        self.session.look_at(group_id=group_id)
        self.show_change(touching=self.pane.selection.span)
        if new and self.app.settings.advances:
            self.pane.selecting = False
            self.pane.move_sentence(1)

    @on(GroupList.Chosen)
    def _code_into(self, message: GroupList.Chosen) -> None:
        self.code(message.key, toggle=True)

    @on(TranscriptList.Chosen)
    def _open_chosen(self, message: TranscriptList.Chosen) -> None:
        self.open_transcript(message.key)
        self.pane.focus()

    def action_selection_none(self) -> None:
        """A unit that is being resized stays as it was; then marks, hits and select mode go."""
        if self.resized is not None:
            self.pane.select_unit(self.resized)
            return
        self._marked = ()
        super().action_selection_none()
        self.show_marks()

    def action_review_open(self) -> None:
        """To what corrections have given other words."""
        self.app.go_to("reviewing")

    def action_group_new(self) -> None:
        """A new code group."""
        self.ask(TextDialog(say("coding.new_group")), self._add_group)

    def _add_group(self, name: str) -> None:
        analysis = self.session.analysis
        if analysis is not None:
            codebooks.add_group(self.session.study, analysis.id, name)
            self.show_change()

    def action_group_edit(self) -> None:
        """Change the group that is chosen in the list, or ask which."""
        listed = self.query_one(GroupList)
        if listed.has_focus and listed.chosen is not None:
            self._edit_group(listed.chosen)
        else:
            self.ask_group(say("coding.edit_which"), self.groups, self._edit_group)

    def _edit_group(self, group_id: int) -> None:
        group = self.group(group_id)
        self.ask(
            FormDialog(say("coding.edit_group"), group_fields(group)), lambda told: self._change_group(group, told)
        )

    def _change_group(self, group: GroupView, told: dict[str, str]) -> None:
        key = int(told.pop("key"))
        codebooks.change_group(self.session.study, group.id, seen=group.version, key=key, **told)
        self.show_change()

    def _selects(self, start: int, end: int) -> bool:
        selection = self.pane.selection
        return (selection.start, selection.end) == (start, end)


def _detail(group: GroupView, *, coded: bool) -> str:
    """What stands beside a group in the list, on the same line."""
    told = [str(group.key)] if group.key else []
    told.append(say("coding.coded_here") if coded else group.definition)
    return shortened(" · ".join(part for part in told if part), cells=max(12, _CHOICE - len(group.name)))
