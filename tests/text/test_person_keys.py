"""Claims about which key means which person."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.person_keys import DIGITS, last_figure, person_keys


def test_the_key_is_the_last_figure_of_the_code() -> None:
    assert person_keys(["FL6", "FL7", "FL8", "FL9", "FL10"]) == ["6", "7", "8", "9", "0"]
    assert person_keys(["P1a", "NMV 12"]) == ["1", "2"]


def test_whoever_comes_second_to_a_figure_has_no_key_rather_than_somebody_elses() -> None:
    assert person_keys(["FL1", "FL2", "FL11"]) == ["1", "2", ""]


def test_a_name_without_a_figure_gets_a_digit_nobody_has() -> None:
    assert person_keys(["Kari", "FL1", "Ola", "FL3"]) == ["2", "1", "4", "3"]


@given(st.lists(st.from_regex(r"[A-Z]{0,3}[0-9]{0,2}[a-z]?", fullmatch=True), max_size=30))
def test_no_two_people_share_a_key_and_a_figure_is_never_given_to_another(names: list[str]) -> None:
    keys = person_keys(names)
    given_out = [key for key in keys if key]
    assert len(keys) == len(names)
    assert len(given_out) == len(set(given_out))
    assert set(given_out) <= set(DIGITS)
    assert all(key == last_figure(name) for name, key in zip(names, keys, strict=True) if key and last_figure(name))


@given(st.lists(st.sampled_from([f"FL{n}" for n in range(1, 30)]), unique=True, max_size=12), st.integers(1, 29))
def test_a_key_stays_when_somebody_comes_after(names: list[str], more: int) -> None:
    assert person_keys([*names, f"FL{more}"])[: len(names)] == person_keys(names)
