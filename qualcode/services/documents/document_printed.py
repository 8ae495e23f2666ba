"""Printed forms of quotes that were changed in Word: each can become the quote's new printed form, to be signed off."""

import re
from collections.abc import Iterator, Sequence

from qualcode.services.documents.document_quotes import DocumentQuote, is_alike, mark_of, quotes_in
from qualcode.services.documents.document_stored import PlacedQuote
from qualcode.text.marks import QUOTE
from qualcode.text.quotes import compare_printed, reads_the_same
from qualcode.text.word_changes import word_changes
from qualcode.views.documents import DocumentParagraph
from qualcode.views.taking_back import PRINTED, TextDifference

_LIKE = 0.6
"""So much alike, in words, are a quote and what became of it where no mark tells."""
_WORD = re.compile(r"\w+")


def printed_in(placed: Sequence[PlacedQuote], paragraphs: Sequence[DocumentParagraph]) -> dict[str, DocumentQuote]:
    """The placed quotes that are known again in a file, by the uid that places them.

    By their marks, if what stands there may have become of the quote at all; else the first that is printed so, or much
    like it.
    """
    there = [quote for quote in quotes_in(paragraphs) if quote.alone or not quote.inline]
    marked = {quote.uid: quote for quote in there if quote.uid}
    found = {one.uid: marked[one.uid] for one in placed if one.uid in marked and stands_for(one, marked[one.uid])}
    free = [quote for quote in there if quote.number not in {known.number for known in found.values()}]
    for one in placed:
        if one.uid in found:
            continue
        same = next((quote for quote in free if reads_the_same(quote.words, one.quote.printed)), None)
        if same is not None:
            found[one.uid] = same
            free.remove(same)
    # Only then those that have lost their mark and were changed: what is printed as it was is nobody else's.
    for one in placed:
        like = next((quote for quote in free if not quote.uid and _much_like(quote.words, one.quote.printed)), None)
        if one.uid not in found and like is not None:
            found[one.uid] = like
            free.remove(like)
    return found


def stands_for(one: PlacedQuote, quote: DocumentQuote) -> bool:
    """Whether a quote of a file may have become of a placed one, or other words were put in its place."""
    return is_alike(quote.words, one.quote.printed) or is_alike(quote.words, one.quote.text)


def _much_like(words: str, printed: str) -> bool:
    first, second = (set(_WORD.findall(text.lower())) for text in (words, printed))
    return 2 * len(first & second) > _LIKE * (len(first) + len(second))


def printed_differences(
    placed: Sequence[PlacedQuote], paragraphs: Sequence[DocumentParagraph]
) -> Iterator[TextDifference]:
    """Every quote that is printed otherwise in the file, once, however often it is placed.

    One whose lines have lost their speakers, or got some, is left to be told as a fault.
    """
    found = printed_in(placed, paragraphs)
    versions = {mark_of(one, QUOTE) for one in paragraphs}
    told: set[str] = set()
    for one in placed:
        quote, there = one.quote, found.get(one.uid)
        if there is None or quote.uid in told or bool(quote.lines) != bool(there.speakers):
            continue
        if reads_the_same(quote.printed, there.words):
            continue
        told.add(quote.uid)
        version = next((version for uid, version in versions if uid == one.uid), 0)
        yield TextDifference(
            number=0,
            kind=PRINTED,
            where=one.where,
            before=quote.printed,
            after=there.words,
            changes=word_changes(quote.printed, there.words),
            paragraph=there.number,
            newer=bool(version) and version != quote.version,
            by_likeness=not there.uid,
            uid=quote.uid,
            version=quote.version,
            original=quote.text,
            to_sign=compare_printed(quote.text, there.words).differs,
        )
