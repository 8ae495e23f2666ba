"""Quotes typed into the analytic text instead of placed: whether they were said, and by whom it says."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Analysis, Paragraph, ResultCategory
from qualcode.services.documents.document_quotes import DocumentQuote, quotes_in
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import without_emphasis
from qualcode.text.quotes import Change
from qualcode.text.shortening import shortened
from qualcode.views.checking import ERROR, NOTE, Finding
from qualcode.views.documents import DocumentParagraph

if TYPE_CHECKING:
    from qualcode.services.documents.said import Said


def typed_quotes_found(study: OpenStudy) -> Iterator[Finding]:
    """What is wrong with quotes in the running text of the categories: words that were not said, or are another's.

    Four words or more in quotation marks are a quote; fewer are held with tongs. Words that nobody has said are an
    error where a participant is named after them, else a note: they may be a book's.
    """
    paragraphs, headings = _prose(study)
    found = list(quotes_in(paragraphs))
    if not found:
        return
    # Every transcript is read for this, and so only where somebody has typed a quote.
    from qualcode.services.documents.said import said_in

    said = said_in(study, [quote.words for quote in found])
    for number, quote in enumerate(found):
        for level, key, values in _held_against(quote, said, number):
            told = say(f"document.{key}", words=shortened(quote.words), **values)
            yield Finding(level, "quote", headings[quote.number], told)


def _held_against(quote: DocumentQuote, said: "Said", number: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Level, sentence and what fills it, of what is wrong with one quote."""
    if said.category_named(quote.words) is not None:
        return
    place = said.verified(number, quote.words)
    named = said.named(quote.source)
    if place is None or not place.is_near:
        yield (ERROR if said.everybody & named else NOTE), "nowhere", {}
        return
    changes = [change for change in place.changes if _matters(change)]
    if changes:
        told = "; ".join(f"«{change.original or '–'}» → «{change.printed or '–'}»" for change in changes)
        yield ERROR, "order" if place.all_there else "altered", {"place": place.where, "changes": told}
    elif place.is_dialogue:
        yield ERROR, "across_turns", {"place": place.where, "names": ", ".join(place.speakers)}
    elif named & place.all_sources and not named & said.everybody_who_says(place):
        names = ", ".join(sorted(place.sources))
        yield ERROR, "another", {"place": place.where, "source": quote.source, "names": names}


def _matters(change: Change) -> bool:
    """In a sentence of the author's, first capital and last full stop go without saying."""
    return change.original.strip(" .,").casefold() != change.printed.strip(" .,").casefold()


def _prose(study: OpenStudy) -> tuple[list[DocumentParagraph], dict[int, str]]:
    """The paragraphs that are not placed quotes, numbered, and the category that each belongs to."""
    statement: Any = (
        select(col(Paragraph.text), col(ResultCategory.heading), col(Analysis.title))
        .join(ResultCategory, col(ResultCategory.id) == col(Paragraph.category_id))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .where(col(Paragraph.quote_id).is_(None))
        .order_by(col(Analysis.position), col(ResultCategory.position), col(Paragraph.position))
    )
    with study.reading() as connection:
        rows = connection.execute(statement).all()
    numbered = list(enumerate(rows, start=1))
    said = ((number, without_emphasis(row.text)) for number, row in numbered)
    paragraphs = [DocumentParagraph(number, text, text, "body text") for number, text in said]
    return paragraphs, {number: f"{row.title}: {row.heading}" for number, row in numbered}
