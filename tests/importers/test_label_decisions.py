"""What a person decides about labels is done, and no word is lost by it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.importers.registry import fitting_formats, read_conversation
from qualcode.views.importing import Decisions, ReadTranscript
from tests.importers.other_files import every_format
from tests.importers.reading import said

TALK = (
    "Intervjuer 1: Hvordan var det?\nP4: Det var på øya.\nPlan: den gikk i vasken.\nIntervjuer 2: Ja?\n"
    "Plan: ny plan.\nP4: Å ja.\nP4b: Så klart.\nIntervjuer 1: Takk.\nPlan: slutt."
)


def read(folder: Path, content: str | bytes, decisions: Decisions, *, name: str = "P4.txt") -> ReadTranscript:
    """What is read from a file with this in it, under these decisions."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_conversation((path,), decisions)


def test_a_merged_label_is_the_other_ones_and_turns_side_by_side_are_one(tmp_path: Path) -> None:
    decisions = Decisions(merged=(("intervjuer 2", "Intervjuer"), ("Intervjuer 1", "Intervjuer"), ("P4b", "P4")))
    turns = said(read(tmp_path, TALK, decisions))
    assert {label for label, _ in turns} == {"Intervjuer", "P4", "Plan"}
    assert ("P4", "Å ja.\nSå klart.") in turns


def test_what_is_merged_into_a_merged_label_goes_with_it_and_a_circle_ends(tmp_path: Path) -> None:
    chain = Decisions(merged=(("P4b", "Plan"), ("Plan", "P4")))
    assert {label for label, _ in said(read(tmp_path, TALK, chain))} == {"Intervjuer 1", "Intervjuer 2", "P4"}
    circle = Decisions(merged=(("P4", "Plan"), ("Plan", "P4")))
    assert len({label for label, _ in said(read(tmp_path, TALK, circle))} & {"P4", "Plan"}) >= 1


def test_a_dropped_label_goes_back_into_the_words_of_whoever_spoke_before(tmp_path: Path) -> None:
    turns = said(read(tmp_path, TALK, Decisions(dropped=("plan",))))
    assert ("P4", "Det var på øya.\nPlan: den gikk i vasken.") in turns
    assert ("Intervjuer 1", "Takk.\nPlan: slutt.") in turns
    assert "Plan" not in {label for label, _ in turns}


@pytest.mark.parametrize("name", ["vtt", "json", "eaf", "textgrid", "cha"])
def test_a_dropped_label_from_a_field_of_its_own_leaves_its_words_to_nobody(tmp_path: Path, name: str) -> None:
    turns = said(read(tmp_path, every_format()[name], Decisions(dropped=("I",)), name=f"a.{name}"))
    assert turns[0] == (None, "Hvordan var det?")
    assert {label for label, _ in turns} == {None, "P4"}


@pytest.mark.parametrize("name", sorted(every_format()))
def test_two_labels_of_any_format_can_be_one(tmp_path: Path, name: str) -> None:
    (turn,) = said(read(tmp_path, every_format()[name], Decisions(merged=(("I", "P4"),)), name=f"a.{name}"))
    assert turn[0] == "P4"
    assert " ".join(turn[1].split()) == "Hvordan var det? Det var på øya. Ja? Å ja, så klart."


def test_a_label_that_was_not_found_to_be_one_is_taken_when_somebody_says_so(tmp_path: Path) -> None:
    text = "I: Hva sa de?\nP4: Lite.\nNei: det sa jeg.\nI: Ja?\nP4: Ja."
    assert ("P4", "Lite.\nNei: det sa jeg.") in said(read(tmp_path, text, Decisions()))
    assert ("Nei", "det sa jeg.") in said(read(tmp_path, text, Decisions(taken=("nei",))))


def test_of_several_encodings_the_first_that_fits_every_byte_is_used(tmp_path: Path) -> None:
    text = "I: Så på øya?\nP4: Ja.\nI: Å?\nP4: Nei."
    wanted = Decisions(encodings=("utf-8", "mac-roman"))
    assert read(tmp_path, text.encode("mac-roman"), wanted).encoding == "mac-roman"
    utf = read(tmp_path, text, wanted)
    assert (utf.encoding, said(utf)[0]) == ("utf-8", ("I", "Så på øya?"))


def test_letters_that_an_encoding_does_not_have_are_told(tmp_path: Path) -> None:
    lost = read(tmp_path, "I: Så på øya?\nP4: Ja.\nI: Å?\nP4: Nei.".encode("cp1252"), Decisions(encodings=("utf-8",)))
    assert any("utf-8" in problem.message for problem in lost.problems)


def test_text_may_also_be_read_line_by_line_and_a_picture_may_not(tmp_path: Path) -> None:
    for name, formats in (("vtt", ("txt", "vtt", "md")), ("odt", ("odt",)), ("txt", ("txt", "md"))):
        (tmp_path / f"a.{name}").write_bytes(every_format()[name])
        assert fitting_formats(tmp_path / f"a.{name}") == formats
    (tmp_path / "a.csv").write_text("I: Hva?\nP4: Ja.\nI: Å?\nP4: Nei.", encoding="utf-8")
    assert fitting_formats(tmp_path / "a.csv") == ("txt", "md", "csv")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert fitting_formats(tmp_path / "a.png") == ()


LABELS = ("I", "P4", "Plan", "Kari")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spoken=st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(["ja", "hva?", "og så", "å"])), min_size=4),
    dropped=st.sets(st.sampled_from(LABELS)),
    merged=st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), max_size=3),
    taken=st.sets(st.sampled_from(LABELS)),
)
def test_whatever_is_decided_every_word_stays_in_its_order(
    tmp_path: Path,
    spoken: list[tuple[str, str]],
    dropped: set[str],
    merged: list[tuple[str, str]],
    taken: set[str],
) -> None:
    text = "\n".join(f"{who}: {words}." for who, words in [("M", "Først"), ("P4", "svar"), *spoken])
    decisions = Decisions(dropped=tuple(dropped), merged=tuple(merged), taken=("M", *taken))
    words = [word for turn in read(tmp_path, text, decisions).turns for word in turn.text.split()]
    labels = {"M:", *(f"{label}:" for label in LABELS)}
    assert [word for word in words if word not in labels] == [word for word in text.split() if word not in labels]
