"""A place with a transcript on it: the cursor, finding words, notes, and the way from one transcript to the next."""

import re
from collections.abc import Iterator

from textual import events

from qualcode.errors import ConflictError
from qualcode.locale import say
from qualcode.services.material.transcripts import transcript_lines, transcript_view
from qualcode.services.reading.notes import add_note
from qualcode.services.reading.rereading import mark_opened
from qualcode.text.anchoring import find_edits, move_span, settle
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.find import FindDialog
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.looking_back import LookingBack
from qualcode.tui.tasks.revisions import show_revisions
from qualcode.tui.widgets.transcript import CursorMoved, Selection, TranscriptPane
from qualcode.views.transcript import TranscriptLine


class TranscriptScreen(LookingBack):
    """Reading and Coding: what both do with the transcript in their `TranscriptPane`.

    A subclass composes the pane and gives `show_beside` (what stands beside and in the text) and `describe` (the words
    of the bottom line).
    """

    transcripts: tuple[TranscriptLine, ...] = ()
    _hits: tuple[Span, ...] = ()
    _hit: int = 0
    _opened: tuple[int, int] | None = None

    @property
    def pane(self) -> TranscriptPane:
        """The transcript on the screen."""
        return self.query_one(TranscriptPane)

    @property
    def transcript_id(self) -> int | None:
        """The transcript that is open, None while there is none."""
        return self.pane.transcript.id or None

    def show_beside(self) -> None:
        """Show what stands beside the transcript, and its units; the transcript is there already."""

    def describe(self, selection: Selection) -> str:
        """What is under the cursor, in words."""
        return describe_selection(selection)

    def heading(self) -> tuple[str, ...]:
        """The transcript's name comes last."""
        here = self.pane.transcript
        several = sum(line.name == here.name for line in self.transcripts) > 1
        name = f"{here.substudy}:{here.name}" if several else here.name
        return (*super().heading(), *([name] if name else []))

    def show_place(self) -> None:
        """Open the transcript that is looked at, or the first that is not read."""
        analysis = self.session.analysis
        self.transcripts = () if analysis is None else transcript_lines(self.session.study, analysis.id)
        known = [line.id for line in self.transcripts]
        wanted = self.session.looking.transcript_id
        if wanted not in known:
            unread = (line.id for line in self.transcripts if not line.read)
            wanted = next(unread, known[0] if known else None)
            self.session.look_at(transcript_id=wanted, span=None, unit_id=None)
        if wanted is not None and analysis is not None:
            self._open_transcript(wanted)
        self.show_beside()
        self.show_status()
        if self.focused is None:
            self.pane.focus()
        if wanted is not None and analysis is not None and self._opened != (analysis.id, wanted):
            self._opened = (analysis.id, wanted)
            mark_opened(self.session.study, analysis.id, wanted)

    def show_status(self) -> None:
        """Say what is under the cursor; in an empty place, what belongs here."""
        empty = "" if self.transcripts else say("app.no_transcripts")
        self.status(empty or self._describe_hit() + self.describe(self.pane.selection))

    def open_transcript(self, transcript_id: int, *, span: Span | None = None) -> None:
        """Go to another transcript, here."""
        self.app.go_to(self.PLACE, transcript_id=transcript_id, span=span, unit_id=None)

    def _open_transcript(self, transcript_id: int) -> None:
        study, pane = self.session.study, self.pane
        if pane.transcript.id != transcript_id:
            self._hits = ()
        view = transcript_view(study, transcript_id)
        if view.id == pane.transcript.id and view.revision_id != pane.transcript.revision_id:
            # Somebody has corrected it: the cursor stays on its words.
            moved = move_span(pane.selection.span, find_edits(pane.transcript.text, view.text)).span
            self.session.look_at(span=settle(view.text, moved))
        if view != pane.transcript:
            pane.show_transcript(view)
        span = self.session.looking.span or self.session.place_in(transcript_id)
        if span is not None and span != pane.selection.span:
            pane.select_span(span)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        """Remember where one is, for the place gone to next."""
        self.session.look_at(span=message.selection.span)
        self.show_status()

    def on_click(self, event: events.Click) -> None:
        """A click on the text gives it the keys."""
        if event.widget is self.pane:
            self.pane.focus()

    def action_cursor_next_sentence(self) -> None:
        """To the next sentence."""
        self.pane.move_sentence(1)

    def action_cursor_previous_sentence(self) -> None:
        """To the previous sentence."""
        self.pane.move_sentence(-1)

    def action_cursor_next_turn(self) -> None:
        """To the next turn."""
        self.pane.move_turn(1)

    def action_cursor_previous_turn(self) -> None:
        """To the previous turn."""
        self.pane.move_turn(-1)

    def action_cursor_next_page(self) -> None:
        """A page down."""
        self.pane.move_page(1)

    def action_cursor_previous_page(self) -> None:
        """A page up."""
        self.pane.move_page(-1)

    def action_cursor_start(self) -> None:
        """To the beginning."""
        self.pane.move_to_start()

    def action_cursor_end(self) -> None:
        """To the end."""
        self.pane.move_to_end()

    def action_selection_grow(self) -> None:
        """Take in one more sentence."""
        self.pane.grow_sentence(1)

    def action_selection_shrink(self) -> None:
        """Let go of one sentence."""
        self.pane.grow_sentence(-1)

    def action_selection_grow_word(self) -> None:
        """Take in one more word."""
        self.pane.grow_word(1)

    def action_selection_shrink_word(self) -> None:
        """Let go of one word."""
        self.pane.grow_word(-1)

    def action_selection_mode(self) -> None:
        """Plain arrows grow the selection, until it is switched off again."""
        self.pane.selecting = not self.pane.selecting
        self.show_status()

    def action_selection_other_end(self) -> None:
        """The other end moves."""
        self.pane.swap_end()

    def action_selection_turn(self) -> None:
        """Take the whole turn."""
        self.pane.take_turn()

    def action_selection_none(self) -> None:
        """Back to one sentence in the text, without hits and without select mode."""
        pane = self.pane
        pane.selecting = False
        pane.focus()
        self._hits = ()
        pane.set_hits(())
        pane.select_span(Span(pane.selection.active, pane.selection.active))
        self.show_status()

    def action_transcript_next(self) -> None:
        """To the next transcript."""
        self._step_transcript(1)

    def action_transcript_previous(self) -> None:
        """To the previous transcript."""
        self._step_transcript(-1)

    def _step_transcript(self, step: int) -> None:
        known = [line.id for line in self.transcripts]
        if self.transcript_id in known:
            at = known.index(self.transcript_id) + step
            if 0 <= at < len(known):
                self.open_transcript(known[at])

    def action_transcript_choose(self) -> None:
        """Choose a transcript from the list."""
        choices = [Choice(line.id, line.name, transcript_detail(line)) for line in self.transcripts]
        dialog = ChooseDialog(say("app.choose_transcript"), choices, highlighted=self.transcript_id)
        self.ask(dialog, self.open_transcript)

    def action_note_write(self) -> None:
        """A note on the words under the cursor."""
        if self.transcript_id is not None and self.pane.selection.text:
            dialog = WriteDialog(say("app.new_note"), explanation=f"«{self.pane.selection.text}»")
            self.ask(dialog, self._add_note)

    def _add_note(self, text: str) -> None:
        analysis, pane = self.session.analysis, self.pane
        if text.strip() and analysis is not None and self.transcript_id is not None:
            revision, span = pane.transcript.revision_id, pane.selection.span
            try:
                add_note(self.session.study, analysis.id, self.transcript_id, text, span=span, revision_id=revision)
            except ConflictError as error:
                # What was written is kept: the page comes back with it, over the text as it reads now.
                self.app.notice(error)
                self.ask(WriteDialog(say("app.new_note"), text, unsaved=True), self._add_note)
            else:
                self.show()

    def action_revisions_show(self) -> None:
        """The wordings that this transcript has had."""
        if self.transcript_id is not None:
            show_revisions(self, self.transcript_id, self.pane.transcript.name)

    def action_text_find(self) -> None:
        """Find words in this transcript: hits are shown while one types, `enter` goes to the first from here."""
        self.ask(FindDialog(say("app.find"), self._look_for), lambda _: self._show_hit(self._hit))

    def _look_for(self, words: str) -> str:
        """Show where these words stand, the first from the cursor on in view; says how many there are."""
        at = self.pane.selection.start
        self._hits = tuple(find_words(self.pane.transcript.text, words))
        self._hit = next((index for index, hit in enumerate(self._hits) if hit.start >= at), 0)
        self.pane.set_hits(self._hits, self._hit if self._hits else None)
        if not self._hits:
            self.pane.show_span(self.pane.selection.span)
            return say("app.no_hits", words=words) if words.strip() else ""
        return say("app.hit", number=self._hit + 1, total=len(self._hits))

    def action_text_next_hit(self) -> None:
        """To the next hit."""
        self._show_hit(self._hit + 1)

    def action_text_previous_hit(self) -> None:
        """To the previous hit."""
        self._show_hit(self._hit - 1)

    def _show_hit(self, index: int) -> None:
        if self._hits:
            self._hit = index % len(self._hits)
            hit = self._hits[self._hit]
            self.pane.set_hits(self._hits, self._hit)
            self.pane.select_span(Span(hit.start, hit.start))
            self.show_status()

    def _describe_hit(self) -> str:
        """Which hit it is ("treff 3 av 12 · "), as long as the cursor is at the hit one went to."""
        if not self._hits or not self._hits[self._hit].overlaps(self.pane.selection.span):
            return ""
        return say("app.hit", number=self._hit + 1, total=len(self._hits)) + " · "


def find_words(text: str, words: str) -> Iterator[Span]:
    """Where these words stand, whether small letters or capital, and whatever white space is between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return iter(())
    return (
        Span(hit.start(), hit.end()) for hit in re.finditer(pattern, text, re.IGNORECASE) if hit.end() > hit.start()
    )


def describe_selection(selection: Selection) -> str:
    """Where the selection is and how much it covers: "replikk 17 av 96 · 1 setning valgt, 7 ord"."""
    turn = selection.turn
    if turn is None:
        return ""
    place = say("app.turn_of", number=turn.number, total=len(selection.transcript.turns))
    whole = selection.is_sentence or not selection.sentences
    sentences = say("app.sentences" if whole or selection.sentences > 1 else "app.part", count=selection.sentences)
    return f"{place} · {sentences}, {say('app.words', count=selection.words)}"


def transcript_detail(line: TranscriptLine) -> str:
    """What stands beside a transcript's name in a list: its substudy, length, and whether one has read it."""
    state = say("app.read" if line.read else "app.opened" if line.opened else "app.unread")
    return f"{line.substudy} · {say('app.words', count=line.words)} · {state}"
