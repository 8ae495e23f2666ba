"""The order of names, and names alike."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.ordering import natural_key, nearest


def natural_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=natural_key)


def test_numbers_in_names_are_numbers() -> None:
    assert natural_order(["P10", "P2", "P1", "P02"]) == ["P1", "P02", "P2", "P10"]


def test_norwegian_letters_come_last_in_their_own_order() -> None:
    assert natural_order(["Åse", "Østen", "Ærlend", "Zoe", "Anna"]) == ["Anna", "Zoe", "Ærlend", "Østen", "Åse"]


def test_capitals_accents_and_neighbours_stand_with_their_letters() -> None:
    assert natural_order(["ben", "Ås", "Anna", "ånd", "Éva", "eva", "Öst"]) == [
        "Anna",
        "ben",
        "eva",
        "Éva",
        "Öst",
        "ånd",
        "Ås",
    ]


def test_composed_and_decomposed_letters_are_one_place() -> None:
    assert natural_key("A\u030ase")[0] == natural_key("Åse")[0]


def test_ten_thousand_digits_are_no_trouble() -> None:
    assert natural_order(["P" + "9" * 10_000, "P1"])[0] == "P1"


@given(st.lists(st.text(max_size=8), max_size=8))
def test_every_set_of_names_has_one_order(names: list[str]) -> None:
    assert natural_order(names) == natural_order(reversed(natural_order(names)))


def test_the_likeliest_name_is_offered_first() -> None:
    assert nearest("Å bli trod", ["Plikt", "Å bli trodd", "Uro før timen"]) == ["Å bli trodd"]


def test_case_does_not_hide_a_name() -> None:
    assert nearest("fokusgruppe 2", ["Fokusgruppe 1", "Fokusgruppe 2"])[0] == "Fokusgruppe 2"


def test_a_beginning_is_enough() -> None:
    assert nearest("Uro", ["Uro før timen hos den nye legen", "Plikt"]) == ["Uro før timen hos den nye legen"]


def test_nothing_is_offered_for_nothing_alike() -> None:
    assert nearest("xyzxyz", ["Plikt", "Uro"]) == []
    assert nearest("", ["Plikt"]) == []


def test_name_that_two_things_have_is_offered_once() -> None:
    assert nearest("Urå", ["Uro", "Tro", "Uro"]) == ["Uro"]
