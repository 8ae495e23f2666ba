"""What one does with a passage that was found: look at the turn it stands in, code it, go there."""

from typing import Any

from textual import on
from textual.content import Content
from textual.widgets import Static

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.services.asking.search_places import hit_context
from qualcode.services.coding.coding import toggle_span
from qualcode.services.coding.units import code_groups
from qualcode.services.tracing.tracing import uid_of, units_touching, uses_of_own_place
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.looking_back import LookingBack
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.hit_list import HitList
from qualcode.views.groups import GroupView
from qualcode.views.searching import CONDENSATES, NOTES, TALK, HitContext, SearchHit

_NAME = 40


class HitScreen(LookingBack):
    """A place with a list of hits and, under it, the turn of the one that is chosen."""

    SHOWS_QUESTION = False
    context: HitContext | None = None
    whole_turn = False
    """Whether a digit codes the whole turn, and not the hit's sentence."""

    @property
    def found(self) -> HitList:
        """The list."""
        return self.query_one(HitList)

    def show_context(self) -> None:
        """Show the turn of the hit under the cursor, with what a digit would code."""
        hit = self.found.hit
        self.context = None
        if hit is not None:
            self.context = hit_context(self.session.study, hit, analysis_id=self._analysis_of(hit))
        self.query_one(".turn", Static).update(self._turn(hit))
        self.tell_place()

    def tell_place(self) -> None:
        """What is under the cursor, in words."""

    def _turn(self, hit: SearchHit | None) -> Content:
        context = self.context
        if hit is None:
            return Content("")
        if context is None:
            return shown(say("search.corrected_since"), "$text-muted")
        span = self._span()
        first, last = span.start - context.begins, span.end - context.begins
        begins, ends = hit.start - context.begins, hit.end - context.begins
        words = context.words
        return Content.assemble(
            shown(words[:first], "$text-muted"),
            shown(words[first : max(first, begins)], "underline"),
            shown(words[max(first, begins) : min(ends, last)], "bold underline $primary"),
            shown(words[min(ends, last) : last], "underline"),
            shown(words[last:], "$text-muted"),
        )

    def _span(self) -> Span:
        """What a digit codes: the sentences of the hit, or the turn."""
        context = self.context
        if context is None:
            return Span(0, 0)
        whole = Span(context.begins, context.begins + len(context.words))
        return whole if self.whole_turn else Span(context.start, context.end)

    def groups_here(self) -> str:
        """How the hit's sentence is coded, in words."""
        groups = self.context.groups if self.context else ()
        return ", ".join(groups) if groups else say("coding.uncoded")

    def action_trace_show(self) -> None:
        """Where the units at the hit are used, of several which; of a condensate, what it stands on."""
        hit, study = self.found.hit, self.session.study
        if hit is None or hit.source == NOTES:
            self.tell(say("search.no_unit"))
            return
        if hit.source == CONDENSATES:
            self.show_trace(uid_of(study, "condensate", hit.id))
            return
        if self.context is None:
            raise ChangedMeanwhile(kind=say("tables.revision"))
        units = units_touching(study, transcript_id=hit.transcript_id, span=Span(hit.start, hit.end))
        if not units:
            self.tell(say("search.no_unit"))
        elif len(units) == 1:
            self.show_trace(units[0].uid)
        else:
            several = [Choice(one.uid, ", ".join(one.code_groups), f"{one.coder} · {one.analysis}") for one in units]
            self.ask(ChooseDialog(say("search.which_unit"), several), self.show_trace)

    def action_hit_turn(self) -> None:
        """Let the digits code the whole turn, or again the sentence."""
        self.whole_turn = not self.whole_turn
        self.show_context()

    def action_hit_code(self, digit: int) -> None:
        """Put the hit's sentence into the group with this digit, or take it out again."""
        hit, group = self.found.hit, self._group(digit)
        if hit is None:
            return
        if hit.source != TALK:
            self.tell(say("search.not_talk"))
        elif group is None:
            self.tell(say("coding.no_group_with_key", key=digit))
        elif self.context is None:
            raise ChangedMeanwhile(kind=say("tables.revision"))
        else:
            where: dict[str, Any] = {"transcript_id": hit.transcript_id, "span": self._span(), "group_id": group.id}
            uses = uses_of_own_place(self.session.study, **where)
            self.unless_used(uses, lambda: self._toggle(group, revision_id=hit.revision_id, **where))

    def _toggle(self, group: GroupView, **where: Any) -> None:
        told = "search.coded" if toggle_span(self.session.study, **where) else "search.uncoded"
        self.tell(say(told, group=shortened(group.name, cells=_NAME)))
        self.show_context()

    def _group(self, digit: int) -> GroupView | None:
        analysis = self.session.analysis
        groups = code_groups(self.session.study, analysis.id) if analysis else ()
        return next((group for group in groups if group.key == digit), None)

    def action_hit_open(self) -> None:
        """Go to the transcript, there."""
        hit = self.found.hit
        if hit is None:
            return
        if hit.source == CONDENSATES:
            self.app.go_to("condensing", analysis_id=hit.analysis_id, group_id=hit.group_id)
        elif hit.source == NOTES:
            self.app.go_to("reading", analysis_id=self._analysis_of(hit), transcript_id=hit.transcript_id or None)
        else:
            span = Span(self.context.start, self.context.end) if self.context else Span(hit.start, hit.end)
            of = self._analysis_of(hit)
            self.app.go_to("coding", analysis_id=of, transcript_id=hit.transcript_id, span=span)

    def _analysis_of(self, hit: SearchHit) -> int | None:
        """The analysis at hand, if it is of the hit's material; otherwise the first that is."""
        at_hand = self.session.analysis
        covering = [one for one in self.session.analyses if hit.substudy in one.substudies]
        if at_hand is None or at_hand in covering or not covering:
            return at_hand.id if at_hand else None
        return covering[0].id

    def action_hit_next(self) -> None:
        """The next hit."""
        self.found.move(1)

    def action_hit_previous(self) -> None:
        """The hit before."""
        self.found.move(-1)

    def action_hit_next_page(self) -> None:
        """A page further."""
        self.found.move(max(1, self.found.size.height - 1))

    def action_hit_previous_page(self) -> None:
        """A page back."""
        self.found.move(-max(1, self.found.size.height - 1))

    def action_hit_first(self) -> None:
        """The first hit."""
        self.found.move(-len(self.found.hits))

    def action_hit_last(self) -> None:
        """The last hit."""
        self.found.move(len(self.found.hits))

    @on(HitList.Moved)
    def _moved(self, message: HitList.Moved) -> None:
        message.stop()
        if self.app.session is not None:
            self.show_context()

    @on(HitList.Opened)
    def _opened(self, message: HitList.Opened) -> None:
        message.stop()
        self.action_hit_open()
