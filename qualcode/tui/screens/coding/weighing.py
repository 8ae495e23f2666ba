"""Reading for what speaks for and against a result category: the words that are selected are noted with it."""

from qualcode.locale import say
from qualcode.services.synthesis import synthesis
from qualcode.services.synthesis.categories import categories
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.passage import passage_form
from qualcode.tui.screens.coding.together import TogetherActions


class WeighingActions(TogetherActions):
    """The command that takes a passage to the validation of a category, from where it stands."""

    def action_passage_add(self) -> None:
        """The words here nuance, contradict or support a category; which one is asked where there are several."""
        analysis = self.session.analysis
        found = categories(self.session.study, analysis.id) if analysis is not None else ()
        if len(found) <= 1:
            for category in found:
                self._weigh(category.id)
            if not found:
                self.tell(say("coding.no_categories"))
            return
        choices = [
            Choice(one.id, say("synthesis_screen.heading", number=one.number, heading=one.heading)) for one in found
        ]
        dialog = ChooseDialog(say("coding.weigh_which"), choices, highlighted=self.session.looking.category_id)
        self.ask(dialog, self._weigh)

    def _weigh(self, category_id: int) -> None:
        here, pane = self.transcript_id, self.pane
        span, revision = pane.selection.span, pane.transcript.revision_id
        if here is None or span.is_empty:
            return

        def add(told: dict[str, str]) -> None:
            synthesis.add_passage(
                self.session.study, category_id, transcript_id=here, revision_id=revision, span=span, **told
            )
            self.tell(say("coding.weighed"))

        self.ask(passage_form(span.slice(pane.transcript.text)), add)
