"""What one does with a meaning unit that is there: move, reshape, take away, look at, write a note on, quote from."""

from collections.abc import Callable, Sequence

from textual import on

from qualcode.locale import say
from qualcode.services.coding import reshaping
from qualcode.services.coding.coding import move_unit
from qualcode.services.coding.questions import questions
from qualcode.services.condensing import quotes
from qualcode.services.reading import notes
from qualcode.services.tracing.tracing import uses_of_units
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screens.coding.dialogs import UnitDialog
from qualcode.tui.screens.coding.place import CodingPlace
from qualcode.tui.screens.coding.words import name_unit, tell_unit
from qualcode.tui.shown import shortened
from qualcode.tui.tasks.quoting import ask_printed
from qualcode.tui.widgets.transcript import UnitOpened
from qualcode.tui.widgets.transcript.cursor import select_span
from qualcode.views.groups import GroupView
from qualcode.views.quotes import QuoteView
from qualcode.views.reading import NoteView
from qualcode.views.transcript import PlacedUnit

_EXPLAINED = 300
"""So much of a passage is repeated over the page one writes on."""


class UnitActions(CodingPlace):
    """The commands that act on the unit here."""

    group_used: int | None = None
    """The group coded into last."""

    def action_unit_move(self) -> None:
        """From its group, which is asked for if there are several, to another."""
        unit = self.require_unit()
        if unit is None:
            return
        held = self.groups_of(unit)
        if len(held) == 1:
            self._move_from(unit, held[0])
        else:
            self.ask_group(say("coding.move_which"), held, lambda key: self._move_from(unit, self.group(key)))

    def _move_from(self, unit: PlacedUnit, group: GroupView) -> None:
        others = [known for known in self.groups_in_use if known.id != group.id]
        title = say("coding.move_to", group=shortened(group.name, cells=30))
        self.ask_group(title, others, lambda key: self._move(unit, group, key))

    def _move(self, unit: PlacedUnit, group: GroupView, to_group: int) -> None:
        def act() -> None:
            move_unit(self.session.study, unit_id=unit.id, from_group=group.id, to_group=to_group)
            self.show_change()

        self.unless_used(uses_of_units(self.session.study, [unit.id], group_id=group.id), act)

    def action_unit_remove(self) -> None:
        """Take the unit away."""
        unit = self.require_unit()
        if unit is not None:
            self._unless_used([unit.id], lambda: self._remove(unit))

    def _unless_used(self, unit_ids: Sequence[int], act: Callable[[], object]) -> None:
        self.unless_used(uses_of_units(self.session.study, unit_ids), act)

    def _remove(self, unit: PlacedUnit) -> None:
        reshaping.remove_unit(self.session.study, unit_id=unit.id)
        self.show_change()

    def traced_uid(self) -> str:
        """The unit's."""
        unit = self.unit_here() or self.pane.unit_under
        return unit.uid if unit is not None else ""

    def action_unit_split(self) -> None:
        """Split the unit where the selection begins, or where it ends."""
        unit = self.require_unit()
        if unit is None:
            return
        selection = self.pane.selection
        at = next((place for place in (selection.start, selection.end) if unit.start < place < unit.end), None)
        if at is None:
            self.tell(say("coding.split_where"))
            return
        self._unless_used([unit.id], lambda: self._split(unit, at))

    def _split(self, unit: PlacedUnit, at: int) -> None:
        reshaping.split_unit(self.session.study, unit_id=unit.id, at=at, seen=unit.version)
        self.show_change()

    def action_unit_merge(self) -> None:
        """Mark the unit; on one that is marked, merge all that are (alone, unmark it)."""
        unit = self.require_unit()
        if unit is None:
            return
        if unit.id not in self._marked:
            self._marked = (*self._marked, unit.id)
        elif len(self._marked) == 1:
            self._marked = ()
        else:
            self._unless_used(self._marked, self._merge)
        self.show_marks()

    def _merge(self) -> None:
        reshaping.merge_units(self.session.study, unit_ids=list(self._marked))
        self._marked = ()
        self.show_units()
        self.show_marks()

    def action_unit_resize(self) -> None:
        """Let the unit cover what is selected."""
        unit, span = self.require_unit(), self.pane.selection.span
        if unit is None:
            return
        if Span(unit.start, unit.end) == span:
            self.tell(say("coding.resize_how"))
            return
        seen = {"seen": unit.version, "revision_id": self.pane.transcript.revision_id}
        self._unless_used([unit.id], lambda: self._resize(unit, span, seen))

    def _resize(self, unit: PlacedUnit, span: Span, seen: dict[str, int]) -> None:
        reshaping.resize_unit(self.session.study, unit_id=unit.id, span=span, **seen)
        self.show_change()

    def action_unit_show(self) -> None:
        """Everything about the unit; while one resizes it, that is what it is to cover."""
        if self.resized is not None:
            self.action_unit_resize()
            return
        unit = self.unit_here() or self.pane.unit_under
        if unit is not None:
            self.show_unit(unit)
        else:
            self.tell(say("coding.no_unit"))

    @on(UnitOpened)
    def _open_unit(self, message: UnitOpened) -> None:
        self.show_unit(message.unit)

    def show_unit(self, unit: PlacedUnit) -> None:
        """Show everything about it; notes can be written from there."""
        pane = self.pane
        written = self.notes_on(unit)
        own = [note for note in written if note.coder == self.session.study.coder]
        told = tell_unit(
            unit,
            select_span(pane.transcript, Span(unit.start, unit.end)),
            pane.units,
            {group.id: group for group in self.groups},
            notes=written,
            quotes=self.quotes_of(unit),
            asked=questions(self.session.study, answered=True, unit_id=unit.id),
        )
        title = say("coding.unit.title", letter=pane.letter_of(unit))
        dialog = UnitDialog(title, told, has_notes=bool(own))
        self.ask(dialog, lambda answer: self._edit_notes(unit, own) if answer == "edit" else self._write_note(unit))

    def _edit_notes(self, unit: PlacedUnit, own: list[NoteView]) -> None:
        if len(own) == 1:
            self._edit_note(unit, own[0])
            return
        choices = [Choice(note, shortened(note.text, cells=60)) for note in own]
        self.ask(ChooseDialog(say("coding.which_note"), choices), lambda note: self._edit_note(unit, note))

    def _edit_note(self, unit: PlacedUnit, note: NoteView) -> None:
        def keep(text: str) -> None:
            notes.change_note(self.session.study, note.id, text, seen=note.version)
            self.show_change()
            self.show_unit(unit)

        self.ask(WriteDialog(say("app.new_note"), note.text, explanation=self._explain(unit)), keep)

    def action_note_write(self) -> None:
        """A note on the unit that was walked to or is selected as it stands; else on the words under the cursor."""
        unit, span = self.unit_here(), self.pane.selection.span
        if unit is not None and (unit == self.pane.current_unit or Span(unit.start, unit.end) == span):
            self._write_note(unit)
        else:
            super().action_note_write()

    def _write_note(self, unit: PlacedUnit) -> None:
        analysis, here = self.session.analysis, self.transcript_id
        if analysis is None or here is None:
            return

        def keep(text: str) -> None:
            if text.strip():
                notes.add_note(self.session.study, analysis.id, here, text, unit_id=unit.id)
                self.show_change()

        self.ask(WriteDialog(say("coding.unit_note"), explanation=self._explain(unit)), keep)

    def action_quote_mark(self) -> None:
        """Quote the selection, or all of the unit; what is quoted already gets another printed form.

        Where what is selected is a part of a quote, one says which of the two is meant.
        """
        unit = self.require_unit()
        if unit is None:
            return
        span, whole = self.pane.selection.span, Span(unit.start, unit.end)
        wanted = span if whole.contains(span) and span != whole else None
        here, text = wanted or whole, self.pane.transcript.text
        # A quote of a whole unit is taken without the white space at its ends.
        words = here.slice(text).strip()
        taken = [(one, Span(one.start, one.end)) for one in self.quotes_of(unit)]
        known = [one for one, there in taken if one.text == words and here.contains(there)]
        around = [one for one, there in taken if there.contains(here)]
        if known:
            ask_printed(self, known, self.show_change)
        elif around:
            ask_printed(self, around, self.show_change, anew=lambda: self._quote(unit, wanted))
        else:
            self._quote(unit, wanted)

    def _quote(self, unit: PlacedUnit, wanted: Span | None) -> None:
        """A new quote, in the group coded into last, the only one, or the one that is named."""
        held = self.groups_of(unit)
        used = [group for group in held if group.id == self.group_used]
        if len(held) == 1 or used:
            self._mark_quote(unit, (used or held)[0].id, wanted)
        else:
            self.ask_group(say("coding.quote_which"), held, lambda key: self._mark_quote(unit, key, wanted))

    def _mark_quote(self, unit: PlacedUnit, group_id: int, span: Span | None) -> None:
        revision = self.pane.transcript.revision_id
        quotes.mark_unit_quote(self.session.study, unit.id, group_id=group_id, span=span, revision_id=revision)
        self.tell(say("coding.quoted", group=self.group(group_id).name))

    def group(self, group_id: int) -> GroupView:
        """The code group of this key."""
        return next(group for group in self.groups if group.id == group_id)

    def groups_of(self, unit: PlacedUnit) -> list[GroupView]:
        """The code groups a unit is in, in the order of the codebook."""
        held = {group_id for group_id, _ in unit.groups}
        return [group for group in self.groups if group.id in held]

    def notes_on(self, unit: PlacedUnit) -> list[NoteView]:
        """The notes on a unit, everybody's."""
        analysis, here = self.session.analysis, self.transcript_id
        if analysis is None or not unit.notes:
            return []
        written = notes.notes(self.session.study, analysis.id, transcript_id=here)
        return [note for note in written if note.unit_id == unit.id]

    def quotes_of(self, unit: PlacedUnit) -> list[QuoteView]:
        """The quotes taken from a unit."""
        return quotes.quotes(self.session.study, unit_id=unit.id)

    def _explain(self, unit: PlacedUnit) -> str:
        return name_unit(unit, self.pane.transcript.text, length=_EXPLAINED)
