"""Claims about keeping places: untouched words keep theirs, touched ones are known, nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.text.anchoring import (
    Course,
    Edit,
    Step,
    course_along,
    find_edits,
    move_span,
    replace_stretches,
    reverse,
    settle,
)
from qualcode.text.span import Span

WORDS = st.sampled_from(["jeg", "møtte", "hund", "hunden", "😀", "👩‍⚕️", "x̌a", ".", " ", "\n", "å", "«", "12"])
TEXTS = st.lists(WORDS, max_size=30).map("".join)


def carried_out(before: str, after: str, edits: tuple[Edit, ...]) -> str:
    """The earlier wording with each edit filled in from the later one."""
    shift, stretches = 0, []
    for start, end, length in edits:
        stretches.append((start, end, after[start + shift : start + shift + length]))
        shift += length - (end - start)
    return replace_stretches(before, stretches)


def within(text: str, start: int, length: int) -> Span:
    """A span of the text, whatever the numbers."""
    begins = start % len(text)
    return Span(begins, min(begins + length, len(text)))


@given(before=TEXTS, after=TEXTS)
def test_the_edits_between_two_wordings_make_one_of_the_other(before: str, after: str) -> None:
    edits = find_edits(before, after)
    assert carried_out(before, after, edits) == after
    assert all(edit.end <= later.start for edit, later in pairwise(edits))
    assert carried_out(after, before, reverse(edits)) == before


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("Jeg møtte opp.", "Jeg møtte opp.", []),
        ("Jeg møtte opp.", "Jeg møtte opp!", [(".", "!")]),
        ("Jeg hadde en hund her.", "Jeg hadde en hunden her.", [("hund", "hunden")]),
        ("Det var Dr Hansen.", "Det var Dr Hanssen.", [("Hansen", "Hanssen")]),
        ("Jeg var syk.", "Jeg var veldig syk.", [("", "veldig ")]),
        ("Jeg var veldig syk.", "Jeg var syk.", [("veldig ", "")]),
        ("Så 😀 ja.", "Så 👩‍⚕️ ja.", [("😀", "👩‍⚕️")]),
        ("Ja, 👩‍⚕️ ja", "Ja, 👩 ja", [("👩‍⚕️", "👩")]),
        ("en, to, tre", "en, 2, tre", [("to", "2")]),
    ],
)
def test_what_changed_is_what_a_person_would_call_the_words_that_changed(
    before: str, after: str, changed: list[tuple[str, str]]
) -> None:
    shift, found = 0, []
    for start, end, length in find_edits(before, after):
        found.append((before[start:end], after[start + shift : start + shift + length]))
        shift += length - (end - start)
    assert found == changed


def test_a_long_monologue_is_compared_in_reasonable_steps() -> None:
    before = " ".join(f"Ord {number} sa jeg." for number in range(3000))
    after = before.replace("Ord 7 ", "Tall 7 ").replace("Ord 2900 sa", "Ord 2900 tenkte")
    edits = find_edits(before, after)
    assert [before[edit.start : edit.end] for edit in edits] == ["Ord", "sa"]
    assert carried_out(before, after, edits) == after


@given(before=TEXTS, after=TEXTS, place=st.tuples(st.integers(0, 200), st.integers(1, 60)))
def test_a_span_that_is_not_touched_keeps_its_words(before: str, after: str, place: tuple[int, int]) -> None:
    assume(before)
    span = within(before, *place)
    moved = move_span(span, find_edits(before, after))
    assert moved.span.fits(after)
    assert moved.touched or moved.span.slice(after) == span.slice(before)


@given(before=TEXTS, after=TEXTS, places=st.lists(st.integers(0, 60), min_size=4, max_size=4))
def test_a_span_inside_another_stays_inside_it(before: str, after: str, places: list[int]) -> None:
    a, b, c, d = sorted(place % (len(before) + 1) for place in places)
    assume(b < c)
    course = Course(find_edits(before, after))
    assert course.move(Span(a, d)).span.contains(course.move(Span(b, c)).span)


def test_what_is_put_in_at_either_border_stays_outside() -> None:
    span = Span(4, 9)
    assert move_span(span, [Edit(4, 4, 3)]) == (Span(7, 12), False)
    assert move_span(span, [Edit(9, 9, 3)]) == (span, False)
    assert move_span(span, [Edit(5, 5, 3)]) == (Span(4, 12), True)


def test_what_is_taken_away_or_replaced_beside_a_span_does_not_touch_it() -> None:
    span = Span(4, 9)
    assert move_span(span, [Edit(2, 4, 5), Edit(9, 10, 0)]) == (Span(7, 12), False)


def test_a_replacement_across_a_border_comes_along_whole() -> None:
    span = Span(4, 9)
    assert move_span(span, [Edit(2, 5, 7)]) == (Span(2, 13), True)
    assert move_span(span, [Edit(8, 12, 2)]) == (Span(4, 10), True)
    assert move_span(span, [Edit(3, 12, 2)]) == (Span(3, 5), True)
    assert move_span(span, [Edit(3, 12, 0)]) == (Span(3, 3), True)


def test_what_is_put_in_at_the_border_of_a_turn_is_said_in_it() -> None:
    turns = Course([Edit(4, 4, 3), Edit(9, 9, 2)])
    assert turns.move(Span(4, 9), insertions_enter=True).span == Span(4, 14)
    assert turns.move(Span(0, 2), insertions_enter=True).span == Span(0, 2)
    assert turns.move(Span(11, 15), insertions_enter=True).span == Span(16, 20)


def test_a_span_without_words_settles_on_the_nearest_in_its_turn() -> None:
    text = "Ja visst.\n\nNei da."
    assert settle(text, Span(0, 2)).slice(text) == "Ja"
    assert settle(text, Span(9, 9)).slice(text) == "visst."
    assert settle(text, Span(11, 11)).slice(text) == "Nei"
    assert settle(text, Span(2, 3)).slice(text) == "Ja"
    assert settle(text, Span(18, 18), within=Span(0, 9)).slice(text) == "visst."


def test_what_was_taken_back_is_as_if_it_had_never_been() -> None:
    change, other = (Edit(4, 9, 3),), (Edit(0, 0, 2),)
    assert course_along([Step(2, change), Step(-2, reverse(change))]).edits == ()
    again = [Step(2, change), Step(-2, reverse(change)), Step(2, change)]
    assert course_along(again).edits == change
    between = [Step(2, change), Step(3, other), Step(-2, (Edit(6, 9, 5),))]
    assert course_along(between).edits == other


def test_a_deleted_stretch_that_came_back_has_its_old_places_again() -> None:
    steps = [Step(2, (Edit(4, 9, 0),)), Step(3, (Edit(0, 1, 4),)), Step(-2, (Edit(7, 7, 5),))]
    assert course_along(steps).move(Span(5, 8)) == (Span(8, 11), False)


@given(wordings=st.lists(TEXTS, min_size=2, max_size=5), place=st.tuples(st.integers(0, 60), st.integers(1, 20)))
def test_the_way_along_a_chain_keeps_untouched_words(wordings: list[str], place: tuple[int, int]) -> None:
    assume(wordings[0])
    span = within(wordings[0], *place)
    steps = [Step(number, find_edits(*pair)) for number, pair in enumerate(pairwise(wordings), start=2)]
    one_by_one, touched = span, False
    for step in steps:
        moved = Course(step.edits).move(one_by_one)
        one_by_one, touched = moved.span, touched or moved.touched
        if one_by_one.is_empty:
            return
    at_once = course_along(steps).move(span)
    assert at_once.touched or at_once.span.slice(wordings[-1]) == span.slice(wordings[0])
    if not touched:
        assert at_once == (one_by_one, False)
