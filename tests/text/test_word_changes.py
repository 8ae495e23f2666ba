"""Claims about comparing two wordings, and about what a printed form keeps, adds and turns round."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.quotes import compare_printed, is_out_of_order, not_said, words_kept
from qualcode.text.word_changes import GONE, NEW, SAME, word_changes

_TEXTS = st.lists(st.sampled_from(["jeg", "ble", "sittende", ",", "i", "gangen", ".", "\n\n", "Å"]), max_size=12).map(
    " ".join
)


@given(_TEXTS, _TEXTS)
def test_both_wordings_can_be_read_out_of_their_changes(before: str, after: str) -> None:
    changes = word_changes(before, after)
    assert "".join(one.words for one in changes if one.kind in (SAME, GONE)) == before
    assert "".join(one.words for one in changes if one.kind in (SAME, NEW)) == after


def test_a_change_is_told_in_whole_words() -> None:
    assert word_changes("Jeg satt i gangen.", "Jeg ble sittende i gangen.") == (
        (SAME, "Jeg "),
        (GONE, "satt"),
        (NEW, "ble sittende"),
        (SAME, " i gangen."),
    )


def test_words_that_were_not_said_are_named_and_another_order_is_told_from_them() -> None:
    original = "Jeg ble sittende i gangen en stund."
    invented = compare_printed(original, "Jeg ble sittende i kjelleren en stund.")
    turned = compare_printed(original, "Jeg sittende ble i gangen en stund.")
    assert (not_said(original, invented), is_out_of_order(original, invented)) == (("kjelleren",), False)
    assert (not_said(original, turned), is_out_of_order(original, turned)) == ((), True)
    left_out = compare_printed(original, "Jeg ble sittende i gangen.")
    assert (not_said(original, left_out), is_out_of_order(original, left_out)) == ((), False)
    joined = compare_printed("Nei. Det har ikke de.\n\nNettopp.", "Nei. Det har ikke de – nettopp.")
    assert joined.differs
    assert not is_out_of_order("Nei. Det har ikke de.\n\nNettopp.", joined)


@given(_TEXTS)
def test_a_text_printed_as_it_was_said_keeps_every_word_where_it_is(text: str) -> None:
    assert all(said == shown for said, shown in words_kept(text, text))


def test_kept_words_are_found_around_what_is_left_out() -> None:
    original, printed = "Da kom brevet. Jeg ble sittende.", "Da (...) sittende."
    kept = words_kept(original, printed)
    assert [original[said:].split(maxsplit=1)[0] for said, _ in kept] == ["Da", "sittende."]
    assert [printed[shown:].split(maxsplit=1)[0] for _, shown in kept] == ["Da", "sittende."]
