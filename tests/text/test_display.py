"""What a terminal is given to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.display import visible

# Marks that stand before digits in Arabic and Brahmi scripts and are drawn.
DRAWN_FORMAT_CHARACTERS = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
HIEROGLYPH_JOINERS = range(0x13430, 0x13440)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]52;c;QQ\x07", "␛]52;c;QQ␇"),
        ("\x1b[2J", "␛[2J"),
        ("\x9b31m", "⟨9B⟩31m"),
        ("a\x00b", "a␀b"),
        ("\x7f", "␡"),
        ("a\u202eb", "a⟨202E⟩b"),
        ("a\u200bb", "a⟨200B⟩b"),
        ("\ud800", "⟨D800⟩"),
        ("\U000e0041", "⟨E0041⟩"),
        ("a\nb\tc", "a␊b␉c"),
    ],
)
def test_what_is_unseen_is_made_visible(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown


def test_newlines_can_be_kept() -> None:
    assert visible("a\nb\r", keep_newlines=True) == "a\nb␍"


def test_speech_is_shown_as_it_is() -> None:
    text = "Nei, det … jeg ble «sittende» – på trappa 😀 [/b] (latter)"
    assert visible(text) == text


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_nothing_that_a_terminal_obeys_comes_through(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    left = [c for c in shown if unicodedata.category(c) == "Cf"]
    assert all(ord(c) in DRAWN_FORMAT_CHARACTERS or ord(c) in HIEROGLYPH_JOINERS for c in left)
