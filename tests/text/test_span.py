"""Spans: half-open stretches of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.span import Span

spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: Span(min(ends), max(ends)))


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)


def test_a_span_cannot_begin_before_the_text() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(-1, 2)


def test_neighbours_that_touch_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 3).overlaps(Span(2, 5))


def test_an_empty_span_overlaps_nothing() -> None:
    assert not Span(2, 2).overlaps(Span(0, 5))
    assert Span(2, 2).is_empty


def test_a_span_contains_itself_and_what_lies_inside() -> None:
    assert Span(2, 5).contains(Span(2, 5))
    assert Span(2, 5).contains(Span(3, 4))
    assert not Span(2, 5).contains(Span(1, 4))


def test_the_slice_is_counted_in_code_points() -> None:
    text = "a😀å b"
    assert Span(1, 3).slice(text) == "😀å"
    assert Span(1, 3).length == 2
    assert Span(0, 5).fits(text)
    assert not Span(0, 6).fits(text)


def test_a_span_cannot_be_shifted_out_of_the_text() -> None:
    assert Span(2, 5).shift(-2) == Span(0, 3)
    with pytest.raises(ValueError, match="not a span"):
        Span(2, 5).shift(-3)


@given(spans, spans)
def test_overlapping_is_mutual_and_means_a_shared_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(spans, spans)
def test_containing_means_that_no_character_is_outside(one: Span, other: Span) -> None:
    if one.contains(other):
        assert set(range(other.start, other.end)) <= set(range(one.start, one.end))


@given(spans, st.integers(0, 50))
def test_shifting_there_and_back_changes_nothing(span: Span, by: int) -> None:
    assert span.shift(by).shift(-by) == span
    assert span.shift(by).length == span.length
