"""Papers as files: Word and HTML for reading, Markdown for other programs, XLSX and CSV for sorting."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from qualcode.exporters import tabular
from qualcode.exporters.files import replacing
from qualcode.exporters.wording import locale_of, plain
from qualcode.views.papers import PaperSection, PaperTable, PaperView

_BLANK_LINES = re.compile(r"\n\s*\n")
_MARKUP = re.compile(r"([\\`*_{}\[\]#|~])")
_LINE_START = re.compile(r"(?m)^(\s*)([-+]|\d+[.)])(?=\s)")


def write_word(view: PaperView, path: Path, *, template: Path | None = None, written: datetime | None = None) -> None:
    """Write the paper in Word. Raises `TemplateUnusable` and `CannotWrite`."""
    from qualcode.exporters.word.writing import WordText

    text = WordText(language=view.language, needs=("heading 1", "heading 2", "heading 3"), template=template)
    if view.lying:
        text.turn_page()
    if view.wide_margin:
        text.widen_margin()
    text.heading(view.title, level=1)
    for section in view.sections:
        if section.heading:
            text.heading(section.heading, level=section.level)
        text.prose(section.text)
        if section.table is not None:
            title = section.heading or view.title
            text.rows(section.table.headings, section.table.rows, shares=section.table.shares, title=title)
    text.save(path, title=view.title, written=written)


def write_sheet(view: PaperView, path: Path, *, written: datetime | None = None) -> None:
    """Write the paper as a workbook of one table. Raises `CannotWrite`."""
    tabular.write_sheet(view.flat, path, language=view.language, written=written)


def write_rows(view: PaperView, path: Path) -> None:
    """Write the paper as CSV, its columns the same in every language. Raises `CannotWrite`."""
    tabular.write_rows(view.flat, path)


def write_page(view: PaperView, path: Path) -> None:
    """Write the paper as a web page that needs nothing but itself. Raises `CannotWrite`."""
    body = "\n".join(part for section in view.sections for part in _page_parts(section))
    margin = "max-width:44em;margin:2em 16em 2em 2em" if view.wide_margin else "max-width:70em;margin:2em"
    page = (
        f'<!DOCTYPE html>\n<html lang="{locale_of(view.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_html(view.title)}</title>\n<style>body{{{margin}}}{_LOOKS}</style>\n</head>\n<body>\n"
        f"<h1>{_html(view.title)}</h1>\n{body}\n</body>\n</html>\n"
    )
    with replacing(path) as out:
        out.write(page.encode())


def write_markdown(view: PaperView, path: Path) -> None:
    """Write the paper as Markdown, with tables as pipes; what people said is never markup. Raises `CannotWrite`."""
    parts = [f"# {_marked(view.title)}", *(part for section in view.sections for part in _marked_parts(section))]
    with replacing(path) as out:
        out.write(("\n\n".join(parts) + "\n").encode())


def _page_parts(section: PaperSection) -> Iterator[str]:
    if section.heading:
        yield f"<h{section.level}>{_html(section.heading)}</h{section.level}>"
    for block in _blocks(section.text):
        yield f"<p>{_html(block)}</p>"
    if section.table is not None:
        head = "".join(f'<th scope="col">{_html(one)}</th>' for one in section.table.headings)
        rows = "\n".join(
            "<tr>" + "".join(f"<td>{_html(cell)}</td>" for cell in row) + "</tr>" for row in section.table.rows
        )
        yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _marked_parts(section: PaperSection) -> Iterator[str]:
    if section.heading:
        yield f"{'#' * section.level} {_marked(section.heading)}"
    for block in _blocks(section.text):
        yield "  \n".join(_marked(line) for line in block.split("\n"))
    if section.table is not None:
        yield "\n".join(_marked_rows(section.table))


def _marked_rows(table: PaperTable) -> Iterator[str]:
    yield "| " + " | ".join(_marked(one) for one in table.headings) + " |"
    yield "|" + " --- |" * len(table.headings)
    for row in table.rows:
        yield "| " + " | ".join("<br>".join(_marked(line) for line in cell.split("\n")) for cell in row) + " |"


def _blocks(text: str) -> list[str]:
    return [block for block in _BLANK_LINES.split(plain(text).strip()) if block]


def _html(text: str) -> str:
    return escape(plain(text)).replace("\n", "<br>")


def _marked(text: str) -> str:
    """Words as words in Markdown: its signs escaped, one line."""
    line = " ".join(plain(text).split())
    kept = _MARKUP.sub(r"\\\1", line).replace("<", "&lt;").replace(">", "&gt;")
    return _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", kept)


_LOOKS = (
    "body{font:16px/1.4 serif}table{border-collapse:collapse;border-block:2px solid;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.25em .75em;border-bottom:1px solid #ccc}"
)
