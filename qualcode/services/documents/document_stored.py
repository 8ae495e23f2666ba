"""What the study has that a chapter in Word is made of, and by what its parts are known again in the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Analysis, ChapterText, Paragraph, ResultCategory, Substudy
from qualcode.services.chapter.chapter_texts import part_name
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.documents.document_quotes import category_title, mark_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import HEADING
from qualcode.views.documents import DocumentParagraph
from qualcode.views.quotes import QuoteView


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text of the study: the row's uid and version, where it belongs, its category's uid (of a paragraph)."""

    uid: str
    version: int
    where: str
    text: str
    category: str = ""
    is_lead_in: bool = False


@dataclass(frozen=True, slots=True)
class PlacedQuote:
    """A quote that stands in a category: the uid of the paragraph that places it, and the category's heading."""

    uid: str
    where: str
    quote: QuoteView


def stored_texts(connection: Connection) -> list[StoredText]:
    """The paragraphs and lead-ins of every category, then the chapter's prose."""
    return [*_paragraphs(connection), *_prose(connection)]


def stored_headings(connection: Connection) -> list[StoredText]:
    """The headings of the categories."""
    statement: Any = (
        select(col(ResultCategory.uid), col(ResultCategory.version), col(ResultCategory.heading))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .order_by(col(Analysis.position), col(ResultCategory.position))
    )
    return [StoredText(row.uid, row.version, row.heading, row.heading) for row in connection.execute(statement)]


def placed_quotes(study: OpenStudy) -> list[PlacedQuote]:
    """The quotes that stand in categories, in their order."""
    views = {quote.id: quote for quote in quotes(study)}
    statement: Any = (
        select(col(Paragraph.uid), col(Paragraph.quote_id), col(ResultCategory.heading))
        .join(ResultCategory, col(ResultCategory.id) == col(Paragraph.category_id))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .where(col(Paragraph.quote_id).is_not(None))
        .order_by(col(Analysis.position), col(ResultCategory.position), col(Paragraph.position))
    )
    with study.reading() as connection:
        return [PlacedQuote(row.uid, row.heading, views[row.quote_id]) for row in connection.execute(statement)]


def headings_in(paragraphs: Sequence[DocumentParagraph], headings: Sequence[StoredText]) -> dict[int, StoredText]:
    """The headings of categories in a file, by the paragraph's number: by their marks, and without one by their words.

    Some programs keep no hidden bookmarks, Google Docs among them.
    """
    by_uid = {one.uid: one for one in headings}
    marked = {paragraph.number: mark_of(paragraph, HEADING)[0] for paragraph in paragraphs}
    found = {number: by_uid[uid] for number, uid in marked.items() if uid in by_uid}
    free = [one for one in headings if one.uid not in {known.uid for known in found.values()}]
    for paragraph in paragraphs:
        if not free or paragraph.number in found or not paragraph.style.startswith("heading"):
            continue
        title = category_title(paragraph)
        same = next((one for one in free if _even(one.text) == _even(title)), None)
        if same is not None:
            found[paragraph.number] = same
            free.remove(same)
    return found


def _even(text: str) -> str:
    return " ".join(text.split()).casefold()


def _paragraphs(connection: Connection) -> list[StoredText]:
    statement: Any = (
        select(
            col(Paragraph.uid),
            col(Paragraph.version),
            col(Paragraph.text),
            col(Paragraph.quote_id),
            col(ResultCategory.heading),
            col(ResultCategory.uid).label("category"),
        )
        .join(ResultCategory, col(ResultCategory.id) == col(Paragraph.category_id))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .order_by(col(Analysis.position), col(ResultCategory.position), col(Paragraph.position))
    )
    return [
        StoredText(row.uid, row.version, row.heading, row.text, row.category, row.quote_id is not None)
        for row in connection.execute(statement)
        if row.text or row.quote_id is not None
    ]


def _prose(connection: Connection) -> list[StoredText]:
    columns = (col(ChapterText.uid), col(ChapterText.version), col(ChapterText.part), col(ChapterText.text))
    statement: Any = (
        select(*columns, col(Substudy.name), col(Analysis.title))
        .outerjoin(Substudy, col(Substudy.id) == col(ChapterText.substudy_id))
        .outerjoin(Analysis, col(Analysis.id) == col(ChapterText.analysis_id))
    )
    return [
        StoredText(row.uid, row.version, part_name(row.part, row.name or row.title or ""), row.text)
        for row in connection.execute(statement)
    ]
