"""Claims about the lanes of a board and the window on them, whatever the cards."""

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from qualcode.tui.widgets.board.card import CardLook, height_of, paint_card
from qualcode.tui.widgets.board.lanes import Lane, move_cards, next_index
from qualcode.tui.widgets.board.window import reveal, rows_from, step_down, step_up
from qualcode.views.condensing import CardView

HEIGHTS = st.lists(st.integers(1, 30), min_size=1, max_size=20)


def card(key: int, words: str = "Ja.") -> CardView:
    return CardView(key, key, str(key), words, 1, "P1", 1, ("P1",), ("P1",), "AA", 0, len(words), False, False, "", 1)


def lanes(sizes: list[int], aside: int) -> tuple[Lane, ...]:
    """Lanes of so many cards, the last with `aside` of its cards set aside."""
    made, key = [], 0
    for number, size in enumerate(sizes):
        cards = tuple(card(key + n) for n in range(size))
        key += size
        last = number == len(sizes) - 1
        put_away = min(aside, size) if last else 0
        subgroup = None if last else number + 1
        made.append(Lane(subgroup, 0 if last else number + 1, "x", cards, size - put_away, size - put_away, put_away))
    return tuple(made)


@given(HEIGHTS, st.data(), st.integers(1, 40))
def test_the_card_under_the_cursor_is_always_in_sight(heights: list[int], data: st.DataObject, rows: int) -> None:
    indices = st.integers(0, len(heights) - 1)
    before = data.draw(indices)
    top, cursor = (before, data.draw(st.integers(0, heights[before] - 1))), data.draw(indices)
    shown = list(
        rows_from(reveal(top, cursor, heights.__getitem__, rows=rows), len(heights), heights.__getitem__, rows=rows)
    )
    own = [row for at, row in shown if at == cursor]
    if heights[cursor] <= rows:
        assert own == list(range(heights[cursor]))
    else:
        assert own


@given(HEIGHTS, st.data(), st.integers(1, 40))
def test_what_is_in_sight_already_does_not_move(heights: list[int], data: st.DataObject, rows: int) -> None:
    top = (data.draw(st.integers(0, len(heights) - 1)), 0)
    for at, row in rows_from(top, len(heights), heights.__getitem__, rows=rows):
        if row == heights[at] - 1:
            assert reveal(top, at, heights.__getitem__, rows=rows) == top


@given(HEIGHTS, st.data(), st.integers(0, 60))
def test_so_many_rows_down_and_up_again_is_where_one_was(heights: list[int], data: st.DataObject, rows: int) -> None:
    at = data.draw(st.integers(0, len(heights) - 1))
    place = (at, data.draw(st.integers(0, heights[at] - 1)))
    below = sum(heights[at:]) - place[1] - 1
    down = step_down(place, len(heights), heights.__getitem__, rows=min(rows, below))
    assert step_up(down, heights.__getitem__, rows=min(rows, below)) == place


@given(st.lists(st.integers(0, 6), min_size=2, max_size=5), st.integers(0, 6), st.data())
def test_moving_cards_loses_none_and_counts_them_right(sizes: list[int], aside: int, data: st.DataObject) -> None:
    before = lanes(sizes, aside)
    chosen = data.draw(st.sets(st.integers(0, max(0, sum(sizes) - 1))))
    target = data.draw(st.sampled_from([lane.subgroup_id for lane in before]))
    to_side = target is None and data.draw(st.booleans())
    after = move_cards(before, chosen, subgroup_id=target, aside=to_side)
    assert sorted(one.coding_id for lane in after for one in lane.cards) == list(range(sum(sizes)))
    for lane in after:
        assert lane.aside_from == lane.total
        assert lane.total + lane.aside_total == len(lane.cards)
    arrived = next(lane for lane in after if lane.subgroup_id == target)
    placed = {one.coding_id for n, one in enumerate(arrived.cards) if arrived.is_aside(n) == to_side}
    assert chosen & set(range(sum(sizes))) <= placed


@given(st.lists(st.integers(0, 6), min_size=2, max_size=4), st.data())
def test_the_cursor_stays_on_a_card_that_stays(sizes: list[int], data: st.DataObject) -> None:
    before = lanes(sizes, 0)
    chosen = data.draw(st.sets(st.integers(0, max(0, sum(sizes) - 1))))
    for old, new in zip(before, move_cards(before, chosen, subgroup_id=None, aside=True), strict=True):
        for index, one in enumerate(old.cards):
            there = next_index(old, index, new)
            if one.coding_id not in chosen:
                assert new.cards[there] == one


@given(st.text(max_size=200), st.integers(20, 60))
def test_a_card_is_as_wide_as_its_lane_and_as_high_as_it_says(words: str, width: int) -> None:
    looks = dict.fromkeys(("plain", "name", "sign", "quote", "aside", "pointed", "rule"), Style())
    look = CardLook(width=width, names=4)
    rows = paint_card(card(1, words), look, looks)
    assert len(rows) == height_of(card(1, words), look)
    assert {sum(part.cell_length for part in row) for row in rows} == {width}
