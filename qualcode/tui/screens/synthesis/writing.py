"""What one does with the analytic text: paragraphs, placed quotes, and their order."""

from functools import partial

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.services.synthesis import synthesis
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.lead_ins import offer_lead_in
from qualcode.services.synthesis.recognisability import speaks_otherwise, whom_lead_in_fits
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screens.synthesis.dialogs import LeadInDialog
from qualcode.tui.screens.synthesis.place import SynthesisPlace
from qualcode.views.quotes import QuoteView
from qualcode.views.synthesis import CategoryView, ParagraphView


class WritingActions(SynthesisPlace):
    """The commands that act on paragraphs and placed quotes."""

    def action_paragraph_write(self) -> None:
        """Write the paragraph, or the lead-in of a quote; where there is none, the first."""
        category, paragraph = self.require_category(), self.text.paragraph
        if category is None:
            return
        if paragraph is None:
            self.action_paragraph_new()
        elif paragraph.quote is not None:
            self.ask(
                self._lead_in_dialog(paragraph.text, paragraph.quote),
                lambda text: self._change_paragraph(paragraph, text),
            )
        else:
            dialog = WriteDialog(say("synthesis_screen.paragraph"), paragraph.text)
            self.ask(dialog, lambda text: self._change_paragraph(paragraph, text))

    def _change_paragraph(self, paragraph: ParagraphView, text: str) -> None:
        study, category = self.session.study, self.category
        try:
            if text.strip() or paragraph.quote is not None:
                synthesis.change_paragraph(study, paragraph.id, text=text, seen=paragraph.version)
            else:
                synthesis.remove_paragraph(study, paragraph.id)
        except ChangedMeanwhile:
            # Neither what somebody else has written nor what was typed here is lost: both stand in the text.
            if category is None or not self._add_beside(category, paragraph, text):
                raise
        self.show()

    def _add_beside(self, category: CategoryView, paragraph: ParagraphView, text: str) -> bool:
        """False where there is nothing to add, or the category is gone."""
        fresh = next(
            (one for one in categories(self.session.study, category.analysis_id) if one.id == category.id), None
        )
        if fresh is None or not text.strip():
            return False
        there = [one.id for one in fresh.paragraphs]
        after = paragraph.id if paragraph.id in there else None
        synthesis.add_paragraph(self.session.study, fresh.id, text=text, after=after)
        self.tell(say("synthesis_screen.stands_beside"))
        return True

    def action_paragraph_new(self) -> None:
        """A new paragraph after the one under the cursor."""
        category = self.require_category()
        if category is not None:
            after = self.text.paragraph.id if self.text.paragraph else None
            dialog = WriteDialog(say("synthesis_screen.new_paragraph"))
            self.ask(dialog, lambda text: self._add_paragraph(category, text=text, after=after))

    def _add_paragraph(
        self, category: CategoryView, *, text: str, quote_id: int | None = None, after: int | None = None
    ) -> None:
        if text.strip() or quote_id is not None:
            study = self.session.study
            made = synthesis.add_paragraph(study, category.id, text=text, quote_id=quote_id, after=after)
            self.show()
            self.text.go_to(str(made))

    def action_paragraph_remove(self) -> None:
        """Take the paragraph away, or the quote out of the text."""
        if self.text.paragraph is not None and not self.sources.has_focus:
            synthesis.remove_paragraph(self.session.study, self.text.paragraph.id)
            self.show()

    def action_paragraph_up(self) -> None:
        """The paragraph before this one comes after it."""
        self._move(-1)

    def action_paragraph_down(self) -> None:
        """The paragraph after this one comes before it."""
        self._move(1)

    def _move(self, by: int) -> None:
        if self.text.paragraph is not None and synthesis.move_paragraph(self.session.study, self.text.paragraph.id, by):
            self.show()

    def action_quote_place(self) -> None:
        """Place a quote after the paragraph: the one under the cursor in the material, or one chosen by typing."""
        category = self.require_category()
        if category is None:
            return
        if self.sources.has_focus and self.sources.quote is not None:
            self._lead_in(category, self.sources.quote)
            return
        choices = [Choice(quote, quote.printed, _tell_quote(quote)) for quote in self.material.quotes]
        if choices:
            dialog = ChooseDialog(say("synthesis_screen.which_quote"), choices)
            self.ask(dialog, lambda quote: self._lead_in(category, quote))
        else:
            self.tell(say("synthesis_screen.no_quotes"))

    def _lead_in(self, category: CategoryView, quote: QuoteView) -> None:
        after = self.text.paragraph.id if self.text.paragraph else None
        offered = offer_lead_in(quote, language=self.session.language)

        def place(text: str) -> None:
            self._add_paragraph(category, text=text, quote_id=quote.id, after=after)

        self.ask(self._lead_in_dialog(offered, quote), place)

    def _lead_in_dialog(self, lead_in: str, quote: QuoteView) -> LeadInDialog:
        fits = partial(whom_lead_in_fits, self.session.study, quote.id)
        otherwise = partial(speaks_otherwise, self.session.study, quote.id, participants=quote.participants)
        return LeadInDialog(lead_in, quote.printed, whom_it_fits=fits, speaks_otherwise=otherwise)


def _tell_quote(quote: QuoteView) -> str:
    place = "/".join(part for part in (quote.code_group, quote.subgroup) if part)
    return " · ".join(part for part in (", ".join(quote.participants), place) if part)
