"""A chapter that comes back from co-authors: whether every quote still stands on the transcripts, as what it says."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.importers.word_document import read_document
from qualcode.locale import say
from qualcode.services.documents.document_places import places_in
from qualcode.services.documents.document_printed import printed_in
from qualcode.services.documents.document_quotes import DocumentQuote, is_prose, mark_of, marked_uid, quotes_in
from qualcode.services.documents.document_stored import PlacedQuote, headings_in, placed_quotes, stored_headings
from qualcode.services.documents.document_texts import differences
from qualcode.services.documents.said import Said, Verified, said_in
from qualcode.services.register.consent import held_back_voices, is_held_back
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import HEADING, TEXT
from qualcode.text.quotes import Change, compare_printed
from qualcode.text.shortening import shortened
from qualcode.text.word_changes import GONE, NEW, WordChange, word_changes
from qualcode.views.checking import ERROR, NOTE, CheckReport, Finding
from qualcode.views.documents import DocumentParagraph
from qualcode.views.taking_back import HEADING as HEADING_CHANGED
from qualcode.views.taking_back import PRINTED, TextDifference

_MOST_CHANGES = 4


def check_document(study: OpenStudy, path: Path) -> CheckReport:
    """Look through a Word file: quotes against the transcripts, who is said to say them, categories, tracked changes.

    A quote is found wherever it has been moved to and however it is set; tracked changes are read as accepted. Errors
    are quotes whose words are not in the transcripts as printed, or are another's than it says; notes are what a person
    should know: what was taken out of a category that is in the file, too. Raises `UnreadableFile`.
    """
    document = read_document(path)
    paragraphs = document.paragraphs
    found = list(quotes_in(paragraphs))
    said = said_in(study, [quote.words for quote in found])
    placed = placed_quotes(study)
    there = printed_in(placed, paragraphs)
    findings = [*_changed(paragraphs), *_tables_in_texts(paragraphs), *_lost(paragraphs)]
    uids = {quote.number: uid for uid, quote in there.items()}
    findings += _quotes(found, said, uids, {one.number for one in paragraphs if one.in_table})
    findings += _categories(paragraphs, said)
    with study.reading() as connection:
        places = headings_in(paragraphs, stored_headings(connection))
        voices = held_back_voices(connection)
    findings += _left_out({one.uid for one in places.values()}, said)
    headings = {one.text for one in places.values()}
    missing = [one for one in placed if one.uid not in there and not is_held_back(one.quote, voices)]
    findings += _quotes_gone([one for one in missing if one.where in headings], found)
    texts = differences(study, document)
    if texts is None:
        findings.append(Finding(NOTE, "text", path.name, say("document.none_of_ours")))
    findings += _edited(texts or ())
    told = {_where(number): place for number, place in places_in(paragraphs).items()}
    findings = [replace(one, where=told.get(one.where, one.where)) for one in findings]
    findings.sort(key=lambda finding: finding.level != ERROR)
    return CheckReport(all(finding.level != ERROR for finding in findings), tuple(findings))


def _changed(paragraphs: Sequence[DocumentParagraph]) -> Iterator[Finding]:
    """Tracked changes, which are read as accepted, and comments."""
    for paragraph in paragraphs:
        where = _where(paragraph.number)
        if paragraph.changed_by:
            authors = ", ".join(author for author in paragraph.changed_by if author) or "?"
            same = "tracked_end" if paragraph.is_joined else "tracked_looks"
            kind = "tracked" if paragraph.before != paragraph.text else same
            told = {"authors": authors, "changes": _tell(_in_words(word_changes(paragraph.before, paragraph.text)))}
            yield Finding(NOTE, "tracked", where, say(f"document.{kind}", **told))
        for comment in paragraph.comments:
            yield Finding(NOTE, "comment", where, say("document.comment", text=shortened(comment)))


def _tables_in_texts(paragraphs: Sequence[DocumentParagraph]) -> Iterator[Finding]:
    """Tables that were set into the study's texts, once each: there is no place for them in the study."""
    told = {mark_of(one, TEXT)[0]: one for one in reversed(paragraphs) if one.in_table}
    for uid, paragraph in reversed(told.items()):
        if uid:
            yield Finding(NOTE, "table", _where(paragraph.number), say("document.table"))


