"""What the speaker screen shows, and the ways through it: turn by turn, word by word, only what is left."""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.tagging.proposals import BY_LABEL
from qualcode.services.tagging.speaking import tagging_view, transcripts_to_tag, turn_view
from qualcode.text.span import Span
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.screens.speakers.words import describe_turn, people_line, remark_on
from qualcode.tui.widgets.log_pane import LogPane
from qualcode.tui.widgets.turn_stack import TurnPicked, TurnStack
from qualcode.views.speaking import Proposal, TaggedTranscript, TaggingView, is_left, is_tagged
from qualcode.views.table_log import Person
from qualcode.views.transcript import TurnView

PAGE = 10
"""Turns to a page."""


class SpeakersPlace(PlaceScreen):
    """The transcript that is tagged. After a tag only its turn is read anew, so that a key is answered at once."""

    SHOWS_QUESTION = False

    transcripts: tuple[TaggedTranscript, ...] = ()
    only_left: bool = False
    _last: Person | None = None
    _heard: dict[str, Person]

    def compose_body(self) -> ComposeResult:
        """Who there is; the turns, with the table log beside them."""
        yield Static(classes="people")
        with Horizontal(classes="panes"):
            yield TurnStack(classes="main")
            with Vertical(classes="side"):
                yield Static(say("speakers_screen.log"), classes="heading")
                yield LogPane(classes="log")

    @property
    def stack(self) -> TurnStack:
        """The turns."""
        return self.query_one(TurnStack)

    @property
    def view(self) -> TaggingView | None:
        """The transcript on the screen, None while there is none."""
        return self.stack.view

    @property
    def turn(self) -> TurnView | None:
        """The turn at hand."""
        return self.stack.turn

    def heading(self) -> tuple[str, ...]:
        """Study, substudy, transcript."""
        return (self.session.title, *((self.view.substudy, self.view.name) if self.view else ()))

    def show_place(self) -> None:
        """Open the transcript that is looked at, or the first that has turns left."""
        self.transcripts = transcripts_to_tag(self.session.study)
        known = [one.id for one in self.transcripts]
        wanted = self.session.looking.transcript_id
        if wanted not in known:
            wanted = next((one.id for one in self.transcripts if one.left), known[0] if known else None)
            self.session.look_at(transcript_id=wanted, span=None, unit_id=None)
        if wanted is None:
            self.query_one(".people", Static).update("")
            self.status(say("speakers_screen.empty"))
        else:
            self._show_transcript(wanted)
        self.focus_unless_taken(self.stack)

    def _show_transcript(self, transcript_id: int) -> None:
        before, view = self.view, tagging_view(self.session.study, transcript_id)
        if before is None or before.transcript_id != transcript_id:
            self.only_left, self._last, self._heard = False, None, {}
            index = self._first_index(view)
        else:
            index = _where_it_was(before, view, self.stack.index)
        remarks = {turn.id: remark for turn in view.turns if (remark := remark_on(turn))}
        self.stack.show_view(self._with_heard(view), index=index, remarks=remarks)
        self.query_one(LogPane).show_log(view.log)
        self._arrived()

    def show_taken_back(self) -> None:
        """Go to the turn that undo or redo has changed."""
        before, at = self.view, self.stack.index
        self.show()
        if before is not None and self.view is not None and before.transcript_id == self.view.transcript_id:
            self.go_to_turn(_where_it_changed(before, self.view, at))

    def _first_index(self, view: TaggingView) -> int:
        """Where one came from, else where one was, else the first turn that is left."""
        span = self.session.looking.span or self.session.place_in(view.transcript_id)
        if span is not None:
            return _index_at(view.turns, span.start)
        return next((at for at, turn in enumerate(view.turns) if is_left(turn)), 0)

    def show_turn(self, index: int) -> None:
        """The turn with this index was tagged or marked: read it, and nothing else."""
        view = self.view
        if view is None:
            return
        fresh = turn_view(self.session.study, view.turns[index].id)
        turns = (*view.turns[:index], fresh, *view.turns[index + 1 :])
        self.stack.show_turn(self._with_heard(replace(view, turns=turns)), index, remark_on(fresh))

    def hear(self, turn: TurnView, person: Person) -> None:
        """Remember who a label turned out to be, to propose her for its other turns."""
        if turn.speaker is not None and not is_tagged(turn):
            self._heard[turn.speaker.label] = person

    def _with_heard(self, view: TaggingView) -> TaggingView:
        """The view with proposals for labels that turned out to be somebody, on turns with no better sign."""
        if not self._heard:
            return view
        found = {
            turn.id: Proposal(self._heard[turn.speaker.label], BY_LABEL)
            for turn in view.turns
            if turn.speaker is not None and not is_tagged(turn) and turn.speaker.label in self._heard
        }
        told = {key: one for key, one in view.proposals.items() if key not in found or one.source != BY_LABEL}
        return replace(view, proposals=found | told)

    def move(self, step: int) -> None:
        """To the next (1) or previous (-1) turn, of those that are left where only they are looked at."""
        if self.view is None:
            return
        turns, at = self.view.turns, self.stack.index + step
        while self.only_left and 0 <= at < len(turns) and not is_left(turns[at]):
            at += 1 if step > 0 else -1
        if self.only_left and not 0 <= at < len(turns):
            at = self.stack.index
        self.go_to_turn(at)

    def go_to_turn(self, index: int) -> None:
        """To this turn."""
        self.stack.go(index)
        self._arrived()

    def _arrived(self) -> None:
        turn, view = self.turn, self.view
        if turn is not None and view is not None:
            self.session.look_at(span=Span(turn.start, turn.end))
            self.query_one(LogPane).go_to(time_of(view.turns, self.stack.index))
        self.show_lines()

    def show_lines(self) -> None:
        """Who there is and how far one has come; what to do with the turn at hand."""
        if self.view is not None:
            people = self.query_one(".people", Static)
            line = people_line(self.view, max(10, self.size.width - 2))
            people.update(line, layout="\n" in line.plain)
            self.status(describe_turn(self.view, self.turn, word=self.stack.word, only_left=self.only_left))

    def say_so(self, text: str) -> None:
        """A word to whoever pressed a key that does nothing here: where she is looking, until the next key."""
        self.status(text)

    @on(TurnPicked)
    def _pick(self, message: TurnPicked) -> None:
        self.stack.focus()
        self.go_to_turn(message.index)

    def on_resize(self) -> None:
        """The line of people is as long as there is room for."""
        if self.app.session is not None:
            self.show_lines()

    def action_turn_next(self) -> None:
        """To the next turn; inside a turn to its next sentence."""
        if self.stack.word is None or not self._step_sentence(1):
            self.move(1)

    def action_turn_previous(self) -> None:
        """To the turn before; inside a turn a sentence back."""
        if self.stack.word is None:
            self.move(-1)
        elif not self._step_sentence(-1):
            self.action_turn_whole()

    def _step_sentence(self, step: int) -> bool:
        """A sentence on or back inside the turn; False at its ends."""
        while self.stack.word is not None and self.stack.step_word(step):
            if self.stack.word is not None and self._begins_sentence(self.stack.word):
                self.show_lines()
                return True
        return False

    def _begins_sentence(self, word: Span) -> bool:
        text, turn = (self.view.text, self.turn) if self.view else ("", None)
        return turn is not None and (word.start == turn.start or text[: word.start].rstrip()[-1:] in ".!?…")

    def action_turn_next_page(self) -> None:
        """Ten turns on."""
        self.go_to_turn(self.stack.index + PAGE)

    def action_turn_previous_page(self) -> None:
        """Ten turns back."""
        self.go_to_turn(self.stack.index - PAGE)

    def action_turn_first(self) -> None:
        """To the first turn."""
        self.go_to_turn(0)

    def action_turn_last(self) -> None:
        """To the last turn."""
        self.go_to_turn(len(self.view.turns) - 1 if self.view else 0)

    def action_word_next(self) -> None:
        """Into the turn, a word on."""
        self.stack.step_word(1)
        self.show_lines()

    def action_word_previous(self) -> None:
        """A word back, and out of the turn."""
        self.stack.step_word(-1)
        self.show_lines()

    def action_turn_whole(self) -> None:
        """Out of the turn's words; else out of the second round."""
        if self.stack.word is not None:
            self.stack.go(self.stack.index)
        else:
            self.only_left = False
        self.show_lines()

    def action_turns_left(self) -> None:
        """Look only at turns nobody is known for and those in doubt; again: at all."""
        self.only_left = not self.only_left
        turns = self.view.turns if self.view else ()
        if self.only_left and self.turn is not None and not is_left(self.turn):
            after = (at for at in range(self.stack.index, len(turns)) if is_left(turns[at]))
            found = next(after, next((at for at, turn in enumerate(turns) if is_left(turn)), None))
            if found is None:
                self.only_left = False
                self.tell(say("speakers_screen.nothing_left"))
            else:
                self.go_to_turn(found)
        self.show_lines()


def time_of(turns: Sequence[TurnView], index: int) -> int | None:
    """When a turn begins (ms); for one without a time that of the last before it that has one."""
    times = (turn.start_ms for turn in reversed(turns[: index + 1]) if turn.start_ms is not None)
    return next(times, None)


def _index_at(turns: Sequence[TurnView], offset: int) -> int:
    return max(0, next((at for at, turn in enumerate(turns) if turn.end > offset), len(turns) - 1))


def _where_it_was(before: TaggingView, now: TaggingView, index: int) -> int:
    """The turn at hand stays at hand, though turns before it may have been parted or joined by somebody else."""
    keys = {turn.id: at for at, turn in enumerate(now.turns)}
    at_hand = (keys[turn.id] for turn in reversed(before.turns[: index + 1]) if turn.id in keys)
    return next(at_hand, 0)


def _where_it_changed(before: TaggingView, now: TaggingView, index: int) -> int:
    """After undo, the first turn that is not as it was; else where one is."""
    if before.turns == now.turns:
        return index
    pairs = enumerate(zip(before.turns, now.turns, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(index, len(now.turns) - 1))
