"""What was before and who is missing: sortings, earlier condensates, and how wide a group reaches."""

from textual.content import Content

from qualcode.locale import say
from qualcode.services.condensing import condensing, sortings, versions
from qualcode.services.condensing.traits import traits_of
from qualcode.services.material.transcripts import transcript_lines
from qualcode.text.moments import day, moment
from qualcode.text.word_changes import GONE, NEW, WordChange
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.screens.condensing.sorting import SortingActions
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.condensate import tell_group_breadth
from qualcode.views.condensing import SET_ASIDE, CardView, CondensateVersionView, SortingView

_KEEP, _ANEW = "keep", "anew"
_PARTICIPANT, _TRAIT, _INTERVIEW, _EVERYBODY = "participant", "trait", "interview", "everybody"
_STYLES = {GONE: "strike $text-muted", NEW: "bold underline"}


class HistoryActions(SortingActions):
    """The commands that look at what was, and at who speaks here and who does not."""

    def action_cards_filter(self) -> None:
        """Only the cards in which one participant speaks, or those with one thing registered; or all again."""
        if self.board is None:
            return
        choices = [Choice((_EVERYBODY, ""), say("condensing_screen.everybody"))]
        choices += [Choice((_PARTICIPANT, name), name) for name in self.board.participants]
        choices += [
            Choice((_TRAIT, (heading, value)), f"{heading}: {value}", say("condensing_screen.people", count=count))
            for heading, value, count in traits_of(self.session.study, self.board.analysis_id)
        ]
        here = (_PARTICIPANT, self.participant) if self.participant else (_TRAIT, self.attribute)
        dialog = ChooseDialog(say("condensing_screen.whose"), choices, highlighted=here)
        self.ask(dialog, lambda chosen: self._filter(*chosen))

    def _filter(self, kind: str, what: object) -> None:
        self.participant = str(what) if kind == _PARTICIPANT else None
        self.attribute = what if kind == _TRAIT and isinstance(what, tuple) else None
        self.show()
        if self.cards.card is None:
            self.cards.go_to_lane(next((lane.subgroup_id for lane in self.cards.lanes if lane.cards), None))

    def action_breadth_show(self) -> None:
        """Who speaks here and who does not, and in which interviews; one that is chosen is looked at."""
        if self.board is None:
            return
        whole = condensing.board(self.session.study, self.board.group_id)
        cards = [card for column in whole.columns if column.kind != SET_ASIDE for card in column.cards]
        breadth = whole.breadth
        choices = [
            Choice((_PARTICIPANT, name), name, _units(sum(_speaks(name, card) for card in cards)))
            for name in breadth.participants
        ]
        choices += [Choice((_PARTICIPANT, name), name, _units(0)) for name in breadth.silent]
        silent = say("condensing_screen.silent")
        choices += [Choice((_INTERVIEW, name), name, say("condensing_screen.heard_in")) for name in breadth.interviews]
        choices += [Choice((_INTERVIEW, name), name, silent) for name in breadth.silent_interviews]
        title = tell_group_breadth(breadth)
        dialog = ChooseDialog(title, choices, explanation=say("condensing_screen.breadth_help"))
        self.ask(dialog, lambda chosen: self._look_at(*chosen))

    def _look_at(self, kind: str, name: str) -> None:
        """A participant's cards; or the transcript of an interview, or of one who has no card here."""
        if kind == _PARTICIPANT and self.board is not None and name in self.board.breadth.participants:
            self._filter(_PARTICIPANT, name)
            return
        analysis = self.session.analysis
        lines = transcript_lines(self.session.study, analysis.id) if analysis else ()
        found = next((line.id for line in lines if name in (line.name, f"{line.substudy}:{line.name}")), None)
        if found is not None:
            self.app.go_to("coding", transcript_id=found, span=None, unit_id=None)
        else:
            self.tell(say("condensing_screen.says_nothing_here", name=name))

    def action_sorting_choose(self) -> None:
        """Keep how the group is sorted, sort it anew, or look at how it once was and return to it."""
        if self.board is None:
            return
        kept = sortings.sortings(self.session.study, self.board.group_id)
        choices = [
            Choice(_KEEP, say("condensing_screen.sorting.keep")),
            Choice(_ANEW, say("condensing_screen.sorting.anew")),
            *(Choice(one, _when(one), _tell_sorting(one)) for one in kept),
        ]
        help_text = say("condensing_screen.sorting.help")
        self.ask(ChooseDialog(say("condensing_screen.sorting.title"), choices, explanation=help_text), self._sort)

    def _sort(self, chosen: str | SortingView) -> None:
        board, study = self.board, self.session.study
        if board is None:
            return
        if isinstance(chosen, SortingView):
            title = say("condensing_screen.sorting.was", when=_when(chosen))
            self.ask(AgreeDialog(title, _compare(chosen)), lambda _: self._return_to(chosen))
        elif chosen == _ANEW:
            count = sortings.sort_anew(study, board.group_id)
            self.tell(say("condensing_screen.sorting.begun", count=count))
            self.show()
        else:
            dialog = TextDialog(say("condensing_screen.sorting.name"), may_be_empty=True)
            self.ask(dialog, lambda name: self._keep_sorting(board.group_id, name))

    def _keep_sorting(self, group_id: int, name: str) -> None:
        sortings.keep_sorting(self.session.study, group_id, name)
        self.tell(say("condensing_screen.sorting.kept"))

    def _return_to(self, chosen: SortingView) -> None:
        count = sortings.restore_sorting(self.session.study, chosen.id)
        self.tell(say("condensing_screen.sorting.returned", count=count))
        self.show()

    def action_condensate_versions(self) -> None:
        """The earlier texts of this condensate; one that is chosen is compared with what stands, and taken up again."""
        lane = self.cards.lane
        if lane is None or lane.subgroup_id is None:
            self.tell(say("condensing_screen.no_subgroup"))
            return
        subgroup_id = lane.subgroup_id
        earlier = versions.condensate_versions(self.session.study, subgroup_id)
        if not earlier:
            self.tell(say("condensing_screen.versions.none"))
            return
        choices = [Choice(one, _written(one), shortened(one.text, cells=200)) for one in earlier]
        dialog = ChooseDialog(say("condensing_screen.versions.title"), choices)
        self.ask(dialog, lambda chosen: self._compare_version(subgroup_id, chosen))

    def _compare_version(self, subgroup_id: int, chosen: CondensateVersionView) -> None:
        body = Content.assemble(
            shown(say("condensing_screen.versions.then"), "$text-muted"),
            "\n",
            shown(chosen.text),
            "\n\n",
            shown(say("condensing_screen.versions.since"), "$text-muted"),
            "\n",
            show_changes(chosen.changes),
        )
        now = self.condensate
        seen = now.version if now is not None and now.subgroup_id == subgroup_id else None

        def take_up(_: bool) -> None:
            condensing.write_condensate(self.session.study, subgroup_id, chosen.text, seen=seen)
            self.tell(say("condensing_screen.versions.taken_up"))
            self.show()

        self.ask(AgreeDialog(_written(chosen), body), take_up)


