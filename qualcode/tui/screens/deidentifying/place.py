"""What the screen for de-identification shows: the names that were found, and each one's places."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from qualcode.locale import say
from qualcode.services.protecting.deidentifying import deidentified_transcripts
from qualcode.services.protecting.going_through import Stamp, names_to_decide, review_stamp
from qualcode.services.protecting.name_decisions import decided_places
from qualcode.text.span import Span
from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.identifying import (
    DECISIONS,
    DONE,
    KEEP,
    SEALED,
    DeidentifiedTranscript,
    NameDecision,
    NameToDecide,
    Place,
    ReviewView,
)

_WORDS = 28
"""Cells for a name in the list; the whole of it stands beside it."""


class DeidentifyingPlace(PlaceScreen):
    """Left the names, right the one under the cursor: what could stand there, and where it stands.

    What is decided is kept in the study, by place, until it is carried out as one correction.
    """

    SHOWS_QUESTION = False

    view: ReviewView | None = None
    transcripts: tuple[DeidentifiedTranscript, ...] = ()
    only_left: bool = False
    _stamp: Stamp = ()
    _looking = False
    _hit: int | None = None
    decided: dict[int, NameDecision]
    stored: dict[int, NameDecision]
    not_always: set[str]

    def compose_body(self) -> ComposeResult:
        """The list, and what is under the cursor."""
        with Horizontal(classes="panes"):
            yield KeyedList(classes="names")
            with VerticalScroll(classes="main", can_focus=False), Vertical():
                yield Static(classes="name")
                yield Static(classes="choices")
                yield Static(classes="places")

    def heading(self) -> tuple[str, ...]:
        """Study, and the transcript that is gone through."""
        return (self.session.title, *([self.view.name] if self.view else []))

    def show_place(self) -> None:
        """The transcript that was looked at, else the first not done. Names are looked for beside the screen."""
        self.transcripts = deidentified_transcripts(self.session.study)
        known = [one.id for one in self.transcripts]
        wanted = self.session.looking.transcript_id
        if wanted not in known:
            left = (one.id for one in self.transcripts if one.state not in (DONE, SEALED))
            wanted = next(left, known[0] if known else None)
            self.session.look_at(transcript_id=wanted, span=None, unit_id=None)
        if wanted is None:
            self.view = None
            self.show_names()
        elif (stamp := review_stamp(self.session.study, wanted)) == self._stamp:
            self.read_decided()
            self.show_names()
        else:
            self._look(wanted, stamp)
        self.focus_unless_taken(self.query_one(KeyedList))

    def _look(self, transcript_id: int, stamp: Stamp) -> None:
        study = self.session.study
        name = next(one.name for one in self.transcripts if one.id == transcript_id)

        if self._looking or not self.is_current:
            # Read anew while names are looked for, because somebody else has changed something: when the search has
            # come to its end, it is seen whether it has to be done again. One that has been left is shown on arrival.
            return
        self._looking = True

        def work(progress: Progress) -> ReviewView:
            return names_to_decide(study, transcript_id, pace=progress.pace)

        def ended() -> None:
            self._looking = False
            if dialog.called_off:
                self.app.action_place_back()

        def found(view: ReviewView) -> None:
            self.view, self._stamp, self._hit, self.only_left = view, stamp, None, False
            self.not_always = set()
            self.show()

        dialog = ProgressDialog(say("deidentifying.looking", transcript=name), work)
        ask_progress(self, dialog, found, ended=ended)

    def read_decided(self) -> None:
        """What is decided and not carried out yet: as it is kept, and what is always to be masked."""
        view = self.view
        self.stored = decided_places(self.session.study, view) if view else {}
        self.decided = dict(self.stored)
        self._decide_always()

    def _decide_always(self) -> None:
        """What is always to be masked is decided already."""
        for name in self.view.names if self.view else ():
            if name.always and name.key not in self.not_always:
                for place in name.places:
                    self.decided.setdefault(place.start, self.decision(name, place, name.decided))

    def decision(self, name: NameToDecide, place: Place, decision: str, words: str = "") -> NameDecision:
        """What is decided about a place, in the form it is carried out in."""
        stands = {DECISIONS[1]: name.pseudonym, DECISIONS[2]: name.generalised, KEEP: ""}
        replacement = words or stands.get(decision, name.masked)
        always = decision == DECISIONS[4]
        return NameDecision(place.start, place.end, place.text, name.kind, decision, replacement, always)

    def show_names(self) -> None:
        """The list, and what is under the cursor."""
        names = self.names_shown()
        self.query_one(KeyedList).show_lines([(one.key, self._line(one)) for one in names])
        self.show_name()

    def names_shown(self) -> Sequence[NameToDecide]:
        """Every name, or those with a place nobody has decided about."""
        names = self.view.names if self.view else ()
        return [one for one in names if not self.only_left or not self.is_decided(one)]

    def is_decided(self, name: NameToDecide) -> bool:
        """Whether every place of a name is decided."""
        return all(place.start in self.decided for place in name.places)

    @property
    def current(self) -> NameToDecide | None:
        """The name under the cursor."""
        key = self.query_one(KeyedList).key
        return next((one for one in self.names_shown() if one.key == key), None)

    def places_at_hand(self) -> tuple[Place, ...]:
        """The place one has come to, or all places of the name."""
        name = self.current
        if name is None:
            return ()
        return name.places if self._hit is None else (name.places[self._hit],)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._hit = None
        self.show_name()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_words_open()

    def action_words_open(self) -> None:
        """To the first of the places at hand, in the text; to the text where there is none."""
        places = self.places_at_hand()
        if self.view is not None:
            span = Span(places[0].start, places[0].end) if places else None
            self.app.go_to("reading", transcript_id=self.view.transcript_id, span=span, unit_id=None)

    def show_name(self) -> None:
        """What could stand instead of the name, and where it stands."""
        name = self.current
        self.status(self._status())
        if name is None:
            # The bottom line has not room for it all at 80 columns.
            for pane, told in ((".name", self._status()), (".choices", ""), (".places", "")):
                self.query_one(pane, Static).update(shown(told))
            return
        kind, times = say(f"identifying.kinds.{name.kind}"), len(name.places)
        heading = Content.assemble(
            shown(name.words, "bold"), shown(f"  {kind} · {say('deidentifying.places', count=times)}")
        )
        self.query_one(".name", Static).update(heading)
        self.query_one(".choices", Static).update(_choices(name))
        drawn = [self._drawn(place, at_hand=at == self._hit) for at, place in enumerate(name.places)]
        self.query_one(".places", Static).update(Content("\n\n").join(drawn))

    def _drawn(self, place: Place, *, at_hand: bool) -> Content:
        decision = self.decided.get(place.start)
        told = f" → {_told(decision)}" if decision else ""
        who = f"{'▸' if at_hand else ' '} {place.turn} {place.speaker}  "
        return Content.assemble(
            shown(who, "$text-muted"),
            shown(place.before.lstrip("\n")),
            shown(place.text, "bold reverse" if at_hand else "bold underline"),
            shown(told, "$text-success"),
            shown(place.after),
        )

    def _line(self, name: NameToDecide) -> Content:
        decided = [self.decided[place.start] for place in name.places if place.start in self.decided]
        sign = "✓" if len(decided) == len(name.places) else "~" if decided else "·"
        told = " / ".join(sorted({_told(one) for one in decided}))
        return Content.assemble(
            shown(f"{sign} "),
            shown(shortened(name.words, cells=_WORDS), "bold"),
            shown(f" {len(name.places)}", "$text-muted"),
            shown(f"  {told}" if told else "", "$text-success"),
        )

    def _status(self) -> str:
        if self.view is None:
            return say("deidentifying.empty")
        if not self.view.names:
            state = next((one.state for one in self.transcripts if one.id == self.view.transcript_id), "")
            key = state if state in (DONE, SEALED) else "nothing"
            return say(f"deidentifying.{key}", transcript=self.view.name)
        done = sum(self.is_decided(one) for one in self.view.names)
        if done == len(self.view.names):
            return say("deidentifying.all_decided")
        return say("deidentifying.status", done=done, total=len(self.view.names))


def _told(decision: NameDecision) -> str:
    return say("identifying.decision.keep") if decision.decision == KEEP else decision.replacement


def _choices(name: NameToDecide) -> Content:
    """The keys, and what each would put there."""
    stands = (name.masked, name.pseudonym, name.generalised, "", name.masked)
    lines = [
        Content.assemble(
            shown(f"{number} ", "bold $primary"), shown(say(f"deidentifying.choices.{decision}")), shown(f"  {words}")
        )
        for number, (decision, words) in enumerate(zip(DECISIONS, stands, strict=True), start=1)
    ]
    return Content("\n").join(lines)
