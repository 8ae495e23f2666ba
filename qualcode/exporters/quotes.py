"""The quote table: what is most often sent to a co-author. Word for reading, XLSX for sorting, CSV for programs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from qualcode.exporters.spreadsheets import Sheet, write_csv, write_workbook
from qualcode.exporters.wording import paper_language, quoted_lines
from qualcode.locale import say
from qualcode.views.papers import PaperSection, PaperTable, PaperView
from qualcode.views.quotes import QuoteView
from qualcode.views.table import TableView

COLUMNS = ("code_group", "subgroup", "quote", "participant", "attributes", "transcript", "turn", "golden")
GOLDEN = "★"

_GROUP = 2
_SHARES = (14, 14, 36, 7, 18, 11, 7)


def write_word(
    quotes: Iterable[QuoteView],
    path: Path,
    *,
    title: str,
    language: str,
    template: Path | None = None,
    written: datetime | None = None,
) -> None:
    """Write the quotes, in the order given, as a table on A4 laid on its long side; golden quotes have a star.

    Raises `TemplateUnusable` and `CannotWrite`.
    """
    from qualcode.exporters.word.writing import WordText

    text = WordText(language=language, needs=("caption",), template=template)
    text.turn_page()
    text.caption(title, number=1)
    listed = list(quotes)
    if any(quote.golden for quote in listed):
        text.note(say("exporting.golden_note", language=text.language), kept=True)
    rows = (_printed_row(quote, text.language) for quote in listed)
    text.rows(_headings(text.language)[:-1], rows, shares=_SHARES, title=title)
    text.save(path, title=title, written=written)


def write_sheet(
    quotes: Iterable[QuoteView], path: Path, *, title: str, language: str, written: datetime | None = None
) -> None:
    """Write the quotes as a workbook with one sheet, its headings in `language`. Raises `CannotWrite`."""
    language = paper_language(language)
    sheet = Sheet(
        name=say("exporting.sheets.quotes", language=language),
        headings=_headings(language),
        rows=(_row(quote) for quote in quotes),
        widths=(24, 24, 70, 12, 28, 18, 9, 10),
    )
    write_workbook([sheet], path, title=title, language=language, written=written)


def write_rows(quotes: Iterable[QuoteView], path: Path) -> None:
    """Write the quotes as CSV under `COLUMNS`, the same names in every language. Raises `CannotWrite`."""
    write_csv(COLUMNS, (_row(quote) for quote in quotes), path)


def as_paper(quotes: Iterable[QuoteView], *, title: str, language: str) -> PaperView:
    """The quotes as a paper: a table for each code group and subgroup, in the order given."""
    language = paper_language(language)
    headings, listed = _headings(language)[2:-1], list(quotes)
    sections: list[PaperSection] = []
    if any(quote.golden for quote in listed):
        sections.append(PaperSection("", 2, say("exporting.golden_note", language=language)))
    for (group, subgroup), found in groupby(listed, key=lambda quote: (quote.code_group, quote.subgroup)):
        if group not in [section.heading for section in sections if section.level == _GROUP]:
            sections.append(PaperSection(group, _GROUP))
        rows = tuple(_printed_row(quote, language)[2:] for quote in found)
        sections.append(PaperSection(subgroup, _GROUP + 1, "", PaperTable(headings, rows, _SHARES[2:])))
    flat = TableView(title=title, columns=COLUMNS, rows=())
    return PaperView(title, language, tuple(sections), flat)


def _headings(language: str) -> tuple[str, ...]:
    return tuple(say(f"exporting.quote_columns.{name}", language=language) for name in COLUMNS)


def _printed_row(quote: QuoteView, language: str) -> tuple[str, ...]:
    words = quoted_lines(quote.printed, quote.lines, language=language)
    return (
        quote.code_group,
        quote.subgroup,
        f"{GOLDEN} {words}" if quote.golden else words,
        *_origin(quote),
        str(quote.turn),
    )


def _row(quote: QuoteView) -> tuple[str | int, ...]:
    words = "\n".join(_spoken_lines(quote)) or quote.printed
    golden = GOLDEN if quote.golden else ""
    return (quote.code_group, quote.subgroup, words, *_origin(quote), quote.turn, golden)


def _spoken_lines(quote: QuoteView) -> Iterator[str]:
    for line in quote.lines:
        yield f"{line.speaker}: {line.text}" if line.speaker else line.text


def _origin(quote: QuoteView) -> tuple[str, str, str]:
    attributes = "; ".join(f"{name}: {value}" for name, value in quote.attributes)
    return ", ".join(quote.participants), attributes, quote.transcript
