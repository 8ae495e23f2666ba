"""What corrections of the transcripts have given other words: one after the other, the words before and after."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.material.reviewing import accept_words, place_to_review, units_to_review
from qualcode.text.span import Span
from qualcode.tui.bindings import bindings_for
from qualcode.tui.compared import compared
from qualcode.tui.list_screen import ListScreen
from qualcode.tui.shown import shortened, shown
from qualcode.tui.tasks.revisions import show_revisions
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.correcting import ReviewRow

_LINE = 60
"""Cells for the words of one line in the list; what is longer can be read beside it."""


class ReviewingScreen(ListScreen):
    """Left what waits, right the one under the cursor: how it was marked, how it reads now."""

    PLACE = "reviewing"
    CSS_PATH = "reviewing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("reviewing")

    everywhere: bool = False
    rows: tuple[ReviewRow, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The list, and the two wordings."""
        with Horizontal(classes="panes"):
            yield KeyedList(classes="waiting")
            with VerticalScroll(classes="main", can_focus=False), Vertical():
                yield Static(classes="where")
                yield Static(say("reviewing.before"), classes="heading")
                yield Static(classes="before")
                yield Static(say("reviewing.after"), classes="heading")
                yield Static(classes="after")
                yield Static(classes="printed")

    def show_place(self) -> None:
        """What waits, in this analysis or in the whole study."""
        analysis = self.session.analysis
        within = None if self.everywhere or analysis is None else analysis.id
        self.rows = tuple(units_to_review(self.session.study, analysis_id=within))
        listed = self.query_one(KeyedList)
        listed.show_lines([(row.uid, _line(row)) for row in self.rows])
        self.tell_line()
        self.focus_unless_taken(listed)

    @property
    def row(self) -> ReviewRow | None:
        """What is under the cursor."""
        key = self.query_one(KeyedList).key
        return next((row for row in self.rows if row.uid == key), None)

    def open_line(self) -> None:
        """Go to its place in the transcript."""
        self.action_words_open()

    def tell_line(self) -> None:
        """The two wordings."""
        row = self.row
        self.query_one(".main").display = row is not None
        if row is None:
            self.status(say("reviewing.nothing_waits"))
            return
        before, after = compared(row.before, row.after)
        self.query_one(".where", Static).update(shown(_where(row), "bold"))
        self.query_one(".before", Static).update(before)
        self.query_one(".after", Static).update(after)
        printed = shown(say("reviewing.printed", words=row.printed)) if row.printed else Content("")
        self.query_one(".printed", Static).update(printed)
        self.status(say("reviewing.status", count=len(self.rows)))

    def action_words_open(self) -> None:
        """To its place in the transcript."""
        row = self.row
        if row is not None:
            analysis = next((one.id for one in self.session.analyses if one.title == row.analysis), None)
            transcript, unit = place_to_review(self.session.study, row)
            looking = {"transcript_id": transcript, "span": Span(row.start, row.end), "unit_id": unit}
            self.app.go_to("coding", analysis_id=analysis, **looking)

    def action_words_accept(self) -> None:
        """Somebody has looked: it stands as it reads now."""
        row = self.row
        if row is not None:
            accept_words(self.session.study, row.id, kind=row.kind)
            self.show()

    def action_words_all(self) -> None:
        """Of the whole study, or of this analysis again."""
        self.everywhere = not self.everywhere
        self.show()

    def action_revisions_show(self) -> None:
        """The wordings that the transcript has had."""
        row = self.row
        if row is not None:
            show_revisions(self, place_to_review(self.session.study, row)[0], row.transcript)


def _line(row: ReviewRow) -> Content:
    kind = say(f"correcting.kind.{row.kind}")
    return Content.assemble(
        shown(f"{row.transcript} · {kind}  ", "$text-muted"), shown(shortened(row.after, cells=_LINE))
    )


def _where(row: ReviewRow) -> str:
    parts = [row.transcript, say(f"correcting.kind.{row.kind}"), ", ".join(row.code_groups), row.coder]
    return " · ".join(part for part in parts if part)
