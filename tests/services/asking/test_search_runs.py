"""Claims about the order of the material beside that of the index: every turn is in one run, or strays."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.services.asking.search_runs import Order


@settings(max_examples=50)
@given(st.lists(st.integers(1, 200), unique=True, max_size=40), st.lists(st.integers(0, 40), max_size=5))
def test_every_turn_is_once_in_a_run_or_among_those_that_stray(keys: list[int], cuts: list[int]) -> None:
    borders = sorted({0, len(keys), *(min(cut, len(keys)) for cut in cuts)})
    order = Order(keys[first:after] for first, after in pairwise(borders))
    assert order.keys == keys
    assert [place for run in order.runs for place in range(run.first, run.after)] == list(range(len(keys)))
    for run in order.runs:
        here = keys[run.first : run.after]
        own = here if order.is_rising else [key for (key,) in order.of_run(run, [(key,) for key in keys], key=0)]
        assert own == sorted(own)
        assert (own[0], own[-1]) == (run.least, run.greatest)
        assert [key for key in here if key not in own] == order.strays(run.first, run.after)
        assert set(own) <= set(here)


def test_a_split_turn_strays_and_the_rest_stay_one_run() -> None:
    order = Order([[1, 2, 90, 3], [], [4, 91, 5, 6]])
    assert [(run.first, run.after, run.least, run.greatest) for run in order.runs] == [(0, 8, 1, 6)]
    assert order.strays(0, 8) == [90, 91]
    assert order.strays(3, 8) == [91]


def test_material_that_was_taken_in_between_is_a_run_of_its_own() -> None:
    order = Order([[1, 2], [7, 8], [3, 4, 5, 6]])
    assert [(run.least, run.greatest) for run in order.runs] == [(1, 8), (3, 6)]
    assert not order.is_rising


def test_turns_that_lie_far_apart_in_the_index_are_not_looked_through_for_what_lies_between() -> None:
    order = Order([[1, 2], [1000, 1001]])
    assert [(run.least, run.greatest) for run in order.runs] == [(1, 2), (1000, 1001)]


def test_turns_in_the_order_of_the_index_need_nothing_more() -> None:
    assert Order([[1, 2], [3, 9]]).is_rising
    assert Order([]).is_rising


def test_the_other_half_of_a_transcripts_last_turn_strays_where_more_comes_after_it() -> None:
    order = Order([[1, 2, 3, 90], [4, 5]])
    assert [(run.least, run.greatest) for run in order.runs] == [(1, 5)]
    assert order.strays(0, 6) == [90]


def test_no_run_reaches_for_what_was_split_off_at_the_end_of_it() -> None:
    order = Order([[7, 8, 900], [1, 2, 3]])
    assert [(run.least, run.greatest) for run in order.runs] == [(7, 8), (1, 3)]
    assert order.strays(0, 3) == [900]
