"""A table as a file: CSV for programs, workbook, web page and Word for people."""

import csv
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from qualcode.exporters.registry import write_table
from qualcode.views.table import TableView
from tests.exporters.examples import PATIENTS
from tests.exporters.reading import read_styled

NASTY = TableView(
    title="<b>Uro</b> & 'plikt'",
    columns=("group", "n", "share"),
    rows=(("=1+1", -3, -2.5), ("<script>alert(1)</script>\n- ja", 0, None), ("\x1b[2J", 7, float("nan"))),
    notes=("<i>Merk</i>",),
)


class _Page(HTMLParser):
    """The tags and words of a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data)


def _write(path: Path, view: TableView, *, language: str = "nb") -> Path:
    write_table(view, path, language=language)
    return path


def _csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv", "html"])
def test_the_same_table_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    first = _write(tmp_path / f"first.{suffix}", PATIENTS)
    assert first.read_bytes() == _write(tmp_path / f"again.{suffix}", PATIENTS).read_bytes()


def test_csv_has_the_tables_own_names_and_numbers_a_program_can_read(tmp_path: Path) -> None:
    rows = _csv_rows(_write(tmp_path / "table.csv", PATIENTS))
    assert rows[0] == ["participant", "gender", "age", "education", "practice"]
    assert rows[1] == ["P1", "M", "41", "1", "2.5"]
    assert rows[3][4] == ""
    assert len(rows) == 6


def test_csv_defuses_words_and_leaves_negative_numbers_alone(tmp_path: Path) -> None:
    rows = _csv_rows(_write(tmp_path / "table.csv", NASTY))
    assert rows[1] == ["'=1+1", "-3", "-2.5"]
    assert rows[3] == ["[2J", "7", ""]


def test_csv_begins_with_its_first_column_not_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert _write(tmp_path / "table.csv", PATIENTS).read_bytes().startswith(b"participant,")


def test_a_workbook_has_rows_on_one_sheet_and_notes_on_another(tmp_path: Path) -> None:
    book = load_workbook(_write(tmp_path / "table.xlsx", PATIENTS))
    assert book.sheetnames == ["Tabell", "Noter"]
    rows = list(book["Tabell"].iter_rows(values_only=True))
    assert rows[0] == ("Pasient", "Kjønn", "Alder", "Utdanning", "År hos fastlegen")
    assert rows[1] == ("P1", "M", 41, 1, 2.5)
    assert rows[3][4] is None
    notes = [row[0] for row in book["Noter"].iter_rows(values_only=True)]
    assert notes[0] == PATIENTS.title
    assert notes[1] == "a) Kjønn: K=kvinne, M=mann"
    assert notes[3] == PATIENTS.notes[-1]


def test_a_workbook_keeps_numbers_and_never_makes_formulas(tmp_path: Path) -> None:
    sheet = load_workbook(_write(tmp_path / "table.xlsx", NASTY)).worksheets[0]
    cells = [[(cell.data_type, cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == [("s", "=1+1"), ("n", -3), ("n", -2.5)]
    assert cells[2] == [("s", "[2J"), ("n", 7), ("n", None)]


def test_a_table_without_notes_has_one_sheet(tmp_path: Path) -> None:
    view = TableView(title="T", columns=("a",), rows=((1,),))
    assert load_workbook(_write(tmp_path / "table.xlsx", view)).sheetnames == ["Tabell"]


def test_word_has_caption_table_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    write_table(PATIENTS, path, language="nb", number=4)
    assert [style for style, _ in read_styled(path)] == ["Caption", *["Table Note"] * 3]
    assert read_styled(path)[0][1] == f"Tabell 4. {PATIENTS.title}"
    assert [cell.text for cell in Document(str(path)).tables[0].rows[1].cells] == ["P1", "M", "41", "1", "2,5"]


@pytest.mark.parametrize(("columns", "lies"), [(3, False), (12, True)])
def test_a_table_with_many_columns_lies_on_its_side(tmp_path: Path, columns: int, lies: bool) -> None:
    names = tuple(f"k{number}" for number in range(columns))
    view = TableView(title="T", columns=names, rows=(tuple(range(columns)),))
    section = Document(str(_write(tmp_path / "table.docx", view))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width > section.page_height) is lies


def test_a_web_page_has_caption_heads_and_the_decimal_sign_of_its_language(tmp_path: Path) -> None:
    page = _Page()
    page.feed(_write(tmp_path / "table.html", PATIENTS).read_text(encoding="utf-8"))
    assert page.tags.count("th") == 5
    assert page.tags.count("td") == 25
    assert page.tags.count("sup") == 2
    assert "2,5" in page.words
    assert page.words[-1] == PATIENTS.notes[-1]


def test_a_web_page_shows_words_and_never_runs_them(tmp_path: Path) -> None:
    page = _Page()
    page.feed(_write(tmp_path / "table.html", NASTY, language="en").read_text(encoding="utf-8"))
    assert not {"script", "b", "i"} & set(page.tags)
    assert {"<script>alert(1)</script>", "- ja", "<i>Merk</i>", "-2.5"} <= set(page.words)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv", "html"])
def test_a_table_without_rows_is_a_head(tmp_path: Path, suffix: str) -> None:
    view = TableView(title="", columns=("a", "b"), rows=())
    assert _write(tmp_path / f"table.{suffix}", view).stat().st_size > 0
