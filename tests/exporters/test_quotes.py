"""The quote table, as Word, workbook and CSV."""

import csv
from collections.abc import Callable, Sized
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualcode.errors import CannotWrite
from qualcode.exporters.registry import write_quotes
from qualcode.exporters.wording import plain
from qualcode.locale import say
from qualcode.views.quotes import QuoteView
from tests.exporters.examples import EXAMPLES, QUOTE_TITLE, make_quotes
from tests.exporters.reading import W, read_parts, read_styled, read_text, words_of

FORMULAS = ("=1+1", '=HYPERLINK("http://example.org";"klikk")', "+47 55", "-ja", "@SUM(A1)", "\t=1", "- ja")


def _write(path: Path, quotes: list[QuoteView], *, language: str = "nb") -> Path:
    write_quotes(quotes, path, title=QUOTE_TITLE, language=language)
    return path


def _saying(words: str) -> QuoteView:
    return replace(make_quotes(1)[0], text=words, printed=words)


def _cells(path: Path) -> list[list[str]]:
    return [[words_of(cell) for cell in row.iter(f"{W}tc")] for row in read_text(path).iter(f"{W}tr")]


def _csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _sheet_rows(path: Path) -> list[tuple[Any, ...]]:
    return list(load_workbook(path).worksheets[0].iter_rows(values_only=True))


def test_the_table_is_the_one_in_the_examples(tmp_path: Path) -> None:
    assert read_parts(_write(tmp_path / "quotes.docx", make_quotes(12))) == read_parts(EXAMPLES / "quotes.docx")


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv"])
def test_the_same_quotes_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    first = _write(tmp_path / f"first.{suffix}", make_quotes(12))
    again = _write(tmp_path / f"again.{suffix}", make_quotes(12))
    assert first.read_bytes() == again.read_bytes()


def test_word_has_a_row_for_each_quote_in_the_order_given(tmp_path: Path) -> None:
    head, *rows = _cells(_write(tmp_path / "quotes.docx", make_quotes(6)))
    assert head == ["Kodegruppe", "Undergruppe", "Sitat", "Deltaker", "Kjennetegn", "Transkript", "Replikk"]
    assert rows[0] == [
        "Å bli trodd",
        "Legen så meg",
        "★ «Hun så opp fra papirene og spurte hvordan jeg egentlig hadde det.»",
        "P1",
        "Kjønn: mann; Alder: 38",
        "P1",
        "3",
    ]
    assert [row[6] for row in rows] == ["3", "4", "5", "6", "7", "8"]


def test_a_dialogue_stands_line_by_line_with_all_who_speak(tmp_path: Path) -> None:
    dialogue = _cells(_write(tmp_path / "quotes.docx", make_quotes(6)))[-1]
    assert dialogue[2:4] == ["FL2: «Men da må jo resymeet komme før timen.»\nFL1: «Ja.»", "FL2, FL1"]


def test_the_star_is_explained_where_there_is_one(tmp_path: Path) -> None:
    golden = say("exporting.golden_note", language="nb")
    assert ("Table Note", golden) in read_styled(_write(tmp_path / "with.docx", make_quotes(1)))
    plain_ones = [replace(quote, golden=False) for quote in make_quotes(6)]
    without = _write(tmp_path / "without.docx", plain_ones)
    assert read_styled(without) == [("Caption", f"Tabell 1. {QUOTE_TITLE}")]
    assert "★" not in words_of(read_text(without))


def test_the_page_lies_and_the_head_repeats(tmp_path: Path) -> None:
    path = _write(tmp_path / "quotes.docx", make_quotes(60))
    section = Document(str(path)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)  # type: ignore[union-attr]
    rows = read_text(path).findall(f".//{W}tr")
    repeating = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert repeating == [True] + [False] * 60
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv"])
def test_no_quotes_give_a_head_without_rows(tmp_path: Path, suffix: str) -> None:
    path = _write(tmp_path / f"quotes.{suffix}", [])
    rows: dict[str, Callable[[Path], Sized]] = {"docx": _cells, "xlsx": _sheet_rows, "csv": _csv_rows}
    assert len(rows[suffix](path)) == 1


