"""Saying who speaks: one key for a turn, or for what follows the word one has come to."""

from qualcode.locale import say
from qualcode.services.material.turns import mark_turn
from qualcode.services.tagging.people import add_person
from qualcode.services.tagging.speaking import tag, tag_from
from qualcode.text.roles import SECRETARY
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.screens.speakers.place import SpeakersPlace
from qualcode.tui.screens.speakers.words import person_name
from qualcode.views.speaking import TaggingView, is_left, is_tagged
from qualcode.views.table_log import Person
from qualcode.views.transcript import TurnView

NOBODY = "nobody"
"""What the list of people answers for "nobody knows"."""


class SpeakersTagging(SpeakersPlace):
    """Every key that tags goes on to the next turn by itself."""

    def action_person_tag(self, figure: int) -> None:
        """The person with this figure."""
        person = next((one for one in self._people if one.key == str(figure)), None)
        if person is None:
            self.say_so(say("speakers_screen.no_key", key=figure))
        else:
            self.tag(person)

    def action_person_asks(self) -> None:
        """The one who asks."""
        if self._people:
            self.tag(self._people[0])

    def action_person_secretary(self) -> None:
        """The secretary."""
        self.tag(Person(SECRETARY))

    def action_person_unknown(self) -> None:
        """Nobody knows."""
        self.tag(None)

    def action_person_again(self) -> None:
        """The same as last."""
        person = self._same_as_last()
        if person is None:
            self.say_so(say("speakers_screen.no_last"))
        else:
            self.tag(person)

    def action_person_doubt(self) -> None:
        """A name that is there: in doubt, or not. Otherwise who is proposed, or the last one, in doubt."""
        turn, view = self.turn, self.view
        if turn is None or view is None:
            return
        if self.stack.word is None and is_tagged(turn):
            mark_turn(self.session.study, turn.id, doubtful=not turn.doubtful)
            self.show_turn(self.stack.index)
            self.show_lines()
            return
        proposal = view.proposals.get(turn.id) if self.stack.word is None else None
        person = proposal.person if proposal else self._same_as_last()
        if person is None:
            self.say_so(say("speakers_screen.no_last"))
        else:
            self.tag(person, doubtful=True)

    def action_proposal_take(self) -> None:
        """It is as proposed; or what was in doubt is right."""
        turn, view = self.turn, self.view
        if turn is None or view is None:
            return
        proposal = view.proposals.get(turn.id)
        if turn.doubtful and is_tagged(turn):
            mark_turn(self.session.study, turn.id, doubtful=False)
            self.show_turn(self.stack.index)
            self._go_on()
        elif proposal is not None and not is_tagged(turn):
            self.stack.go(self.stack.index)
            self.tag(proposal.person)
        else:
            self.say_so(say("speakers_screen.no_proposal"))

    def action_person_choose(self) -> None:
        """Choose by typing; a code that is not there becomes a participant."""
        if self.view is not None:
            self.ask(self.choose_dialog(say("speakers_screen.choose")), self._tag_chosen)

    def choose_dialog(self, title: str) -> ChooseDialog:
        """A list of everybody, to find by typing."""
        choices = [
            Choice(person, person_name(person) if person.name else _role_name(person), person.key)
            for person in self._people
        ]
        nobody = Choice(NOBODY, say("speakers_screen.role_unknown"), "-")
        return ChooseDialog(title, [*choices, nobody], offers_new=say("speakers_screen.new_person"))

    def chosen_person(self, chosen: Person | NewName | str) -> Person | None:
        """What was chosen in the list: a person, a new one, or nobody."""
        if isinstance(chosen, NewName) and self.view is not None:
            person = add_person(self.session.study, self.view.interview_id, chosen.name)
            self.show()
            return person
        return chosen if isinstance(chosen, Person) else None

    def _tag_chosen(self, chosen: Person | NewName | str) -> None:
        index, word = self.stack.index, self.stack.word
        person = self.chosen_person(chosen)
        self.stack.go(index)
        self.stack.word = word
        self.tag(person)

    def tag(self, person: Person | None, *, doubtful: bool = False) -> None:
        """Tag the turn, or what follows the word one has come to, and go on."""
        turn = self.turn
        if turn is not None:
            self.carry_out(lambda: self._tag(turn, person, doubtful=doubtful))

    def _tag(self, turn: TurnView, person: Person | None, *, doubtful: bool) -> None:
        word = self.stack.word
        if word is not None and word.start > turn.start:
            self._tag_from(turn, word.start, person, doubtful=doubtful)
        else:
            if person is not None:
                self.hear(turn, person)
            tag(self.session.study, turn, person, doubtful=doubtful)
            self.show_turn(self.stack.index)
        self._last = person or self._last
        self._go_on()

    def _tag_from(self, turn: TurnView, at: int, person: Person | None, *, doubtful: bool) -> None:
        """From this word on it is another: the part that begins there is now the turn at hand."""
        revision = self.view.revision_id if self.view else None
        key = tag_from(self.session.study, turn, at, person, doubtful=doubtful, revision_id=revision)
        self.show_at(key)

    def show_at(self, turn_id: int) -> None:
        """Show everything anew, with this turn at hand."""
        self.show()
        turns = self.view.turns if self.view else ()
        self.go_to_turn(next((at for at, turn in enumerate(turns) if turn.id == turn_id), self.stack.index))

    def _go_on(self) -> None:
        """To the next turn; at the end, say so."""
        before = self.stack.index
        self.move(1)
        turns = self.view.turns if self.view else ()
        if self.stack.index == before:
            self.stack.go(before)
            self.show_lines()
        if not any(is_left(turn) for turn in turns):
            self.only_left = False
            self.show_lines()
            self.tell(say("speakers_screen.nothing_left"))

    def _same_as_last(self) -> Person | None:
        """Whoever was tagged last here; when one has just come, whoever speaks in the turn before."""
        if self._last is not None:
            return self._last
        before = self.view.turns[self.stack.index - 1] if self.view and self.stack.index else None
        return _person_in(before, self.view) if before is not None and self.view is not None else None

    @property
    def _people(self) -> tuple[Person, ...]:
        return self.view.people if self.view else ()


def _person_in(turn: TurnView, view: TaggingView) -> Person | None:
    if turn.speaker is None or not is_tagged(turn):
        return None
    speaker = turn.speaker
    same = (one for one in view.people if (speaker.participant or "") == one.code and speaker.role == one.role)
    return next(same, None if speaker.participant else Person(speaker.role))


def _role_name(person: Person) -> str:
    return say("speakers_screen.role_secretary" if person.role == SECRETARY else "speakers_screen.role_asks")
