"""Letters in the margin: stable while visible, never two units' letters on one spot."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.transcript.letters import LETTERS, NO_LETTER, place_letters

pages = st.dictionaries(
    st.integers(1, 40),
    st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=40,
)


@given(pages)
def test_no_two_units_have_the_same_letter_or_share_a_lane_on_a_row(page: dict[int, tuple[int, int]]) -> None:
    places = list(place_letters(page, {}).values())
    assert len({place.letter for place in places}) == len(places)
    spots = [(place.lane, row) for place in places for row in range(place.first, place.last + 1)]
    assert len(set(spots)) == len(spots)


@given(pages, pages)
def test_a_unit_that_stays_on_the_page_keeps_its_letter(
    before: dict[int, tuple[int, int]], after: dict[int, tuple[int, int]]
) -> None:
    first = place_letters(before, {})
    second = place_letters(after, first)
    assert set(second) == set(after)
    assert all(second[unit].letter == first[unit].letter for unit in set(before) & set(after))
    assert len({place.letter for place in second.values()}) == len(second)


@given(pages, pages)
def test_a_unit_on_the_same_rows_keeps_its_lane(
    before: dict[int, tuple[int, int]], after: dict[int, tuple[int, int]]
) -> None:
    first = place_letters(before, {})
    second = place_letters({**after, **before}, first)
    assert all(second[unit].lane == first[unit].lane for unit in before)


def test_letters_go_in_the_order_of_the_text() -> None:
    places = place_letters({7: (0, 2), 3: (2, 4), 9: (5, 6)}, {})
    assert [(unit, place.letter, place.lane) for unit, place in places.items()] == [
        (7, "A", 0),
        (3, "B", 1),
        (9, "C", 0),
    ]


def test_a_letter_that_has_left_the_page_is_free_again() -> None:
    first = place_letters({1: (0, 1), 2: (2, 3)}, {})
    assert {unit: place.letter for unit, place in place_letters({2: (2, 3), 3: (4, 5)}, first).items()} == {
        2: "B",
        3: "A",
    }


def test_when_the_letters_run_out_there_is_a_sign_for_more() -> None:
    places = place_letters({unit: (unit, unit) for unit in range(60)}, {})
    assert [place.letter for place in places.values()] == [*LETTERS, *[NO_LETTER] * 8]
    assert {place.lane for place in list(places.values())[-8:]} == {len(LETTERS)}
