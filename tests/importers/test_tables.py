"""The user's own tables."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import BadTable, EmptyFile, NothingNamed, NotThatFormat, UnreadableFile
from qualcode.importers.tables import Cell, UserTable, read_rows, read_table
from tests.importers.word_files import save_paragraphs, zip_of


def read(folder: Path, content: str | bytes, *, name: str = "a.csv", encoding: str = "utf-8") -> UserTable:
    """The table in a file that holds this."""
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return read_table(path)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_usual_ways_of_saving_a_table_are_one_table(tmp_path: Path, mark: str, encoding: str, ending: str) -> None:
    text = ending.join([f"participant{mark}kjønn", f"P1{mark}Kvinne på Øya", f"P2{mark}"]) + ending
    table = read(tmp_path, text, encoding=encoding)
    assert table.columns == ("participant", "kjønn")
    assert table.rows == (
        (2, {"participant": "P1", "kjønn": "Kvinne på Øya"}),
        (3, {"participant": "P2", "kjønn": None}),
    )


def test_a_row_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    table = read(tmp_path, 'transcript,quote\nP1,"en\nto"\nP2,"tre\r\nfire"\n\nP3,fem\n')
    assert [line for line, _ in table.rows] == [2, 4, 7]
    assert table.rows[0][1]["quote"] == "en\nto"
    assert table.rows[1][1]["quote"] == "tre\nfire"


def test_the_other_marks_in_cells_do_not_part_columns(tmp_path: Path) -> None:
    table = read(tmp_path, "navn;alder\nOslo, Bergen, Bodø;3,5\n")
    assert table.rows == ((2, {"navn": "Oslo, Bergen, Bodø", "alder": "3,5"}),)


def test_marks_in_quoted_names_do_not_count(tmp_path: Path) -> None:
    table = read(tmp_path, 'participant,"a;b;c"\nP1,x\n')
    assert table.columns == ("participant", "a;b;c")


def test_one_column_is_a_table(tmp_path: Path) -> None:
    assert read(tmp_path, "theme\nuro\nro\n").rows == ((2, {"theme": "uro"}), (3, {"theme": "ro"}))


def test_quotation_marks_inside_words_are_words(tmp_path: Path) -> None:
    assert read(tmp_path, 'quote\n"hun sa ""nei"" og gikk"\n').rows[0][1]["quote"] == 'hun sa "nei" og gikk'


def test_letters_in_two_parts_and_control_characters_are_put_right(tmp_path: Path) -> None:
    assert read(tmp_path, "na\u030avn\n a\u030a\x07 \n").rows == ((2, {"nåvn": "å"}),)


def test_a_short_row_is_filled_and_a_long_one_refused(tmp_path: Path) -> None:
    assert read(tmp_path, "a,b,c\n1\n").rows == ((2, {"a": "1", "b": None, "c": None}),)
    assert read(tmp_path, "a,b\n1,2,,\n").rows == ((2, {"a": "1", "b": "2"}),)
    with pytest.raises(BadTable, match=r"line 3: the line has 3 fields, but there are 2 columns"):
        read(tmp_path, "a,b\n1,2\n1,2,3\n")


def test_a_doubled_or_missing_column_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"line 1: two columns are called “a”"):
        read(tmp_path, "a,b,a\n1,2,3\n")
    with pytest.raises(BadTable, match=r"line 1, column 2: the column has no name"):
        read(tmp_path, "a,,c\n1,2,3\n")


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"line 3: a quotation mark is opened here"):
        read(tmp_path, 'a,b\n1,2\n3,"fire\n5,6\n7,8\n')


def test_an_empty_table_and_a_header_alone_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, "\n\n")
    with pytest.raises(BadTable, match="no line of column names"):
        read(tmp_path, ",,\n,,\n")
    assert read(tmp_path, "a,b\n").rows == ()


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    table = read(tmp_path, "a,b\n1,2\n")
    table.require("a", file=tmp_path)
    with pytest.raises(BadTable, match="“quote” is missing; it has a, b"):
        table.require("a", "quote", file=tmp_path)


def test_another_kind_of_file_is_refused_by_name(tmp_path: Path) -> None:
    save_paragraphs(tmp_path / "a.docx", ["a,b"])
    with pytest.raises(NotThatFormat, match="a Word document"):
        read_table(tmp_path / "a.docx")
    with pytest.raises(UnreadableFile):
        read_table(tmp_path / "borte.csv")


def workbook(path: Path, rows: Sequence[Sequence[Any]], *, empty_first: bool = False) -> Path:
    """An Excel file with these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if empty_first:
        sheet = book.create_sheet("to")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def test_excel_numbers_are_numbers_and_dates_iso(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["participant", "age", "share", "when", "at", "yes"],
        ["P1", 47, 0.5, date(2017, 1, 12), datetime(2017, 1, 12, 9, 30), True],  # noqa: DTZ001  (Excel knows no zones)
        [],
        ["P2", None, 2.0, None, None, False],
    ]
    table = read_table(workbook(tmp_path / "a.xlsx", rows))
    assert table.columns == ("participant", "age", "share", "when", "at", "yes")
    assert table.rows[0] == (
        2,
        {
            "participant": "P1",
            "age": 47,
            "share": 0.5,
            "when": "2017-01-12",
            "at": "2017-01-12 09:30:00",
            "yes": "true",
        },
    )
    assert table.rows[1][0] == 4
    assert table.rows[1][1]["share"] == 2
    assert table.rows[1][1]["age"] is None


