"""COREQ and SRQR as a table: number, what is asked, what the study says; what is still open says so."""

from datetime import datetime
from pathlib import Path

from qualcode.exporters.spreadsheets import Sheet, write_csv, write_workbook
from qualcode.exporters.wording import paper_language
from qualcode.locale import say
from qualcode.views.papers import PaperSection, PaperTable, PaperView
from qualcode.views.reporting import ReportItem, ReportView
from qualcode.views.table import TableView

COLUMNS = ("item", "domain", "subject", "answer", "open")
_SHARES = (9, 32, 59)


def write_word(view: ReportView, path: Path, *, template: Path | None = None, written: datetime | None = None) -> None:
    """Write the guideline in Word: a table under each of its parts, and how many items are open.

    Raises `TemplateUnusable` and `CannotWrite`.
    """
    from qualcode.exporters.word.writing import WordText

    text = WordText(language=view.language, needs=("heading 1", "heading 2"), template=template)
    text.heading(view.title, level=1)
    text.prose(_tally(view))
    headings = [say(f"reporting.column.{name}", language=text.language) for name in ("item", "subject", "answer")]
    for domain in dict.fromkeys(item.domain for item in view.items):
        text.heading(domain, level=2)
        rows = [(str(one.number), one.subject, _answer(one, view)) for one in view.items if one.domain == domain]
        text.rows(headings, rows, shares=_SHARES, title=domain)
    text.save(path, title=view.title, written=written)


def write_sheet(view: ReportView, path: Path, *, written: datetime | None = None) -> None:
    """Write the guideline as a workbook with one sheet. Raises `CannotWrite`."""
    language = paper_language(view.language)
    headings = [say(f"reporting.column.{name}", language=language) for name in COLUMNS]
    rows = (
        (one.number, one.domain, one.subject, one.answer, say("reporting.open_mark", language=language) * one.open)
        for one in view.items
    )
    sheet = Sheet(view.guideline.upper(), headings, rows, (8, 30, 44, 90, 8))
    write_workbook([sheet], path, title=view.title, language=language, written=written)


def write_rows(view: ReportView, path: Path) -> None:
    """Write the guideline as CSV under `COLUMNS`; `open` is 1 or 0. Raises `CannotWrite`."""
    write_csv(COLUMNS, ((one.number, one.domain, one.subject, one.answer, int(one.open)) for one in view.items), path)


def as_paper(view: ReportView) -> PaperView:
    """The guideline as a paper: a table under each of its parts."""
    headings = tuple(say(f"reporting.column.{name}", language=view.language) for name in ("item", "subject", "answer"))
    sections = [PaperSection("", 2, _tally(view))]
    for domain in dict.fromkeys(item.domain for item in view.items):
        rows = tuple((str(one.number), one.subject, _answer(one, view)) for one in view.items if one.domain == domain)
        sections.append(PaperSection(domain, 2, "", PaperTable(headings, rows, _SHARES)))
    flat = TableView(title=view.title, columns=headings, rows=())
    return PaperView(view.title, view.language, tuple(sections), flat)


def _answer(item: ReportItem, view: ReportView) -> str:
    return item.answer or say("reporting.open", language=view.language)


def _tally(view: ReportView) -> str:
    count = sum(item.open for item in view.items)
    return say("reporting.tally", language=view.language, count=count, total=len(view.items))
