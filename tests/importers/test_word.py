"""Word files, as people and Teams make them."""

from pathlib import Path

import pytest
from docx import Document

from qualcode.errors import UnreadableFile
from qualcode.importers.registry import read_transcript
from tests.importers.reading import messages, said
from tests.importers.word_files import paragraph, run, save_body, save_paragraphs, save_table

TALK = [("I", "Hva tenkte du?"), ("P4", "Nei, det … (latter)"), ("I", "Flau?"), ("P4", "Ja.")]


@pytest.mark.parametrize("between", [": ", ":\t", "\t"])
def test_labels_are_parted_by_colon_or_tab(tmp_path: Path, between: str) -> None:
    path = save_paragraphs(tmp_path / "P4.docx", [f"{label}{between}{text}" for label, text in TALK])
    read = read_transcript(path)
    assert said(read) == TALK
    assert (read.format, read.encoding, read.problems) == ("docx", "utf-8", ())


def test_bold_type_alone_parts_the_label(tmp_path: Path) -> None:
    document = Document()
    for label, text in TALK:
        new = document.add_paragraph()
        new.add_run(f"{label} ").bold = True
        new.add_run(text)
    document.save(str(tmp_path / "P4.docx"))
    assert said(read_transcript(tmp_path / "P4.docx")) == TALK


def test_a_bold_word_in_speech_is_speech(tmp_path: Path) -> None:
    path = save_body(
        tmp_path / "P4.docx",
        "".join(paragraph(run(f"{label}: {text}")) for label, text in TALK)
        + paragraph(run("Aldri", bold=True) + run(" i livet.")),
    )
    assert said(read_transcript(path))[-1] == ("P4", "Ja.\nAldri i livet.")


def test_two_columns_say_who_and_what(tmp_path: Path) -> None:
    path = save_table(tmp_path / "P4.docx", [("Hvem", "Hva"), *TALK, ("P4", "Mer.")])
    read = read_transcript(path)
    assert said(read) == [*TALK[:3], ("P4", "Ja.\nMer.")]
    assert "row 1 of table 1" in messages(read)


def test_three_columns_say_when_too(tmp_path: Path) -> None:
    rows = [("Tid", "Hvem", "Ytring"), ("0:00", "Kari", "Hei?"), ("0:03", "Ola", "Hei."), ("1:04", "Kari", "Ja.")]
    read = read_transcript(save_table(tmp_path / "a.docx", rows))
    assert [(turn.label, turn.text, turn.start_ms) for turn in read.turns] == [
        ("Kari", "Hei?", 0),
        ("Ola", "Hei.", 3_000),
        ("Kari", "Ja.", 64_000),
    ]


def test_columns_need_no_header_and_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = [(text * 3, label) for label, text in TALK]
    assert said(read_transcript(save_table(tmp_path / "a.docx", rows))) == [(label, text * 3) for label, text in TALK]


def test_a_row_that_names_nobody_goes_on(tmp_path: Path) -> None:
    rows = [("I", "Ja?"), ("P4", "En."), ("", "To."), ("I", "Å.")]
    assert said(read_transcript(save_table(tmp_path / "a.docx", rows))) == [
        ("I", "Ja?"),
        ("P4", "En.\nTo."),
        ("I", "Å."),
    ]


def test_a_cell_may_hold_several_paragraphs(tmp_path: Path) -> None:
    rows = [("I", "Ja?"), ("P4", "En.\nTo."), ("I", "Å.")]
    assert said(read_transcript(save_table(tmp_path / "a.docx", rows)))[1] == ("P4", "En.\nTo.")


def test_a_table_of_facts_above_the_talk_is_not_speech(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("Dato", "3. mars"), ("Sted", "Bodø")], strict=True):
        row.cells[0].text, row.cells[1].text = cells
    for label, text in TALK:
        document.add_paragraph(f"{label}: {text}")
    document.save(str(tmp_path / "a.docx"))
    read = read_transcript(tmp_path / "a.docx")
    assert said(read) == TALK
    assert "Bodø" in messages(read)


