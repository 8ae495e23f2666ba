"""What kind of values a column of a user's table holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.values import (
    CATEGORY,
    DATE,
    DAY_FIRST,
    MONTH_FIRST,
    NUMBER,
    TEXT,
    dates_with_slashes,
    kind_of,
    parse_date,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35", 35),
        ("0", 0),
        ("-4", -4),
        ("75,5", 75.5),
        ("75.5", 75.5),
        ("1 234", 1234),
        ("12 345 678,5", 12345678.5),
        ("50 %", 50),
    ],
)
def test_numbers_are_read_as_norwegians_and_others_write_them(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "0301", "% 50", "2 og 3", "1/3", "1e5", "nan", "inf", "12 34", "٣", "9" * 400])
def test_what_only_looks_like_a_number_is_not_one(text: str) -> None:
    assert parse_number(text) is None


@given(st.floats(min_value=0, max_value=1e9).map(lambda number: round(number, 3)))
def test_a_number_means_the_same_with_comma_and_with_point(number: float) -> None:
    plain = f"{number:.3f}"
    assert parse_number(plain) == parse_number(plain.replace(".", ",")) == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2016-03-07", "2016-03-07"),
        ("7.3.2016", "2016-03-07"),
        ("07.03.2016", "2016-03-07"),
        ("7. 3. 2016", "2016-03-07"),
        ("7.3.16", "2016-03-07"),
        ("7.3.62", "1962-03-07"),
    ],
)
def test_dates_are_read_in_both_ways_of_writing(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize("text", ["31.2.2016", "2016-13-01", "mars 2016", ""])
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["35", "47", "", "44"], NUMBER),
        (["35", "47", "over 60"], TEXT),
        (["K", "M", "K"], CATEGORY),
        (["Ja", "Nei", "Ja", "Ja"], CATEGORY),
        (["Whiplash", "Lymfødem", "Sosial angst"], TEXT),
        (["K", "M"], TEXT),
        (["2016-03-07", "8.3.2016"], DATE),
        (["", ""], TEXT),
        (["en lang setning om hvordan det egentlig gikk"] * 4, TEXT),
    ],
)
def test_a_column_is_what_all_its_values_are(values: list[str], kind: str) -> None:
    assert kind_of(values) == kind


def test_figures_that_have_labels_are_codes() -> None:
    assert kind_of(["1", "2", "2"], labelled=True) == CATEGORY


@given(st.lists(st.text(max_size=8)))
def test_empty_cells_do_not_decide_what_a_column_is(values: list[str]) -> None:
    assert kind_of([*values, "", ""]) == kind_of(values)


def test_a_slash_is_read_by_the_one_order_in_which_all_of_a_column_are_dates() -> None:
    assert dates_with_slashes(["1/2/2016", "", "25/2/16"]) == {"1/2/2016": "2016-02-01", "25/2/16": "2016-02-25"}
    assert dates_with_slashes(["1/2/2016", "2/25/2016"]) == {"1/2/2016": "2016-01-02", "2/25/2016": "2016-02-25"}
    assert dates_with_slashes(["3/3/2016", "7.3.2016"]) == {"3/3/2016": "2016-03-03"}


def test_a_slash_that_can_be_read_in_two_ways_is_read_as_somebody_says_or_not_at_all() -> None:
    assert dates_with_slashes(["1/2/2016", "3/4/2016"]) is None
    assert dates_with_slashes(["1/2/2016"], order=DAY_FIRST) == {"1/2/2016": "2016-02-01"}
    assert dates_with_slashes(["1/2/2016"], order=MONTH_FIRST) == {"1/2/2016": "2016-01-02"}


@pytest.mark.parametrize("values", [[], ["1/3", "2/3"], ["1/2/2016", "ukjent"], ["25/2/2016", "2/25/2016"]])
def test_a_column_of_other_things_has_no_dates_with_slashes(values: list[str]) -> None:
    assert dates_with_slashes(values) == {}
