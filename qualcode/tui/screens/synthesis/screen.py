"""Step 4: result categories are written from the condensates, and validated against the transcripts."""

from typing import ClassVar

from textual.binding import BindingType

from qualcode.locale import say
from qualcode.services.chapter.chapter import chapter
from qualcode.services.synthesis import synthesis
from qualcode.services.tracing.tracing import uses_of
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.screens.synthesis.judging import JudgingActions
from qualcode.tui.screens.synthesis.place import AT_HAND, EVERYTHING, group_of
from qualcode.tui.screens.synthesis.preview import PreviewScreen
from qualcode.tui.screens.synthesis.prose import choose_part
from qualcode.tui.screens.synthesis.taking_back import choose_word_file
from qualcode.views.synthesis import CategoryView


class SynthesisScreen(JudgingActions):
    """The result categories of an analysis, one at a time."""

    PLACE = "synthesis"
    CSS_PATH = "synthesis.tcss"
    AUTO_FOCUS = "ParagraphList"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("synthesis")

    def action_category_new(self) -> None:
        """A new category, last."""
        if self.session.analysis is not None:
            self.ask(TextDialog(say("synthesis_screen.new_category")), self._add_category)

    def _add_category(self, heading: str) -> None:
        analysis = self.session.analysis
        if analysis is not None:
            made = synthesis.add_category(self.session.study, analysis.id, heading)
            self.session.look_at(category_id=made)
            self.show()

    def action_category_edit(self) -> None:
        """Another heading."""
        category = self.require_category()
        if category is None:
            return

        def change(heading: str) -> None:
            synthesis.change_category(self.session.study, category.id, heading=heading, seen=category.version)
            self.show()

        self.ask(TextDialog(say("synthesis_screen.category_heading"), category.heading), change)

    def action_category_remove(self) -> None:
        """Take the category away, with its text; quotes and condensates stay."""
        category, study = self.require_category(), self.session.study
        if category is None:
            return

        def act() -> None:
            synthesis.remove_category(study, category.id)
            self.tell(say("synthesis_screen.category_removed", heading=category.heading))
            self.show()

        self.unless_used(uses_of(study, "category", category.id), act)

    def action_category_choose(self) -> None:
        """Another category, or a new one."""
        choices = [
            Choice(
                category.id,
                say("synthesis_screen.heading", number=category.number, heading=category.heading),
                say("synthesis_screen.validated" if category.validated else "synthesis_screen.not_validated"),
            )
            for category in self.categories
        ]
        here = self.category.id if self.category else None
        title, kind = say("synthesis_screen.choose_category"), say("kinds.category")
        self.ask(ChooseDialog(title, choices, offers_new=kind, highlighted=here), self._open_category)

    def _open_category(self, answer: int | NewName) -> None:
        if isinstance(answer, NewName):
            self._add_category(answer.name)
        else:
            self.app.go_to(self.PLACE, category_id=answer)

    def action_category_up(self) -> None:
        """Earlier among the categories."""
        self._move_category(-1)

    def action_category_down(self) -> None:
        """Later among the categories."""
        self._move_category(1)

    def _move_category(self, by: int) -> None:
        category = self.require_category()
        if category is not None and synthesis.move_category(self.session.study, category.id, by):
            self.show()

    def action_category_rest_on(self) -> None:
        """Let the category rest on a condensate, or no longer."""
        category = self.require_category()
        if category is None:
            return
        resting = {one.id for one in category.condensates}
        if self.sources.has_focus and self.sources.condensate is not None:
            self._rest(category, self.sources.condensate.id, resting)
            return
        choices = [
            Choice(one.id, one.path, ("✓ " if one.id in resting else "") + one.text)
            for one in self.material.condensates
        ]
        if choices:
            dialog = ChooseDialog(say("synthesis_screen.rest_on_which"), choices)
            self.ask(dialog, lambda key: self._rest(category, key, resting))
        else:
            self.tell(say("synthesis_screen.no_condensates"))

    def _rest(self, category: CategoryView, condensate_id: int, resting: set[int]) -> None:
        synthesis.rest_on(self.session.study, category.id, condensate_id, on=condensate_id not in resting)
        self.show()

    def action_material_filter(self) -> None:
        """Whose condensates and quotes are shown: of the groups at hand, of all, or of one group."""
        paths = [group_of(one.path) for one in self.material.condensates]
        groups = dict.fromkeys([*paths, *(quote.code_group for quote in self.material.quotes)])
        choices = [
            Choice(AT_HAND, say("synthesis_screen.at_hand")),
            Choice(EVERYTHING, say("synthesis_screen.everything")),
            *(Choice(group, group) for group in groups),
        ]
        dialog = ChooseDialog(say("synthesis_screen.show_which"), choices, highlighted=self.groups_shown)
        self.ask(dialog, self._filter)

    def _filter(self, groups: str) -> None:
        self.groups_shown = groups
        self.show_material()

    def action_document_take_back(self) -> None:
        """Texts that co-authors have edited in Word: walk them, and take back what is right."""
        choose_word_file(self)

    def action_chapter_write(self) -> None:
        """The texts of the chapter around the categories: summary, conclusion, and the study's own."""
        if self.session.analysis is not None:
            choose_part(self, self.session.analysis.id)

    def action_chapter_preview(self) -> None:
        """The chapter as it will be printed, from this category on."""
        heading = self.category.heading if self.category else ""
        self.app.push_screen(PreviewScreen(chapter(self.session.study), start=heading))
