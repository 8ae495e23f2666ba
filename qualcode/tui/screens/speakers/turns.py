"""What else is done with a turn: marked, noted, parted, merged, corrected."""

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.turns import mark_turn, merge_turn, note_turn
from qualcode.services.tagging.speaking import tag_from
from qualcode.services.tracing.tracing import uses_in_words, uses_of_reworded
from qualcode.text.span import Span
from qualcode.tui.dialogs.write import TextDialog, WriteDialog
from qualcode.tui.screens.speakers.tagging import SpeakersTagging
from qualcode.tui.tasks.revisions import show_revisions
from qualcode.views.speaking import TaggingView
from qualcode.views.transcript import TurnView

_LONG_ENOUGH = 10
"""Seconds to read where corrected words are used."""


class SpeakersTurns(SpeakersTagging):
    """The turn at hand stays where it is."""

    def action_turn_overlap(self) -> None:
        """Several speak at once here, or not."""
        if self.turn is not None:
            mark_turn(self.session.study, self.turn.id, overlap=not self.turn.overlap)
            self._show_this()

    def action_turn_inaudible(self) -> None:
        """Something here cannot be heard, or can."""
        if self.turn is not None:
            mark_turn(self.session.study, self.turn.id, inaudible=not self.turn.inaudible)
            self._show_this()

    def action_turn_note(self) -> None:
        """Write about the turn: laughter, who nodded."""
        turn = self.turn
        if turn is not None:
            title = say("speakers_screen.note", number=turn.number)
            self.ask(WriteDialog(title, turn.note), lambda text: self._note(turn, text))

    def _note(self, turn: TurnView, text: str) -> None:
        note_turn(self.session.study, turn.id, text, seen=turn.note)
        self._show_this()

    def action_turn_split(self) -> None:
        """Part the turn before the word one has come to; who says the rest is not said yet."""
        turn, word, view = self.turn, self.stack.word, self.view
        if view is None or turn is None or word is None or word.start == turn.start:
            self.say_so(say("speakers_screen.split_first"))
        else:
            self.show_at(tag_from(self.session.study, turn, word.start, None, revision_id=view.revision_id))

    def action_turn_merge(self) -> None:
        """Make the turn one with the one before."""
        if self.turn is not None and self.view is not None:
            self.show_at(merge_turn(self.session.study, self.turn.id, revision_id=self.view.revision_id))

    def action_words_correct(self) -> None:
        """Correct the word one has come to, or the whole turn."""
        turn, word, view = self.turn, self.stack.word, self.view
        if turn is None or view is None:
            return
        if word is not None:
            words = view.text[word.start : word.end]
            dialog = TextDialog(say("speakers_screen.correct_word"), words)
            self.ask(dialog, lambda text: self._correct(view, turn, word, text))
        else:
            whole = Span(turn.start, turn.end)
            title = say("speakers_screen.correct_turn", number=turn.number)
            page = WriteDialog(title, view.text[turn.start : turn.end])
            self.ask(page, lambda text: self._correct(view, turn, whole, text))

    def _correct(self, view: TaggingView, turn: TurnView, span: Span, text: str) -> None:
        """The words of `span` become `text`; where the transcript has been corrected meanwhile, what was typed waits.

        Then the page comes back with the turn as it was to become: over the transcript as it is now.
        """
        words = view.text[turn.start : span.start] + text + view.text[span.end : turn.end]
        try:
            done = correct_turn(
                self.session.study, view.transcript_id, turn.number, words, revision_id=view.revision_id
            )
        except ChangedMeanwhile as error:
            self.app.notice(error)
            self.show_at(turn.id)
            self._correct_again(turn, words)
        else:
            self.show_at(turn.id)
            used = uses_of_reworded(self.session.study, done.uids)
            if used:
                self.app.tell(say("correcting.used_in", places=uses_in_words(used)), seconds=_LONG_ENOUGH)

    def _correct_again(self, before: TurnView, words: str) -> None:
        """Ask anew, with what was typed, how the turn is to read; as it reads now stands above."""
        turn, view = self.turn, self.view
        if turn is None or view is None or turn.id != before.id:
            return
        whole = Span(turn.start, turn.end)
        title = say("speakers_screen.correct_turn", number=turn.number)
        dialog = WriteDialog(title, words, explanation=f"«{whole.slice(view.text)}»", unsaved=True)
        self.ask(dialog, lambda text: self._correct(view, turn, whole, text))

    def action_revisions_show(self) -> None:
        """The wordings that this transcript has had."""
        if self.view is not None:
            show_revisions(self, self.view.transcript_id, self.view.name)

    def _show_this(self) -> None:
        self.show_turn(self.stack.index)
        self.show_lines()
