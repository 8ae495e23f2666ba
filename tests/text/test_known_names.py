"""Claims about finding known people in a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.known_names import KnownNames

NAMES = KnownNames(["Kari Anne Nordmann-Vik", "Bjørn Åse", "Ida van der Meer"])


def found(text: str, names: KnownNames = NAMES) -> list[str]:
    return [text[one.span.start : one.span.end] for one in names.find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Da kom Kari inn.", ["Kari"]),
        ("Det var Karis tur, og KARI gikk.", ["Karis", "KARI"]),
        ("kari anne  nordmann-vik var der", ["kari anne  nordmann-vik"]),
        ("Hos Nordmann og hos Vik.", ["Nordmann", "Vik"]),
        ("En bjørn i skogen. Han heter Bjørn.", ["Bjørn"]),
        ("Han er født i van, der i den.", []),
        ("Karianne og Nordmannen er andre.", []),
        ("Meer’s", ["Meer’s"]),
        ("Hun sa: «og så kom kari, med en bjørn». I Horten.", ["kari"]),
        ("nei men bjørn sa at kari ikke kom", ["bjørn", "kari"]),
        ("", []),
    ],
)
def test_names_are_found_as_words_and_ordinary_words_are_not(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_no_names_find_nothing_and_are_not_shown() -> None:
    assert not KnownNames(["", " "])
    assert "Kari" not in repr(NAMES)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_whole_name_is_found_wherever_it_stands_by_itself(before: str, after: str) -> None:
    text = f"{before} Kari Anne Nordmann-Vik. {after}"
    assert any(name.startswith("Kari") for name in found(text))


@given(st.text(max_size=30), st.text(max_size=80))
def test_any_name_and_any_text_can_be_looked_at(name: str, text: str) -> None:
    spans = [one.span for one in KnownNames([name]).find(text)]
    assert all(first.end <= second.start for first, second in pairwise(spans))


def test_a_number_or_address_is_found_as_a_whole_only() -> None:
    names = KnownNames([], exactly=["99 88 77 66", "12"])
    assert found("Ring 99 88  77 66, ikke 99 88 eller 12.", names) == ["99 88  77 66"]
