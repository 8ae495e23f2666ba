"""What the Coding screen has for doubt and for several coders: in vivo, discuss, questions, uncoded text."""

from qualcode.locale import say
from qualcode.services.coding.codebooks import code_in_vivo
from qualcode.services.coding.coverage import coverage, next_uncoded
from qualcode.services.coding.questions import mark_discuss
from qualcode.text.span import Span
from qualcode.tui.screens.coding.units import UnitActions
from qualcode.tui.tasks.questions import AskedUnit, ask_questions
from qualcode.tui.tasks.suggesting import ask_groups, ask_passages


class TogetherActions(UnitActions):
    """Commands on the unit or the words here, and the ways to the codebook and to different readings."""

    def action_unit_in_vivo(self) -> None:
        """The words that are selected make a group, and are coded into it."""
        analysis, here, span = self.session.analysis, self.transcript_id, self.pane.selection.span
        if analysis is not None and here is not None and not span.is_empty:
            where = {"transcript_id": here, "revision_id": self.pane.transcript.revision_id}
            self.group_used = code_in_vivo(self.session.study, analysis.id, span=span, **where)
            self.session.look_at(group_id=self.group_used)
            self.show_change()

    def action_unit_discuss(self) -> None:
        """The unit is in doubt, or no longer."""
        unit = self.require_unit()
        if unit is not None:
            mark_discuss(self.session.study, unit.id, discuss=not unit.discuss)
            self.show_change()
            self.tell(say("coding.discussed" if not unit.discuss else "coding.not_discussed"))

    def action_questions_open(self) -> None:
        """Ask about the unit here; answer what one has been asked."""
        unit, analysis, here = self.unit_here() or self.pane.unit_under, self.session.analysis, self.transcript_id
        asked = None
        if unit is not None and analysis is not None and here is not None:
            words = self.pane.transcript.text[unit.start : unit.end]
            asked = AskedUnit(unit.id, words, analysis.id, here, self.pane.transcript.name)
        ask_questions(self, asked)

    def action_cursor_next_uncoded(self) -> None:
        """To the next turn of a participant that no unit touches."""
        pane = self.pane
        found = next_uncoded(pane.transcript, pane.units, pane.selection.span.start)
        shares = [
            say(
                "coding.coverage",
                participant=one.participant,
                percent=one.percent,
                left=say("coding.untouched", count=one.untouched),
            )
            for one in coverage(pane.transcript, pane.units)
        ]
        if found is None:
            self.tell(say("coding.all_coded" if shares else "coding.nobody_speaks"))
            return
        pane.select_span(Span(found.start, found.start))
        # Moving the cursor says where one is; this is said instead.
        self.call_after_refresh(self.status, " · ".join(shares))

    def action_suggest_groups(self) -> None:
        """Up to three groups for the words that are selected, or for the unit that was walked to."""
        here, pane = self.transcript_id, self.pane
        if here is not None:
            span, revision = pane.selection.span, pane.transcript.revision_id
            words = pane.transcript.text[span.start : span.end]
            where = {"transcript_id": here, "revision_id": revision}
            ask_groups(self, span=span, words=words, then=self._suggested, **where)

    def _suggested(self, group_id: int) -> None:
        self.group_used = group_id
        self.show_change(touching=self.pane.selection.span)

    def action_suggest_passages(self) -> None:
        """Passages like those in a group, in all of the material."""
        ask_passages(self, self.show_change)

    def action_codebook_open(self) -> None:
        """To the codebook."""
        self.app.go_to("codebook")

    def action_readings_open(self) -> None:
        """To what several have coded."""
        self.app.go_to("differing")
