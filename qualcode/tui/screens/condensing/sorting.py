"""What one does with the cards of a code group: walk, mark, place, set aside, open, quote."""

from textual import on

from qualcode.locale import say
from qualcode.services.condensing import condensing, quotes
from qualcode.text.span import Span
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screens.condensing.place import CondensingPlace
from qualcode.tui.shown import shortened
from qualcode.tui.tasks.quoting import ask_printed
from qualcode.tui.widgets.board import CardOpened


class SortingActions(CondensingPlace):
    """The commands that act on cards."""

    def action_card_place(self, digit: int) -> None:
        """Into the subgroup with this number."""
        lane = next((lane for lane in self.cards.lanes if lane.number == digit), None)
        if lane is None or lane.subgroup_id is None:
            self.tell(say("condensing_screen.no_subgroup_with_number", number=digit))
        elif self._chosen():
            condensing.place(self.session.study, self._chosen(), lane.subgroup_id)
            self.cards.move_chosen(lane.subgroup_id)
            self.read_soon()

    def action_card_unplace(self) -> None:
        """Out of the subgroup, or back from the side."""
        if self._chosen():
            condensing.unplace(self.session.study, self._chosen())
            self.cards.move_chosen(None)
            self.read_soon()

    def action_card_set_aside(self) -> None:
        """Set aside; what is set aside already gets a reason."""
        cards, lane = self.cards, self.cards.lane
        if cards.card is not None and lane is not None and lane.is_aside(cards.index) and not cards.marked:
            dialog = WriteDialog(
                say("condensing_screen.reason"), cards.card.reason, explanation=shortened(cards.card.words, cells=200)
            )
            chosen = self._chosen()
            self.ask(dialog, lambda reason: self._give_reason(chosen, reason))
        elif self._chosen():
            condensing.set_aside(self.session.study, self._chosen())
            cards.move_chosen(None, aside=True)
            self.read_soon()

    def _give_reason(self, coding_ids: list[int], reason: str) -> None:
        condensing.set_aside(self.session.study, coding_ids, reason)
        self.show()

    def _chosen(self) -> list[int]:
        return [card.coding_id for card in self.cards.chosen]

    def action_card_mark(self) -> None:
        """Mark the card and go on to the next."""
        self.cards.toggle_mark()
        self.cards.move_card(1)
        self.show_under()

    def action_card_unmark(self) -> None:
        """Take the marks away; then the filter."""
        if self.cards.marked:
            self.cards.unmark()
            self.show_under()
        elif self.filtered_by:
            self.participant = self.attribute = None
            self.show()

    def action_card_open(self) -> None:
        """Open the transcript where the unit stands."""
        card = self.cards.card
        if card is not None:
            there = Span(card.start, card.end)
            self.app.go_to("coding", transcript_id=card.transcript_id, span=there, unit_id=card.unit_id)

    @on(CardOpened)
    def _open_clicked(self) -> None:
        self.action_card_open()

    def action_card_next(self) -> None:
        """To the next card."""
        self.cards.move_card(1)

    def action_card_previous(self) -> None:
        """To the previous card."""
        self.cards.move_card(-1)

    def action_card_next_page(self) -> None:
        """A page down."""
        self.cards.move_page(1)

    def action_card_previous_page(self) -> None:
        """A page up."""
        self.cards.move_page(-1)

    def action_card_first(self) -> None:
        """To the first card of the lane."""
        self.cards.move_to_end(-1)

    def action_card_last(self) -> None:
        """To the last card of the lane."""
        self.cards.move_to_end(1)

    def action_column_next(self) -> None:
        """To the lane at the right."""
        self.cards.move_lane(1)

    def action_column_previous(self) -> None:
        """To the lane at the left."""
        self.cards.move_lane(-1)

    def action_quote_mark(self) -> None:
        """Quote the unit as it was said; a unit that is quoted gets a printed form."""
        card = self.cards.card
        if card is None or self.board is None:
            return
        if not card.quoted:
            quotes.mark_quote(self.session.study, card.coding_id)
            self.tell(say("condensing_screen.marked_as_quote"))
            self.show()
            return
        listed = quotes.quotes(self.session.study, unit_id=card.unit_id)
        ask_printed(self, [quote for quote in listed if quote.coding_id == card.coding_id], self.show)
