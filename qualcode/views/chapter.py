"""The result chapter, ready to be laid out: words and order are settled here, looks are the exporter's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.views.documents import KeptBibliography, KeptField, KeptSetting
from qualcode.views.papers import PaperSection
from qualcode.views.quotes import QuoteLine
from qualcode.views.table import TableView

REPORT, PAPER = "report", "paper"
ORDERS = (REPORT, PAPER)


@dataclass(frozen=True, slots=True)
class ChapterParagraph:
    """A paragraph of analytic text; `uid` and `version` are its row's, empty for one that is not stored."""

    text: str
    uid: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ChapterQuote:
    """A quote as printed: the lead-in before it (may be empty), its words without quotation marks, and its source.

    `source` is what stands in parentheses after it: a participant's code, a pseudonym, or nothing. `lines` has one line
    per speaker in a dialogue quote, else it is empty. `uid` and `version` are those of the paragraph that places the
    quote, `quote_version` is the quote's own.
    """

    lead_in: str
    text: str
    source: str
    lines: tuple[QuoteLine, ...] = ()
    uid: str = ""
    version: int = 0
    quote_version: int = 0


@dataclass(frozen=True, slots=True)
class ChapterCategory:
    """A result category: `number` counts from 1 within the substudy's results."""

    number: int
    heading: str
    parts: tuple[ChapterParagraph | ChapterQuote, ...]
    uid: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ChapterSubstudy:
    """One substudy's part, or that of an analysis. Prose fields hold paragraphs separated by blank lines, or nothing.

    `table` is the demographic table, None where there are no participants with attributes; `table_number` is the N of
    "Tabell N". `ties` are the tables whose rows the codes after quotes lead to, where the summary does not say so.
    `uids` are those of the stored prose, with the row's version, by the name of its field.
    """

    heading: str
    recruitment: str
    table: TableView | None
    table_number: int
    summary: str
    categories: tuple[ChapterCategory, ...]
    conclusion: str
    ties: tuple[int, ...] = ()
    uids: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChapterView:
    """The whole chapter. `language` (nb, nn, en) decides headings, captions, marks, decimal sign.

    `sections` are the prose parts before the substudies, as (heading, text), in order: purpose, method and design,
    analysis and information power, ethics. Empty texts are left out before this point. `order` is that of a report
    (method first) or of a paper (method last, as an appendix). `comparison` is the table across actor groups, under the
    discussion, and `comparison_number` the N of its caption. `appendix` is how the analysis was done: preconceptions,
    what was done to quotes, validation. `trace` leads from every quote and condensate to its units.

    `uids` are those of the stored prose of the sections and the discussion, with the row's version, by heading;
    `fields` are the reference manager's fields of a text, by the uid of its row; `bibliographies` stand between the
    texts, and `settings` are what it knows them by.
    """

    title: str
    language: str
    sections: tuple[tuple[str, str], ...]
    substudies: tuple[ChapterSubstudy, ...]
    discussion: tuple[str, str]
    order: str = REPORT
    comparison: TableView | None = None
    comparison_number: int = 0
    appendix: tuple[tuple[str, str], ...] = ()
    trace: tuple[PaperSection, ...] = ()
    uids: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    fields: Mapping[str, tuple[KeptField, ...]] = field(default_factory=dict)
    bibliographies: tuple[KeptBibliography, ...] = ()
    settings: tuple[KeptSetting, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterTextView:
    """One part of the chapter's prose; `substudy` or `analysis` says whose it is, neither for the study's own parts."""

    substudy: str
    part: str
    text: str
    analysis: str = ""


@dataclass(frozen=True, slots=True)
class ChapterFormView:
    """How a substudy stands in the chapter.

    `table_form` is exact, banded or totals; `quote_source` code, pseudonym or none.
    """

    substudy: str
    table_form: str
    quote_source: str


@dataclass(frozen=True, slots=True)
class ChapterPartView:
    """A part of the chapter that may be written: what stands there (an empty text where nothing does), and its name.

    `offered` is what the register says there while nothing is written, `version` the stored row's (0: not written).
    """

    written: ChapterTextView
    name: str
    offered: str
    version: int
