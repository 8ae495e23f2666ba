"""De-identification (avidentifisering): one key for each name that was found; what is decided is one correction."""

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from qualcode.locale import say
from qualcode.services.protecting.deidentifying import apply_decisions, mark_deidentified
from qualcode.services.protecting.name_decisions import decide_name
from qualcode.services.protecting.sealing import preview_sealing, seal, sealing_lines
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress
from qualcode.tui.dialogs.show import AgreeDialog, ShowDialog
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.screens.deidentifying.place import DeidentifyingPlace
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.identifying import DECISIONS, DONE, MASK, SEALED, Deidentified, NameDecision, NameToDecide, SealView


class DeidentifyingScreen(DeidentifyingPlace):
    """Every key that decides goes on to the next name by itself."""

    PLACE = "deidentifying"
    CSS_PATH = "deidentifying.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("deidentifying")

    _last: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.decided = {}
        self.stored = {}
        self.not_always = set()

    def action_name_decide(self, figure: int) -> None:
        """Mask, pseudonym, generalise, keep, or mask always."""
        self._decide(DECISIONS[int(figure) - 1])

    def action_name_again(self) -> None:
        """The same as last."""
        if self._last:
            self._decide(self._last)

    def action_name_write(self) -> None:
        """Write what is to stand there."""
        name = self.current
        if name is not None:
            dialog = TextDialog(say("deidentifying.write", words=name.words), name.masked)
            self.ask(dialog, lambda typed: self._decide(MASK, " ".join(typed.split())))

    def action_name_undecided(self) -> None:
        """Take back what was decided here."""
        name = self.current
        if name is not None:
            gone = {place.start for place in self.places_at_hand()}

            def take_back() -> None:
                self._keep(name, {at: one for at, one in self.decided.items() if at not in gone})
                self.not_always.add(name.key)
                self.show_names()

            self.carry_out(take_back)

    def _decide(self, decision: str, words: str = "") -> None:
        name = self.current
        if name is None:
            return
        made = {place.start: self.decision(name, place, decision, words) for place in self.places_at_hand()}

        def keep() -> None:
            self._keep(name, self.decided | made)
            if not words:
                self._last = decision
            self._go_on()

        self.carry_out(keep)

    def _keep(self, name: NameToDecide, decided: dict[int, NameDecision]) -> None:
        """What is decided about a name is in the study from here on."""
        if self.view is not None:
            decisions = [decided[place.start] for place in name.places if place.start in decided]
            seen = {place.start: self.stored.get(place.start) for place in name.places}
            looked_at: dict[str, Any] = {"revision_id": self.view.revision_id, "seen": seen}
            decide_name(self.session.study, self.view.transcript_id, name.words, decisions, **looked_at)
            self.decided = decided
            kept = {one.start: one for one in decisions}
            self.stored = {at: one for at, one in self.stored.items() if at not in seen} | kept

    def _go_on(self) -> None:
        """To the next place, or the next name."""
        name, listed = self.current, self.query_one(KeyedList)
        if name is not None and self._hit is not None and self._hit + 1 < len(name.places):
            self._hit += 1
            self.show_names()
            return
        keys = [one.key for one in self.names_shown()]
        at = keys.index(name.key) if name is not None and name.key in keys else -1
        self._hit = None
        self.show_names()
        following = [key for key in keys[at + 1 :] if key in {one.key for one in self.names_shown()}]
        if following:
            listed.go_to(following[0])

    def action_name_next_place(self) -> None:
        """To one place at a time, for a name that is not the same person everywhere."""
        name = self.current
        if name is not None:
            self._hit = 0 if self._hit is None else min(self._hit + 1, len(name.places) - 1)
            self.show_name()

    def action_name_previous_place(self) -> None:
        """To the place before."""
        if self._hit is not None:
            self._hit = self._hit - 1 if self._hit else None
            self.show_name()

    def action_name_all_places(self) -> None:
        """All places of the name again."""
        self._hit = None
        self.show_name()

    def action_names_left(self) -> None:
        """Only names that are not decided; again: all."""
        self.only_left = not self.only_left
        self.show_names()

    def action_names_apply(self) -> None:
        """Carry out what is decided, as one correction of the transcript."""
        view, study = self.view, self.session.study
        decisions = [self.decided[at] for at in sorted(self.decided)]
        if view is None or not decisions:
            self.tell(say("deidentifying.nothing_decided"))
            return

        def work(_progress: Progress) -> Deidentified:
            return apply_decisions(study, view.transcript_id, decisions, revision_id=view.revision_id)

        ask_progress(self, ProgressDialog(say("deidentifying.applying", transcript=view.name), work), self._applied)

    def _applied(self, done: Deidentified) -> None:
        name, replaced = done.transcript, done.replaced
        told = [say("identifying.applied", transcript=name, replaced=replaced, kept=done.kept, left=done.left)]
        if done.done:
            told.append(say("deidentifying.read_it", transcript=done.transcript))
        self.tell(" ".join(told))
        self.show()

    def action_names_nobody(self) -> None:
        """Somebody has read the transcript: it identifies nobody. Again: not so after all."""
        if self.view is not None:
            here = next(one for one in self.transcripts if one.id == self.view.transcript_id)
            done = here.state not in (DONE, SEALED)
            mark_deidentified(self.session.study, here.id, done=done)
            told = "identifying.summaries.done" if done else "identifying.summaries.not_done"
            self.tell(say(told, transcript=here.name))
            self.show()

    def action_names_seal(self) -> None:
        """Take the wording from before out for good: what goes is shown first."""
        if self.view is not None:
            view = preview_sealing(self.session.study, f"{self.view.substudy}:{self.view.name}")
            title = say("identifying.seal_title", transcripts=", ".join(view.transcripts))
            self.ask(AgreeDialog(title, shown("\n\n".join(sealing_lines(view)))), lambda _: self._seal())

    def _seal(self) -> None:
        study, view = self.session.study, self.view
        if view is None:
            return

        def work(_progress: Progress) -> SealView:
            return seal(study, f"{view.substudy}:{view.name}")

        dialog = ProgressDialog(say("identifying.seal_title", transcripts=view.name), work)
        ask_progress(self, dialog, self._sealed)

    def _sealed(self, done: SealView) -> None:
        self.tell(say("identifying.sealed", transcripts=", ".join(done.transcripts)))
        self.show()

    def action_names_about(self) -> None:
        """What the finder finds, and what it misses."""
        self.ask(ShowDialog(say("deidentifying.about"), Content(say("identifying.recall"))), lambda _: None)

    def action_transcript_pick(self) -> None:
        """Choose a transcript; how far each has come."""
        choices = [
            Choice(one.id, one.name, f"{one.substudy} · {say(f'identifying.state.{one.state}')}")
            for one in self.transcripts
        ]
        here = self.view.transcript_id if self.view else None
        self.ask(ChooseDialog(say("deidentifying.pick"), choices, highlighted=here), self._open)

    def _open(self, transcript_id: int) -> None:
        self.app.go_to(self.PLACE, transcript_id=transcript_id, span=None, unit_id=None)
