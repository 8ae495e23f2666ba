"""Quotes: original and printed form."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text import quotes
from qualcode.text.quotes import Change, classify, compare_printed, find_quote

SAID = "ja, altså, jeg ble sittende i gangen en stund. Med jakka på."


def test_every_place_of_a_quote_is_found() -> None:
    assert find_quote("ja ja ja", "ja") == [0, 3, 6]
    assert find_quote("aaa", "aa") == [0, 1]
    assert find_quote("ja", "nei") == []
    assert find_quote("ja", "") == []


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        (SAID, "verbatim"),
        (SAID[0].upper() + SAID[1:], "verbatim"),
        ("Ja, altså, (...) Med jakka på.", "shortened"),
        ("(...) jeg ble sittende (…)", "shortened"),
        ("… Jeg ble sittende i gangen ...", "shortened"),
        ("Ja, altså, jeg [pasienten] ble sittende i gangen en stund. Med jakka på.", "clarified"),
        ("Ja, altså, [pasienten] ble sittende i gangen (...)", "clarified"),
        ("Jeg ble sittende i gangen en stund. Med jakka på.", "edited"),
        ("Ja, altså, jeg ble sittende i gangen lenge. Med jakka på.", "edited"),
    ],
)
def test_the_form_is_the_most_far_reaching_thing_done(printed: str, form: str) -> None:
    assert classify(SAID, printed) == form


def test_a_pause_that_was_there_is_no_word_left_out() -> None:
    said = "nei, det … jeg ble sittende (...) i gangen"
    for printed in (said, f"N{said[1:]}"):
        assert classify(said, printed) == "verbatim"
        assert not compare_printed(said, printed).shortens
    assert classify(said, "Nei, det … jeg ble (...) i gangen") == "shortened"


def test_whatever_else_is_done_it_is_told_that_words_are_left_out_and_added() -> None:
    difference = compare_printed(SAID, "Eg [pasienten] blei sitjande (...) Med jakka på.")
    assert (difference.form, difference.shortens, difference.clarifies) == ("edited", True, True)


def test_a_change_is_told_in_words() -> None:
    difference = compare_printed("det var ikkje bra, det", "Det var ikke bra")
    assert difference.changes == (Change("ikkje", "ikke"), Change(", det", ""))
    assert difference.differs


def test_words_that_were_never_said_are_told() -> None:
    assert compare_printed("jeg var redd", "Jeg var veldig redd").changes == (Change("", "veldig"),)


def test_words_in_another_order_are_a_change() -> None:
    assert compare_printed("redd var jeg", "jeg var redd").differs


def test_words_left_out_without_a_mark_are_a_change() -> None:
    assert compare_printed("jeg var ikke redd", "Jeg var redd").changes == (Change("ikke", ""),)


def test_a_bracket_may_not_swallow_a_whole_sentence() -> None:
    difference = compare_printed("han sa at jeg var frisk nok til å jobbe", "[Legen] jobbe")
    assert difference.differs


def test_a_capital_inside_the_sentence_is_a_change() -> None:
    assert compare_printed("jeg og nav", "Jeg og Nav").changes == (Change("nav", "Nav"),)
    assert compare_printed("jeg tok Nav", "Jeg tok (...) nav").differs


def test_pauses_that_were_transcribed_are_part_of_the_words() -> None:
    said = "Det var (...) rart, [navn]"
    assert compare_printed(said, said).form == "verbatim"
    assert compare_printed(said, "Det var rart, [navn]").differs


def test_quotation_marks_and_line_breaks_may_look_otherwise() -> None:
    assert compare_printed('hun sa "nei"\nog gikk', "hun sa «nei» og gikk").form == "verbatim"


def test_an_empty_printed_form_changes_everything() -> None:
    assert compare_printed("ja", "").changes == (Change("ja", ""),)
    assert compare_printed("", "").form == "verbatim"


spoken = st.lists(
    st.sampled_from(["jeg", "Nei,", "altså", "(...)", "[navn]", "…", "«ja»", "f.eks.", "ikke", "redd.", "(latter)"]),
    min_size=1,
    max_size=14,
)


@given(spoken, st.data())
def test_shortening_never_differs(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    printed = " ".join([*words[:start], "(...)", *words[end:]])
    assert not compare_printed(" ".join(words), printed).differs


@given(spoken, st.integers(0, 14), st.sampled_from(["legen", "to ord"]))
def test_a_clarification_never_differs(words: list[str], at: int, told: str) -> None:
    printed = " ".join([*words[:at], f"[{told}]", *words[at:]])
    assert not compare_printed(" ".join(words), printed).differs


@given(spoken, st.integers(0, 13))
def test_a_word_put_in_its_place_always_differs(words: list[str], at: int) -> None:
    at = min(at, len(words) - 1)
    printed = " ".join([*words[:at], "hest", *words[at + 1 :]])
    without_cuts = [word for word in words if word not in ("(...)", "…")]
    if without_cuts == words:
        assert compare_printed(" ".join(words), printed).differs


@given(spoken, spoken)
def test_no_difference_means_that_every_printed_word_was_said(words: list[str], others: list[str]) -> None:
    difference = compare_printed(" ".join(words), " ".join(others))
    if not difference.differs:
        bare = [word for word in others if word not in ("(...)", "…", "[navn]")]
        said = iter(word.casefold() for word in words)
        assert all(word.casefold() in said for word in bare)


def test_a_page_long_quote_is_compared_while_nobody_waits() -> None:
    said = "jeg vet ikke helt hva jeg skal si om det " * 40
    begun = time.process_time()
    assert compare_printed(said, said.replace("helt ", "", 3)[5:]).differs
    assert time.process_time() - begun < 5


@given(st.lists(st.sampled_from(["jeg", "Jeg", "gikk", ".", "(...)", "hjem", ","]), max_size=9), st.data())
def test_the_short_way_of_comparing_says_what_the_long_way_says(words: list[str], data: st.DataObject) -> None:
    said = " ".join(words)
    kept = [word if data.draw(st.booleans()) else "(...)" for word in words]
    shown = " ".join(data.draw(st.sampled_from([kept, words, list(reversed(kept)), kept[1:]])))
    quick = quotes._reads_straight(quotes._tokens(said), quotes._mark_brackets(quotes._tokens(shown)))
    steps = quotes._cheapest_path(quotes._tokens(said), quotes._mark_brackets(quotes._tokens(shown)))
    assert quick is all(step.kind in ("same", "cut") for step in steps)
