"""The lanes of a board: one per subgroup, and one for what is not placed, with what is set aside at its end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qualcode.views.condensing import SET_ASIDE, SUBGROUP, BoardView, CardView


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of cards. `number` is the digit that puts a card here, counted from 1; 0 is the lane of the unplaced.

    Cards from index `aside_from` on are set aside. `total` and `aside_total` count also what a filter leaves out.
    `must_look` when the subgroup's condensate must be looked at again.
    """

    subgroup_id: int | None
    number: int
    name: str
    cards: tuple[CardView, ...]
    total: int
    aside_from: int
    aside_total: int = 0
    must_look: bool = False

    def is_aside(self, index: int) -> bool:
        """Whether the card at this index is set aside."""
        return index >= self.aside_from


def lanes_of(board: BoardView) -> tuple[Lane, ...]:
    """The lanes of a code group, the subgroups' first."""
    doubtful = {condensate.subgroup_id for condensate in board.condensates if condensate.must_look}
    placed = [column for column in board.columns if column.kind == SUBGROUP]
    lanes = [
        Lane(
            subgroup_id=column.subgroup_id,
            number=number,
            name=column.name,
            cards=column.cards,
            total=column.total,
            aside_from=len(column.cards),
            must_look=column.subgroup_id in doubtful,
        )
        for number, column in enumerate(placed, start=1)
    ]
    rest = [column for column in board.columns if column.kind != SUBGROUP]
    unsorted = [column for column in rest if column.kind != SET_ASIDE]
    aside = [column for column in rest if column.kind == SET_ASIDE]
    loose = tuple(card for column in unsorted for card in column.cards)
    put_away = tuple(card for column in aside for card in column.cards)
    last = Lane(
        subgroup_id=None,
        number=0,
        name="",
        cards=loose + put_away,
        total=sum(column.total for column in unsorted),
        aside_from=len(loose),
        aside_total=sum(column.total for column in aside),
    )
    return (*lanes, last)


def move_cards(
    lanes: Sequence[Lane], coding_ids: Collection[int], *, subgroup_id: int | None, aside: bool = False
) -> tuple[Lane, ...]:
    """The lanes after cards have been moved, each last where it now lies: what is shown until the study is read again.

    Reading a large group takes longer than a key may; where exactly the cards belong is known then.
    """
    moved = [card for lane in lanes for card in lane.cards if card.coding_id in coding_ids]
    left = [_without(lane, coding_ids) for lane in lanes]
    return tuple(_with(lane, moved, aside=aside) if lane.subgroup_id == subgroup_id else lane for lane in left)


def next_index(before: Lane, index: int, after: Lane) -> int:
    """Where the cursor stands in a lane that has changed: on its card, else on the next that stayed, else on the last.

    So a card that is moved away, or set aside, lets the next one come under the cursor.
    """
    places = {(card.coding_id, after.is_aside(place)): place for place, card in enumerate(after.cards)}
    stayed = [places.get((card.coding_id, before.is_aside(place))) for place, card in enumerate(before.cards)]
    there = (place for place in [*stayed[index:], *stayed[:index][::-1]] if place is not None)
    return next(there, 0)


def _without(lane: Lane, coding_ids: Collection[int]) -> Lane:
    loose = tuple(card for card in lane.cards[: lane.aside_from] if card.coding_id not in coding_ids)
    aside = tuple(card for card in lane.cards[lane.aside_from :] if card.coding_id not in coding_ids)
    fewer = len(lane.cards[: lane.aside_from]) - len(loose)
    fewer_aside = len(lane.cards) - lane.aside_from - len(aside)
    return replace(
        lane,
        cards=loose + aside,
        total=lane.total - fewer,
        aside_from=len(loose),
        aside_total=lane.aside_total - fewer_aside,
    )


def _with(lane: Lane, cards: Sequence[CardView], *, aside: bool) -> Lane:
    loose, put_away = lane.cards[: lane.aside_from], lane.cards[lane.aside_from :]
    if aside:
        return replace(lane, cards=(*loose, *put_away, *cards), aside_total=lane.aside_total + len(cards))
    cleared = [replace(card, reason="") for card in cards]
    return replace(
        lane,
        cards=(*loose, *cleared, *put_away),
        total=lane.total + len(cards),
        aside_from=lane.aside_from + len(cards),
    )
