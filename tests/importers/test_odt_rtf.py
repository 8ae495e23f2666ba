"""OpenDocument texts and RTF: the talk, and what stands in the files beside it."""

from pathlib import Path

import pytest

from qualcode.errors import NotThatFormat, UnreadableFile
from qualcode.importers.registry import read_transcript
from qualcode.views.importing import ReadTranscript
from tests.importers.other_files import odt, rtf
from tests.importers.reading import messages, said

BOLD = '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'


def read(folder: Path, raw: bytes, name: str = "a.odt") -> ReadTranscript:
    """The file with these bytes."""
    (folder / name).write_bytes(raw)
    return read_transcript(folder / name)


def test_odt_tabs_spaces_and_soft_breaks_are_what_they_look_like(tmp_path: Path) -> None:
    body = (
        "<text:p>I:<text:tab/>Ja<text:s text:c='2'/>da?<text:line-break/>P4:<text:tab/>Nei<text:s/>du.</text:p>"
        "<text:list><text:list-item><text:p>I: Å?</text:p></text:list-item></text:list><text:p>P4: Jo.</text:p>"
    )
    assert said(read(tmp_path, odt(body))) == [("I", "Ja  da?"), ("P4", "Nei du."), ("I", "Å?"), ("P4", "Jo.")]


def test_odt_deleted_words_are_gone_and_told(tmp_path: Path) -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>HEMMELIG</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    one = read(tmp_path, odt(f"{changes}<text:p>I: Ja?<text:change/></text:p><text:p>P4: Nei.</text:p>"))
    assert said(one) == [("I", "Ja?"), ("P4", "Nei.")]
    assert "tracked deletion" in messages(one)


def test_odt_tables_bold_labels_headings_and_notes(tmp_path: Path) -> None:
    def cell(text: str) -> str:
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    rows = "".join(
        f"<table:table-row>{cell(who)}{cell(what)}</table:table-row>"
        for who, what in [("I", "Ja?"), ("P4", "Nei.")] * 2
    )
    assert said(read(tmp_path, odt(f"<table:table>{rows}</table:table>"))) == [("I", "Ja?"), ("P4", "Nei.")] * 2
    bold = "".join(
        f'<text:p><text:span text:style-name="T1">{who}</text:span> {what}'
        "<text:note><text:p>fot</text:p></text:note></text:p>"
        for who, what in [("Kari", "ja?"), ("Ola", "nei.")] * 2
    )
    one = read(tmp_path, odt(f"<text:h>Intervju</text:h>{bold}", styles=BOLD), name="b.odt")
    assert said(one) == [("Kari", "ja?"), ("Ola", "nei.")] * 2
    assert "Intervju" in messages(one)
    assert "4 footnotes" in messages(one)


def test_odt_definitions_bombs_and_sheets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read(tmp_path, odt("<text:p>I: &x;</text:p>", before='<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]>'))
    with pytest.raises(UnreadableFile):
        read(tmp_path, odt("<text:p/>" * 1_500_000))
    with pytest.raises(UnreadableFile, match=r"paragraphs|unreasonable"):
        read(tmp_path, odt("".join(f"<text:p>{n}</text:p>" for n in range(250_000))))
    with pytest.raises(NotThatFormat, match="sheet or presentation"):
        read(tmp_path, odt("<text:p>I: ja</text:p>", mimetype="spreadsheet"))


def test_a_thousand_million_spaces_are_not_made(tmp_path: Path) -> None:
    one = read(tmp_path, odt("<text:p>I: a<text:s text:c='1000000000'/>b</text:p><text:p>P4: c</text:p>"))
    assert len(one.turns[0].text) < 200


def test_rtf_of_f4_has_end_times_in_ms(tmp_path: Path) -> None:
    one = read(tmp_path, rtf("I: Så på øya? #00:00:02-6#", "B: Ja. #00:01:05-4#"), name="a.rtf")
    assert said(one) == [("I", "Så på øya?"), ("B", "Ja.")]
    assert [turn.end_ms for turn in one.turns] == [2_600, 65_400]


def test_rtf_letters_of_every_kind(tmp_path: Path) -> None:
    one = read(
        tmp_path,
        rtf(r"I: S\u229?", "P4: \\u8211? ja", r"I: {\field{\*\fldinst{HYPERLINK \"x\"}}{\fldrslt lenke}}"),
        name="a.rtf",
    )
    assert [turn.text for turn in one.turns] == ["Så", "– ja", "lenke"]
    mac = rb"{\rtf1\mac I: S\'8c.\par P4: Ja.\par I: A\par}"
    assert read(tmp_path, mac, name="b.rtf").turns[0].text == "Så."


def test_rtf_tables_are_tables_and_deleted_words_are_gone(tmp_path: Path) -> None:
    rows = "".join(rf"\trowd {who}\cell {what}\cell\row " for who, what in [("I", "Ja?"), ("P4", "Nei.")] * 2)
    assert said(read(tmp_path, rtf(rows), name="a.rtf")) == [("I", "Ja?"), ("P4", "Nei.")] * 2
    one = read(tmp_path, rtf(r"I: Ja{\deleted HEMMELIG}?", "P4: Nei."), name="b.rtf")
    assert said(one) == [("I", "Ja?"), ("P4", "Nei.")]
    assert "tracked deletion" in messages(one)


def test_rtf_full_of_links_is_read_at_once(tmp_path: Path) -> None:
    one = read(tmp_path, rtf("I: Ja?", "P4: " + r"{\field{\*\fldinst{HYPERLINK " * 20_000), name="a.rtf")
    assert one.turns[0].text == "Ja?"


def test_an_rtf_that_was_cut_off_is_not_taken_in_by_halves(tmp_path: Path) -> None:
    whole = rtf("I: Hvordan var det?", "P4: Det var på øya.", "I: Ja?", "P4: Å ja.")
    (tmp_path / "a.rtf").write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(UnreadableFile, match="ends before"):
        read_transcript(tmp_path / "a.rtf")
