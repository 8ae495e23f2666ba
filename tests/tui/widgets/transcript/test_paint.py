"""A row as painted: its words, its margin, and what tells units, hits and cursor apart, with colour and without."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from qualcode.tui.widgets.transcript.columns import Columns, share_width
from qualcode.tui.widgets.transcript.paint import Hit, Look, Mark, Palette, paint_row
from qualcode.tui.widgets.transcript.rows import wrap_transcript
from qualcode.views.transcript import SpeakerView
from tests.tui.widgets.speech import hostile_text
from tests.tui.widgets.transcripts import build_transcript

PALETTE = Palette(
    text=Style(color="white", bgcolor="black"),
    number=Style(dim=True),
    researcher=Style(italic=True),
    speaker=Style(bold=True),
    cursor=Style(bgcolor="blue"),
    active=Style(bgcolor="blue", reverse=True),
    hit=Style(bgcolor="yellow"),
    current_hit=Style(bgcolor="red"),
    current_letter=Style(reverse=True),
    tints={1: Style(bgcolor="green"), 2: Style(bgcolor="magenta")},
    inks={1: Style(color="green"), 2: Style(color="magenta")},
)
TRANSCRIPT = build_transcript(["Ja, som om jeg måtte bevise noe."])
COLUMNS = share_width(TRANSCRIPT, 60, text_width=None, show_units=True)
ROW = wrap_transcript(TRANSCRIPT, COLUMNS.text).rows[0]


def _paint(look: Look, palette: Palette = PALETTE, columns: Columns = COLUMNS) -> Strip:
    return paint_row(TRANSCRIPT, ROW, look, columns, palette)


def _styles(strip: Strip, columns: Columns = COLUMNS) -> list[Style]:
    """The style of each cell of the text."""
    styles = [segment.style or Style() for segment in strip for _ in segment.text]
    return styles[columns.text_start : columns.text_start + ROW.end]


def _mark(start: int, end: int, group: int = 1, letter: str = "A", lane: int = 0, *, current: bool = False) -> Mark:
    return Mark(start, end, group, letter, lane, current)


def _backgrounds(strip: Strip) -> list[str]:
    return [style.bgcolor.name if style.bgcolor else "" for style in _styles(strip)]


@given(hostile_text, st.integers(1, 90), st.booleans())
def test_every_row_is_as_wide_as_the_page_whatever_was_said(text: str, width: int, units: bool) -> None:
    transcript = build_transcript([text], speakers=[SpeakerView(1, text[:20], "participant", None)])
    columns = share_width(transcript, width, text_width=None, show_units=units)
    look = Look((Mark(1, 9, 1, "A", 0), Mark(3, 40, 2, "B", 1)), (Hit(2, 5),), (4, 30), 29)
    for row in wrap_transcript(transcript, columns.text).rows:
        strip = paint_row(transcript, row, look, columns, PALETTE)
        assert strip.cell_length == cell_len(strip.text) == width
        assert "\x1b" not in strip.text
        assert "\u202e" not in strip.text


def test_the_words_stand_behind_number_and_speaker() -> None:
    assert _paint(Look()).text.split() == ["1", "Inter…", *TRANSCRIPT.text.split()]


def test_a_unit_has_a_letter_and_a_bar_in_the_margin_and_a_tint_on_its_words() -> None:
    strip = _paint(Look((_mark(4, 11),)))
    assert strip.text.startswith("A▌")
    assert _backgrounds(strip) == ["green" if 4 <= place < 11 else "black" for place in range(ROW.end)]


def test_overlapping_units_show_both_letters_and_an_underline_and_the_tint_of_the_one_on_top() -> None:
    strip = _paint(Look((_mark(0, 15), _mark(8, 20, 2, "C", 1))))
    assert strip.text.startswith("AC▌")
    styles = _styles(strip)
    assert [bool(style.underline) for style in styles] == [8 <= place < 15 for place in range(ROW.end)]
    assert _backgrounds(strip)[8:20] == ["magenta"] * 12


def test_a_unit_keeps_its_lane_where_it_is_alone() -> None:
    assert _paint(Look((_mark(8, 20, 2, "C", 1),))).text.startswith(" C▌")


def test_more_units_than_lanes_are_told_by_a_sign() -> None:
    marks = tuple(_mark(0, 9, 1, letter, lane) for lane, letter in enumerate("ABCDE"))
    assert _paint(Look(marks)).text.startswith("A+▌")
    roomy = share_width(TRANSCRIPT, 100, text_width=None, show_units=True)
    assert _paint(Look(marks), columns=roomy).text.startswith("AB+▌")
    assert _paint(Look(marks[:3]), columns=roomy).text.startswith("ABC▌")


def test_without_colour_letters_and_underline_tell_what_is_coded() -> None:
    strip = _paint(Look((_mark(4, 11),)), replace(PALETTE, tints={}, inks={}, mark_words=True))
    assert strip.text.startswith("A▌")
    assert [bool(style.underline) for style in _styles(strip)] == [4 <= place < 11 for place in range(ROW.end)]
    assert set(_backgrounds(strip)) == {"black"}


def test_the_current_unit_stands_out_in_the_margin_and_lies_on_top() -> None:
    strip = _paint(Look((_mark(0, 15, current=True), _mark(8, 20, 2, "C", 1))))
    letters = [segment for segment in strip if segment.text in {"A", "C"}]
    assert [bool(segment.style and segment.style.reverse) for segment in letters] == [True, False]
    assert _backgrounds(strip)[8:15] == ["green"] * 7


def test_the_cursor_lies_over_units_and_hits_and_leaves_the_underline() -> None:
    strip = _paint(Look((_mark(0, 9), _mark(0, 9, 2, "B", 1)), (Hit(6, 12),), (4, 10), None))
    backgrounds = _backgrounds(strip)
    assert backgrounds[4:10] == ["blue"] * 6
    assert backgrounds[10:12] == ["yellow"] * 2
    assert [bool(style.underline) for style in _styles(strip)[:9]] == [True] * 9


def test_the_hit_one_has_walked_to_differs_from_the_others() -> None:
    strip = _paint(Look(hits=(Hit(0, 2), Hit(4, 7, current=True))))
    assert _backgrounds(strip)[:7] == ["yellow", "yellow", "black", "black", "red", "red", "red"]


def test_the_active_end_shows_only_when_asked_for() -> None:
    assert not any(style.reverse for style in _styles(_paint(Look(selected=(0, 9)))))
    styles = _styles(_paint(Look(selected=(0, 9), active=8)))
    assert [bool(style.reverse) for style in styles] == [place == 8 for place in range(ROW.end)]


def test_a_unit_whose_edge_falls_between_a_letter_and_its_mark_is_drawn_whole() -> None:
    transcript = build_transcript(["ae\u0335b"])
    row = wrap_transcript(transcript, 40).rows[0]
    strip = paint_row(transcript, row, Look((Mark(0, 2, 1, "A", 0),)), COLUMNS, PALETTE)
    assert "ae\u0335b" in strip.text


def test_margins_shrink_with_the_page_and_the_text_is_kept_to_the_last() -> None:
    shares = [share_width(TRANSCRIPT, width, text_width=None, show_units=True) for width in range(1, 140)]
    for before, after in pairwise(shares):
        assert before.lanes <= after.lanes
        assert before.speaker <= after.speaker
    assert all(share.text >= 1 for share in shares)
    assert shares[9].text_start == 0
    assert shares[79].text >= 50


def test_a_page_for_reading_has_a_line_of_seventy_in_the_middle() -> None:
    columns = share_width(TRANSCRIPT, 120, text_width=70, show_units=False)
    assert columns.text == 70
    assert columns.lanes == 0
    margin = columns.text_start - columns.left
    assert abs(columns.left - (120 - margin - 70 - columns.left)) <= 1
