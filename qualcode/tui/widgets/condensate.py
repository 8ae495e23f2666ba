"""A subgroup's condensate: read under the cards, written beside those it carries, or under them on a narrow screen."""

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qualcode.locale import current_language, say
from qualcode.text.moments import day
from qualcode.text.own_words import words_taken
from qualcode.tui.dialogs.fields import TextPage
from qualcode.tui.shown import shown
from qualcode.views.condensing import CondensateView
from qualcode.views.synthesis import Breadth


class CondensatePage(TextPage):
    """Where the condensate is written. `esc`, `ctrl+s` and `ctrl+enter` close it, and so does going elsewhere.

    The words that stand in `said`, the units it carries, are underlined as they are written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s,ctrl+enter,ctrl+j", "keep", show=False, priority=True),
        Binding("pagedown", "turn(0, 1)", show=False, priority=True),
        Binding("pageup", "turn(0, -1)", show=False, priority=True),
        Binding("ctrl+down", "turn(1, 0)", show=False, priority=True),
        Binding("ctrl+up", "turn(-1, 0)", show=False, priority=True),
    ]
    said: tuple[str, ...] = ()

    class Left(Message):
        """One is done writing, or has gone elsewhere."""

    class Turned(Message):
        """The units that are written from are to be scrolled by so many rows, or pages; below 0 is up."""

        def __init__(self, rows: int, pages: int) -> None:
            super().__init__()
            self.rows = rows
            self.pages = pages

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn, the participants' words underlined."""
        line = super().get_line(line_index)
        start = sum(len(self.document.get_line(at)) + len(self.document.newline) for at in range(line_index))
        for begins, ends in words_taken(self.text, self.said):
            line.stylize("underline", max(0, begins - start), max(0, ends - start))
        return line

    def action_turn(self, rows: int, pages: int) -> None:
        """Scroll the units, and write on."""
        self.post_message(self.Turned(rows, pages))

    def action_keep(self) -> None:
        """Done."""
        self.post_message(self.Left())

    def on_blur(self, event: events.Blur) -> None:
        """Gone elsewhere; that the whole terminal is left for a while does not count."""
        del event
        if self.app.app_focus:
            self.post_message(self.Left())


