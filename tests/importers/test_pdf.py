"""PDF: paragraphs out of lines, and nothing of what belongs to the page."""

from pathlib import Path

import pytest

from qualcode.errors import UnreadableFile
from qualcode.importers.registry import read_transcript
from qualcode.views.importing import ReadTranscript
from tests.importers.other_files import pdf
from tests.importers.reading import messages, said


def read(folder: Path, raw: bytes) -> ReadTranscript:
    """The PDF with these bytes."""
    (folder / "a.pdf").write_bytes(raw)
    return read_transcript(folder / "a.pdf")


def page(number: int, *lines: str) -> list[str]:
    """A page with head and number."""
    return ["NMV-studien, gruppe 1", *lines, f"Side {number} av 3"]


def test_heads_and_page_numbers_are_left_out_and_told(tmp_path: Path) -> None:
    one = read(
        tmp_path,
        pdf(
            page(1, "I: Hvordan var det på øya?", "P4: Det var slik at jeg gikk og"),
            page(2, "gikk hele dagen.", "I: Ja?"),
            page(3, "P4: Og så kom jeg hjem.", "I: Akkurat."),
        ),
    )
    assert said(one) == [
        ("I", "Hvordan var det på øya?"),
        ("P4", "Det var slik at jeg gikk og gikk hele dagen."),
        ("I", "Ja?"),
        ("P4", "Og så kom jeg hjem."),
        ("I", "Akkurat."),
    ]
    assert "3 times: “NMV-studien, gruppe 1”" in messages(one)
    assert "3 times: “Side 1 av 3”" in messages(one)


def test_names_with_times_at_the_foot_of_pages_stay(tmp_path: Path) -> None:
    pages = [["Ja.", "Kari Berg  0:01"], ["Nei.", "Kari Berg  0:05"], ["Jo.", "Ola Dal  0:09"], ["Da så.", "Takk."]]
    one = read(tmp_path, pdf(["Ola Dal  0:00", *pages[0]], *pages[1:]))
    assert {turn.label for turn in one.turns} == {"Ola Dal", "Kari Berg"}


def test_words_parted_at_line_ends_are_joined_with_care(tmp_path: Path) -> None:
    one = read(
        tmp_path,
        pdf(
            [
                "I: Var det en e-post fra fastlege-",
                "og sykehus om syke-",
                "meldingen?",
                "P4: Ja, en e-",
                "post.",
            ]
        ),
    )
    assert said(one) == [
        ("I", "Var det en e-post fra fastlege- og sykehus om sykemeldingen?"),
        ("P4", "Ja, en e- post."),
    ]
    assert "joined" in messages(one)


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="only pictures of pages"):
        read(tmp_path, pdf([], []))
    assert "Page 2 has no text" in messages(read(tmp_path, pdf(["I: Ja?", "P4: Nei."], [])))


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    locked = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>/ID[<41><41>]"
    with pytest.raises(UnreadableFile, match="password"):
        read(tmp_path, pdf(["I: Ja?"], extra=locked))


def test_a_broken_pdf_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read(tmp_path, b"%PDF-1.7\n%\xe2\xe3")


def test_a_name_that_heads_page_after_page_is_still_the_speaker(tmp_path: Path) -> None:
    said_there = [("Det var greit.", "Og så?"), ("Jeg gikk hjem.", "Når da?"), ("Sent på kvelden.", "Takk.")]
    pages = [["P4:", a, "I:", b, f"Side {n} av 3"] for n, (a, b) in enumerate(said_there, start=1)]
    turns = said(read(tmp_path, pdf(*pages)))
    assert [label for label, _ in turns] == ["P4", "I"] * 3


def test_numbers_of_lines_that_stand_in_the_margin_are_no_words(tmp_path: Path) -> None:
    talk = [line for n in range(8) for line in (f"I: Spørsmål {n}?", str(2 * n + 1), f"P4: Svar {n}.", str(2 * n + 2))]
    transcript = read(tmp_path, pdf(talk))
    assert [words for _, words in said(transcript)] == [w for n in range(8) for w in (f"Spørsmål {n}?", f"Svar {n}.")]
    assert "16 line numbers" in messages(transcript)


def test_tabs_between_all_words_are_blanks(tmp_path: Path) -> None:
    lines = ["I:\t\tHva\ttenkte\tdu\tda?", "P4:\t\tDet\tvar\tjo\tgreit.", "I:\t\tJa?", "P4:\t\tJeg\tsov."]
    assert {label for label, _ in said(read(tmp_path, pdf(lines)))} == {"I", "P4"}