def show_changes(changes: tuple[WordChange, ...]) -> Content:
    """What became of a text: what is gone struck out, what is new in bold and underlined."""
    return Content.assemble(*(shown(one.words, _STYLES.get(one.kind, "")) for one in changes))


def _speaks(name: str, card: CardView) -> bool:
    """Whether the participant shown by this name speaks there; the substudy tells two of the same code apart."""
    return name in card.participants or name in (f"{card.substudy}:{code}" for code in card.participants)


def _units(count: int) -> str:
    return say("condensing_screen.units", count=count) if count else say("condensing_screen.silent")


def _when(one: SortingView) -> str:
    stamp = moment(one.created)
    return " · ".join(part for part in (one.name, stamp, one.coder) if part)


def _tell_sorting(one: SortingView) -> str:
    told = [f"{name} {count}" for name, count in one.columns]
    told.append(say("condensing_screen.sorting.moved", count=len(one.moved)))
    return " · ".join(told)


def _compare(one: SortingView) -> Content:
    """Where the units lay that lie elsewhere now."""
    told = [f"{name} ({count})" for name, count in one.columns]
    told += [say("condensing_screen.aside", count=one.set_aside), say("condensing_screen.unsorted", count=one.unsorted)]
    lines = [shown(" · ".join(told)), Content("")]
    lines.append(shown(say("condensing_screen.sorting.moved", count=len(one.moved)), "$text-muted"))
    lines += [
        Content.assemble(shown(f"{then} → {now}  ", "bold"), shown(shortened(words, cells=120)))
        for _, words, then, now in one.moved
    ]
    return Content("\n").join(lines)


def _written(one: CondensateVersionView) -> str:
    return say("condensing_screen.versions.written", coder=one.coder, day=day(one.written), until=day(one.replaced))
