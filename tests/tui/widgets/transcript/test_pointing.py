"""From cells to words: a drag takes exactly what it covers."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.columns import Columns, share_width
from qualcode.tui.widgets.transcript.glyphs import read_glyphs
from qualcode.tui.widgets.transcript.pointing import point_at, select_between
from qualcode.tui.widgets.transcript.rows import Rows, wrap_transcript
from qualcode.views.transcript import TranscriptView
from tests.tui.widgets.speech import transcripts
from tests.tui.widgets.transcripts import build_transcript


def _page(transcript: TranscriptView, width: int) -> tuple[Rows, Columns]:
    columns = share_width(transcript, width, text_width=None, show_units=True)
    return wrap_transcript(transcript, columns.text), columns


def _cell_of(transcript: TranscriptView, rows: Rows, columns: Columns, offset: int) -> tuple[int, int]:
    """The column and row where this code point is drawn."""
    index = rows.row_of(offset)
    row = rows.rows[index]
    before = read_glyphs(transcript.text, row.start, row.end)
    return columns.text_start + sum(glyph.cells for glyph in before if glyph.end <= offset), index


@given(transcripts(), st.integers(30, 90), st.data())
def test_a_drag_from_one_character_to_another_takes_both_and_all_between(
    transcript: TranscriptView, width: int, data: st.DataObject
) -> None:
    rows, columns = _page(transcript, width)
    drawn = [glyph for row in rows.rows for glyph in read_glyphs(transcript.text, row.start, row.end)]
    one, other = data.draw(st.sampled_from(drawn)), data.draw(st.sampled_from(drawn))
    spans = []
    for glyph in (one, other):
        column, row = _cell_of(transcript, rows, columns, glyph.start)
        spans.append(point_at(transcript, rows, columns, column=column, row=row))
    covered = select_between(transcript, *spans)
    first, last = sorted((one, other))
    if transcript.text[first.start : last.end].strip():
        assert covered is not None
        assert (covered.start, covered.end) == (first.start, last.end)
        assert covered.backward == (other < one)
    else:
        assert covered is None


@given(
    transcripts(),
    st.integers(1, 90),
    st.integers(-5, 95),
    st.integers(-5, 60),
    st.integers(-5, 95),
    st.integers(-5, 60),
)
def test_no_drag_however_wild_leaves_the_text_or_takes_space_alone(
    transcript: TranscriptView, width: int, x1: int, y1: int, x2: int, y2: int
) -> None:
    rows, columns = _page(transcript, width)
    covered = select_between(
        transcript,
        point_at(transcript, rows, columns, column=x1, row=y1),
        point_at(transcript, rows, columns, column=x2, row=y2),
    )
    if covered is not None:
        assert 0 <= covered.start < covered.end <= len(transcript.text)
        assert covered.text.strip()


TRANSCRIPT = build_transcript(["En to tre fire fem.", "Seks sju."])
ROWS, COLUMNS = _page(TRANSCRIPT, 20)


def _drag(x1: int, y1: int, x2: int, y2: int) -> str | None:
    """The words of a drag; columns are counted from where the text begins."""
    covered = select_between(
        TRANSCRIPT,
        point_at(TRANSCRIPT, ROWS, COLUMNS, column=COLUMNS.text_start + x1, row=y1),
        point_at(TRANSCRIPT, ROWS, COLUMNS, column=COLUMNS.text_start + x2, row=y2),
    )
    return covered.text if covered else None


def test_the_page_of_these_claims_is_as_they_take_it() -> None:
    assert [TRANSCRIPT.text[row.start : row.end] for row in ROWS.rows] == ["En to tre fire fem.", "", "Seks sju."]


def test_a_drag_takes_the_character_it_ends_on() -> None:
    assert _drag(3, 0, 8, 0) == "to tre"
    assert _drag(8, 0, 3, 0) == "to tre"


def test_a_drag_over_a_space_takes_the_space() -> None:
    assert _drag(3, 0, 9, 0) == "to tre "


def test_a_drag_that_begins_in_the_margin_begins_with_the_row() -> None:
    assert _drag(-1, 0, 4, 0) == "En to"
    assert _drag(4, 0, -1, 0) == "En to"


def test_a_drag_that_ends_right_of_the_words_ends_with_them() -> None:
    assert _drag(15, 0, 40, 0) == "fem."


def test_a_drag_that_ends_on_a_blank_row_ends_with_the_turn_above() -> None:
    assert _drag(15, 0, 5, 1) == "fem."
    assert _drag(15, 0, -2, 1) == "fem."


def test_a_drag_that_begins_on_a_blank_row_begins_with_the_turn_below() -> None:
    assert _drag(4, 1, 3, 2) == "Seks"


def test_a_drag_that_ends_in_the_margin_of_the_next_turn_does_not_enter_it() -> None:
    assert _drag(15, 0, -1, 2) == "fem."


def test_a_drag_below_the_last_row_ends_with_the_text() -> None:
    assert _drag(5, 2, 0, 9) == "sju."


def test_a_drag_where_there_is_nothing_covers_nothing() -> None:
    assert _drag(30, 0, 35, 0) is None
    assert _drag(30, 0, 5, 1) is None


def test_either_cell_of_a_wide_character_is_that_character_and_a_mark_goes_with_its_letter() -> None:
    transcript = build_transcript(["日e\u0335b"])
    rows, columns = _page(transcript, 40)
    spans = [point_at(transcript, rows, columns, column=columns.text_start + column, row=0) for column in range(5)]
    assert spans == [Span(0, 1), Span(0, 1), Span(1, 3), Span(3, 4), Span(4, 4)]
