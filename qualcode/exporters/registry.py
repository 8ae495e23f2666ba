"""Which writer makes what: the kinds of thing that go out, and the endings each can have.

A writer is loaded when it is first asked for, and with it the libraries it stands on.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from qualcode.errors import CannotWrite
from qualcode.locale import say
from qualcode.views.chapter import ChapterView
from qualcode.views.papers import PaperView
from qualcode.views.pictures import PictureView
from qualcode.views.quotes import QuoteView
from qualcode.views.reporting import PrintedTranscript, ReportView
from qualcode.views.table import TableView

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "chapter": (".docx",),
    "quotes": (".docx", ".xlsx", ".csv", ".html", ".md"),
    "table": (".docx", ".xlsx", ".csv", ".html"),
    "guideline": (".docx", ".xlsx", ".csv", ".html", ".md"),
    "paper": (".docx", ".xlsx", ".csv", ".html", ".md"),
    "transcripts": (".docx", ".vtt"),
    "picture": (".svg", ".png", ".docx"),
}


def write_chapter(
    view: ChapterView, path: Path, *, template: Path | None = None, written: datetime | None = None
) -> None:
    """Write the result chapter as .docx, in the house form or on the user's template.

    `written` goes into the file's properties only if given. Raises `CannotWrite` (also for another ending, and where
    `path` is the template itself) and `TemplateUnusable`.
    """
    from qualcode.exporters import chapter

    _ending(path, "chapter", template)
    chapter.write_chapter(view, path, template=template, written=written)


def write_picture(view: PictureView, path: Path, *, language: str, template: Path | None = None) -> None:
    """Write a picture as .svg, .png or .docx after the ending of `path`. Raises `CannotWrite`, `ExtraMissing`."""
    from qualcode.exporters import pictures

    if _ending(path, "picture", template) == ".docx":
        pictures.write_word(view, path, language=language, template=template)
    else:
        pictures.write_image(view, path, language=language)


def write_quotes(
    quotes: Iterable[QuoteView],
    path: Path,
    *,
    title: str,
    language: str,
    template: Path | None = None,
    written: datetime | None = None,
) -> None:
    """Write the quote table, in the order given, as .docx, .xlsx, .csv, .html or .md after the ending of `path`.

    The template is for Word; title and language leave no trace in CSV. Raises `CannotWrite` and `TemplateUnusable`.
    """
    from qualcode.exporters import quotes as writers

    match _ending(path, "quotes", template):
        case ".docx":
            writers.write_word(quotes, path, title=title, language=language, template=template, written=written)
        case ".xlsx":
            writers.write_sheet(quotes, path, title=title, language=language, written=written)
        case ".html" | ".md":
            write_paper(writers.as_paper(quotes, title=title, language=language), path)
        case _:
            writers.write_rows(quotes, path)


def write_table(
    view: TableView,
    path: Path,
    *,
    language: str,
    number: int = 1,
    template: Path | None = None,
    written: datetime | None = None,
) -> None:
    """Write a table as .docx, .xlsx, .csv or .html after the ending of `path`; `number` is the N of "Tabell N".

    The template is for Word; notes are left out of CSV. Raises `CannotWrite` and `TemplateUnusable`.
    """
    from qualcode.exporters import tabular

    match _ending(path, "table", template):
        case ".docx":
            tabular.write_word(view, path, language=language, number=number, template=template, written=written)
        case ".xlsx":
            tabular.write_sheet(view, path, language=language, written=written)
        case ".html":
            tabular.write_page(view, path, language=language)
        case _:
            tabular.write_rows(view, path)


def write_paper(view: PaperView, path: Path, *, template: Path | None = None, written: datetime | None = None) -> None:
    """Write a paper as .docx, .xlsx, .csv, .html or .md after the ending of `path`; the template is for Word.

    Raises `CannotWrite` and `TemplateUnusable`.
    """
    from qualcode.exporters import papers

    match _ending(path, "paper", template):
        case ".docx":
            papers.write_word(view, path, template=template, written=written)
        case ".xlsx":
            papers.write_sheet(view, path, written=written)
        case ".html":
            papers.write_page(view, path)
        case ".md":
            papers.write_markdown(view, path)
        case _:
            papers.write_rows(view, path)


def write_guideline(
    view: ReportView, path: Path, *, template: Path | None = None, written: datetime | None = None
) -> None:
    """Write COREQ or SRQR as .docx, .xlsx, .csv, .html or .md after the ending of `path`; the template is for Word.

    Raises `CannotWrite` and `TemplateUnusable`.
    """
    from qualcode.exporters.reporting import checklists

    match _ending(path, "guideline", template):
        case ".docx":
            checklists.write_word(view, path, template=template, written=written)
        case ".xlsx":
            checklists.write_sheet(view, path, written=written)
        case ".html" | ".md":
            write_paper(checklists.as_paper(view), path)
        case _:
            checklists.write_rows(view, path)


def write_transcripts(
    transcripts: Sequence[PrintedTranscript],
    path: Path,
    *,
    title: str,
    language: str,
    numbers: str = "turn",
    template: Path | None = None,
    written: datetime | None = None,
) -> None:
    """Write transcripts as one .docx, or one with times as .vtt, after the ending of `path`.

    `numbers` (turn, line, none) are those in Word's margin. Raises `CannotWrite`, `NothingToExport` (no times),
    `TemplateUnusable`.
    """
    from qualcode.exporters.reporting import transcripts as writers

    if _ending(path, "transcripts", template) == ".vtt":
        writers.write_captions(transcripts, path)
        return
    how = writers.Paper(title=title, language=language, numbers=numbers)
    writers.write_word(transcripts, path, how, template=template, written=written)


def _ending(path: Path, kind: str, template: Path | None) -> str:
    """The ending of `path`, which must be one of the kind's; and `path` must not be the template."""
    ending = path.suffix.lower()
    if ending not in SUFFIXES[kind]:
        reason = say("exporting.reasons.unknown_suffix", suffix=ending or "–", suffixes=", ".join(SUFFIXES[kind]))
        raise CannotWrite(path=path, reason=reason)
    if template is not None and path.resolve() == template.resolve():
        raise CannotWrite(path=path, reason=say("exporting.reasons.is_template"))
    return ending