def test_csv_names_its_columns_the_same_in_every_language(tmp_path: Path) -> None:
    names = ["code_group", "subgroup", "quote", "participant", "attributes", "transcript", "turn", "golden"]
    for language in ("nb", "en"):
        assert _csv_rows(_write(tmp_path / "quotes.csv", [], language=language)) == [names]


def test_csv_holds_the_words_without_quotation_marks(tmp_path: Path) -> None:
    _, first, *_, dialogue = _csv_rows(_write(tmp_path / "quotes.csv", make_quotes(6)))
    assert first == [
        "Å bli trodd",
        "Legen så meg",
        "Hun så opp fra papirene og spurte hvordan jeg egentlig hadde det.",
        "P1",
        "Kjønn: mann; Alder: 38",
        "P1",
        "3",
        "★",
    ]
    assert dialogue[2] == "FL2: Men da må jo resymeet komme før timen.\nFL1: Ja."


@pytest.mark.parametrize("words", FORMULAS)
def test_what_was_said_is_never_a_formula_in_csv(tmp_path: Path, words: str) -> None:
    cell = _csv_rows(_write(tmp_path / "quotes.csv", [_saying(words)]))[1][2]
    assert cell == f"'{words}"


@pytest.mark.parametrize("words", FORMULAS)
def test_what_was_said_is_never_a_formula_in_a_workbook_and_stays_as_it_was(tmp_path: Path, words: str) -> None:
    path = _write(tmp_path / "quotes.xlsx", [_saying(words)])
    cell = load_workbook(path).worksheets[0]["C2"]
    assert (cell.data_type, cell.value) == ("s", words)
    assert cell.quotePrefix
    with ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("words", ["#N/A", "TRUE", "2024-01-01", "12", "å 🙂"])
def test_words_are_not_taken_for_something_else_in_a_workbook(tmp_path: Path, words: str) -> None:
    cell = load_workbook(_write(tmp_path / "quotes.xlsx", [_saying(words)])).worksheets[0]["C2"]
    assert (cell.data_type, cell.value) == ("s", words)


def test_the_workbook_has_headings_that_stay_and_turns_as_numbers(tmp_path: Path) -> None:
    path = _write(tmp_path / "quotes.xlsx", make_quotes(6))
    sheet = load_workbook(path).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("Sitater", "A2")
    head, first, *_ = _sheet_rows(path)
    assert head == (
        "Kodegruppe",
        "Undergruppe",
        "Sitat",
        "Deltaker",
        "Kjennetegn",
        "Transkript",
        "Replikk",
        "Gullsitat",
    )
    assert first[6:] == (3, "★")


def test_the_workbook_tells_its_title_and_nothing_of_its_maker(tmp_path: Path) -> None:
    path = _write(tmp_path / "quotes.xlsx", make_quotes(1))
    with ZipFile(path) as archive:
        about = archive.read("docProps/core.xml").decode()
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert QUOTE_TITLE in about
    assert "openpyxl" not in about
    assert "dcterms:created" not in about


def test_a_quote_too_long_for_a_workbook_is_said_not_cut(tmp_path: Path) -> None:
    long = _saying("a" * 32_768)
    with pytest.raises(CannotWrite) as refused:
        _write(tmp_path / "quotes.xlsx", [long])
    reason = say("exporting.reasons.cell_too_long", length=32_768, most=32_767)
    assert refused.value.values["reason"] == reason
    assert list(tmp_path.iterdir()) == []
    assert _csv_rows(_write(tmp_path / "quotes.csv", [long]))[1][2] == long.printed


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text())
def test_csv_and_workbook_give_back_what_was_said(tmp_path: Path, words: str) -> None:
    in_csv = _csv_rows(_write(tmp_path / "quotes.csv", [_saying(words)]))[1][2]
    assert in_csv.removeprefix("'") == plain(words).removeprefix("'")
    in_sheet = _sheet_rows(_write(tmp_path / "quotes.xlsx", [_saying(words)]))[1][2]
    assert (in_sheet or "") == plain(words)


def test_many_quotes_all_come(tmp_path: Path) -> None:
    path = _write(tmp_path / "quotes.docx", make_quotes(2_000))
    turns = [row[6] for row in _cells(path)[1:]]
    assert turns == [str(quote.turn) for quote in make_quotes(2_000)]
