"""The result chapter, ready to be laid out: words and order are settled here, looks are the exporter's."""

from dataclasses import dataclass

from qualcode.views.quotes import QuoteLine
from qualcode.views.table import TableView


@dataclass(frozen=True, slots=True)
class ChapterParagraph:
    """A paragraph of analytic text."""

    text: str


@dataclass(frozen=True, slots=True)
class ChapterQuote:
    """A quote as printed: the lead-in before it (may be empty), its words without quotation marks, and its source.

    `source` is what stands in parentheses after it: a participant's code, a pseudonym, or nothing. `lines` has one line
    per speaker in a dialogue quote, else it is empty.
    """

    lead_in: str
    text: str
    source: str
    lines: tuple[QuoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterCategory:
    """A result category: `number` counts from 1 within the substudy's results."""

    number: int
    heading: str
    parts: tuple[ChapterParagraph | ChapterQuote, ...]


@dataclass(frozen=True, slots=True)
class ChapterSubstudy:
    """One substudy's part. Prose fields hold paragraphs separated by blank lines and may be empty.

    `table` is the demographic table, None where there are no participants with attributes; `table_number` is the N of
    "Tabell N".
    """

    heading: str
    recruitment: str
    table: TableView | None
    table_number: int
    summary: str
    categories: tuple[ChapterCategory, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class ChapterView:
    """The whole chapter in the report's order. `language` (nb, nn, en) decides headings, captions, marks, decimal sign.

    `sections` are the prose parts before the substudies, as (heading, text), in order: purpose, method and design,
    analysis and information power, ethics. Empty texts are left out before this point.
    """

    title: str
    language: str
    sections: tuple[tuple[str, str], ...]
    substudies: tuple[ChapterSubstudy, ...]
    discussion: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ChapterTextView:
    """One part of the chapter's prose; `substudy` is its name, empty for the study's own parts."""

    substudy: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class ChapterFormView:
    """How a substudy stands in the chapter.

    `table_form` is exact, banded or totals; `quote_source` code, pseudonym or none.
    """

    substudy: str
    table_form: str
    quote_source: str