def test_teams_writes_name_and_time_above_the_words(tmp_path: Path) -> None:
    paragraphs = ["Kari Åsen   0:05", "Hei?", "", "Øystein Bø   0:08", "Hei.", "", "Kari Åsen   1:00:00", "Ja."]
    read = read_transcript(save_paragraphs(tmp_path / "a.docx", paragraphs))
    assert [(turn.label, turn.text, turn.start_ms) for turn in read.turns] == [
        ("Kari Åsen", "Hei?", 5_000),
        ("Øystein Bø", "Hei.", 8_000),
        ("Kari Åsen", "Ja.", 3_600_000),
    ]


def test_teams_may_put_name_time_and_words_in_one_paragraph(tmp_path: Path) -> None:
    paragraphs = ["Kari Åsen   0:05\nHei?", "Øystein Bø   0:08\nHei.\nJa.", "Kari Åsen   0:10\nBra."]
    read = read_transcript(save_paragraphs(tmp_path / "a.docx", paragraphs))
    assert said(read) == [("Kari Åsen", "Hei?"), ("Øystein Bø", "Hei.\nJa."), ("Kari Åsen", "Bra.")]


def test_paragraphs_and_tables_are_read_in_their_order(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("I: Først?")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("P4", "Så."), ("I", "Og?")], strict=True):
        row.cells[0].text, row.cells[1].text = cells
    document.add_paragraph("P4: Sist.")
    document.add_paragraph("I: Takk.")
    document.save(str(tmp_path / "a.docx"))
    assert [text for _, text in said(read_transcript(tmp_path / "a.docx"))] == [
        "Først?",
        "Så.",
        "Og?",
        "Sist.",
        "Takk.",
    ]


