"""Whether the words still stand where the study says they stand: every span and quote, letter by letter."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Coding, MeaningUnit, Note, Passage, Quote, Revision, Sentence, Transcript, Turn
from qualcode.services.condensing.dialogues import hides_speakers
from qualcode.services.naming import current_revision
from qualcode.storage.integrity import readable_text
from qualcode.storage.wordings import texts_backwards
from qualcode.text.normal_form import content_hash
from qualcode.text.quotes import compare_printed, is_out_of_order, not_said
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.checking import ERROR, Finding


class _Wording(NamedTuple):
    """A revision's text, and the name of its transcript."""

    id: int
    transcript_id: int
    name: str
    text: str

    def finding(self, kind: str, start: int, end: int, *, what: str, words: str = "") -> Finding:
        where = f"{self.name} {start}–{end}"
        return Finding(ERROR, kind, where, say(f"checking.{what}", words=shortened(words)))


def verify_words(connection: Connection) -> Iterator[Finding]:
    """What does not verify: texts against their hashes, then everything that has a place in them."""
    statement: Any = (
        select(col(Revision.id), col(Revision.transcript_id), col(Transcript.name))
        .join(Transcript, col(Transcript.id) == col(Revision.transcript_id))
        .where(current_revision())
        .order_by(col(Revision.transcript_id))
    )
    for row in connection.execute(statement).all():
        text = readable_text(connection, row.id)
        if text is None or not _hashes_fit(connection, row.transcript_id, text):
            yield Finding(ERROR, "text", row.name, say("checking.text_differs"))
        if text is None:
            continue
        wording = _Wording(row.id, row.transcript_id, row.name, text)
        yield from _verify_turns(connection, wording)
        yield from _verify_spans(connection, wording)
        yield from _verify_quotes(connection, wording)
    yield from _astray(connection)


def _astray(connection: Connection) -> Iterator[Finding]:
    """Units and passages that say they stand in another transcript than the one their revision is of."""
    for kind, table in (("unit", MeaningUnit), ("passage", Passage)):
        statement: Any = (
            select(col(Transcript.name), col(table.start), col(table.end), col(table.text))
            .join_from(table, Revision, col(Revision.id) == col(table.revision_id))
            .join(Transcript, col(Transcript.id) == col(Revision.transcript_id))
            .where(col(Revision.transcript_id) != col(table.transcript_id))
        )
        for name, start, end, words in connection.execute(statement):
            yield Finding(ERROR, kind, f"{name} {start}–{end}", say("checking.words_differ", words=shortened(words)))


def _hashes_fit(connection: Connection, transcript_id: int, newest: str) -> bool:
    """Whether the newest wording, and every one that is found again from it, has the hash it was stored with."""
    statement: Any = select(col(Revision.number), col(Revision.hash), col(Revision.previous_hash))
    rows = connection.execute(statement.where(col(Revision.transcript_id) == transcript_id)).all()
    stored = {number: (own, before) for number, own, before in rows}
    for number, text in texts_backwards(connection, transcript_id, newest):
        own, before = stored[number]
        # A wording whose words were taken out for good is not there; the next one still names its hash.
        known = stored[number - 1][0] if number - 1 in stored else before if number > 1 else ""
        if content_hash(text) != own or before != known:
            return False
    return True


def _verify_turns(connection: Connection, wording: _Wording) -> Iterator[Finding]:
    for table in (Turn, Sentence):
        misplaced = col(table.end) > len(wording.text)
        if table is Turn:
            misplaced |= col(Turn.revision_id) != wording.id
        spans: Any = select(col(table.start), col(table.end)).where(
            col(table.transcript_id) == wording.transcript_id, misplaced
        )
        for start, end in connection.execute(spans):
            yield wording.finding("turn", start, end, what="outside")


def _verify_spans(connection: Connection, wording: _Wording) -> Iterator[Finding]:
    for kind, table in (("unit", MeaningUnit), ("passage", Passage)):
        spans: Any = select(col(table.start), col(table.end), col(table.text), col(table.revision_id))
        wordings = select(col(Revision.id)).where(col(Revision.transcript_id) == wording.transcript_id)
        # By transcript, since there is an index on that; who stands in another's revision is found by `_astray`.
        mine = (col(table.transcript_id) == wording.transcript_id) & col(table.revision_id).in_(wordings)
        for start, end, words, revision_id in connection.execute(spans.where(mine)):
            if wording.text[start:end] != words or revision_id != wording.id:
                yield wording.finding(kind, start, end, what="words_differ", words=words)
    notes: Any = select(col(Note.start), col(Note.end)).where(
        col(Note.transcript_id) == wording.transcript_id,
        (col(Note.end) > len(wording.text)) | (col(Note.revision_id) != wording.id),
    )
    for start, end in connection.execute(notes):
        yield wording.finding("note", start, end, what="outside")


def _verify_quotes(connection: Connection, wording: _Wording) -> Iterator[Finding]:
    quotes: Any = (
        select(
            col(Quote.start),
            col(Quote.end),
            col(Quote.text),
            col(Quote.printed),
            col(Quote.signed_by),
            col(MeaningUnit.start).label("unit_start"),
            col(MeaningUnit.end).label("unit_end"),
        )
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(col(MeaningUnit.transcript_id) == wording.transcript_id)
    )
    for quote in connection.execute(quotes):
        place = (quote.start, quote.end)
        if wording.text[quote.start : quote.end] != quote.text:
            yield wording.finding("quote", *place, what="words_differ", words=quote.text)
        elif not Span(quote.unit_start, quote.unit_end).contains(Span(*place)):
            yield wording.finding("quote", *place, what="quote_outside_unit", words=quote.text)
        if quote.signed_by is None and quote.printed != quote.text:
            told = _unsigned(connection, wording, quote)
            if told:
                yield wording.finding("quote", *place, what=told[0], words=told[1] or quote.printed)


def _unsigned(connection: Connection, wording: _Wording, quote: Any) -> tuple[str, str] | None:
    """What a printed form changes that nobody has signed, and the words it is about; None where it changes nothing."""
    difference = compare_printed(quote.text, quote.printed)
    if difference.differs:
        new = not_said(quote.text, difference)
        if new:
            return "unsigned_not_said", ", ".join(new)
        return ("unsigned_order" if is_out_of_order(quote.text, difference) else "unsigned"), ""
    place = Span(quote.start, quote.end)
    if hides_speakers(connection, wording.transcript_id, place, original=quote.text, printed=quote.printed):
        return "unsigned_speakers", ""
    return None
