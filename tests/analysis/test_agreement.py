"""Claims about coefficients of agreement: published worked examples, and what must hold whatever is said."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.agreement import alpha, alpha_interval, kappa, percent_agreement, tally_patterns
from qualcode.analysis.places import Marked, Places, gather_answers, judge_characters, judge_places, judge_units

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


ELSEWHERE = (
    ("041422411131421233022 431100241311230332432", 0.042735, 0.054755),
    ("130124310 111414444", 0.015625, -0.034783),
    ("23332232132113 21332232132113", 0.891473, 0.894942),
    ("0010100000000100000001 0010100000000100000001", 1.000000, 1.000000),
    ("0011012 0021111", 0.300000, 0.338983),
    ("010000000010000100000000 000101100000010000000000", -0.166667, -0.146341),
    ("02442002040303324240444 42444002040203324240444", 0.816489, 0.819760),
    ("30100233330030000000001 32100233333010000000011", 0.720365, 0.723502),
    ("1200002001210 1120020111220", 0.201754, 0.208145),
    ("222122121 122122111", 0.571429, 0.575000),
    ("333033330003333333333333 333330333303303333030033", 0.000000, 0.010526),
    ("4113143143 1313441143", 0.393939, 0.424242),
    ("1110111111110130111332312130 1110111111110130111311112131", 0.718593, 0.719745),
    ("2021112121212202102220212121202 2021112121212202102210212121200", 0.896147, 0.897565),
    ("1100000001111010011100110110100 1100011101110010011100110110101", 0.679089, 0.681296),
    (
        "2233323232133322322 2233323232133322022 2233323232233322322 2233323232133322322 2233323232133322322",
        0.923325,
        0.924132,
    ),
    ("113341101 113344101 131313101 211343011 113143103", 0.314636, 0.329866),
    (
        (
            "223223232321132232222224222322 222332232333423332232222222323 223222322322323221232222222322 "
            "143222222233223332322223222322"
        ),
        0.162185,
        0.169167,
    ),
    ("232111313321123 230311112212101 133011112121111", 0.173047, 0.191424),
    (
        (
            "0003200000000130120032302210 2001022020303000120300300003 2030002201010321322220300000 "
            "0003002030000030032300000300 0030332300000200020012030000"
        ),
        0.030319,
        0.037245,
    ),
    ("303343 403343 403343 403343", 0.859649, 0.865497),
    ("201110221 202110221 201110221 201120221", 0.828571, 0.833333),
    (
        (
            "2120222122122220201221122 0022002021222222221122222 2221200022222220221211222 "
            "2222010022222210121201212 2222112022012210221111222"
        ),
        0.234724,
        0.240846,
    ),
    (
        "440303033333430433344 410303033333430433344 410303033333430433344 410303033333430433344 410303033333430433344",
        0.969600,
        0.969890,
    ),
    ("0000101000000100 0000001010000000 0000001100000000 0000000001000001 0000001000001100", 0.166667, 0.177083),
    ("00010010000111101101 10110101011110000101 10100010100101011111", -0.001112, 0.015573),
    ("110101110 110101110 110101110 110101110", 1.000000, 1.000000),
    ("11110001011001110011100110 11100001011101110110100110 11110001011011110011100110", 0.735054, 0.738451),
    (
        "010011111111011110100 010011111111011110100 010011111111011110100 010011111111011110100 010011111111011110100",
        1.000000,
        1.000000,
    ),
    ("1011110010010 1011110010010 1011110010000 1011110010010 1011110010010", 0.938330, 0.939279),
)
"""Tables drawn by chance: what each coder says of the same places, a figure each, then kappa and alpha.

Computed once with other programs, which are under licences that keep them out of here: alpha with `krippendorff` 0.9.0,
kappa of two coders with `scikit-learn` 1.9.1 (`cohen_kappa_score`), of more with `statsmodels` 0.15.0 (`fleiss_kappa`).
"""


@pytest.mark.parametrize(("said", "their_kappa", "their_alpha"), ELSEWHERE)
def test_kappa_and_alpha_are_those_of_other_programs(said: str, their_kappa: float, their_alpha: float) -> None:
    patterns, counts = tally_patterns(np.array([[int(label) for label in coder] for coder in said.split()]).T)
    assert kappa(patterns, counts) == pytest.approx(their_kappa, abs=1e-6)
    assert alpha(patterns, counts) == pytest.approx(their_alpha, abs=1e-6)


def test_nothing_is_said_where_nobody_ever_says_anything_else() -> None:
    patterns, counts = _both((0, 0, 12))
    assert percent_agreement(patterns, counts) == 100
    assert kappa(patterns, counts) is None
    assert alpha(patterns, counts) is None
    assert alpha_interval(patterns, counts) is None


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


def test_the_interval_holds_the_true_alpha_about_nineteen_times_of_twenty() -> None:
    places, common, right, chance = 120, 0.3, 0.85, np.random.default_rng(7)
    says = common * right + (1 - common) * (1 - right)
    differing = 2 * right * (1 - right)
    true = 1 - differing / (2 * says * (1 - says))
    held = 0
    for _ in range(40):
        coded = chance.random(places) < common
        said = np.stack([coded ^ (chance.random(places) > right) for _ in range(2)], axis=1).astype(int)
        interval = alpha_interval(*tally_patterns(said))
        assert interval is not None
        held += interval[0] <= true <= interval[1]
    assert 35 <= held <= 40


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