def test_the_first_sheet_with_anything_in_it_is_read(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "a.xlsx", [["a"], ["1"]], empty_first=True))
    assert table.rows == ((2, {"a": "1"}),)


def test_hidden_sheets_are_passed_over_and_any_sheet_can_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["code"], ["hidden"]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    for name in ("Notes", "More"):
        sheet = book.create_sheet(name)
        sheet.append(["a"])
        sheet.append([name])
    book.save(path)
    table = read_table(path)
    assert (table.sheet, table.other_sheets, table.rows) == ("Notes", ("More",), ((2, {"a": "Notes"}),))
    assert read_table(path, sheet="More").rows == ((2, {"a": "More"}),)
    with pytest.raises(NothingNamed, match="Notes"):
        read_table(path, sheet="Mor")


def test_merged_rows_have_their_value_each_and_percent_is_what_is_shown(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "place", "share"],
        [1, "Tjøme", 0.365],
        [2, None, 1],
        [3, None, None],
        [4, "Tønsberg", 0],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.merge_cells("B2:B4")
    for row in range(2, 6):
        sheet.cell(row, 3).number_format = "0.0 %"
    book.save(path)
    told = [tuple(row.values()) for _, row in read_table(path).rows]
    assert told == [(1, "Tjøme", "36.5 %"), (2, "Tjøme", "100 %"), (3, "Tjøme", None), (4, "Tønsberg", "0 %")]


def test_formula_without_a_stored_result_is_named_and_not_missing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "twice"], [1, 2], [2, "=A3*2"]])
    with pytest.raises(BadTable, match="B3"):
        read_table(path)


def test_a_damaged_workbook_is_told_and_never_a_traceback(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a"], ["1"]])
    whole = path.read_bytes()
    path.write_bytes(zip_of(lambda z: z.writestr("xl/workbook.xml", "<a>")))
    with pytest.raises(UnreadableFile):
        read_table(path)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises((UnreadableFile, NotThatFormat)):
        read_table(path)


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(zip_of(lambda z: z.writestr("xl/workbook.xml", "<!DOCTYPE a><a/>")))
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read_table(path)


def test_a_json_list_is_a_table(tmp_path: Path) -> None:
    content = '[{"transcript": "P1", "golden": true, "n": 3}, {"transcript": " P2 ", "note": null}]'
    table = read(tmp_path, content, name="a.json")
    assert table.columns == ("transcript", "golden", "n", "note")
    assert read_rows(tmp_path / "a.json") == (
        (1, {"transcript": "P1", "golden": "true", "n": 3, "note": None}),
        (2, {"transcript": "P2", "golden": None, "n": None, "note": None}),
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"a": 1}', "must be a list of objects"),
        ("[1]", "number 1: it is not an object"),
        ('[{"a": "x"}, {"a": [1]}]', "number 2: “a” is neither"),
    ],
)
def test_json_of_another_shape_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(BadTable, match=told):
        read(tmp_path, content, name="a.json")


def test_what_is_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    for content in ('[\n{"a": 1},\n{"a" 2}]', "\n\n" + "[" * 100_000):
        with pytest.raises(BadTable, match="line"):
            read(tmp_path, content, name="a.json")


cells = st.text(st.sampled_from("ab,;\t\"\nåæ '="), max_size=8)
tables = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=6))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tables, st.sampled_from([",", ";", "\t"]))
def test_what_a_program_writes_as_csv_is_read_back(tmp_path: Path, rows: list[list[str]], mark: str) -> None:
    columns = [f"column{n}" for n in range(len(rows[0]))]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=mark, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows(rows)
    table = read(tmp_path, stream.getvalue())
    expected: list[list[Cell]] = [[cell.replace("\t", " ").strip() or None for cell in row] for row in rows]
    assert [list(row.values()) for _, row in table.rows] == [row for row in expected if any(row)]
