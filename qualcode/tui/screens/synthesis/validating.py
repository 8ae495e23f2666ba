"""What one does with the validation of a category, and the way from the text back to the transcripts."""

from typing import Any

from textual import on
from textual.widgets import OptionList

from qualcode.locale import say
from qualcode.services.material.transcripts import transcript_lines, transcript_view
from qualcode.services.synthesis import synthesis
from qualcode.tui.dialogs.passage import passage_form
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screens.synthesis.dialogs import PassageDialog, PassageHit
from qualcode.tui.screens.synthesis.writing import WritingActions
from qualcode.views.synthesis import CategoryView, PassageView


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
            self.ask(PassageDialog(texts), lambda hit: self._add_found(category, hit))

    def _add_found(self, category: CategoryView, hit: PassageHit) -> None:
        words = transcript_view(self.session.study, hit.transcript_id).text[hit.span.start : hit.span.end]
        self.add_passage(category, words, transcript_id=hit.transcript_id, revision_id=hit.revision_id, span=hit.span)

    def add_passage(self, category: CategoryView, words: str, **where: Any) -> None:
        """Ask how these words stand to the category, and keep their place with it (as `synthesis.add_passage`)."""

        def add(told: dict[str, str]) -> None:
            synthesis.add_passage(
                self.session.study, category.id, **where, stance=told["stance"], comment=told["comment"]
            )
            self.show()

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
            source = self.sources.quote or self.sources.condensate
            if source is not None:
                self.go_to_thing(source.uid)
        elif self.validation.has_focus:
            self._open_validation()
        elif self.text.paragraph is not None and self.text.paragraph.quote is not None:
            self.go_to_thing(self.text.paragraph.quote.uid)
        else:
            self.action_paragraph_write()

    @on(OptionList.OptionSelected)
    def _open_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_passage_open()

    def _open_validation(self) -> None:
        passage = self.validation.passage
        if passage is None:
            self.action_validation_write()
        else:
            self.go_to_thing(passage.uid)
