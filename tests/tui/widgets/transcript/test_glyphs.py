"""What the reader sees of each character: nothing hidden, nothing obeyed, and the cells counted right."""

import pytest
from hypothesis import given
from rich.cells import cell_len, get_character_cell_size

from qualcode.tui.widgets.transcript.glyphs import count_cells, fit, is_plain, read_glyphs, visible_character
from tests.tui.widgets.speech import HOSTILE, hostile_text


def _drawn(text: str) -> list[str]:
    return [glyph.drawn for glyph in read_glyphs(text, 0, len(text))]


@given(hostile_text)
def test_every_code_point_is_in_exactly_one_glyph(text: str) -> None:
    glyphs = read_glyphs(text, 0, len(text))
    assert [offset for glyph in glyphs for offset in range(glyph.start, glyph.end)] == list(range(len(text)))


@given(hostile_text)
def test_every_glyph_can_be_seen_and_pointed_at(text: str) -> None:
    assert all(glyph.cells > 0 for glyph in read_glyphs(text, 0, len(text)))


@given(hostile_text)
def test_the_terminal_counts_the_same_cells_as_we_do(text: str) -> None:
    glyphs = read_glyphs(text, 0, len(text))
    assert cell_len("".join(glyph.drawn for glyph in glyphs)) == sum(glyph.cells for glyph in glyphs)


@pytest.mark.parametrize("character", [character for character in HOSTILE if character not in "\t[]/{}"])
def test_what_would_act_or_hide_is_drawn_as_something_else(character: str) -> None:
    drawn = visible_character(character)
    assert character not in drawn
    assert drawn.isprintable()
    assert count_cells(drawn) > 0


def test_every_character_that_is_taken_for_plain_is_one_cell_and_drawn_as_itself() -> None:
    plain = [chr(number) for number in range(0x3000) if is_plain(chr(number), 0, 1)]
    assert len(plain) > 700
    assert all(
        get_character_cell_size(character) == 1 and visible_character(character) == character for character in plain
    )


def test_brackets_of_markup_are_drawn_as_they_stand() -> None:
    assert _drawn("[/x]") == list("[/x]")


def test_a_mark_is_drawn_on_the_letter_before_it() -> None:
    assert _drawn("e\u0335a") == ["e\u0335", "a"]


def test_a_mark_without_a_letter_stands_on_a_dotted_circle() -> None:
    assert _drawn("\u0335 \u0335") == ["\u25cc\u0335", " ", "\u25cc\u0335"]


def test_the_parts_of_a_joined_emoji_stand_side_by_side_and_are_one_for_the_first_and_its_joiner() -> None:
    glyphs = read_glyphs("👩\u200d👧", 0, 3)
    assert [(glyph.start, glyph.end, glyph.drawn, glyph.cells) for glyph in glyphs] == [
        (0, 2, "👩", 2),
        (2, 3, "👧", 2),
    ]


def test_a_joiner_among_letters_is_shown() -> None:
    assert _drawn("a\u200db") == ["a", visible_character("\u200d"), "b"]


@given(hostile_text)
def test_a_name_fits_its_column_exactly(text: str) -> None:
    assert all(cell_len(fit(text, cells)) == cells for cells in range(12))


def test_a_name_that_is_cut_says_so() -> None:
    assert fit("Intervjuer", 6) == "Inter…"
    assert fit("P4", 6) == "P4    "
    assert fit("日本語", 4) == "日… "
