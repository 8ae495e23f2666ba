"""Claims about what an editor's hand did: hesitations and repetitions are told from words that somebody meant."""

import pytest

from qualcode.text.editing import MARKS, REWORDED, SMOOTHED, TAKEN_OUT, edits_of
from qualcode.text.quotes import compare_printed


@pytest.mark.parametrize(
    ("said", "printed", "edits"),
    [
        ("Jeg, eh, jeg ble sittende.", "Jeg ble sittende.", {SMOOTHED}),
        ("Det var, det var ikke lett, hm.", "Det var ikke lett.", {SMOOTHED}),
        ("Det var ikke lett.", "Det var lett.", {TAKEN_OUT}),
        ("E sitt og e vente.", "E sitt og vente.", {TAKEN_OUT}),
        ("Han er snill.", "Han snill.", {TAKEN_OUT}),
        ("Det var ikke lett.", "Det var vanskelig.", {REWORDED}),
        ("Nei det var lett.", "Nei, det var lett.", {MARKS}),
        ("Eh, det var ikke så lett for meg da.", "Det var ikke lett for oss da.", {SMOOTHED, TAKEN_OUT, REWORDED}),
        ("Det var lett.", "Det (...) lett [å svare].", set()),
    ],
)
def test_what_was_done_to_the_words_is_told_apart(said: str, printed: str, edits: set[str]) -> None:
    assert edits_of(said, compare_printed(said, printed).changes) == edits
