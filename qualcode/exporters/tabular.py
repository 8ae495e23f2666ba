"""A table of the study as a file: CSV for programs; XLSX, HTML and Word for people."""

from datetime import datetime
from html import escape
from pathlib import Path

from qualcode.exporters.files import replacing
from qualcode.exporters.spreadsheets import Sheet, write_csv, write_workbook
from qualcode.exporters.wording import locale_of, paper_language, plain_cell, printed_cell, table_notes
from qualcode.locale import say
from qualcode.views.table import TableView

_MOST_ACROSS = 8
_WIDEST = 60


def write_rows(view: TableView, path: Path) -> None:
    """Write the table as CSV under the names of its columns; notes are left out. Raises `CannotWrite`."""
    write_csv(view.columns, view.rows, path)


def write_sheet(view: TableView, path: Path, *, language: str, written: datetime | None = None) -> None:
    """Write the table as a workbook: a sheet with headings and rows only, one with the notes. Raises `CannotWrite`."""
    language = paper_language(language)
    headings = view.headings or view.columns
    widths = [
        min(_WIDEST, 2 + max(len(printed_cell(cell, language=language)) for cell in column))
        for column in zip(headings, *view.rows, strict=True)
    ]
    sheets = [Sheet(say("exporting.sheets.table", language=language), headings, view.rows, widths)]
    if notes := table_notes(view):
        name = say("exporting.sheets.notes", language=language)
        sheets.append(Sheet(name, (view.title,), [(note,) for note in notes], (100,)))
    write_workbook(sheets, path, title=view.title, language=language, written=written)


def write_word(
    view: TableView,
    path: Path,
    *,
    language: str,
    number: int = 1,
    template: Path | None = None,
    written: datetime | None = None,
) -> None:
    """Write the table as "Tabell N. ..." with its notes; one with many columns lies on its long side.

    Raises `TemplateUnusable` and `CannotWrite`.
    """
    from qualcode.exporters.word.writing import WordText

    text = WordText(language=language, needs=("caption",), template=template)
    if len(view.columns) > _MOST_ACROSS:
        text.turn_page()
    text.caption(view.title, number=number)
    text.table(view)
    text.save(path, title=view.title, written=written)


def write_page(view: TableView, path: Path, *, language: str) -> None:
    """Write the table as a web page that needs nothing but itself. Raises `CannotWrite`."""
    page = _page(view, paper_language(language))
    with replacing(path) as out:
        out.write(page.encode())


def _page(view: TableView, language: str) -> str:
    marks = dict(view.marks)
    head = "".join(
        f'<th scope="col">{_html(heading)}{f"<sup>{_html(marks[name])}</sup>" if name in marks else ""}</th>'
        for name, heading in zip(view.columns, view.headings or view.columns, strict=True)
    )
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{_html(printed_cell(cell, language=language))}</td>" for cell in row) + "</tr>"
        for row in view.rows
    )
    notes = "\n".join(f"<p>{_html(note)}</p>" for note in table_notes(view))
    return (
        f'<!DOCTYPE html>\n<html lang="{locale_of(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_html(view.title)}</title>\n<style>{_LOOKS}</style>\n</head>\n<body>\n<table>\n"
        f"<caption>{_html(view.title)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        f"{notes}\n</body>\n</html>\n"
    )


def _html(text: str) -> str:
    return escape(plain_cell(text)).replace("\n", "<br>")


_LOOKS = (
    "body{font:16px/1.4 serif;margin:2em}table{border-collapse:collapse;border-block:2px solid}"
    "caption{text-align:left;font-weight:bold;padding-block:.5em}th,td{text-align:left;vertical-align:top;"
    "padding:.25em .75em;border-bottom:1px solid #ccc}p{margin:.3em 0}"
)