class CondensatePanel(Vertical):
    """What is written of a subgroup, with the participants' own words underlined; posts `Written`."""

    DEFAULT_CSS = """
    CondensatePanel {
        height: 30%; min-height: 6; border-top: solid $border-blurred; padding: 0 1;
        & > Horizontal { height: 1; }
        & .heading {
            width: auto; max-width: 60%; height: 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & .breadth {
            width: 1fr; height: 1; color: $text-muted; padding-left: 2; text-align: right;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        & .look { height: auto; color: $text-warning; text-style: bold; }
        & .text { height: 1fr; scrollbar-size-vertical: 1; }
        & CondensatePage { height: 1fr; border: none; padding: 0; display: none; }
        & CondensatePage:focus { border: none; }
        &.writing CondensatePage { display: block; }
        &.writing .text { display: none; }
        &.writing { border-top: solid $border; }
    }
    """

    class Written(Message):
        """The condensate of a subgroup is to be this text; `seen` is the version it was written from."""

        def __init__(self, subgroup_id: int, text: str, *, seen: int) -> None:
            super().__init__()
            self.subgroup_id = subgroup_id
            self.text = text
            self.seen = seen

    class Finished(Message):
        """The page is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: CondensateView | None = None
        self._writing: CondensateView | None = None
        self._posted = False
        self._told: object = None

    def compose(self) -> ComposeResult:
        """What it is, how broad, and the words."""
        with Horizontal():
            yield Static(classes="heading")
            yield Static(classes="breadth")
        yield Static(classes="look")
        with VerticalScroll(classes="text"):
            yield Static(classes="words")
        yield CondensatePage()

    @property
    def writing(self) -> bool:
        """Whether somebody is writing."""
        return self._writing is not None

    def show_condensate(
        self, condensate: CondensateView | None, *, number: int, participants: int, breadth: str = ""
    ) -> None:
        """Show the condensate of the subgroup with this number, None for cards that are in none.

        `participants` is how many the analysis has in all; `breadth` is the whole group's, shown where there is no
        condensate. While somebody writes, the page stays as it is.
        """
        told = (condensate, number, participants, breadth, current_language())
        if self._writing is not None or told == self._told:
            return
        self._shown, self._told = condensate, told
        heading, words, look = "", Content.styled(say("condensing_screen.no_subgroup"), "$text-muted"), ""
        if condensate is not None:
            heading = say("condensing_screen.condensate", number=number, name=" ".join(condensate.subgroup.split()))
            breadth = tell_breadth(condensate, participants=participants)
            words = underline_taken(condensate)
            look = say("condensing_screen.must_look") if condensate.must_look else ""
        self.query_one(".heading", Static).update(shown(heading))
        self.query_one(".breadth", Static).update(shown(breadth))
        self.query_one(".look", Static).update(shown(look))
        self.query_one(".look", Static).display = bool(look)
        self.query_one(".words", Static).update(words)

    def write(self, text: str | None = None, *, said: tuple[str, ...] = ()) -> None:
        """Write on the condensate that is shown, from `text` if given; `said` are the words of its units."""
        if self._shown is None or self._writing is not None:
            return
        self._writing = self._shown
        page = self.query_one(CondensatePage)
        page.said = said
        page.load_text(self._shown.text if text is None else text)
        page.move_cursor(page.document.end)
        self.add_class("writing")
        page.focus()

    def keep(self) -> None:
        """Post what has been written, if it is anything new. `finish` closes the page when it is stored."""
        written = self.take()
        if written is not None:
            self.post_message(written)

    def take(self) -> Written | None:
        """What has been written and is to be stored; None, and the page closed, if it is nothing new."""
        if self._writing is None or self._posted:
            return None
        text = self.query_one(CondensatePage).text
        if text.strip() == self._writing.text.strip():
            self.finish()
            return None
        self._posted = True
        return self.Written(self._writing.subgroup_id, text, seen=self._writing.version)

    def finish(self) -> None:
        """Close the page."""
        self._writing, self._posted, self._told = None, False, None
        self.remove_class("writing")
        self.post_message(self.Finished())

    def write_on(self, condensate: CondensateView | None = None) -> None:
        """It could not be stored: what is typed stays. It replaces `condensate`, which somebody else has written."""
        if self._writing is not None:
            self._writing, self._posted = condensate or self._writing, False
            self.query_one(CondensatePage).focus()

    def on_condensate_page_left(self, message: CondensatePage.Left) -> None:
        """Keep what is written."""
        message.stop()
        self.keep()


def tell_group_breadth(breadth: Breadth) -> str:
    """How wide a group reaches: "9 av 9 deltakere, 9 av 9 intervjuer"."""
    return say(
        "condensing_screen.breadth",
        participants=len(breadth.participants),
        participants_in_all=breadth.participants_in_all,
        interviews=len(breadth.interviews),
        interviews_in_all=breadth.interviews_in_all,
    )


def tell_breadth(condensate: CondensateView, *, participants: int) -> str:
    """How broad it is and whose: "15 enheter · 7 av 9 deltakere · 7 intervjuer · skrevet av AA 2026-03-02"."""
    parts = [
        say("condensing_screen.units", count=condensate.units),
        say("condensing_screen.participants", count=condensate.participants, total=participants),
        say("condensing_screen.interviews", count=condensate.interviews),
    ]
    if condensate.id is not None:
        parts.append(say("condensing_screen.written", coder=condensate.coder, day=day(condensate.written)))
    return " · ".join(parts)


def underline_taken(condensate: CondensateView) -> Content:
    """The text with the words that participants used underlined; what to do where nothing is written."""
    if condensate.id is None:
        key = "nothing_written" if condensate.units else "nothing_to_carry"
        return Content.styled(say(f"condensing_screen.{key}"), "$text-muted")
    pieces, at = [], 0
    for start, end in condensate.taken:
        pieces += [shown(condensate.text[at:start]), shown(condensate.text[start:end], "underline")]
        at = end
    return Content.assemble(*pieces, shown(condensate.text[at:]))
