"""The one normal form of text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.normal_form import Cleaned, content_hash, to_normal_form

anything = st.text(st.characters(exclude_categories=()), max_size=60)
troublesome = st.text(
    st.sampled_from("aå\u030ae\u0301\r\n\t\x00\x07\x0b\x85\u2028\ufeff\ud83d\ude00\ufffe \u200d"), max_size=30
)


@pytest.mark.parametrize("odd", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_break_becomes_a_newline(odd: str) -> None:
    assert to_normal_form(f"en{odd}to")[0] == "en\nto"


def test_ordinary_line_ends_and_tabs_are_not_worth_telling() -> None:
    assert to_normal_form("en\r\nto\tre") == ("en\nto re", ())


def test_unusual_line_breaks_are_counted() -> None:
    assert to_normal_form("a\u2028b\x0bc\r\nd")[1] == (Cleaned("line-separator", 2),)


def test_tabs_are_kept_for_those_who_need_them() -> None:
    assert to_normal_form("I:\tHei\x00", keep_tabs=True)[0] == "I:\tHei"


def test_letters_typed_on_a_mac_are_the_same_letters() -> None:
    assert to_normal_form("pa\u030a sykehjem")[0] == "på sykehjem"


def test_what_is_taken_out_is_counted_by_kind() -> None:
    text, cleaned = to_normal_form("\ufeffa\x00b\x07\x1bc\x9dd")
    assert text == "abcd"
    assert cleaned == (Cleaned("byte-order-mark", 1), Cleaned("nul", 1), Cleaned("control", 3))


def test_half_a_character_is_shown_as_lost_and_two_halves_are_joined() -> None:
    assert to_normal_form("a\ud83db") == ("a\ufffdb", (Cleaned("surrogate", 1),))
    assert to_normal_form("\ud83d\ude00") == ("😀", ())


def test_zero_width_and_bidirectional_characters_are_kept() -> None:
    text = "a\u200db\u200fc\u202ed"
    assert to_normal_form(text) == (text, ())


@given(anything | troublesome)
def test_normal_text_stays_as_it_is(text: str) -> None:
    once, _ = to_normal_form(text)
    assert to_normal_form(once) == (once, ())


@given(anything | troublesome)
def test_normal_text_can_go_anywhere(text: str) -> None:
    normal, _ = to_normal_form(text)
    normal.encode("utf-8")
    assert unicodedata.is_normalized("NFC", normal)
    assert not [c for c in normal if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert "\ufeff" not in normal


@given(st.text(st.characters(categories=["L", "N", "P", "Z"], exclude_characters="\u2028\u2029"), max_size=60))
def test_nothing_is_lost_from_ordinary_text(text: str) -> None:
    assert to_normal_form(text) == (unicodedata.normalize("NFC", text), ())


def test_the_fingerprint_is_that_of_the_utf8_bytes() -> None:
    assert content_hash("å") == "e83979df9d36090142f23051f8e8d7ad48e5c20dff5c9e7b92ca3454f67469f9"
    assert content_hash("a") != content_hash("b")
