"""The cursor is a selection: it walks the sentences, grows and shrinks at its active end, and never leaves the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.cursor import (
    Selection,
    next_unit,
    select_sentence,
    select_span,
    sentence_index,
    units_under,
)
from qualcode.tui.widgets.transcript.page import order_units
from qualcode.tui.widgets.transcript.steps import Kind, find_edge
from qualcode.views.transcript import TranscriptView
from tests.tui.widgets.speech import transcripts
from tests.tui.widgets.transcripts import build_transcript, place_unit, unit_on

EMPTY = build_transcript([])
kinds = st.sampled_from(list(Kind))
steps = st.sampled_from([1, -1])


@st.composite
def cursors(draw: st.DrawFn) -> Selection:
    """A cursor on a run of whole sentences somewhere in a transcript, with either end active."""
    transcript = draw(transcripts())
    last = len(transcript.sentences) - 1
    first, final = sorted((draw(st.integers(0, last)), draw(st.integers(0, last))))
    start, end = transcript.sentences[first][0], transcript.sentences[final][1]
    return Selection(transcript, start, end, backward=draw(st.booleans()))


def _at(transcript: TranscriptView, words: str) -> Selection:
    start = transcript.text.index(words)
    return Selection(transcript, start, start + len(words))


@given(transcripts())
def test_every_sentence_is_reached_from_the_first_and_back_again(transcript: TranscriptView) -> None:
    cursor = select_sentence(transcript, 0)
    there = []
    for _ in transcript.sentences:
        there.append((cursor.start, cursor.end))
        cursor = cursor.move_sentence(1)
    back = []
    for _ in transcript.sentences:
        back.append((cursor.start, cursor.end))
        cursor = cursor.move_sentence(-1)
    assert there == list(transcript.sentences)
    assert back == there[::-1]


@given(transcripts())
def test_next_then_previous_sentence_returns(transcript: TranscriptView) -> None:
    for index in range(len(transcript.sentences) - 1):
        cursor = select_sentence(transcript, index)
        assert cursor.move_sentence(1).move_sentence(-1) == cursor


@given(transcripts(min_turns=2))
def test_next_then_previous_turn_returns(transcript: TranscriptView) -> None:
    for turn in transcript.turns[:-1]:
        cursor = select_sentence(transcript, 0).move_to(turn.start)
        following = cursor.move_turn(1)
        assert following.turn == transcript.turns[turn.number]
        assert following.move_turn(-1) == cursor


@given(cursors(), kinds, steps)
def test_grow_then_shrink_returns(cursor: Selection, kind: Kind, step: int) -> None:
    grown = cursor.grow(step, kind)
    if kind is not Kind.TURN and len(grown.text) > len(cursor.text):
        assert grown.grow(-step, kind).span == cursor.span


@given(cursors(), kinds, steps)
def test_growing_moves_one_end_only_and_never_leaves_nothing(cursor: Selection, kind: Kind, step: int) -> None:
    grown = cursor.grow(step, kind)
    assert 0 <= grown.start < grown.end <= len(cursor.transcript.text)
    assert (grown.start == cursor.start) or (grown.end == cursor.end)


@given(cursors(), kinds, st.lists(steps, max_size=12))
def test_growing_forward_and_back_any_number_of_times_stays_inside_the_text(
    cursor: Selection, kind: Kind, walk: list[int]
) -> None:
    for step in walk:
        cursor = cursor.grow(step, kind)
        assert 0 <= cursor.start < cursor.end <= len(cursor.transcript.text)
        assert cursor.text.strip()


@given(cursors())
def test_shrinking_past_one_sentence_turns_round_and_grows_the_other_way(cursor: Selection) -> None:
    first = cursor.move_to(cursor.start)
    grown = first.grow(-1, Kind.SENTENCE)
    before = sentence_index(cursor.transcript, first.start) - 1
    if before < 0:
        assert grown == first
    else:
        assert (grown.start, grown.end) == (cursor.transcript.sentences[before][0], first.end)
        assert grown.backward


@given(cursors())
def test_swapping_ends_twice_changes_nothing(cursor: Selection) -> None:
    assert cursor.swap_end().span == cursor.span
    assert cursor.swap_end().swap_end() == cursor


@given(cursors(), steps)
def test_swapping_ends_lets_the_other_end_grow(cursor: Selection, step: int) -> None:
    swapped = cursor.swap_end().grow(step, Kind.WORD)
    if len(swapped.text) > len(cursor.text):
        assert (swapped.end == cursor.end) == swapped.backward


@given(cursors())
def test_taking_the_turn_takes_whole_turns_and_no_more(cursor: Selection) -> None:
    taken = cursor.take_turn()
    assert taken.turns == cursor.turns
    assert (taken.start, taken.end) == (cursor.turns[0].start, cursor.turns[-1].end)
    assert taken.is_turn == (len(cursor.turns) == 1)


@given(cursors())
def test_a_run_of_sentences_knows_how_many_it_is(cursor: Selection) -> None:
    inside = [s for s in cursor.transcript.sentences if cursor.start <= s[0] and s[1] <= cursor.end]
    assert cursor.sentences == len(inside)
    assert cursor.is_sentence == (len(inside) == 1)


@given(cursors(), st.integers(0, 400))
def test_reaching_far_covers_the_sentence_it_began_in_and_the_one_it_goes_to(cursor: Selection, offset: int) -> None:
    target = cursor.move_to(offset)
    began = cursor.move_to(cursor.end - 1 if cursor.backward else cursor.start)
    reached = cursor.reach(target)
    assert reached.start == min(began.start, target.start)
    assert reached.end == max(began.end, target.end)


@given(transcripts(), kinds, st.booleans())
def test_edges_forward_are_the_edges_backward(transcript: TranscriptView, kind: Kind, at_start: bool) -> None:
    edges: list[int] = []
    place: int | None = -1
    while (place := find_edge(transcript, place if place is not None else -1, 1, kind, at_start=at_start)) is not None:
        edges.append(place)
    assert edges == sorted(set(edges))
    for before, after in pairwise(edges):
        assert find_edge(transcript, after, -1, kind, at_start=at_start) == before


def test_words_can_be_trimmed_from_the_end_of_the_first_sentence() -> None:
    cursor = select_sentence(build_transcript(["Nei, jeg ble sittende."]), 0)
    assert cursor.grow(-1, Kind.WORD).text == "Nei, jeg ble"
    assert cursor.swap_end().grow(1, Kind.WORD).text == "jeg ble sittende."


def test_characters_are_those_the_reader_sees() -> None:
    cursor = select_sentence(build_transcript(["ae\u0335."]), 0).grow(-1, Kind.CHARACTER)
    assert cursor.text == "ae\u0335"
    assert cursor.grow(-1, Kind.CHARACTER).text == "a"


def test_growing_by_character_into_the_next_turn_takes_a_character_with_it() -> None:
    cursor = select_sentence(build_transcript(["Ja.", "Nei."]), 0)
    assert cursor.grow(1, Kind.CHARACTER).text == "Ja.\n\nN"


def test_a_selection_counts_its_words_and_knows_its_turn() -> None:
    transcript = build_transcript()
    cursor = _at(transcript, "Ja, som om jeg måtte bevise noe.")
    assert (cursor.words, cursor.sentences, cursor.is_sentence, cursor.is_turn) == (7, 1, True, False)
    assert cursor.turn == transcript.turns[3]


def test_before_the_first_turn_there_is_its_own_beginning() -> None:
    transcript = build_transcript(["En. To. Tre."])
    assert _at(transcript, "Tre.").move_turn(-1).text == "En."
    assert _at(transcript, "Tre.").move_turn(1).text == "Tre."


def test_turns_without_words_are_stepped_over() -> None:
    transcript = build_transcript(["En.", "", "  Tre."])
    assert select_sentence(transcript, 0).move_turn(1).text == "Tre."
    assert select_sentence(transcript, 1).move_turn(-1).text == "En."


def test_a_span_outside_the_text_is_brought_inside_and_an_empty_one_becomes_its_sentence() -> None:
    transcript = build_transcript(["En. To."])
    assert select_span(transcript, Span(4, 400)).text == "To."
    assert select_span(transcript, Span(5, 5)).text == "To."
    assert select_span(transcript, Span(400, 500)).text == "To."


@pytest.mark.parametrize("kind", list(Kind))
def test_in_a_transcript_without_words_every_move_stays(kind: Kind) -> None:
    cursor = select_sentence(EMPTY, 0)
    moves = (
        cursor.move_sentence(1),
        cursor.move_turn(-1),
        cursor.move_to(7),
        cursor.grow(1, kind),
        cursor.take_turn(),
        select_span(EMPTY, Span(0, 9)),
    )
    assert all((move.start, move.end) == (0, 0) for move in moves)
    assert (cursor.sentences, cursor.words, cursor.turn, cursor.is_sentence, cursor.is_turn) == (
        0,
        0,
        None,
        False,
        False,
    )


def test_units_under_the_cursor_share_characters_with_it() -> None:
    transcript = build_transcript(["En to. Tre fire."])
    units = (unit_on(transcript, 1, "En to."), unit_on(transcript, 2, "to. Tre"), unit_on(transcript, 3, "fire."))
    assert [unit.id for unit in units_under(units, select_sentence(transcript, 0).span)] == [1, 2]
    assert [unit.id for unit in units_under(units, select_sentence(transcript, 1).span)] == [2, 3]


def test_walking_the_units_meets_each_once_also_those_on_the_same_words() -> None:
    transcript = build_transcript(["En to. Tre fire."])
    units = order_units([place_unit(1, 0, 6), place_unit(2, 0, 6), place_unit(3, 0, 2), place_unit(4, 7, 10)])
    met = []
    current = None
    cursor = select_sentence(transcript, 0)
    while (current := next_unit(units, cursor, current=current, step=1)) is not None:
        met.append(current.id)
        cursor = Selection(transcript, current.start, current.end)
    assert met == [1, 2, 3, 4]


def test_walking_begins_at_the_unit_under_the_cursor_in_either_direction() -> None:
    transcript = build_transcript(["En to. Tre fire. Fem."])
    units = order_units([place_unit(1, 0, 6), place_unit(2, 7, 10), place_unit(3, 17, 21)])
    cursor = select_sentence(transcript, 1)
    assert next_unit(units, cursor, current=None, step=1) == units[1]
    assert next_unit(units, cursor, current=None, step=-1) == units[1]
    assert next_unit(units, cursor, current=units[2], step=1) is None
