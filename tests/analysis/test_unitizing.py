"""Claims about alpha for unitizing: the published worked example, and the definition counted out place by place."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.unitizing import Stretch, Unitized, alpha_of, joined

SPANS = st.lists(st.tuples(st.integers(0, 23), st.integers(1, 9)), max_size=4).map(
    lambda found: joined([(start, min(24, start + length)) for start, length in found])
)
Texts = list[list[list[Stretch]]]
"""Texts of 24 characters: what each coder has in each."""


def _gathered(length: int, *texts: list[list[Stretch]]) -> Unitized:
    made = Unitized()
    for units in texts:
        made.add(length, units)
    return made


def test_alpha_for_unitizing_is_that_of_his_example() -> None:
    one = _gathered(300, [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]])
    assert one.observed == pytest.approx(0.0144, abs=0.00005)
    assert one.expected == pytest.approx(0.0532, abs=0.00005)
    assert alpha_of([one]) == pytest.approx(0.7286, abs=0.0005)
    other = _gathered(300, [[(30, 90), (150, 200)]] * 2)
    assert (other.observed, alpha_of([other])) == (0, 1)
    assert other.expected == pytest.approx(0.0490, abs=0.00005)
    assert alpha_of([one, other]) == pytest.approx(0.8591, abs=0.0005)


def test_nothing_is_said_of_a_group_that_nobody_used_and_it_changes_nothing_for_the_others() -> None:
    unused, used = _gathered(100, [[], []]), _gathered(100, [[(0, 10)], [(5, 10)]])
    assert alpha_of([unused]) is None
    assert alpha_of([]) is None
    assert alpha_of([used, unused]) == alpha_of([used])


def _parts(units: list[Stretch], length: int) -> list[tuple[bool, Stretch]]:
    """The whole text from its beginning: units, and what lies between them."""
    marked = {at for unit in units for at in range(*unit)}
    cuts = sorted({0, length, *itertools.chain(*units)})
    return [(start in marked, (start, end)) for start, end in itertools.pairwise(cuts)]


def _differing(one: tuple[bool, Stretch], other: tuple[bool, Stretch]) -> int:
    """Two parts that lie so: what units miss of each other, and a unit that lies wholly in a gap."""
    (unit, (start, end)), (also, (first, last)) = one, other
    if unit and also:
        return (start - first) ** 2 + (end - last) ** 2 if start < last and first < end else 0
    if unit:
        return (end - start) ** 2 if first <= start and end <= last else 0
    return (last - first) ** 2 if also and start <= first and last <= end else 0


def _counted_out(texts: Texts, length: int) -> float | None:
    """Alpha from its definition: every unit against every other unit and gap, at every place where they could meet."""
    coders, whole = len(texts[0]), length * len(texts)
    parts = [[_parts(units, length) for units in text] for text in texts]
    observed = sum(
        _differing(a, b)
        for text in parts
        for one, other in itertools.permutations(text, 2)
        for a, b in itertools.product(one, other)
    )
    lengths = [(unit, end - start) for text in parts for coder in text for unit, (start, end) in coder]
    met = sum(
        _differing((unit, (0, a)), (also, (at, at + b)))
        for (unit, a), (also, b) in itertools.permutations(lengths, 2)
        for at in range(-b, a + 1)
    )
    places = coders * whole
    expected = met / whole / (places * (places - 1) - sum(size * (size - 1) for unit, size in lengths if unit))
    return 1 - observed / (coders * (coders - 1) * whole**2) / expected if expected else None


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4).flatmap(lambda m: st.lists(st.lists(SPANS, min_size=m, max_size=m), min_size=1, max_size=3)))
def test_alpha_is_one_less_than_observed_over_expected_counted_out(texts: Texts) -> None:
    found, counted = alpha_of([_gathered(24, *texts)]), _counted_out(texts, 24)
    if counted is None:
        assert found is None
    else:
        assert found == pytest.approx(counted)


@given(SPANS, SPANS)
def test_who_the_coders_are_makes_no_difference_and_the_same_units_agree_fully(
    one: list[Stretch], other: list[Stretch]
) -> None:
    there, back = alpha_of([_gathered(24, [one, other])]), alpha_of([_gathered(24, [other, one])])
    assert there == (back if back is None else pytest.approx(back))
    assert alpha_of([_gathered(24, [one, one])]) == (1 if one else None)


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(1, 12)), max_size=6))
def test_joined_stretches_are_apart_and_cover_the_same(found: list[tuple[int, int]]) -> None:
    spans = [(start, start + length) for start, length in found]
    made = joined(spans)
    assert {at for span in made for at in range(*span)} == {at for span in spans for at in range(*span)}
    assert all(before[1] < after[0] for before, after in itertools.pairwise(made))
