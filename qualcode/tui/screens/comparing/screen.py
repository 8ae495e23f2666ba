"""The comparison across substudies: their categories side by side, and what each says about a topic."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.synthesis import comparing
from qualcode.services.synthesis.categories import quotes_and_condensates_for
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.list_screen import ListScreen
from qualcode.tui.looking_back import LookingBack
from qualcode.tui.screens.comparing.lines import Spot, column_content, lines_of, spot_of
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.comparing import CATEGORY, CONDENSATE, QUOTE, ComparisonView

STANCES = ("agrees", "divided", "disagrees", "silent")


class ComparingScreen(LookingBack, ListScreen):
    """Above, the columns with their categories; under them, topic by topic, what each column says."""

    PLACE = "comparing"
    CSS_PATH = "comparing.tcss"
    SHOWS_QUESTION = False
    AUTO_FOCUS = "KeyedList"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("comparing")

    compared: ComparisonView = ComparisonView((), ())

    def compose_body(self) -> ComposeResult:
        """The columns, and the topics."""
        with VerticalScroll(classes="columns"):
            yield Horizontal(classes="side-by-side")
        yield Static(classes="empty")
        yield KeyedList(classes="topics main")

    @property
    def topics(self) -> KeyedList:
        """The lines on the screen."""
        return self.query_one(KeyedList)

    @property
    def spot(self) -> Spot:
        """What is under the cursor."""
        return spot_of(self.compared, self.topics.key)

    def heading(self) -> tuple[str, ...]:
        """Study, and what this is."""
        return (self.session.title, say("comparing.title"))

    def traced_uid(self) -> str:
        """The evidence's under the cursor, or that of what a column says."""
        here = self.spot.evidence or self.spot.cell
        return here.uid if here is not None else ""

    def show_place(self) -> None:
        """Read the comparison, and show it."""
        self.compared = comparing.comparison_view(self.session.study)
        row = self.query_one(".side-by-side", Horizontal)
        row.remove_children()
        row.mount(*(Static(column_content(column), classes="column") for column in self.compared.columns))
        empty = "no_columns" if not self.compared.columns else "" if self.compared.topics else "no_topics"
        self.query_one(".empty", Static).update(shown(say(f"comparing.{empty}")) if empty else "")
        self.query_one(".empty", Static).display = bool(empty)
        self.topics.show_lines(lines_of(self.compared))
        self.tell_line()
        self.focus_unless_taken(self.topics)

    def tell_line(self) -> None:
        """The topic and the column under the cursor."""
        spot = self.spot
        told = [spot.topic.title] if spot.topic else []
        told += [spot.column.title] if spot.column else []
        self.status(" · ".join(" ".join(part.split()) for part in told))

    def action_topic_new(self) -> None:
        """Another topic, last."""

        def add(title: str) -> None:
            made = comparing.add_topic(self.session.study, title)
            self.show()
            self.topics.go_to(str(made))

        self.ask(TextDialog(say("comparing.new_topic")), add)

    def action_cell_edit(self) -> None:
        """Write what is under the cursor: the topic and what comes of it, or what one column says."""
        spot, study = self.spot, self.session.study
        topic = spot.topic
        if topic is None:
            self.tell(say("comparing.no_topics"))
            return
        if spot.cell is None or spot.column is None:
            fields = [
                Field("title", say("comparing.topic"), topic.title),
                Field("text", say("comparing.conclusion"), topic.text, lines=5),
            ]

            def change(told: dict[str, str]) -> None:
                comparing.change_topic(study, topic.id, seen=topic.version, **told)
                self.show()

            self.ask(FormDialog(say("comparing.topic"), fields), change)
            return
        cell, stances = spot.cell, [("", say("comparing.stances.none"))]
        stances += [(stance, say(f"comparing.stances.{stance}")) for stance in STANCES]
        fields = [
            Field("text", say("comparing.what_it_says", analysis=spot.column.title), cell.text, lines=5),
            Field("stance", say("comparing.stance"), cell.stance, choices=stances),
        ]

        def write(told: dict[str, str]) -> None:
            comparing.write_cell(study, topic.id, cell.analysis_id, seen=cell.version, **told)
            self.show()

        self.ask(FormDialog(topic.title, fields, may_be_empty=True), write)

    def action_cell_stance(self, digit: int) -> None:
        """The column agrees (1), is divided (2), disagrees (3), is silent (4); the same again takes it back."""
        spot = self.spot
        if spot.topic is None or spot.cell is None:
            self.tell(say("comparing.which_cell"))
            return
        stance = STANCES[digit - 1]
        chosen = "" if spot.cell.stance == stance else stance
        where = (spot.topic.id, spot.cell.analysis_id)
        comparing.write_cell(self.session.study, *where, stance=chosen, seen=spot.cell.version)
        self.show()

    def action_evidence_add(self) -> None:
        """Let the cell rest on a category, condensate or quote of its analysis."""
        spot, study = self.spot, self.session.study
        if spot.topic is None or spot.cell is None or spot.column is None:
            self.tell(say("comparing.which_cell"))
            return
        topic, cell = spot.topic, spot.cell
        material = quotes_and_condensates_for(study, cell.analysis_id)
        choices = [
            Choice((CATEGORY, key), heading, say("kinds.category")) for key, _, heading in spot.column.categories
        ]
        choices += [Choice((CONDENSATE, one.id), one.path, one.text) for one in material.condensates]
        choices += [Choice((QUOTE, one.id), one.printed, ", ".join(one.participants)) for one in material.quotes]

        def add(chosen: tuple[str, int]) -> None:
            comparing.add_evidence(study, topic.id, cell.analysis_id, kind=chosen[0], key=chosen[1])
            self.show()

        self.ask(ChooseDialog(say("comparing.which_evidence"), choices), add)

    def action_evidence_open(self) -> None:
        """Go to the evidence under the cursor; anything else is written."""
        if self.spot.evidence is None:
            self.action_cell_edit()
        else:
            self.go_to_thing(self.spot.evidence.uid)

    def open_line(self) -> None:
        """Go to the evidence, or write."""
        self.action_evidence_open()

    def action_topic_remove(self) -> None:
        """Take away what is under the cursor: the evidence, or the topic with its cells."""
        spot = self.spot
        if spot.evidence is not None:
            comparing.remove_evidence(self.session.study, spot.evidence.id)
        elif spot.topic is not None and spot.cell is None:
            comparing.remove_topic(self.session.study, spot.topic.id)
            self.tell(say("comparing.topic_removed", title=spot.topic.title))
        self.show()

    def action_topic_up(self) -> None:
        """Earlier among the topics."""
        self._move(-1)

    def action_topic_down(self) -> None:
        """Later among the topics."""
        self._move(1)

    def _move(self, by: int) -> None:
        if self.spot.topic is not None and comparing.move_topic(self.session.study, self.spot.topic.id, by):
            self.show()
