"""The participants' own words in a condensate."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.own_words import words_taken

WORDS = st.lists(st.sampled_from(["jeg", "satt", "med", "hele", "permen", "og", "venta", "KRYKKENE", "vinterjakka"]))
SPEECH = st.builds(lambda words, mark: mark.join(words), WORDS, st.sampled_from([" ", ", ", "! ", " (...) ", "\n\n"]))


def taken(text: str, *units: str) -> list[str]:
    """The words that are underlined."""
    return [text[start:end] for start, end in words_taken(text, units)]


def test_three_words_in_a_row_are_the_participants_own() -> None:
    assert taken("Jeg kom med hele permen under armen.", "og så kom jeg med hele permen, da") == ["med hele permen"]


def test_two_words_in_a_row_are_anybodys() -> None:
    assert taken("Jeg hadde permen med meg.", "permen med alle prøvene") == []


def test_case_and_punctuation_make_no_difference() -> None:
    assert taken("Som om jeg måtte, bevise noe.", "Ja. SOM OM, jeg måtte bevise NOE!") == [
        "Som om jeg måtte, bevise noe"
    ]


def test_inflection_makes_no_difference() -> None:
    assert taken("Jeg tenker på brevet hver dag.", "eg tenkte på brev, da", "jeg tenkte på brev") == [
        "Jeg tenker på brevet"
    ]
    assert taken("Vi snakket om hyttene.", "vi SNAKKA om hytta") == ["Vi snakket om hyttene"]
    assert taken("Han ble sittende der.", "han ble stående der") == []


def test_a_run_does_not_go_from_one_unit_into_the_next() -> None:
    assert taken("alene hjemme igjen", "alene hjemme", "igjen") == []


def test_a_long_rare_word_is_somebodys_own_even_alone() -> None:
    assert taken("Den lå under en pizzaeske.", "det var en pizzaesken") == []
    assert taken("Den lå under kondolansekortene.", "blant kondolansekortene") == ["kondolansekortene"]


def test_a_long_word_that_many_say_is_nobodys_own() -> None:
    assert taken("Det var arbeidsgiveren.", "arbeidsgiveren", "min arbeidsgiveren", "arbeidsgiveren") == []


def test_nothing_is_underlined_where_there_is_nothing() -> None:
    assert words_taken("", ["jeg satt der"]) == ()
    assert words_taken("jeg satt der", []) == ()
    assert words_taken("...", ["..."]) == ()


@given(SPEECH, st.lists(SPEECH, max_size=4))
def test_every_underlined_word_is_a_word_that_was_said(text: str, units: list[str]) -> None:
    said = {word.casefold() for unit in units for word in re.findall(r"\w+", unit)}
    for words in taken(text, *units):
        assert {word.casefold() for word in re.findall(r"\w+", words)} <= said


@given(SPEECH, st.lists(SPEECH, max_size=4))
def test_spans_stand_in_order_apart_and_begin_and_end_with_letters(text: str, units: list[str]) -> None:
    spans = words_taken(text, units)
    assert list(spans) == sorted(spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
    assert all(text[start].isalnum() and text[end - 1].isalnum() for start, end in spans)


@given(st.lists(st.from_regex(r"[a-zæøå]{2,8}", fullmatch=True), min_size=3, max_size=30), st.data())
def test_a_condensate_cut_out_of_one_unit_is_underlined_whole(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    text = ", ".join(words[start:end]).upper()
    assert taken(text, " ".join(words)) == [text]


@given(SPEECH, SPEECH, st.lists(SPEECH, max_size=3))
def test_more_runs_are_found_in_more_units_and_none_is_lost(text: str, unit: str, others: list[str]) -> None:
    short = " ".join(word for word in text.split() if len(word) < 10)
    before = {at for start, end in words_taken(short, [unit]) for at in range(start, end)}
    after = {at for start, end in words_taken(short, [unit, *others]) for at in range(start, end)}
    assert before <= after
