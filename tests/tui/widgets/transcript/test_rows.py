"""A transcript in rows: nothing lost, nothing too wide, and every row leads back to its place in the text."""

from hypothesis import example, given

from qualcode.tui.widgets.transcript.glyphs import read_glyphs
from qualcode.tui.widgets.transcript.rows import Row, _wrap_wide, offset_at, wrap_transcript, wrap_turn
from qualcode.views.transcript import TranscriptView
from tests.tui.widgets.speech import calm_text, hostile_text, transcripts, widths
from tests.tui.widgets.transcripts import build_long, build_transcript


def _cells(text: str, start: int, end: int) -> int:
    return sum(glyph.cells for glyph in read_glyphs(text, start, end))


@given(hostile_text, widths)
def test_wrapping_loses_nothing_but_spaces_between_rows(text: str, width: int) -> None:
    rows = list(wrap_turn(text, 0, len(text), width))
    edges = [0, *(edge for row in rows for edge in row), len(text)]
    assert edges == sorted(edges)
    gaps = [text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True)]
    assert all(set(gap) <= {" ", "\n"} for gap in gaps)


@given(hostile_text, widths)
def test_no_row_is_wider_than_the_page(text: str, width: int) -> None:
    assert all(_cells(text, start, end) <= width for start, end in wrap_turn(text, 0, len(text), width))


@given(hostile_text)
def test_a_page_narrower_than_a_character_still_loses_nothing(text: str) -> None:
    rows = list(wrap_turn(text, 0, len(text), 1))
    kept = "".join(text[start:end] for start, end in rows)
    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@given(hostile_text, widths)
def test_no_row_ends_in_a_space_that_a_drag_would_take_along(text: str, width: int) -> None:
    assert not any(text[start:end].endswith(" ") for start, end in wrap_turn(text, 0, len(text), width))


@given(hostile_text, widths)
def test_a_mark_is_never_parted_from_its_letter(text: str, width: int) -> None:
    whole = {glyph.start for glyph in read_glyphs(text, 0, len(text))}
    assert {start for start, end in wrap_turn(text, 0, len(text), width) if start < end} <= whole


@given(calm_text, widths)
@example(" a  bbbbbbbbbbbbb ccc ", 8)
@example("          aaaaaaaaaaaaaaaaaaa", 8)
@example(30 * "a" + " ", 15)
@example(20 * " ", 8)
def test_counting_cells_and_walking_them_wrap_alike(text: str, width: int) -> None:
    assert list(wrap_turn(text, 0, len(text), width)) == list(_wrap_wide(text, 0, len(text), width))


def test_words_are_kept_whole_where_they_fit() -> None:
    text = "Jeg ble sittende i gangen en stund"
    assert [text[start:end] for start, end in wrap_turn(text, 0, len(text), 12)] == [
        "Jeg ble",
        "sittende i",
        "gangen en",
        "stund",
    ]


def test_a_word_longer_than_the_row_is_cut_where_the_row_is_full() -> None:
    text = "arbeidsavklaringspenger ja"
    assert [text[start:end] for start, end in wrap_turn(text, 0, len(text), 10)] == [
        "arbeidsavk",
        "laringspen",
        "ger ja",
    ]


def test_a_paragraph_begins_a_new_row() -> None:
    text = "Ja.\nOg så"
    assert list(wrap_turn(text, 0, len(text), 20)) == [(0, 3), (4, 9)]


def test_wide_characters_take_two_cells() -> None:
    text = "日本語日本語"
    assert [text[start:end] for start, end in wrap_turn(text, 0, len(text), 5)] == ["日本", "語日", "本語"]


def test_turns_are_parted_by_a_blank_row_and_only_their_first_row_names_the_speaker() -> None:
    rows = wrap_transcript(build_transcript(["En to tre fire", "Fem"]), 8).rows
    assert [(row.turn, row.first, row.blank) for row in rows] == [
        (0, True, False),
        (0, False, False),
        (0, False, True),
        (1, True, False),
    ]


@given(transcripts(), widths)
def test_every_offset_is_found_on_the_row_that_draws_it(transcript: TranscriptView, width: int) -> None:
    rows = wrap_transcript(transcript, width)
    for index, row in enumerate(rows.rows):
        assert all(rows.row_of(offset) == index for offset in range(row.start, row.end))


@given(hostile_text.filter(lambda text: "\n" not in text))
def test_each_cell_of_a_row_leads_to_the_glyph_drawn_there(text: str) -> None:
    row = Row(0, 0, len(text))
    column = 0
    for glyph in read_glyphs(text, 0, len(text)):
        for _ in range(glyph.cells):
            span = offset_at(text, row, column)
            assert span is not None
            assert (span.start, span.end) == (glyph.start, glyph.end)
            column += 1
    assert offset_at(text, row, column) is None


def test_a_long_transcript_wraps_without_losing_a_word() -> None:
    transcript = build_long(40_000)
    rows = wrap_transcript(transcript, 70).rows
    assert [word for row in rows for word in transcript.text[row.start : row.end].split()] == transcript.text.split()
