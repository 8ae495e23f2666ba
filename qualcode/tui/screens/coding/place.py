"""What the Coding screen shows, and which unit a key acts on."""

from collections import Counter
from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from qualcode.locale import say
from qualcode.services.coding.coverage import coverage
from qualcode.services.coding.questions import questions
from qualcode.services.coding.units import code_groups, units_in_transcript
from qualcode.services.reading.reading import themes
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.screens.coding.dialogs import LIST, GroupKeyDialog
from qualcode.tui.screens.coding.words import describe_coding, describe_resizing
from qualcode.tui.transcript_screen import TranscriptScreen
from qualcode.tui.widgets.group_list import GroupList
from qualcode.tui.widgets.transcript import CursorMoved, Selection, TranscriptPane
from qualcode.tui.widgets.transcript_list import TranscriptList
from qualcode.tui.widgets.unit_panel import UnitPanel
from qualcode.views.groups import GroupView
from qualcode.views.transcript import PlacedUnit


class CodingPlace(TranscriptScreen):
    """Transcripts, text with units, code groups. After an act only the transcript's units and the counts are read."""

    groups: tuple[GroupView, ...] = ()
    _marked: tuple[int, ...] = ()
    _asked = 0

    def compose_body(self) -> ComposeResult:
        """The text between the transcripts and the code groups."""
        pane = TranscriptPane(classes="main")
        with Horizontal(classes="panes"):
            yield TranscriptList(classes="side transcripts")
            yield pane
            with Vertical(classes="side codebook"):
                yield GroupList()
                yield UnitPanel(pane)

    @property
    def groups_in_use(self) -> tuple[GroupView, ...]:
        """The groups that can be coded into: those that are not retired."""
        return tuple(group for group in self.groups if not group.retired)

    @property
    def marked(self) -> list[PlacedUnit]:
        """The units that are marked, in the order of the text."""
        return [unit for unit in self.pane.units if unit.id in self._marked]

    @property
    def resized(self) -> PlacedUnit | None:
        """The unit that one is giving another shape: it was walked to, and the selection has been changed since."""
        unit, span = self.pane.current_unit, self.pane.selection.span
        return unit if unit is not None and _span(unit) != span else None

    def show_beside(self) -> None:
        """Units, groups, themes and transcripts; a unit that one comes to look at becomes the current one."""
        study, analysis = self.session.study, self.session.analysis
        lists = [] if analysis is None else themes(study, analysis.id)
        agreed = [theme for theme in lists if not theme.coder]
        own = [theme for theme in lists if theme.coder == study.coder]
        self.show_units()
        self._asked = 0 if analysis is None else len(questions(study, analysis.id))
        self._show_coverage()
        self.query_one(UnitPanel).know(self.groups, agreed or own, coder=study.coder)
        self.query_one(TranscriptList).show_transcripts(
            self.transcripts, self.transcript_id, units=len(self.pane.units)
        )
        wanted = self.session.looking.unit_id
        if wanted is not None and (self.pane.current_unit is None or self.pane.current_unit.id != wanted):
            unit = next((unit for unit in self.pane.units if unit.id == wanted), None)
            if unit is not None:
                self.pane.select_unit(unit)

    def show_units(self, *, touching: Span | None = None) -> None:
        """Read the counts of the groups and the units of the transcript again; the page and the cursor stay.

        With `touching`, where one knows that no others have changed, only the units there: someone waits for this.
        """
        pane, analysis = self.pane, self.session.analysis
        self.groups = () if analysis is None else code_groups(self.session.study, analysis.id)
        units = self._read_units(touching)
        before = pane.current_unit
        stood_on_it = before is not None and _span(before) == pane.selection.span
        pane.set_units(units, {group.id: group.colour for group in self.groups if group.colour})
        self._follow(before, stood_on_it=stood_on_it)
        self._marked = tuple(unit.id for unit in self.marked)
        held = Counter(group_id for unit in units for group_id, _ in unit.groups)
        self.query_one(GroupList).show_groups([one for one in self.groups if not one.retired or one.id in held], held)
        self.query_one(TranscriptList).count_units(len(units))

    def _read_units(self, touching: Span | None) -> list[PlacedUnit]:
        analysis, here = self.session.analysis, self.transcript_id
        if analysis is None or here is None:
            return []
        study = self.session.study
        read = units_in_transcript(study, analysis_id=analysis.id, transcript_id=here, touching=touching)
        if touching is None:
            return list(read)
        return [*(unit for unit in self.pane.units if not _span(unit).overlaps(touching)), *read]

    def show_change(self, *, touching: Span | None = None) -> None:
        """Show what an act on the units has come to; `touching` as in `show_units`."""
        self.show_units(touching=touching)
        self.show_marks()

    def _show_coverage(self) -> None:
        self.query_one(UnitPanel).cover(coverage(self.pane.transcript, self.pane.units), asked=self._asked)

    def show_marks(self) -> None:
        """Show which units are marked, what is under the cursor, and say it."""
        self.pane.mark_units(self.marked)
        panel = self.query_one(UnitPanel)
        panel.regroup(self.groups)
        self._show_coverage()
        panel.mark(self.marked)
        self.show_status()

    def action_cursor_next_unit(self) -> None:
        """To the next unit."""
        self.pane.move_unit(1)

    def action_cursor_previous_unit(self) -> None:
        """To the previous unit."""
        self.pane.move_unit(-1)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        """What is under the cursor has changed."""
        current = message.pane.current_unit
        self.session.look_at(unit_id=current.id if current else None)
        self.query_one(UnitPanel).show_under()

    def describe(self, selection: Selection) -> str:
        """Where one is, what is under way, and what the words are coded as."""
        groups = {group.id: group for group in self.groups}
        parts = [super().describe(selection)]
        if self.resized is not None:
            parts.insert(0, describe_resizing(self.resized, selection, self.pane.letter_of(self.resized)))
        if self.marked:
            letters = " ".join(self.pane.letter_of(unit) or "·" for unit in self.marked)
            parts.insert(0, say("coding.marked", count=len(self.marked), letters=letters))
        if self.pane.selecting:
            parts.insert(0, say("coding.selecting"))
        if selection.text:
            parts.append(describe_coding(self.pane.units_under, groups, coder=self.session.study.coder))
        return " · ".join(part for part in parts if part)

    def unit_here(self) -> PlacedUnit | None:
        """The unit a key acts on: the one walked to, else one's own on just these words, else one's own topmost here.

        Another coder's unit has to be walked to, so that nobody's work is changed by being in the way.
        """
        pane, coder = self.pane, self.session.study.coder
        if pane.current_unit is not None:
            return pane.current_unit
        own = [unit for unit in pane.units_under if unit.coder == coder]
        exact = [unit for unit in own if _span(unit) == pane.selection.span]
        return next(iter([*exact, *reversed(own)]), None)

    def require_unit(self) -> PlacedUnit | None:
        """The unit a key acts on; where there is none, says how to come to one."""
        unit = self.unit_here()
        if unit is None:
            others = self.pane.units_under
            self.tell(say("coding.others_unit", coder=others[-1].coder) if others else say("coding.no_unit"))
        return unit

    def ask_group(self, title: str, groups: Sequence[GroupView], then: Callable[[int], object]) -> None:
        """Ask for one of these groups, by its digit or from the list."""

        def answered(group_id: int) -> None:
            if group_id == LIST:
                self.ask(ChooseDialog(title, [Choice(group.id, group.name) for group in groups]), then)
            else:
                then(group_id)

        if groups:
            self.ask(GroupKeyDialog(title, groups), answered)
        else:
            self.tell(say("coding.no_groups"))

    def _follow(self, before: PlacedUnit | None, *, stood_on_it: bool) -> None:
        """A cursor that stood on a unit stays on it when it takes another shape; else it keeps its words."""
        unit, pane = self.pane.current_unit, self.pane
        if before is not None and unit is not None and _span(unit) != _span(before):
            if stood_on_it:
                pane.select_unit(unit)
            elif _span(unit) != pane.selection.span:
                pane.select_span(pane.selection.span)


def _span(unit: PlacedUnit) -> Span:
    return Span(unit.start, unit.end)
