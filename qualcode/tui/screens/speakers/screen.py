"""Speaker tagging (navnefesting): who says each turn, tagged by somebody who has never used a terminal."""

from typing import Any, ClassVar

from textual.binding import BindingType

from qualcode.locale import say
from qualcode.services.participants.speakers import speakers
from qualcode.services.tagging.people import present_at, set_present
from qualcode.services.tagging.speaking import finish_tagging, place_label
from qualcode.services.tagging.table_logs import wipe_temporary_names
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.wiping import wipe_dialog, wiped_words
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screens.speakers.sound import SpeakersSound
from qualcode.tui.screens.speakers.words import person_name
from qualcode.views.importing import SpeakerCount
from qualcode.views.speaking import is_tagged


class SpeakersScreen(SpeakersSound):
    """One turn at a time with its neighbours, the table log beside it, and one key for each who was there."""

    PLACE = "speakers"
    CSS_PATH = "speakers.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("speakers")

    def action_labels_place(self) -> None:
        """Say who a label is, for the whole transcript."""
        if self.view is None:
            return
        listed = speakers(self.session.study, f"{self.view.substudy}:{self.view.name}")
        if not listed:
            self.tell(say("speakers_screen.no_labels"))
            return
        here = self.turn.speaker.label if self.turn is not None and self.turn.speaker is not None else None
        choices = [Choice(one.label, one.label, _detail(one)) for one in listed]
        self.ask(ChooseDialog(say("speakers_screen.labels"), choices, highlighted=here), self._ask_who)

    def _ask_who(self, label: str) -> None:
        dialog = self.choose_dialog(say("speakers_screen.label_is", label=label))
        self.ask(dialog, lambda chosen: self._place(label, chosen))

    def _place(self, label: str, chosen: Any) -> None:
        index, person = self.stack.index, self.chosen_person(chosen)
        if self.view is None:
            return
        place_label(self.session.study, self.view, label, person)
        self._heard.pop(label, None)
        self.show()
        self.go_to_turn(index)
        who = person_name(person) if person else say("speakers_screen.role_unknown")
        self.tell(say("speakers_screen.label_done", label=label, who=who, transcript=self.view.name))

    def action_people_present(self) -> None:
        """Say who was there, so that only they have keys."""
        if self.view is not None:
            there = present_at(self.session.study, self.view.interview_id)
            dialog = WriteDialog(
                say("speakers_screen.present"), " ".join(there), explanation=say("speakers_screen.present_help")
            )
            self.ask(dialog, self._set_present)

    def _set_present(self, text: str) -> None:
        if self.view is not None:
            set_present(self.session.study, self.view.interview_id, text.replace(",", " ").split())
            self.show()

    def action_tagging_done(self) -> None:
        """The transcript is tagged, whatever is left; temporary names may be wiped. Again: not done after all."""
        view = self.view
        if view is None:
            return
        finish_tagging(self.session.study, view.transcript_id, done=not view.done)
        self.show()
        if view.done:
            self.tell(say("speakers_screen.not_done", transcript=view.name))
            return
        left, doubts = sum(not is_tagged(turn) for turn in view.turns), sum(turn.doubtful for turn in view.turns)
        told = [say("speakers_screen.done", transcript=view.name)]
        told += [say("speakers_screen.left_over", left=left, doubts=doubts)] if left or doubts else []
        self.tell(" ".join(told))
        if any(seat.called for seat in view.log.seats):
            self.ask(wipe_dialog(view.log), lambda _: self._wipe(view.interview_id))

    def _wipe(self, interview_id: int) -> None:
        report = wipe_temporary_names(self.session.study, interview_id)
        self.show()
        self.tell(wiped_words(report))

    def action_transcript_next(self) -> None:
        """To the next transcript."""
        self._step_transcript(1)

    def action_transcript_previous(self) -> None:
        """To the previous transcript."""
        self._step_transcript(-1)

    def _step_transcript(self, step: int) -> None:
        known = [one.id for one in self.transcripts]
        if self.view is not None and self.view.transcript_id in known:
            at = known.index(self.view.transcript_id) + step
            if 0 <= at < len(known):
                self._open(known[at])

    def action_transcript_pick(self) -> None:
        """Choose a transcript from the list."""
        choices = [
            Choice(one.id, one.name, f"{one.substudy} · {say('speakers_screen.left', count=one.left)}")
            for one in self.transcripts
        ]
        here = self.view.transcript_id if self.view else None
        self.ask(ChooseDialog(say("speakers_screen.pick"), choices, highlighted=here), self._open)

    def _open(self, transcript_id: int) -> None:
        self.app.go_to(self.PLACE, transcript_id=transcript_id, span=None, unit_id=None)

    def action_names_open(self) -> None:
        """To the names in this transcript."""
        self.app.go_to("deidentifying")

    def action_log_open(self) -> None:
        """To the table log of this interview."""
        self.app.go_to("table_log")


def _detail(one: SpeakerCount) -> str:
    who = one.participant or say(f"material.role.{one.role}")
    return f"{who} · {one.turns}"
