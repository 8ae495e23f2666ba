"""Step 2 with several coders: blind coding, and the places they read differently, side by side."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.coding import blind_coding, settling
from qualcode.services.coding.codebooks import add_group
from qualcode.services.coding.differing import readings
from qualcode.services.coding.units import code_groups
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.tracing.tracing import uses_of_codings
from qualcode.text.span import Span
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.list_screen import ListScreen
from qualcode.tui.screens.differing.agreement import ask_agreement
from qualcode.tui.screens.differing.words import blind_line, place_line, tell_outcome, tell_place
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList, Line
from qualcode.views.blind_coding import BlindView
from qualcode.views.differing import Difference, SettlementView

Place = Difference | SettlementView

_EVERY = 0
"""The choice of all transcripts."""


class DifferingScreen(ListScreen):
    """Left what is coded blind, the places left, and the settled ones; right how each has read the one here."""

    PLACE = "differing"
    CSS_PATH = "differing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("differing")

    places: Mapping[str, Place] = {}
    _blind: tuple[BlindView, ...] = ()
    _compared: tuple[str, ...] = ()
    """Who was asked to be compared; nobody by name: those who have coded blind."""

    def compose_body(self) -> ComposeResult:
        """The list, and the place."""
        with Horizontal(classes="panes"):
            yield KeyedList(classes="places main")
            with VerticalScroll(classes="place"):
                yield Static()

    def show_place(self) -> None:
        """What is blind, what differs, what is settled, as it is now."""
        study, analysis = self.session.study, self.session.analysis
        self._blind = () if analysis is None else blind_coding.blind_codings(study, analysis.id)
        view = None if analysis is None else readings(study, analysis.id, coders=self._compared)
        left: tuple[Place, ...] = view.left if view else ()
        settled: tuple[Place, ...] = view.settled if view else ()
        self.places = {_key(one): one for one in (*left, *settled)}
        empty = Content.styled(say("differing.no_blind"), "$text-muted")
        lines: list[Line] = [(None, _heading("blind_heading"))]
        lines += [(None, blind_line(one)) for one in self._blind] or [(None, empty)]
        lines.append((None, _heading("places_heading", self._compared)))
        lines += [(_key(one), place_line(one)) for one in left]
        if not left and not self._compared:
            lines.append((None, Content.styled(say("differing.how_to_compare"), "$text-muted")))
        if settled:
            lines += [(None, _heading("settled_heading")), *((_key(one), place_line(one)) for one in settled)]
        self._listed.show_lines(lines)
        self.status(tell_outcome(view) if view else "")
        self.tell_line()
        self.focus_unless_taken(self._listed)

    @property
    def _listed(self) -> KeyedList:
        return self.query_one(KeyedList)

    @property
    def _here(self) -> Place | None:
        return self.places.get(self._listed.key)

    def tell_line(self) -> None:
        """The words, and how each has read them."""
        here = self._here
        self.query_one(".place Static", Static).update(tell_place(here) if here is not None else Content(""))

    def open_line(self) -> None:
        """Go to the place in the transcript."""
        self.action_reading_look()

    def action_reading_look(self) -> None:
        """To the place in the transcript."""
        here = self._here
        if isinstance(here, Difference):
            span = Span(here.start, here.end)
            self.app.go_to("coding", transcript_id=here.transcript_id, span=span, unit_id=None)

    def action_reading_keep(self, digit: int) -> None:
        """Keep the reading of the coder with this number."""
        here = self._difference()
        if here is not None and digit <= len(here.readings):
            self._settle(here, settling.ONE, kept=here.readings[digit - 1].coder)

    def action_reading_keep_all(self) -> None:
        """Keep all of them."""
        here = self._difference()
        if here is not None:
            self._settle(here, settling.ALL)

    def action_reading_neither(self) -> None:
        """Keep none of them."""
        here = self._difference()
        if here is not None:
            self._settle(here, settling.NEITHER)

    def action_reading_regroup(self) -> None:
        """Another group, perhaps a new one, takes in what was read differently."""
        here, analysis = self._difference(), self.session.analysis
        if here is None or analysis is None:
            return
        groups = [one for one in code_groups(self.session.study, analysis.id) if not one.retired]
        choices = [Choice(one.id, one.name, one.definition) for one in groups]
        dialog = ChooseDialog(say("differing.which_group"), choices, offers_new=say("kinds.code_group"))
        self.ask(dialog, lambda chosen: self._regroup(here, chosen))

    def _regroup(self, here: Difference, chosen: int | NewName) -> None:
        analysis = self.session.analysis
        if analysis is not None:
            made = isinstance(chosen, NewName)
            key = add_group(self.session.study, analysis.id, chosen.name) if isinstance(chosen, NewName) else chosen
            self._settle(here, settling.GROUP, group_id=key)
            if made:
                self.session.look_at(group_id=key)

    def _settle(self, here: Difference, decision: str, *, kept: str = "", group_id: int | None = None) -> None:
        """Show what stands on the codings that leave; ask why, which may be left empty; and do it."""
        study, analysis = self.session.study, self.session.analysis
        if analysis is None:
            return

        def keep(reason: str) -> None:
            settling.settle(study, analysis.id, here, decision, kept=kept, group_id=group_id, reason=reason)
            self.show()

        group = "" if group_id is None else self._group_name(group_id)
        told = say(f"differing.decision_{decision}", kept=kept, group=group)
        dialog = TextDialog(say("differing.reason"), explanation=told, may_be_empty=True)
        leaving = settling.codings_that_leave(here, decision, kept=kept)
        uses = uses_of_codings(study, leaving)
        self.unless_used(uses, lambda: self.ask(dialog, keep), in_the_end=lambda: keep(""))

    def _group_name(self, group_id: int) -> str:
        analysis = self.session.analysis
        groups = () if analysis is None else code_groups(self.session.study, analysis.id)
        return next((one.name for one in groups if one.id == group_id), "")

    def _difference(self) -> Difference | None:
        here = self._here
        if isinstance(here, Difference):
            return here
        self.tell(say("differing.on_place"))
        return None

    def _settled(self, act: Callable[[SettlementView], object]) -> None:
        here = self._here
        if isinstance(here, SettlementView):
            act(here)
        else:
            self.tell(say("differing.on_settled"))

    def action_reading_explain(self) -> None:
        """Write why it was decided so."""

        def ask(here: SettlementView) -> None:
            def keep(reason: str) -> None:
                settling.explain_settlement(self.session.study, here.id, reason, seen=here.version)
                self.show()

            self.ask(TextDialog(say("differing.reason"), here.reason, may_be_empty=True), keep)

        self._settled(ask)

    def action_reading_reopen(self) -> None:
        """Take the decision away."""

        def reopen(here: SettlementView) -> None:
            settling.reopen_reading(self.session.study, here.id)
            self.show()

        self._settled(reopen)

    def action_readings_compare(self) -> None:
        """Whose readings are laid side by side."""
        analysis = self.session.analysis
        if analysis is None:
            return

        def compare(told: str) -> None:
            coders = tuple(dict.fromkeys(told.replace(",", " ").split()))
            readings(self.session.study, analysis.id, coders=coders)  # who cannot be compared is a sentence
            self._compared = coders
            self.show()

        dialog = TextDialog(
            say("differing.whose"),
            ", ".join(self._coders()),
            explanation=say("differing.whose_help"),
            may_be_empty=True,
        )
        self.ask(dialog, compare)

    def action_agreement_show(self) -> None:
        """How far they agree."""
        ask_agreement(self, self._coders())

    def _coders(self) -> tuple[str, ...]:
        """Who is compared, or everybody who has coded."""
        analysis = self.session.analysis
        known = () if analysis is None else settling.coders_of_analysis(self.session.study, analysis.id)
        return self._compared or known

    def action_codebook_open(self) -> None:
        """To the codebook."""
        self.app.go_to("codebook")

    def action_blind_begin(self) -> None:
        """Who codes blind, and which transcripts."""
        study, analysis = self.session.study, self.session.analysis
        if analysis is None:
            return
        lines = transcript_lines(study, analysis.id)
        choices = [Choice(_EVERY, say("differing.all_transcripts")), *(Choice(one.id, one.name) for one in lines)]

        def which(coders: str) -> None:
            names = coders.replace(",", " ").split()
            dialog = ChooseDialog(say("differing.which_transcripts"), choices)
            self.ask(dialog, lambda chosen: self._begin(names, chosen))

        proposed = f"{study.coder}, "
        self.ask(TextDialog(say("differing.who_codes"), proposed), which)

    def _begin(self, coders: list[str], chosen: int) -> None:
        analysis = self.session.analysis
        if analysis is not None:
            where = None if chosen == _EVERY else [chosen]
            count = blind_coding.begin_blind(self.session.study, analysis.id, coders, transcripts=where)
            self.show()
            self.tell(say("differing.begun", count=count))

    def action_blind_done(self) -> None:
        """One is done with all that one codes blind; or, if one is done with all of it, not after all."""
        study, analysis = self.session.study, self.session.analysis
        if analysis is not None:
            own = [one.done[one.coders.index(study.coder)] for one in self._blind if study.coder in one.coders]
            done = not own or not all(own)
            blind_coding.mark_coded(study, analysis.id, done=done)
            self.show()
            self.tell(say("differing.own_done" if done else "differing.own_not_done"))

    def action_blind_end(self) -> None:
        """Open it to all."""
        analysis = self.session.analysis
        if analysis is not None:
            blind_coding.end_blind(self.session.study, analysis.id)
            self.show()
            self.tell(say("differing.ended"))


def _key(place: Place) -> str:
    """A place that is left has no uid: it is known by where it stands."""
    return place.uid if isinstance(place, SettlementView) else f"{place.transcript_id}-{place.start}-{place.end}"


def _heading(name: str, coders: Sequence[str] = ()) -> Content:
    return Content.assemble((say(f"differing.{name}"), "bold $primary"), shown(f"  {', '.join(coders)}", "$text-muted"))