def _lost(paragraphs: Sequence[DocumentParagraph]) -> Iterator[Finding]:
    """What stands in texts and cannot go back into the study, each kind once."""
    texts = [one for one in paragraphs if mark_of(one, TEXT)[0] or (is_prose(one) and one.text.strip())]
    for kind in dict.fromkeys(kind for one in texts for kind in one.lost):
        numbers = [one.number for one in texts if kind in one.lost]
        told = say(f"document.lost_{kind}", count=len(numbers))
        yield Finding(NOTE, "lost", _where(numbers[0]), told)


def _quotes(
    found: Sequence[DocumentQuote], said: Said, uids: Mapping[int, str], in_tables: Collection[int]
) -> Iterator[Finding]:
    """What is wrong with the quotes; what a table repeats, as the appendix that leads back does, is told once."""
    told: set[tuple[str, str]] = set()
    for number, quote in enumerate(found):
        uid = uids.get(quote.number, "") if quote.alone or not quote.inline else ""
        for one in _verify(quote, said, number, said.placed.get(uid)):
            if quote.number not in in_tables or (quote.words, one.message) not in told:
                yield one
            told.add((quote.words, one.message))


def _verify(quote: DocumentQuote, said: Said, number: int, known: Verified | None) -> Iterator[Finding]:
    """What is wrong with one quote, which is `known` as one that the study places."""
    known = known or said.printed_as(quote.words)
    if known is not None:
        yield from _as_the_study_has_it(quote, known, said)
        return
    place = said.verified(number, quote.words)
    if quote.inline and said.category_named(quote.words) is not None:
        return
    if place is None or (quote.inline and not place.is_near):
        # A few words in quotation marks in the running text may be anybody's, a book's too: unless it is said whose.
        attributed = bool(said.everybody & said.named(quote.source))
        level = ERROR if attributed or not quote.inline else NOTE
        yield _finding(quote, level, "nowhere")
    elif place.changes:
        kind = "order" if place.all_there or _same_words(place.words, quote.words) else "altered"
        yield _finding(quote, ERROR, kind, place=place.where, changes=_tell(place.changes))
    else:
        yield from _said_by(quote, place, said, anybody=True)
        if not quote.inline:
            yield _finding(quote, NOTE, "not_in_study", place=place.where)


def _as_the_study_has_it(quote: DocumentQuote, known: Verified, said: Said) -> Iterator[Finding]:
    """A quote that the study has: whether it is still printed so, and still says who speaks."""
    from_study = compare_printed(known.printed, quote.words)
    if from_study.form != "verbatim":
        original = compare_printed(known.words, quote.words)
        changes = _tell(from_study.changes or original.changes)
        if original.differs and from_study.differs:
            yield _finding(quote, ERROR, "changed", place=known.where, changes=changes)
        else:
            yield _finding(quote, NOTE, "reprinted", place=known.where)
    yield from _said_by(quote, known, said)


def _said_by(quote: DocumentQuote, place: Verified, said: Said, *, anybody: bool = False) -> Iterator[Finding]:
    """Whether the source after a quote, and the speakers of a dialogue, are those who say it, or `anybody` does."""
    if quote.speakers or place.is_dialogue:
        if not quote.speakers:
            yield _finding(quote, ERROR, "across_turns", place=place.where, names=", ".join(place.speakers))
        return
    named = said.named(quote.source)
    if quote.source and place.sources and not place.sources & named:
        if anybody and said.everybody_who_says(place) & named:
            return
        names = ", ".join(sorted(place.sources))
        if place.all_sources & named or not quote.inline:
            yield _finding(quote, ERROR, "another", place=place.where, source=quote.source, names=names)


