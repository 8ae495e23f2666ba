"""The result chapter in Word: the report's order, real headings, quotes, captions and tables."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.exporters.registry import write_chapter
from qualcode.views.chapter import PAPER, ChapterCategory, ChapterParagraph, ChapterQuote, ChapterSubstudy, ChapterView
from qualcode.views.table import TableView
from tests.exporters.examples import CHAPTER, EXAMPLES, PATIENTS, WHOLE
from tests.exporters.reading import W, read_parts, read_styled, read_text, words_of

EMPTY = ChapterView(title="Kapittel", language="nb", sections=(), substudies=(), discussion=("", ""))


def _chapter(*parts: ChapterParagraph | ChapterQuote, language: str = "nb") -> ChapterView:
    category = ChapterCategory(number=1, heading="Tittel", parts=parts)
    return replace(EMPTY, language=language, substudies=(_substudy(categories=(category,)),))


def _substudy(
    *, table: TableView | None = None, number: int = 1, categories: tuple[ChapterCategory, ...] = ()
) -> ChapterSubstudy:
    return ChapterSubstudy("Delstudie", "", table, number, "", categories, "")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "chapter.docx"


def _quotes(path: Path) -> list[str]:
    return [text for style, text in read_styled(path) if style == "Quote"]


def test_the_chapter_is_the_one_in_the_examples(out: Path) -> None:
    write_chapter(CHAPTER, out)
    assert read_parts(out) == read_parts(EXAMPLES / "chapter.docx")


def test_the_same_chapter_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    write_chapter(CHAPTER, out)
    write_chapter(CHAPTER, tmp_path / "again.docx")
    assert out.read_bytes() == (tmp_path / "again.docx").read_bytes()


def test_headings_come_in_the_reports_order_as_real_headings(out: Path) -> None:
    write_chapter(CHAPTER, out)
    assert [(style[-1], text) for style, text in read_styled(out) if style.startswith("Heading")] == [
        ("1", "Kvalitativ evaluering"),
        ("2", "Formål"),
        ("2", "Valg av metode og studiedesign"),
        ("2", "Analysemetode og informasjonsstyrke"),
        ("2", "Etikk"),
        ("2", "Pasientstudie"),
        ("3", "Rekruttering, deltakere og gjennomføring"),
        ("3", "Sammendrag av resultat"),
        ("3", "Resultatkategori 1: Å gå og vente på noe en ikke visste hva var"),
        ("3", "Resultatkategori 2: Å bli trodd av en som ikke kjente dem"),
        ("3", "Konklusjon"),
        ("2", "Fastlegestudie"),
        ("3", "Rekruttering, deltakere og gjennomføring"),
        ("3", "Sammendrag av resultat"),
        ("3", "Resultatkategori 1: Resymeet som aldri rakk frem"),
        ("3", "Konklusjon"),
        ("2", "Diskusjon"),
    ]


def test_styles_are_written_by_the_built_in_ids(out: Path) -> None:
    write_chapter(CHAPTER, out)
    written = {style.get(f"{W}val") for style in read_text(out).iter(f"{W}pStyle")}
    assert written >= {"Heading1", "Heading2", "Heading3", "Quote", "Caption"}


def test_what_is_empty_gets_no_heading(out: Path) -> None:
    write_chapter(replace(EMPTY, substudies=(_substudy(),)), out)
    assert read_styled(out) == [("Heading 1", "Kapittel"), ("Heading 2", "Delstudie")]


def test_a_category_without_a_title_has_its_number(out: Path) -> None:
    untitled = ChapterCategory(number=3, heading=" ", parts=())
    write_chapter(replace(EMPTY, substudies=(_substudy(categories=(untitled,)),)), out)
    assert read_styled(out)[-1] == ("Heading 3", "Resultatkategori 3")


def test_a_quote_follows_its_lead_in_in_a_paragraph_of_its_own(out: Path) -> None:
    quote = ChapterQuote(lead_in="En kvinne sa:", text='Hun sa "ja".', source="P4")
    write_chapter(_chapter(ChapterParagraph("Før."), quote, ChapterParagraph("Etter.")), out)
    assert read_styled(out)[3:] == [
        ("Normal", "Før."),
        ("Normal", "En kvinne sa:"),
        ("Quote", "«Hun sa ‹ja›.» (P4)"),
        ("Normal", "Etter."),
    ]
    lead_in = next(found for found in read_text(out).iter(f"{W}p") if words_of(found) == "En kvinne sa:")
    assert lead_in.find(f"{W}pPr/{W}keepNext") is not None


def test_a_quote_without_source_or_lead_in_stands_alone(out: Path) -> None:
    write_chapter(_chapter(ChapterQuote(lead_in="", text="- ja", source="")), out)
    assert read_styled(out)[3:] == [("Quote", "«- ja»")]


def test_a_dialogue_is_one_quote_with_a_line_for_each_speaker(out: Path) -> None:
    write_chapter(CHAPTER, out)
    assert _quotes(out)[-1] == (
        "FL2: «Men da må jo resymeet komme før timen.»\n"
        "FL1: «Ja. Det gjorde det ikke hos oss.»\n"
        "FL2: «Hos oss lå det i posten i tre uker (...) Tre!» (Fokusgruppe 1)"
    )


def test_an_english_chapter_has_english_headings_marks_and_numbers(out: Path) -> None:
    quote = ChapterQuote(lead_in="", text='She said "yes".', source="P4")
    category = ChapterCategory(number=1, heading="Waiting", parts=(quote,))
    view = replace(EMPTY, language="en", substudies=(_substudy(table=PATIENTS, categories=(category,)),))
    write_chapter(view, out)
    assert ("Heading 3", "Result category 1: Waiting") in read_styled(out)
    assert _quotes(out) == ["“She said ‘yes’.” (P4)"]
    assert any(text.startswith("Table 1. ") for style, text in read_styled(out) if style == "Caption")
    assert "2.5" in {cell.text for cell in Document(str(out)).tables[0].column_cells(4)}


def test_a_nynorsk_chapter_speaks_nynorsk(out: Path) -> None:
    write_chapter(replace(CHAPTER, language="nn"), out)
    assert ("Heading 3", "Samandrag av resultat") in read_styled(out)
    assert Document(str(out)).core_properties.language == "nn-NO"


@pytest.mark.parametrize(("language", "locale"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_word_is_told_the_language(out: Path, language: str, locale: str) -> None:
    write_chapter(replace(EMPTY, language=language), out)
    styles = etree.fromstring(read_parts(out)["word/styles.xml"])
    assert [found.get(f"{W}val") for found in styles.iter(f"{W}lang")] == [locale]


def test_prose_is_split_at_blank_lines_and_broken_at_newlines(out: Path) -> None:
    view = replace(EMPTY, sections=(("Formål", "\n\nEn.\nTo.\n \n\nTre.\r\n\r\nFire.\n"),))
    write_chapter(view, out)
    assert read_styled(out)[2:] == [("Normal", "En.\nTo."), ("Normal", "Tre."), ("Normal", "Fire.")]


def test_tables_are_numbered_from_where_the_study_says_by_fields(out: Path) -> None:
    write_chapter(CHAPTER, out)
    captions = [text for style, text in read_styled(out) if style == "Caption"]
    assert captions == [
        "Tabell 15. Demografisk oversikt over de fem pasientene som ble intervjuet.",
        "Tabell 16. Fastlegene i to fokusgrupper.",
    ]
    codes = [code.text for code in read_text(out).iter(f"{W}instrText") if "SEQ" in (code.text or "")]
    assert codes == [r" SEQ Tabell \* ARABIC \r 15 ", r" SEQ Tabell \* ARABIC "]


def test_a_gap_in_the_numbers_starts_the_count_anew(out: Path) -> None:
    tables = (_substudy(table=PATIENTS, number=3), _substudy(table=PATIENTS, number=7))
    write_chapter(replace(EMPTY, substudies=tables), out)
    codes = [code.text for code in read_text(out).iter(f"{W}instrText") if "SEQ" in (code.text or "")]
    assert [re.findall(r"\\r (\d+)", str(code)) for code in codes] == [["3"], ["7"]]


def test_the_table_is_a_real_one_with_a_head_that_repeats_and_rows_that_stay_whole(out: Path) -> None:
    write_chapter(CHAPTER, out)
    table = read_text(out).findall(f".//{W}tbl")[0]
    head, *rows = table.findall(f"{W}tr")
    assert [head.find(f"{W}trPr/{W}tblHeader") is not None] + [
        row.find(f"{W}trPr/{W}tblHeader") is None for row in rows
    ] == [True] * 6
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))
    assert [cell.text for cell in Document(str(out)).tables[0].rows[1].cells] == ["P1", "M", "41", "1", "2,5"]
    assert [cell.text for cell in Document(str(out)).tables[0].rows[3].cells] == ["P3", "K", "52", "2", "–"]


def test_a_column_with_a_note_has_its_letter_raised(out: Path) -> None:
    write_chapter(CHAPTER, out)
    cells = [run for cell in read_text(out).iter(f"{W}tc") for run in cell.iter(f"{W}r")]
    raised = [run for run in cells if run.find(f"{W}rPr/{W}vertAlign") is not None]
    assert [words_of(run) for run in raised] == ["a", "b", "a"]
    assert [words_of(run.getparent()) for run in raised if run.getparent() is not None] == [  # type: ignore[arg-type]
        "Kjønna",
        "Utdanningb",
        "Kjønna",
    ]


def test_notes_stand_under_the_table_letters_first(out: Path) -> None:
    write_chapter(CHAPTER, out)
    assert [text for style, text in read_styled(out) if style == "Table Note"] == [
        "a) Kjønn: K=kvinne, M=mann",
        "b) Utdanning: 1=til og med videregående, 2=høyere utdanning",
        "Tre kvinner og to menn, alder 38–58 år, median 47. År hos fastlegen: gjennomsnitt 6,4 (2,5–11).",
        "a) Kjønn: K=kvinne, M=mann",
        "To kvinner og en mann. År i allmennpraksis: gjennomsnitt 15 (3–30).",
    ]


def test_a_table_can_be_read_aloud(out: Path) -> None:
    write_chapter(CHAPTER, out)
    looks = read_text(out).find(f".//{W}tblPr")
    assert looks is not None
    told = {etree.QName(child).localname: child.get(f"{W}val") for child in looks}
    assert told["tblCaption"] == PATIENTS.title
    assert told["tblDescription"] == (
        "Tabell med 5 rader og kolonnene Pasient, Kjønn, Alder, Utdanning, År hos fastlegen."
    )


def test_a_table_is_no_wider_than_the_page(out: Path) -> None:
    wide = TableView(title="Bred", columns=tuple("abcdefghij"), rows=(("Undergruppenavn " * 6,) * 10,))
    write_chapter(replace(EMPTY, substudies=(_substudy(table=wide),)), out)
    measure = read_text(out).find(f".//{W}tblW")
    assert measure is not None
    assert int(measure.get(f"{W}w", "0")) <= 11906 - 2 * 1417


def test_a_table_that_a_page_has_room_for_stays_together_and_a_longer_one_does_not(out: Path) -> None:
    def kept(rows: int, place: str = "Nord") -> list[bool]:
        view = TableView(title="T", columns=("Navn", "Alder", "Sted"), rows=(("P", 30, place),) * rows)
        write_chapter(replace(EMPTY, substudies=(_substudy(table=view),)), out)
        return [row.find(f".//{W}keepNext") is not None for row in read_text(out).iter(f"{W}tr")]

    assert kept(4) == [True, True, True, True, False]
    assert kept(21) == [True, *[False] * 21]
    assert kept(3, place="Nord for byen, ved elva. " * 6) == [True, True, True, False]
    assert kept(3, place="Nord for byen, ved elva. " * 60) == [True, False, False, False]


def test_the_contents_are_a_field_that_holds_the_headings_already(out: Path) -> None:
    write_chapter(CHAPTER, out)
    box = read_text(out).find(f".//{W}sdtContent")
    assert box is not None
    title, *entries = [words_of(paragraph) for paragraph in box]
    assert title == "Innhold"
    headings = [text for style, text in read_styled(out) if style in ("Heading 2", "Heading 3")]
    assert [entry.strip() for entry in entries] == headings
    first, *others = [str(code.text) for code in box.iter(f"{W}instrText")]
    assert first == r' TOC \o "2-3" \h \z '
    assert others == [rf" PAGEREF {link.get(f'{W}anchor')} \h " for link in box.iter(f"{W}hyperlink")]
    kinds = [mark.get(f"{W}fldCharType") for mark in box.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", *["begin", "separate", "end"] * len(headings), "end"]


def test_every_entry_of_the_contents_leads_to_its_heading(out: Path) -> None:
    write_chapter(CHAPTER, out)
    text = read_text(out)
    places = {}
    for start in text.iter(f"{W}bookmarkStart"):
        heading = start.getparent()
        assert heading is not None
        places[start.get(f"{W}name")] = words_of(heading)
    title = places.pop("_Toc00000001")
    places = {name: words for name, words in places.items() if str(name).startswith("_Toc")}
    links = [(link.get(f"{W}anchor"), words_of(link).strip()) for link in text.iter(f"{W}hyperlink")]
    assert links == list(places.items())
    assert title == CHAPTER.title
    ids = [start.get(f"{W}id") for start in text.iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids)
    assert sorted(map(str, ids)) == sorted(str(end.get(f"{W}id")) for end in text.iter(f"{W}bookmarkEnd"))


def test_opening_the_file_asks_nothing(out: Path) -> None:
    write_chapter(CHAPTER, out)
    everything = "".join(read_parts(out).values())
    assert "updateFields" not in everything
    assert "w:dirty" not in everything


def test_the_page_is_a4_with_its_number_at_the_foot(out: Path) -> None:
    write_chapter(CHAPTER, out)
    section = Document(str(out)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    codes = [code.text for code in section.footer._element.iter(f"{W}instrText")]
    assert codes == [" PAGE "]


def test_the_file_tells_its_title_and_nothing_of_its_maker(out: Path) -> None:
    write_chapter(CHAPTER, out)
    properties = Document(str(out)).core_properties
    assert (properties.title, properties.language) == ("Kvalitativ evaluering", "nb-NO")
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert (properties.created, properties.modified) == (None, None)
    assert "docProps/app.xml" not in read_parts(out)


def test_a_time_is_written_only_if_given(out: Path) -> None:
    write_chapter(CHAPTER, out, written=datetime(2024, 2, 29, 12, 30, tzinfo=UTC))
    properties = Document(str(out)).core_properties
    assert properties.created == properties.modified == datetime(2024, 2, 29, 12, 30, tzinfo=UTC)


def test_hostile_words_are_printed_not_obeyed(out: Path) -> None:
    words = "</w:t></w:p><w:p>&amp; \"<!--' ]]> &ent; {PAGE} \x1b[2J\x00"
    write_chapter(_chapter(ChapterParagraph(words), ChapterQuote(words, words, words)), out)
    cleaned = words.replace("\x1b", "").replace("\x00", "")
    assert read_styled(out)[3][1] == cleaned
    assert len(read_text(out).findall(f".//{W}p")) == 6 + 3


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_no_text_stops_a_chapter(out: Path, text: str) -> None:
    table = TableView(title=text, columns=(text or "a",), rows=((text,),), notes=(text,), lettered=((text, text),))
    category = ChapterCategory(1, text, (ChapterParagraph(text), ChapterQuote(text, text, text)))
    substudy = ChapterSubstudy(text, text, table, 1, text, (category,), text)
    write_chapter(ChapterView(text, "nb", ((text, text),), (substudy,), (text, text)), out)
    assert len(Document(str(out)).tables) == 1


def test_a_paper_has_its_method_last_as_an_appendix(out: Path) -> None:
    write_chapter(replace(WHOLE, order=PAPER), out)
    headings = [text for style, text in read_styled(out) if style == "Heading 2"]
    assert headings == [
        "Formål",
        "Pasientstudie",
        "Fastlegestudie",
        "Diskusjon",
        "Vedlegg: Metode",
        "Vedlegg: Fra resultat til det som ble sagt",
    ]
    appendix = [text for style, text in read_styled(out) if style == "Heading 3"]
    assert appendix[-7:-1] == [
        "Valg av metode og studiedesign",
        "Analysemetode og informasjonsstyrke",
        "Etikk",
        "Rekruttering, deltakere og gjennomføring: Pasientstudie",
        "Rekruttering, deltakere og gjennomføring: Fastlegestudie",
        "Forforståelse",
    ]


def test_a_footnote_stands_at_the_foot_of_the_page_and_in_the_settings(out: Path) -> None:
    write_chapter(CHAPTER, out)
    parts = read_parts(out)
    notes = etree.fromstring(parts["word/footnotes.xml"])
    assert [words_of(note) for note in notes] == ["", "", " To lot det ligge i flere dager."]
    assert [one.get(f"{W}id") for one in read_text(out).iter(f"{W}footnoteReference")] == ["1"]
    assert "footnotePr" in parts["word/settings.xml"]
    write_chapter(EMPTY, out)
    assert "word/footnotes.xml" not in read_parts(out)


def test_the_number_of_a_table_in_prose_is_a_reference_to_its_caption(out: Path) -> None:
    write_chapter(CHAPTER, out)
    names = {start.get(f"{W}name") for start in read_text(out).iter(f"{W}bookmarkStart")}
    codes = [str(code.text).split() for code in read_text(out).iter(f"{W}instrText") if " REF " in str(code.text)]
    assert [code[1] for code in codes] == ["_RefTable15", "_RefTable15", "_RefTable16", "_RefTable16"]
    assert {code[1] for code in codes} <= names
    assert "Fem pasienter (tabell 15) ble spurt av legen etter timen, og alle takket ja." in _all_words(out)


def test_the_summary_ties_codes_to_the_table_where_the_author_has_not(out: Path) -> None:
    write_chapter(CHAPTER, out)
    tied = [words for words in _all_words(out) if "viser til deltakerne i tabell" in words]
    assert tied == [
        "Kodene i parentes viser til deltakerne i tabell 15.",
        f"{CHAPTER.substudies[1].summary} Kodene i parentes etter sitatene viser til deltakerne i tabell 16.",
    ]


def test_a_reference_managers_field_goes_out_again_where_its_words_still_stand(out: Path) -> None:
    write_chapter(CHAPTER, out)
    codes = [str(code.text) for code in read_text(out).iter(f"{W}instrText")]
    assert sum("ZOTERO_ITEM" in code for code in codes) == 1
    assert any("mente ikke samme tid (Hansen, 2019)." in words for words in _all_words(out))
    heading, text = CHAPTER.discussion
    write_chapter(replace(CHAPTER, discussion=(heading, text.replace("2019", "2020"))), out)
    assert not any("ZOTERO" in str(code.text) for code in read_text(out).iter(f"{W}instrText"))


def _all_words(path: Path) -> list[str]:
    return [words_of(paragraph) for paragraph in read_text(path).iter(f"{W}p")]


def test_every_table_of_a_list_in_prose_is_a_reference(out: Path) -> None:
    view = replace(CHAPTER, discussion=("Diskusjon", "Se tabell 15 og 16, og tabellene 15–16. I 2016 var 15 med."))
    write_chapter(view, out)
    codes = [str(code.text) for code in read_text(out).iter(f"{W}instrText")]
    told = [code.split()[1] for code in codes if "REF _RefTable" in code]
    assert told[-4:] == ["_RefTable15", "_RefTable16", "_RefTable15", "_RefTable16"]


def test_the_notes_of_a_table_stand_on_its_page(out: Path) -> None:
    write_chapter(CHAPTER, out)
    table = next(read_text(out).iter(f"{W}tbl"))
    *_, last = table.iter(f"{W}tr")
    assert all(one.find(f"{W}pPr/{W}keepNext") is not None for one in last.iter(f"{W}p"))
