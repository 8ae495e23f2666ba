"""What one does with the validation of a category, and the way from the text back to the transcripts."""

from textual import on
from textual.widgets import OptionList

from qualcode.locale import say
from qualcode.services.coding.units import code_groups
from qualcode.services.condensing import condensing
from qualcode.services.material.transcripts import transcript_lines, transcript_view
from qualcode.services.synthesis import synthesis
from qualcode.text.span import Span
from qualcode.tui.dialogs.write import Field, FormDialog, WriteDialog
from qualcode.tui.screens.synthesis.dialogs import PassageDialog, PassageHit
from qualcode.tui.screens.synthesis.writing import WritingActions
from qualcode.tui.shown import shortened
from qualcode.views.quotes import QuoteView
from qualcode.views.synthesis import CategoryCondensateView, CategoryView, PassageView

_WORDS_SHOWN = 300
STANCES = ("nuances", "contradicts", "supports")


class ValidatingActions(WritingActions):
    """The commands of the right pane, and enter."""

    def action_validation_write(self) -> None:
        """What came of going back to the transcripts."""
        category = self.require_category()
        if category is None:
            return

        def keep(text: str) -> None:
            study, before = self.session.study, category.validation
            self.show()
            there = self.category
            if there is not None and there.id == category.id and there.validation != before:
                # Somebody else has written meanwhile: both texts stand.
                text = f"{there.validation}\n\n{text}"
                self.tell(say("synthesis_screen.stands_beside"))
            synthesis.write_validation(study, category.id, text=text)
            self.show()

        dialog = WriteDialog(
            say("synthesis_screen.validation"), category.validation, explanation=say("synthesis_screen.validation_help")
        )
        self.ask(dialog, keep)

    def action_validation_done(self) -> None:
        """The category holds; or must be validated again."""
        category = self.require_category()
        if category is not None:
            synthesis.write_validation(
                self.session.study, category.id, validated=not category.validated, seen=category.version
            )
            self.show()

    def action_passage_add(self) -> None:
        """Find a passage in the transcripts by its words, and say how it stands to the category."""
        category, analysis, study = self.require_category(), self.session.analysis, self.session.study
        if category is not None and analysis is not None:
            texts = [transcript_view(study, line.id) for line in transcript_lines(study, analysis.id)]
            self.ask(PassageDialog(texts), lambda hit: self._add_passage(category, hit))

    def _add_passage(self, category: CategoryView, hit: PassageHit) -> None:
        def add(told: dict[str, str]) -> None:
            synthesis.add_passage(
                self.session.study,
                category.id,
                transcript_id=hit.transcript_id,
                revision_id=hit.revision_id,
                span=hit.span,
                stance=told["stance"],
                comment=told["comment"],
            )
            self.show()

        words = transcript_view(self.session.study, hit.transcript_id).text[hit.span.start : hit.span.end]
        self.ask(passage_form(words), add)

    def action_paragraph_write(self) -> None:
        """Write what is under the cursor: the paragraph, the validation, or what one says of a passage."""
        if not self.validation.has_focus:
            super().action_paragraph_write()
        elif self.validation.passage is not None:
            self.edit_passage(self.validation.passage)
        else:
            self.action_validation_write()

    def action_paragraph_remove(self) -> None:
        """Take away what is under the cursor: the paragraph, or the passage."""
        if not self.validation.has_focus:
            super().action_paragraph_remove()
        elif self.validation.passage is not None:
            synthesis.remove_passage(self.session.study, self.validation.passage.id)
            self.show()

    def edit_passage(self, passage: PassageView) -> None:
        """How a passage stands to the category, and what one says of it."""

        def change(told: dict[str, str]) -> None:
            synthesis.change_passage(self.session.study, passage.id, seen=passage.version, **told)
            self.show()

        self.ask(passage_form(passage.text, passage), change)

    def action_passage_open(self) -> None:
        """Go to the place in the transcript of what is under the cursor; a paragraph opens to be written."""
        if self.sources.has_focus:
            if self.sources.quote is not None:
                self._open_quote(self.sources.quote)
            elif self.sources.condensate is not None:
                self._open_condensate(self.sources.condensate)
        elif self.validation.has_focus:
            self._open_validation()
        elif self.text.paragraph is not None and self.text.paragraph.quote is not None:
            self._open_quote(self.text.paragraph.quote)
        else:
            self.action_paragraph_write()

    @on(OptionList.OptionSelected)
    def _open_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        with self.app.noticing():
            self.action_passage_open()

    def _open_validation(self) -> None:
        passage = self.validation.passage
        if passage is None:
            self.action_validation_write()
        else:
            there = Span(passage.start, passage.end)
            self.app.go_to("coding", transcript_id=passage.transcript_id, span=there, unit_id=None)

    def _open_quote(self, quote: QuoteView) -> None:
        analysis, study = self.session.analysis, self.session.study
        lines = transcript_lines(study, analysis.id) if analysis else ()
        there = Span(quote.start, quote.end)
        named = [line.id for line in lines if line.name == quote.transcript]
        # Two substudies may have a transcript of the same name: the words tell which is meant.
        found = next((key for key in named if there.slice(transcript_view(study, key).text) == quote.text), None)
        if found is not None:
            self.app.go_to("coding", transcript_id=found, span=there, unit_id=quote.unit_id)

    def _open_condensate(self, condensate: CategoryCondensateView) -> None:
        """To its units in Condensation: a condensate stands on many places."""
        analysis, study = self.session.analysis, self.session.study
        for group in code_groups(study, analysis.id) if analysis else ():
            for subgroup in group.subgroups:
                if f"{group.name}/{subgroup.name}" == condensate.path:
                    columns = condensing.board(study, group.id).columns
                    cards = [card for column in columns if column.subgroup_id == subgroup.id for card in column.cards]
                    unit = cards[0].unit_id if cards else None
                    self.app.go_to("condensing", group_id=group.id, unit_id=unit)
                    return


def passage_form(words: str, passage: PassageView | None = None) -> FormDialog:
    """How a passage stands to a category, and what one says of it, under the passage's words."""
    stances = [(stance, say(f"synthesis_screen.stances.{stance}")) for stance in STANCES]
    fields = [
        Field("stance", say("synthesis_screen.stance"), passage.stance if passage else STANCES[0], choices=stances),
        Field("comment", say("synthesis_screen.comment"), passage.comment if passage else "", lines=4),
    ]
    shown_words = f"«{shortened(words, cells=_WORDS_SHOWN)}»"
    return FormDialog(say("synthesis_screen.passage"), fields, explanation=shown_words)
