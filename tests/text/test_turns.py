"""From turns to canonical text."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.turns import assemble, count_words, merge_turns


@dataclass(frozen=True)
class Said:
    """A turn as any importer may have it."""

    label: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


words = st.text(st.sampled_from("abå \n😀"), min_size=1, max_size=12)


def test_turns_are_parted_by_an_empty_line() -> None:
    assembled = assemble(["Hei.\nGår det bra?", "Ja."])
    assert assembled.text == "Hei.\nGår det bra?\n\nJa."
    assert assembled.turns == ((0, 17), (19, 22))


def test_no_turns_make_no_text() -> None:
    assert assemble([]) == assemble(())
    assert assemble([]).text == ""


@given(st.lists(words, max_size=8))
def test_every_turn_is_found_again_at_its_span(texts: list[str]) -> None:
    assembled = assemble(texts)
    assert [assembled.text[start:end] for start, end in assembled.turns] == texts


@given(st.lists(words, max_size=8))
def test_between_the_turns_there_is_nothing_but_white_space(texts: list[str]) -> None:
    assembled = assemble(texts)
    assert len(assembled.text) == sum(map(len, texts)) + 2 * max(0, len(texts) - 1)


def test_cues_of_one_speaker_become_one_turn_with_its_first_and_last_time() -> None:
    cues = [Said("P4", "Ja,", 0, 900), Said("P4", "det var", 1000, 2500), Said("I", "Mm.", 2400, 2600)]
    assert merge_turns(cues, between=" ") == (Said("P4", "Ja, det var", 0, 2500), Said("I", "Mm.", 2400, 2600))


def test_a_cue_that_ends_early_does_not_shorten_the_turn() -> None:
    cues = [Said("P4", "a", 0, 5000), Said("P4", "b", 1000, 2000)]
    assert merge_turns(cues, between=" ")[0].end_ms == 5000


def test_turns_that_name_nobody_stay_apart() -> None:
    paragraphs = [Said(None, "En."), Said(None, "To.")]
    assert merge_turns(paragraphs, between="\n") == tuple(paragraphs)


def test_a_speaker_who_comes_back_has_a_new_turn() -> None:
    turns = [Said("I", "En?"), Said("P4", "To."), Said("I", "Tre?")]
    assert merge_turns(turns, between="\n") == tuple(turns)


@given(st.lists(st.tuples(st.sampled_from(["I", "P4", None]), st.sampled_from(["ja", "nei"])), max_size=12))
def test_merging_keeps_every_word_in_order(said: list[tuple[str | None, str]]) -> None:
    merged = merge_turns([Said(label, text) for label, text in said], between=" ")
    assert " ".join(turn.text for turn in merged).split() == [text for _, text in said]
    assert all(a.label is None or a.label != b.label for a, b in pairwise(merged))


def test_words_are_what_stands_between_white_space() -> None:
    assert count_words("Nei, det … jeg ble\nsittende.") == 6
    assert count_words("") == 0