def test_headings_are_no_speech_wherever_they_stand(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Intervju P4", level=0)
    document.add_paragraph("Dato: 3. mars")
    for label, text in TALK[:2]:
        document.add_paragraph(f"{label}: {text}")
    document.add_heading("Tema 2: Veien videre", level=2)
    for label, text in TALK[2:]:
        document.add_paragraph(f"{label}: {text}")
    document.save(str(tmp_path / "a.docx"))
    read = read_transcript(tmp_path / "a.docx")
    assert said(read) == TALK
    assert "paragraph 1: A heading" in messages(read)
    assert "paragraph 5: A heading was left out: “Tema 2: Veien videre”" in messages(read)


def test_headings_are_known_by_name_whatever_word_calls_their_id(tmp_path: Path) -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="Overskrift1"/></w:pPr><w:r><w:t>I: Ikke tale</w:t></w:r></w:p>'
    body = heading + "".join(paragraph(run(f"{label}: {text}")) for label, text in TALK)
    assert (
        said(read_transcript(save_body(tmp_path / "a.docx", body, word__styles="", **{"word__styles.xml": styles})))
        == TALK
    )


def with_talk(inside: str) -> str:
    """A talk whose last turn is followed by this."""
    return "".join(paragraph(run(f"{label}: {text}")) for label, text in TALK[:3]) + paragraph(run("P4: Ja.") + inside)


def test_tracked_insertions_count_and_deletions_do_not(tmp_path: Path) -> None:
    changes = (
        '<w:del w:author="X"><w:r><w:delText> borte</w:delText></w:r></w:del>'
        f'<w:ins w:author="X">{run(" Nytt.")}</w:ins>'
        f'<w:moveFrom w:author="X">{run(" Flyttet bort.")}</w:moveFrom>'
    )
    read = read_transcript(save_body(tmp_path / "a.docx", with_talk(changes)))
    assert said(read)[-1] == ("P4", "Ja. Nytt.")
    assert "2 tracked deletions" in messages(read)
    assert "1 tracked insertion" in messages(read)


def test_hidden_text_text_boxes_notes_and_comments_are_left_out_and_told(tmp_path: Path) -> None:
    extras = (
        run(" Skjult.", hidden=True)
        + f"<w:r><w:pict><w:txbxContent>{paragraph(run('Boks'))}</w:txbxContent></w:pict></w:r>"
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    )
    read = read_transcript(save_body(tmp_path / "a.docx", with_talk(extras)))
    assert said(read)[-1] == ("P4", "Ja.")
    for told in ("1 stretch of hidden text", "1 text box", "1 footnote", "1 comment"):
        assert told in messages(read)


def test_numbers_that_word_adds_are_told(tmp_path: Path) -> None:
    numbered = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' + run("P4: Ja.") + "</w:p>"
    body = "".join(paragraph(run(f"{label}: {text}")) for label, text in TALK[:3]) + numbered
    assert "numbered by Word" in messages(read_transcript(save_body(tmp_path / "a.docx", body)))


def test_text_in_content_controls_links_and_fields_is_read(tmp_path: Path) -> None:
    inside = f"<w:sdt><w:sdtContent>{run(' En.')}</w:sdtContent></w:sdt><w:hyperlink>{run(' To.')}</w:hyperlink>"
    field = "<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:noBreakHyphen/></w:r>"
    block = f"<w:sdt><w:sdtContent>{paragraph(run('I: Tre?'))}</w:sdtContent></w:sdt>"
    read = read_transcript(save_body(tmp_path / "a.docx", with_talk(inside + field) + block))
    assert said(read)[-2:] == [("P4", "Ja. En. To.\u2011"), ("I", "Tre?")]


def test_tab_stops_are_not_tabs(tmp_path: Path) -> None:
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
    body = "".join(f"<w:p>{stops}{run(f'{label}: {text}')}</w:p>" for label, text in TALK)
    assert said(read_transcript(save_body(tmp_path / "a.docx", body))) == TALK


def test_without_speakers_every_paragraph_is_a_turn(tmp_path: Path) -> None:
    read = read_transcript(
        save_paragraphs(tmp_path / "a.docx", ["Det begynte med et brev.", "", "Så gikk det en uke."])
    )
    assert said(read) == [(None, "Det begynte med et brev."), (None, "Så gikk det en uke.")]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    path = save_body(tmp_path / "a.docx", paragraph("<w:r><w:t>&a;</w:t></w:r>"), before=entities)
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read_transcript(path)


@pytest.mark.parametrize(
    "body", ["<w:p/>" * 1_500_000, paragraph(run("A" * 100_000_000))], ids=["paragraphs", "letters"]
)
def test_a_file_that_swells_is_refused(tmp_path: Path, body: str) -> None:
    path = save_body(tmp_path / "a.docx", body)
    assert path.stat().st_size < 500_000
    with pytest.raises(UnreadableFile, match="unpacks to an unreasonable size"):
        read_transcript(path)


def test_more_paragraphs_than_anyone_speaks_are_refused(tmp_path: Path) -> None:
    body = "".join(f"<w:p><w:pPr><w:ind w:left='{n * 7919 % 65521}'/></w:pPr></w:p>" for n in range(200_001))
    with pytest.raises(UnreadableFile, match="200000 paragraphs"):
        read_transcript(save_body(tmp_path / "a.docx", body))


def test_broken_xml_is_told_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="broken XML"):
        read_transcript(save_body(tmp_path / "a.docx", "<w:p>"))


def test_a_part_under_another_name_is_found(tmp_path: Path) -> None:
    body = with_talk("")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="/word/document2.xml"/></Relationships>'
    )
    made = save_body(tmp_path / "b.docx", body)
    import zipfile

    with zipfile.ZipFile(made) as old, zipfile.ZipFile(tmp_path / "a.docx", "w") as new:
        new.writestr("word/document2.xml", old.read("word/document.xml"))
        new.writestr("_rels/.rels", relations)
    assert said(read_transcript(tmp_path / "a.docx")) == TALK
