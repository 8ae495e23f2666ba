"""What the Condensation screen shows: the code group's cards, the condensate they come to, and where one is."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.coding.examples import examples_of, set_example
from qualcode.services.coding.units import code_groups
from qualcode.services.condensing import condensing
from qualcode.text.span import Span
from qualcode.tui.looking_back import LookingBack
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.board import CardBoard, CursorMoved
from qualcode.tui.widgets.board.lanes import lanes_of
from qualcode.tui.widgets.condensate import CondensatePage, CondensatePanel, tell_group_breadth
from qualcode.tui.widgets.lines import BottomLine
from qualcode.views.condensing import ORDERS, BoardView, CardView, CondensateView
from qualcode.views.groups import GroupView

_READ_AFTER = 0.25
"""Seconds without a key before a board that was changed is read again."""

_REASON = 60


class CondensingPlace(LookingBack):
    """A code group's cards over a condensate. What is moved lies there at once; the study is read when hands rest.

    While one writes, only the cards of the subgroup are there, and on a wide screen the text stands beside them.
    """

    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual

    board: BoardView | None = None
    participant: str | None = None
    attribute: tuple[str, str] | None = None
    order: str = ORDERS[0]
    _arriving: bool = False
    _reading: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """The cards, and what they come to."""
        with Vertical(classes="table"):
            yield Static(classes="empty")
            yield CardBoard(classes="main")
            yield CondensatePanel()

    @property
    def filtered_by(self) -> str:
        """Whose cards are shown, in words; empty where all are."""
        return self.participant or (": ".join(self.attribute) if self.attribute else "")

    @property
    def cards(self) -> CardBoard:
        """The cards on the screen."""
        return self.query_one(CardBoard)

    @property
    def panel(self) -> CondensatePanel:
        """The condensate on the screen."""
        return self.query_one(CondensatePanel)

    def write_condensate(self, text: str | None = None) -> None:
        """Write on the condensate that is shown, from `text` if given, with the units it carries in sight."""
        lane = self.cards.lane
        if lane is not None and not self.panel.writing:
            self.panel.write(text, said=tuple(card.words for card in lane.cards))
            self.show_writing(on=True)

    def show_writing(self, *, on: bool) -> None:
        """Lay the screen out for writing, or for sorting again."""
        self.set_class(on, "-writing")
        self.cards.show_alone(alone=on)
        self.query_one(BottomLine).show_keys(say("condensing_screen.writing") if on else "")

    @on(CondensatePage.Turned)
    def _turn_units(self, message: CondensatePage.Turned) -> None:
        self.cards.turn(rows=message.rows, pages=message.pages)

    @property
    def condensate(self) -> CondensateView | None:
        """The condensate of the subgroup the cursor is in, written or not; None outside subgroups."""
        lane = self.cards.lane
        written = self.board.condensates if self.board else ()
        return next((one for one in written if lane and one.subgroup_id == lane.subgroup_id), None)

    def traced_uid(self) -> str:
        """The unit's under the cursor, or, where one writes, the condensate's."""
        if self.panel.has_focus_within and self.condensate is not None:
            return self.condensate.uid
        return self.cards.card.uid if self.cards.card is not None else ""

    def action_card_example(self) -> None:
        """The unit under the cursor stands as an example in the analysis table, or no longer."""
        card, study = self.cards.card, self.session.study
        if card is not None:
            on = not examples_of(study, [card.coding_id])
            set_example(study, [card.coding_id], on=on)
            self.tell(say("meetings.example" if on else "meetings.no_example"))
            self.read_soon()

    def on_screen_resume(self) -> None:
        """Arriving: at the unit that one was looking at."""
        self._arriving = True
        super().on_screen_resume()

    def on_screen_suspend(self) -> None:
        """Leaving for another place: what is being written is kept. Under a dialog it waits."""
        if self.app.place is not self:
            self.panel.keep()

    def heading(self) -> tuple[str, ...]:
        """The code group's name comes last, with how many units it has."""
        board = self.board
        if board is None:
            return super().heading()
        return (*super().heading(), f"{board.group} ({sum(column.total for column in board.columns)})")

    def show_place(self) -> None:
        """Read the code group that is looked at, or the first that has units."""
        analysis, looking = self.session.analysis, self.session.looking
        groups = () if analysis is None else code_groups(self.session.study, analysis.id)
        chosen = _choose(groups, looking.group_id)
        self._show_empty(chosen)
        self.session.look_at(group_id=chosen.id if chosen else None)
        if chosen is None:
            self.board = None
            self.cards.forget()
            self.status("")
        else:
            self._show_group(chosen.id)
        self._arriving = False

    def _show_empty(self, chosen: GroupView | None) -> None:
        key = "no_groups" if chosen is None else "no_units" if not chosen.units else ""
        empty = self.query_one(".empty", Static)
        empty.update(shown(say(f"condensing_screen.{key}")) if key else "")
        empty.display = bool(key)
        self.cards.display = self.panel.display = not key
        if not key and self.focused is None:
            self.cards.focus()

    def _show_group(self, group_id: int) -> None:
        if self.board is None or self.board.group_id != group_id:
            self.cards.forget()
            self.participant = self.attribute = None
        self.read_board(group_id)
        wanted = self.session.looking.unit_id
        if self._arriving and self.session.looking.subgroup:
            self._go_to_subgroup(self.session.looking.subgroup)
        elif self._arriving and wanted is not None and (self.cards.card is None or self.cards.card.unit_id != wanted):
            self.cards.go_to_card(unit_id=wanted)

    def _go_to_subgroup(self, name: str) -> None:
        """To the subgroup that one was sent to, once."""
        self.session.look_at(subgroup="")
        self.cards.go_to_lane(next((lane.subgroup_id for lane in self.cards.lanes if lane.name == name), None))

    def read_board(self, group_id: int) -> None:
        """Read the cards and what is written, and show them."""
        study = self.session.study
        self.board = condensing.board(
            study, group_id, participant=self.participant, attribute=self.attribute, order=self.order
        )
        self.cards.show_lanes(lanes_of(self.board))
        self.show_under()

    def read_soon(self) -> None:
        """Read the board when the hands rest: what has been moved is shown already."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(_READ_AFTER, self._read_again)
        self.show_under()

    def _read_again(self) -> None:
        if self.app.session is not None and self.app.place is self and self.board is not None:
            self.show()

    @on(CursorMoved)
    def _cursor_moved(self) -> None:
        """Remember the card, for the place gone to next; show the condensate of its subgroup."""
        card = self.cards.card
        if card is not None and self.app.session is not None:
            self.session.look_at(
                transcript_id=card.transcript_id, span=Span(card.start, card.end), unit_id=card.unit_id
            )
        self.show_under()

    def show_under(self) -> None:
        """Show the condensate under the cards, and say what is under the cursor."""
        board, lane = self.board, self.cards.lane
        if board is None or lane is None:
            return
        everybody = board.breadth.participants_in_all
        breadth = tell_group_breadth(board.breadth)
        self.panel.show_condensate(self.condensate, number=lane.number, participants=everybody, breadth=breadth)
        self.status(self.describe())

    def describe(self) -> str:
        """What is under the cursor, in words: who, where, whose, quoted or not, marks and filter."""
        cards, lane = self.cards, self.cards.lane
        told = [say("condensing_screen.marked", count=len(cards.marked))] if cards.marked else []
        if self.filtered_by:
            told.append(say("condensing_screen.only", participant=self.filtered_by))
        if cards.card is not None and lane is not None:
            told += _tell_card(cards.card, aside=lane.is_aside(cards.index))
            told.append(say("condensing_screen.card_of", number=cards.index + 1, total=len(lane.cards)))
        return " · ".join(told)


def _choose(groups: tuple[GroupView, ...], wanted: int | None) -> GroupView | None:
    """The group looked at, else the first with units, else the first."""
    with_units = [group for group in groups if group.units]
    return next((group for group in groups if group.id == wanted), next(iter([*with_units, *groups]), None))


def _tell_card(card: CardView, *, aside: bool) -> list[str]:
    who = ", ".join(card.participants or card.speakers)
    key = "turn_alone" if who == card.transcript else "turn"
    told = [who] if who else []
    told.append(say(f"condensing_screen.{key}", transcript=card.transcript, number=card.turn))
    told.append(say("condensing_screen.coded_by", coder=card.coder))
    if aside:
        reason = shortened(card.reason, cells=_REASON)
        told.append(say("condensing_screen.is_aside") + (f": {reason}" if reason else ""))
    if card.quoted:
        told.append(say("condensing_screen.golden" if card.golden else "condensing_screen.quoted"))
    return told
