"""Claims about coefficients of agreement: published worked examples, and what must hold whatever is said."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.agreement import alpha, alpha_interval, kappa, percent_agreement, tally_patterns
from qualcode.analysis.places import Marked, Places, gather_answers, judge_characters, judge_places, judge_units
from qualcode.analysis.unitizing import Unitized, joined

FLEISS = (
    *((0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1)),
    *((7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7)),
)
"""Fourteen raters, ten subjects, five categories: the table that Fleiss' kappa is most often explained by."""


def _rated(table: tuple[tuple[int, ...], ...]) -> np.ndarray:
    return np.array([[label for label, times in enumerate(row) for _ in range(times)] for row in table])


def _both(*cells: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """A table of two coders: (first says, second says, how often)."""
    return np.array([cell[:2] for cell in cells]), np.array([cell[2] for cell in cells])


def test_cohens_kappa_is_that_of_a_table_of_fifty() -> None:
    patterns, counts = _both((1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15))
    assert percent_agreement(patterns, counts) == pytest.approx(70)
    assert kappa(patterns, counts) == pytest.approx(0.40)


def test_fleiss_kappa_is_that_of_his_table() -> None:
    assert kappa(*tally_patterns(_rated(FLEISS))) == pytest.approx(0.210, abs=0.0005)


def test_krippendorffs_alpha_is_that_of_his_binary_example() -> None:
    first, second = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    patterns, counts = tally_patterns(np.array([first, second]).T)
    assert percent_agreement(patterns, counts) == pytest.approx(60)
    assert alpha(patterns, counts) == pytest.approx(0.095, abs=0.0005)


def test_alpha_for_unitizing_is_that_of_his_example() -> None:
    found = Unitized()
    found.add(300, [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]])
    assert found.observed == pytest.approx(0.0144, abs=0.00005)
    assert found.expected == pytest.approx(0.0532, abs=0.00005)
    assert found.alpha == pytest.approx(0.7286, abs=0.0005)
    same = Unitized()
    same.add(300, [[(30, 90), (150, 200)]] * 2)
    assert (same.observed, same.alpha) == (0, 1)
    assert same.expected == pytest.approx(0.0490, abs=0.00005)


def test_nothing_is_said_where_nobody_ever_says_anything_else() -> None:
    patterns, counts = _both((0, 0, 12))
    assert percent_agreement(patterns, counts) == 100
    assert kappa(patterns, counts) is None
    assert alpha(patterns, counts) is None
    assert alpha_interval(patterns, counts) is None
    empty = Unitized()
    empty.add(100, [[], []])
    assert empty.alpha is None


SAID = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40)


@given(SAID)
def test_alpha_is_one_less_than_observed_over_expected_pair_by_pair(rows: list[tuple[int, int, int]]) -> None:
    found = alpha(*tally_patterns(np.array(rows)))
    values = [label for row in rows for label in row]
    alike = sum(row[a] == row[b] for row in rows for a in range(3) for b in range(3) if a != b) / (len(rows) * 6)
    held = Counter(values)
    pairs = len(values) * (len(values) - 1)
    expected = 1 - sum(times * (times - 1) for times in held.values()) / pairs
    if expected == 0:
        assert found is None
    else:
        assert found == pytest.approx(1 - (1 - alike) / expected)


@given(SAID)
def test_who_the_coders_are_makes_no_difference(rows: list[tuple[int, int, int]]) -> None:
    there, back = tally_patterns(np.array(rows)), tally_patterns(np.array(rows)[:, ::-1])
    for measure in (percent_agreement, kappa, alpha):
        one, other = measure(*there), measure(*back)
        assert one == pytest.approx(other) if one is not None else other is None


def test_the_interval_holds_alpha_is_the_same_each_time_and_narrows_with_more_places() -> None:
    patterns, counts = _both((1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15))
    few, many = alpha_interval(patterns, counts), alpha_interval(patterns, counts * 20)
    value = alpha(patterns, counts)
    assert few is not None
    assert many is not None
    assert value is not None
    assert few == alpha_interval(patterns, counts)
    assert few[0] < value < few[1]
    assert many[1] - many[0] < (few[1] - few[0]) / 3


SPANS = st.lists(st.tuples(st.integers(0, 39), st.integers(1, 12)), max_size=6).map(
    lambda found: [(start, min(40, start + length)) for start, length in found]
)


@given(SPANS, SPANS)
def test_a_place_is_coded_where_a_unit_touches_it(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    turns = [(0, 9), (11, 20), (22, 31), (33, 40)]
    marked = [Marked(*span, coder, 0) for coder, spans in enumerate((one, other)) for span in spans]
    said = judge_places(turns, marked, coders=2, groups=1).said
    for coder, spans in enumerate((one, other)):
        for at, (start, end) in enumerate(turns):
            assert said[coder, at, 0] == any(s < end and start < e for s, e in spans)


@given(SPANS, SPANS)
def test_a_unit_is_coded_by_whoever_has_words_of_it(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    marked = [Marked(*span, coder, 0) for coder, spans in enumerate((one, other)) for span in spans]
    places = judge_units(marked, coders=2, groups=1)
    assert list(zip(places.starts, places.ends, strict=True)) == sorted({*one, *other})
    for coder, spans in enumerate((one, other)):
        for at, (start, end) in enumerate(sorted({*one, *other})):
            assert places.said[coder, at, 0] == any(s < end and start < e for s, e in spans)


@given(SPANS, SPANS)
def test_characters_are_judged_one_by_one(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    marked = [Marked(*span, coder, 0) for coder, spans in enumerate((one, other)) for span in spans]
    places = judge_characters(40, marked, coders=2, groups=1)
    for coder, spans in enumerate((one, other)):
        told = [bool(places.said[coder, at, 0]) for at, n in enumerate(places.ends - places.starts) for _ in range(n)]
        assert told == [any(start <= at < end for start, end in spans) for at in range(40)]


@given(SPANS)
def test_joined_stretches_are_apart_and_cover_the_same(spans: list[tuple[int, int]]) -> None:
    made = joined(spans)
    assert {at for span in made for at in range(*span)} == {at for span in spans for at in range(*span)}
    assert all(before[1] < after[0] for before, after in itertools.pairwise(made))


@pytest.mark.parametrize("groups", [3, 70])
def test_equal_sets_of_groups_have_equal_labels_however_many_groups_there_are(groups: int) -> None:
    said = np.random.default_rng(1).random((2, 50, groups)) < 0.5
    said[1, :10] = said[0, :10]
    places = Places(np.arange(0, 100, 2), np.arange(1, 101, 2), said)
    answers = gather_answers([places], by_length=False)
    labels = answers.of(None)[answers.which]
    alike = (said[0] == said[1]).all(axis=1)
    assert ((labels[:, 0] == labels[:, 1]) == alike).all()
    assert ((labels == 0) == ~said.any(axis=2).T).all()
    assert (answers.of(1)[answers.which] == said[:, :, 1].T).all()
    assert int(answers.counts.sum()) == 50
