"""Claims about dialogue quotes: a line per speaker, whatever the printed form leaves out, and never the wrong one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.dialogue import lines_of

SAID = ("Hos oss lå det i posten.", "Lå det i tre uker?", "Ja, i tre uker.")
ORIGINAL = "\n\n".join(SAID)
SPOKEN = [(0, "FL6"), (len(SAID[0]) + 2, "FL7"), (len(SAID[0]) + len(SAID[1]) + 4, "FL6")]


def test_a_dialogue_as_it_was_said_has_a_line_per_turn() -> None:
    lines, mixed = lines_of(ORIGINAL, ORIGINAL, SPOKEN)
    assert lines == (("FL6", SAID[0]), ("FL7", SAID[1]), ("FL6", SAID[2]))
    assert not mixed


def test_a_line_that_is_left_out_leaves_the_others_with_their_speakers() -> None:
    lines, mixed = lines_of(ORIGINAL, "Hos oss (...)\n(...)\nJa, i tre uker.", SPOKEN)
    assert lines == (), "the words are one speaker's"
    assert not mixed
    lines, _ = lines_of(ORIGINAL, "(...)\nLå det i tre uker?\nJa.", SPOKEN)
    assert lines == (("FL7", "(...) Lå det i tre uker?"), ("FL6", "Ja."))


def test_two_speakers_in_one_paragraph_hide_who_says_what() -> None:
    lines, mixed = lines_of(ORIGINAL, "Hos oss lå det i posten. Lå det i tre uker? Ja, i tre uker.", SPOKEN)
    assert (lines, mixed) == ((), True)


def test_words_of_one_speaker_across_anothers_turn_are_no_dialogue() -> None:
    assert lines_of(ORIGINAL, "Hos oss lå det i posten (...) i tre uker.", SPOKEN) == ((), False)


def test_one_speaker_has_no_lines() -> None:
    assert lines_of("Ja.\n\nNei.", "Ja. Nei.", [(0, "P1"), (5, "P1")]) == ((), False)


_WORDS = st.lists(st.sampled_from(["ja", "nei", "brevet", "i", "gangen", "tre"]), min_size=1, max_size=4)
_TURNS = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), _WORDS), min_size=1, max_size=5)


@settings(max_examples=50)
@given(_TURNS)
def test_what_is_printed_turn_by_turn_keeps_every_word_with_its_speaker(turns: list[tuple[str, list[str]]]) -> None:
    said = [" ".join(words) for _, words in turns]
    spoken, at = [], 0
    for (speaker, _), words in zip(turns, said, strict=True):
        spoken.append((at, speaker))
        at += len(words) + 2
    original = "\n\n".join(said)
    lines, mixed = lines_of(original, original, spoken)
    assert not mixed
    told = [(speaker, words.split()) for speaker, words in lines]
    if len({speaker for speaker, _ in turns}) == 1:
        assert told == []
        return
    flat = [(speaker, word) for speaker, words in told for word in words]
    assert flat == [(speaker, word) for speaker, words in turns for word in words]
