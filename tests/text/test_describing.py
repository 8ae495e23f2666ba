"""Claims about descriptions of who speaks: what a lead-in says, in three languages, and what it does not say."""

import pytest

from qualcode.text.describing import MAN, WOMAN, Described, described_in, holds_words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("En kvinnelig deltaker i 50-årene:", Described(WOMAN, 50)),
        ("Ein mannleg deltakar i 60-åra:", Described(MAN, 60)),
        ("En mann i femtiårene sa", Described(MAN, 50)),
        ("A woman in her fifties:", Described(WOMAN, 50)),
        ("In her 40s, one said", Described(WOMAN, 40)),
        ("A male participant in his 30s:", Described(MAN, 30)),
        ("En lærer på 54 år", Described(age=54)),
        ("A 37-year-old man", Described(MAN, age=37)),
        ("En 43-åring fortalte", Described(age=43)),
    ],
)
def test_a_lead_in_is_understood(words: str, said: Described) -> None:
    assert described_in(words) == said


@pytest.mark.parametrize(
    "words", ["Her sa en deltaker:", "En av dem sa:", "Etter 4 år i jobben", "Og så i her og nå", ""]
)
def test_what_says_nothing_of_the_person_is_not_read_into_it(words: str) -> None:
    assert not described_in(words).says_something


def test_registered_words_are_found_as_whole_words_only() -> None:
    assert holds_words("Jeg er LÆRER, vet du", "lærer")
    assert holds_words("kneartrose\noperasjon i fjor", "Kneartrose operasjon")
    assert not holds_words("lærerinne", "lærer")
    assert not holds_words("hva som helst", " ")
