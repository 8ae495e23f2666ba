"""Tables of the material; every number can be opened to the passages it counts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static

from qualcode.analysis.crosstab import PERCENTS
from qualcode.analysis.demographics import FORMS
from qualcode.errors import QualcodeError
from qualcode.exporters.wording import printed_cell, table_notes
from qualcode.locale import say
from qualcode.services.asking.table_numbers import open_at, row_name
from qualcode.services.asking.tables import (
    ANSWERED,
    COOCCURRENCE,
    CROSSTAB,
    DEMOGRAPHICS,
    FRAMEWORK,
    FREQUENCIES,
    KINDS,
    WORDS,
    count_table,
    has_option,
    table_sides,
)
from qualcode.services.chapter.exporting import export_table
from qualcode.services.coding.units import code_groups
from qualcode.services.material.substudies import substudies
from qualcode.services.protecting.leaks import alone_in_cells
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import ShowDialog, lay_in_columns
from qualcode.tui.hit_screen import HitScreen
from qualcode.tui.shown import shortened, shown
from qualcode.tui.tasks.leaving import LeavingTask, ask_file
from qualcode.tui.tasks.pictures import PictureTask
from qualcode.tui.widgets.count_grid import CountGrid
from qualcode.tui.widgets.hit_list import HitList
from qualcode.tui.widgets.lines import BottomLine, TopLine
from qualcode.views.counting import CountedTable, TableAsked
from qualcode.views.leaks import Leak

_VALUES = "values"
"""Frequencies of an attribute, as a choice of its own."""

_OF_SUBSTUDY, _OF_ANALYSIS = "substudy:", "analysis:"
"""What a table is limited to begins with which of them it is."""


class Counted(Message):
    """The table that was asked for, or why there is none."""

    def __init__(self, asked: TableAsked, table: CountedTable | None, error: QualcodeError | None = None) -> None:
        super().__init__()
        self.asked, self.table, self.error = asked, table, error


class TablesScreen(HitScreen):
    """The table and its notes; under it, when a number is opened, the passages it counts."""

    PLACE = "tables"
    CSS_PATH = "tables.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("tables")

    asked = TableAsked(FREQUENCIES)
    table: CountedTable | None = None
    limits = TableAsked("")
    """What every table is limited to: the substudy or the analysis that was chosen."""
    opened = ""
    """The number that is open, in words."""

    def compose(self) -> ComposeResult:
        """As other places; above, Search is where one is."""
        yield TopLine("search")
        yield from self.compose_body()
        yield BottomLine(self.PLACE)

    def compose_body(self) -> ComposeResult:
        """Title, table, notes; the passages behind a number."""
        with Vertical(classes="panes"):
            yield Static(classes="table-title")
            yield CountGrid(classes="main")
            yield Static(classes="notes")
            yield Static(classes="opened")
            yield HitList()
            yield Static(classes="turn")

    def show_place(self) -> None:
        """The table as the numbers are now."""
        self._count(self.asked)
        self.focus_unless_taken(self.query_one(CountGrid))

    def tell_place(self) -> None:
        """The number under the cursor in words, or the passage."""
        hit = self.found.hit
        if self.opened and hit is not None and not self.query_one(CountGrid).has_focus:
            place: dict[str, Any] = {"transcript": hit.transcript, "turn": hit.turn, "groups": self.groups_here()}
            self.status(f"{self.found.cursor + 1}/{len(self.found.hits)} · {say('search.here', **place)}")
        else:
            self.status(self._number())

    def _number(self) -> str:
        if self.table is None or not self.table.view.rows:
            return ""
        view, at = self.table.view, self.query_one(CountGrid).cursor_coordinate
        row = view.rows[min(at.row, len(view.rows) - 1)]
        headings = view.headings or view.columns
        what = shortened(printed_cell(row[at.column], language=self.session.language), cells=200)
        named = row_name(view, min(at.row, len(view.rows) - 1))
        return f"{named} · {headings[at.column]}: {what}" if at.column else str(row[0])

    def on_descendant_focus(self) -> None:
        """The number, or the passage: whichever the keys go to."""
        if self.app.session is not None:
            self.tell_place()

    def _count(self, asked: TableAsked) -> None:
        self.asked = asked
        self.run_worker(partial(self._make, asked), thread=True, exclusive=True, group="tables")

    def _make(self, asked: TableAsked) -> None:
        """In a thread: count."""
        try:
            self.post_message(Counted(asked, count_table(self.session.study, asked, opened=True)))
        except QualcodeError as error:
            self.post_message(Counted(asked, None, error))

    @on(Counted)
    def _show_counted(self, message: Counted) -> None:
        if message.asked != self.asked or self.app.session is None:
            return
        self.table = message.table
        self._close_number()
        grid, view = self.query_one(CountGrid), message.table.view if message.table else None
        title = view.title if view else say(f"search.table.{self.asked.kind}")
        self.query_one(".table-title", Static).update(shown(title, "bold"))
        grid.display = view is not None
        notes = "\n".join(table_notes(view)) if view else ""
        if message.error is not None:
            notes = f"{message.error.message}\n{message.error.hint}"
        self.query_one(".notes", Static).update(shown(notes))
        if view is not None:
            grid.show_table(view, language=self.session.language)
        self.tell_place()

    @on(DataTable.CellHighlighted)
    def _moved_in_table(self, event: DataTable.CellHighlighted) -> None:
        event.stop()
        if self.app.session is not None:
            self.tell_place()

    @on(DataTable.CellSelected)
    def _selected(self, event: DataTable.CellSelected) -> None:
        event.stop()
        if self.app.session is not None:
            self._open_number()

    def action_hit_open(self) -> None:
        """From a number to its passages; from a passage to the transcript."""
        if self.found.has_focus:
            super().action_hit_open()
        else:
            self._open_number()

    def action_hit_code(self, digit: int) -> None:
        """Code the passage one is on, when a number is open."""
        if self.opened:
            super().action_hit_code(digit)

    def _open_number(self) -> None:
        if self.table is None:
            return
        at = self.query_one(CountGrid).cursor_coordinate
        number = open_at(self.session.study, self.table, at.row, at.column)
        if not number.hits:
            self._tell_people(number.people)
            return
        self.opened = self._number()
        self.add_class("-opened")
        silent = say("search.without_words", count=number.without_words) if number.without_words else ""
        self.query_one(".opened", Static).update(Content.assemble(shown(self.opened, "bold"), f"  {silent}"))
        self.found.show_hits(number.hits)
        self.found.focus()
        self.call_after_refresh(self.show_context)

    def _tell_people(self, people: Sequence[tuple[str, str]]) -> None:
        if not people:
            self.tell(say("search.nothing_behind"))
            return
        body = lay_in_columns(people)
        self.ask(ShowDialog(self._number(), body, explanation=say("search.no_words_behind")), lambda _: None)

    def _close_number(self) -> None:
        self.opened = ""
        self.remove_class("-opened")
        if self.found.has_focus:
            self.query_one(CountGrid).focus()

    def action_table_back(self) -> None:
        """From the passages to the table."""
        self._close_number()
        self.tell_place()

    def action_table_search(self) -> None:
        """To the search."""
        self.app.go_to("search")

    def action_table_choose(self) -> None:
        """Another table."""
        kinds = [*KINDS[:2], _VALUES, *KINDS[2:]]
        choices = [Choice(kind, say(f"search.table.{kind}"), say(f"search.table_help.{kind}")) for kind in kinds]
        self.ask(ChooseDialog(say("search.which_table"), choices, highlighted=self.asked.kind), self._choose)

    def _choose(self, kind: str) -> None:
        asked = replace(self.limits, kind=FREQUENCIES if kind == _VALUES else kind)
        if kind in (CROSSTAB, ANSWERED):
            self._ask_side("rows", lambda rows: self._ask_side("columns", partial(self._cross, asked, rows)))
        elif kind == _VALUES:
            self._ask_side("rows", lambda rows: self._count(replace(asked, rows=rows)))
        elif kind == WORDS:
            self._ask_group(lambda group: self._count(replace(asked, group=group, analysis=self._analysis())))
        elif kind == COOCCURRENCE:
            ways = [Choice(way, say(f"search.within.{way}")) for way in ("overlap", "turn", "near")]
            dialog = ChooseDialog(say("search.which_within"), ways)
            self.ask(dialog, lambda way: self._count(replace(asked, within=way)))
        elif kind == DEMOGRAPHICS:
            self._ask_substudy(partial(self._ask_form, asked))
        elif kind == FRAMEWORK and (asked.substudy, asked.analysis) == (None, None):
            # Condensates of several analyses side by side would be too many columns to read.
            self._count(replace(asked, analysis=self._analysis()))
        else:
            self._count(asked)

    def _ask_substudy(self, then: Callable[[str], None]) -> None:
        names = [one.name for one in substudies(self.session.study)]
        if self.limits.substudy or len(names) == 1:
            then(self.limits.substudy or names[0])
        else:
            choices = [Choice(name, name) for name in names]
            self.ask(ChooseDialog(say("participants_screen.which_substudy"), choices), then)

    def _ask_form(self, asked: TableAsked, substudy: str) -> None:
        forms = [Choice(form, say(f"search.form.{form}")) for form in FORMS]
        wanted = replace(asked, substudy=substudy)
        self.ask(ChooseDialog(say("search.which_form"), forms), lambda form: self._count(replace(wanted, form=form)))

    def _cross(self, asked: TableAsked, rows: str, columns: str) -> None:
        self._count(replace(asked, rows=rows, columns=columns))

    def _analysis(self) -> str | None:
        analysis = self.session.analysis
        return analysis.title if analysis else None

    def _ask_side(self, side: str, then: Callable[[str], None]) -> None:
        sides = table_sides(self.session.study)
        choices = [Choice(name, called, name if name != called else "") for name, called in sides]
        self.ask(ChooseDialog(say(f"search.which_{side}"), choices), then)

    def _ask_group(self, then: Callable[[str], None]) -> None:
        analysis = self.session.analysis
        groups = code_groups(self.session.study, analysis.id) if analysis else ()
        self.ask(ChooseDialog(say("search.which_group"), [Choice(one.name, one.name) for one in groups]), then)

    def action_table_percent(self) -> None:
        """Counts, percent of the row, of the column, of all: one after the other."""
        if self.asked.kind != CROSSTAB:
            self.tell(say("search.only_crosstab"))
            return
        order = ["", *PERCENTS]
        self._count(replace(self.asked, percent=order[(order.index(self.asked.percent) + 1) % len(order)]))

    def action_table_split(self) -> None:
        """Count who has several values under each, or again once."""
        if not has_option(self.asked.kind, "split"):
            self.tell(say("search.only_several"))
            return
        self._count(replace(self.asked, split=not self.asked.split))

    def action_table_limit(self) -> None:
        """Only one substudy or analysis, or all."""
        parts = [(_OF_SUBSTUDY, one.name) for one in substudies(self.session.study)]
        parts += [(_OF_ANALYSIS, one.title) for one in self.session.analyses]
        known = [Choice(f"{of}{name}", name, say(f"kinds.{of.rstrip(':')}")) for of, name in parts]
        self.ask(ChooseDialog(say("search.count_only"), [Choice("", say("search.limit.none")), *known]), self._limit)

    def _limit(self, chosen: str) -> None:
        name = chosen.partition(":")[2] or None
        of_analysis = chosen.startswith(_OF_ANALYSIS)
        self.limits = TableAsked("", analysis=name) if of_analysis else TableAsked("", substudy=name)
        limited: dict[str, Any] = {"substudy": self.limits.substudy, "analysis": self.limits.analysis}
        if self.asked.kind == WORDS:
            # The words of a group are those of its analysis, whatever else a table is limited to.
            limited["analysis"] = self.asked.analysis
        self._count(replace(self.asked, **limited))

    def action_picture_show(self) -> None:
        """Draw the material."""
        PictureTask(self, substudy=self.limits.substudy, analysis=self.limits.analysis).begin()

    def action_table_export(self) -> None:
        """Write the table to a file; people without consent are not in it."""
        path = self.session.study.path
        ask_file(self, path.with_name(f"{path.stem}-{say('search.table_file')}.xlsx"), self._export)

    def _export(self, path: Path) -> None:
        study, asked = self.session.study, self.asked
        also: list[Leak] = []

        def write(aside: Path) -> list[Path]:
            table = count_table(study, asked, consenting=True)
            also.extend(alone_in_cells(asked, table))
            export_table(study, table.view, aside)
            return [aside]

        LeavingTask(self, "table", path, write, lambda: also).begin()
