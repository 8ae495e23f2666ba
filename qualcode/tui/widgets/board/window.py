"""Which rows of a lane are in sight. A place in a lane is (card, row of it): no card out of sight is ever wrapped."""

from collections.abc import Callable, Iterator

Place = tuple[int, int]
"""Index of a card, and a row of that card."""

Height = Callable[[int], int]
"""How many rows the card at an index takes, at least one."""


def rows_from(top: Place, cards: int, height_of: Height, *, rows: int) -> Iterator[Place]:
    """The places from `top` on, as many as there is room for."""
    card, row = top
    while rows > 0 and card < cards:
        if row >= height_of(card):
            card, row = card + 1, 0
            continue
        yield card, row
        row, rows = row + 1, rows - 1


def reveal(top: Place, cursor: int, height_of: Height, *, rows: int) -> Place:
    """The new top: the least scrolling that brings a whole card into sight, or its beginning if it is too tall."""
    if cursor < top[0] or (cursor == top[0] and height_of(cursor) <= rows):
        return cursor, 0
    if cursor == top[0] or _fits(top, cursor, height_of, rows):
        return top
    return step_up((cursor, height_of(cursor)), height_of, rows=rows) if height_of(cursor) < rows else (cursor, 0)


def step_up(place: Place, height_of: Height, *, rows: int) -> Place:
    """The place so many rows higher, at most the first."""
    card, row = place
    while rows > row and card > 0:
        rows -= row
        card -= 1
        row = height_of(card)
    return card, max(0, row - rows)


def step_down(place: Place, cards: int, height_of: Height, *, rows: int) -> Place:
    """The place so many rows lower, at most the last row."""
    card, row = place
    row += rows
    while row >= height_of(card):
        if card + 1 >= cards:
            return card, height_of(card) - 1
        row -= height_of(card)
        card += 1
    return card, row


def _fits(top: Place, cursor: int, height_of: Height, rows: int) -> bool:
    # Each card takes a row at least: one that is further away than there are rows need not be wrapped to know.
    if cursor - top[0] >= rows:
        return False
    return sum(height_of(card) for card in range(top[0], cursor + 1)) - top[1] <= rows