def _categories(paragraphs: Sequence[DocumentParagraph], said: Said) -> Iterator[Finding]:
    """Category headings of the file that the study does not have, and categories that rest on nothing."""
    for paragraph in paragraphs:
        uid = marked_uid(paragraph, HEADING)
        heading = said.category_heading(paragraph.text) if paragraph.style.startswith("heading") else ""
        if not (uid or heading):
            continue
        category = said.categories.get(uid) or said.category_named(heading)
        where = _where(paragraph.number)
        if category is None:
            yield Finding(ERROR, "category", where, say("document.no_category", heading=shortened(paragraph.text)))
        elif not category.condensates:
            yield Finding(ERROR, "category", where, say("document.no_evidence", heading=category.heading))
        elif heading and heading != category.heading:
            told = {"before": category.heading, "after": heading}
            yield Finding(NOTE, "category", where, say("document.heading_changed", **told))


def _left_out(headings: Collection[str], said: Said) -> Iterator[Finding]:
    """Categories that the file lacks, though it has others of their analysis."""
    analyses = {view.analysis_id for view in said.categories.values() if view.uid in headings}
    for view in said.categories.values():
        if view.analysis_id in analyses and view.uid not in headings and view.paragraphs:
            yield Finding(
                NOTE, "category", shortened(view.heading), say("document.category_gone", heading=view.heading)
            )


def _quotes_gone(missing: Sequence[PlacedQuote], found: Sequence[DocumentQuote]) -> Iterator[Finding]:
    """Placed quotes that are not in the file, and whether other words stand in their place."""
    marked = {quote.uid: quote for quote in found if quote.uid}
    for one in missing:
        instead = marked.get(one.uid)
        where = shortened(one.where) if instead is None else _where(instead.number)
        told = {"words": shortened(one.quote.printed), "where": one.where}
        yield Finding(NOTE, "quote", where, say(f"document.quote_{'gone' if instead is None else 'replaced'}", **told))


def _edited(found: Sequence[TextDifference]) -> Iterator[Finding]:
    """Texts that say something else than in the study: they can be taken back. Headings and quotes are told above."""
    for one in found:
        if one.kind not in (HEADING_CHANGED, PRINTED):
            where = _where(one.paragraph) if one.paragraph else one.where
            told = {"words": shortened(one.after or one.before), "changes": _tell(_in_words(one.changes))}
            # A reference manager's field may have come without a word being changed.
            told["changes"] = told["changes"] or "; ".join(f"+ {field.shown.strip()}" for field in one.fields)
            told["changes"] = told["changes"] or say("document.breaks")
            yield Finding(NOTE, "text", where, say(f"document.text_{one.kind}", where=one.where, **told))


def _same_words(first: str, second: str) -> bool:
    """Whether these are the same words in another order."""
    ordered = [sorted(word.strip(".,;:!?…()«»\"'").lower() for word in text.split()) for text in (first, second)]
    return [word for word in ordered[0] if word] == [word for word in ordered[1] if word]


def _tell(changes: Sequence[Change]) -> str:
    told = [f"«{change.original or '–'}» → «{change.printed or '–'}»" for change in changes[:_MOST_CHANGES]]
    return "; ".join([*told, *(["…"] if len(changes) > _MOST_CHANGES else [])])


def _in_words(found: Iterable[WordChange]) -> list[Change]:
    """What one wording says in the place of the other, stretch by stretch."""
    changes: list[Change] = []
    for kind, words in found:
        shown = shortened(words.strip())
        if kind == GONE:
            changes.append(Change(shown, ""))
        elif kind == NEW and changes and not changes[-1].printed:
            changes[-1] = Change(changes[-1].original, shown)
        elif kind == NEW:
            changes.append(Change("", shown))
        else:
            changes.append(Change("", ""))
    return [change for change in changes if change.original or change.printed]


def _finding(quote: DocumentQuote, level: str, message: str, **values: str) -> Finding:
    told = say(f"document.{message}", words=shortened(quote.words), **values)
    return Finding(level, "quote", _where(quote.number), told)


def _where(number: int) -> str:
    return say("document.paragraph", number=number)
