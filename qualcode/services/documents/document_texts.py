"""The chapter's texts in a Word file, found again and held beside the study's."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlmodel import col

from qualcode.locale import LANGUAGES, say
from qualcode.model import StudyRow
from qualcode.services.chapter.chapter_fields import kept_fields, says_the_same, with_kept
from qualcode.services.documents.document_bibliographies import bibliography_difference, headed, placed_in
from qualcode.services.documents.document_parts import added_prose, part_differences, part_headings
from qualcode.services.documents.document_printed import printed_differences, printed_in
from qualcode.services.documents.document_quotes import category_title, is_prose, mark_of, plain_words
from qualcode.services.documents.document_stored import (
    StoredText,
    headings_in,
    placed_quotes,
    stored_headings,
    stored_texts,
)
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import HEADING as HEADING_MARK
from qualcode.text.marks import QUOTE, TEXT, read_mark
from qualcode.text.word_changes import word_changes
from qualcode.views.documents import DocumentParagraph, KeptField, ReadDocument
from qualcode.views.taking_back import CHANGED, GONE, HEADING, NEW, TextDifference

_MOST = 5_000
"""Paragraphs without marks that are compared with every text: more than a report has."""

_LIKE = 0.6
"""So much alike, in words, are a text and what became of it."""
_SPARE_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A text of the file: its paragraphs' numbers, its words, its fields, and the version it was written from."""

    numbers: tuple[int, ...]
    text: str
    fields: tuple[KeptField, ...]
    version: int = 0
    by_likeness: bool = False
    lost: tuple[str, ...] = ()


def differences(study: OpenStudy, document: ReadDocument) -> tuple[TextDifference, ...] | None:
    """Everything that differs, in the order of the file; what the file lacks comes last.

    None where the file has nothing of the study's: no heading, no text and no quote is known again.
    """
    with study.reading() as connection:
        stored = stored_texts(connection)
        headings = stored_headings(connection)
        language = connection.execute(select(col(StudyRow.language))).scalar_one()
        parts = part_headings(connection)
    own = _own_words(language)
    lists, rest = headed(document)
    paragraphs = [_without(paragraph, own) for paragraph in rest]
    places = headings_in(paragraphs, headings)
    found = _find(stored, paragraphs, set(places))
    taken = {number for there in found.values() for number in there.numbers} | set(places)
    found = _with_added(found, stored, paragraphs, added_prose(paragraphs, taken, parts))
    placed = placed_quotes(study)
    quoted = {quote.number: uid for uid, quote in printed_in(placed, paragraphs).items()}
    if not (found or places or quoted):
        return None
    told = [
        *_changed(stored, found, kept_fields(study)),
        *_changed_headings(places, paragraphs),
        *_new(paragraphs, stored, found, places, quoted),
        *part_differences(study, paragraphs, {number for there in found.values() for number in there.numbers}),
        *printed_differences(placed, paragraphs),
    ]
    known = quoted | {number: uid for uid, there in found.items() for number in there.numbers}
    told += bibliography_difference(study, placed_in(lists, paragraphs, known), paragraphs)
    told.sort(key=lambda difference: difference.paragraph)
    told += _gone(stored, found, {one.uid for one in places.values()})
    return tuple(
        replace(one, number=number, settings=document.settings if one.fields or one.bibliographies else ())
        for number, one in enumerate(told, start=1)
    )


def _find(
    stored: Sequence[StoredText], paragraphs: Sequence[DocumentParagraph], headings: Collection[int]
) -> dict[str, _Found]:
    """The texts in the file, by uid: by their marks, and without these by their likeness.

    What was taken out with tracked changes leaves its mark behind, and may have been moved. A lead-in without words of
    its own was joined with another text; a paragraph is gone then.
    """
    found = {uid: there for uid, there in _by_mark(paragraphs, {one.uid for one in stored}).items() if there.text}
    taken = {number for there in found.values() for number in there.numbers} | set(headings)
    found |= _by_likeness([one for one in stored if one.uid not in found], paragraphs, taken)
    marks = dict(read_mark(mark, TEXT) for paragraph in paragraphs for mark in paragraph.marks)
    emptied = [one.uid for one in stored if (one.is_lead_in or not one.category) and one.uid not in found]
    return found | {uid: _Found((), "", (), marks[uid]) for uid in emptied if uid in marks}


def _with_added(
    found: Mapping[str, _Found],
    stored: Sequence[StoredText],
    paragraphs: Sequence[DocumentParagraph],
    added: Mapping[str, Sequence[DocumentParagraph]],
) -> dict[str, _Found]:
    """The texts found, those that are a part of the chapter with the paragraphs that were added to it.

    A part that is not known again was written anew under its heading.
    """
    longer = dict(found)
    for one in stored:
        there = found.get(one.uid) or _Found((), "", (), by_likeness=True)
        more = added.get(one.where, ())
        if one.category or not more:
            continue
        numbers = {*there.numbers, *(paragraph.number for paragraph in more)}
        whole = replace(there, numbers=(), text="", fields=())
        for paragraph in paragraphs:
            if paragraph.number in numbers:
                whole = _joined(whole, paragraph)
        longer[one.uid] = whole
    return longer


def _changed(
    stored: Sequence[StoredText], found: dict[str, _Found], kept: dict[str, tuple[KeptField, ...]]
) -> Iterator[TextDifference]:
    for one in stored:
        there = found.get(one.uid)
        if there is None:
            continue
        own = kept.get(one.uid, ())
        there = replace(there, fields=with_kept(there.text, there.fields, own))
        if _even(there.text) == _even(one.text) and says_the_same(own, there.fields):
            continue
        newer = bool(there.version) and there.version != one.version
        yield _difference(CHANGED, one, there, newer=newer)


def _changed_headings(
    places: Mapping[int, StoredText], paragraphs: Sequence[DocumentParagraph]
) -> Iterator[TextDifference]:
    for paragraph in paragraphs:
        one, text = places.get(paragraph.number), category_title(paragraph)
        version = mark_of(paragraph, HEADING_MARK)[1]
        if one is not None and version and text and text != one.text:
            there = _Found((paragraph.number,), text, (), version)
            yield _difference(HEADING, one, there, newer=version != one.version)


def _new(
    paragraphs: Sequence[DocumentParagraph],
    stored: Sequence[StoredText],
    found: Mapping[str, _Found],
    places: Mapping[int, StoredText],
    quoted: Mapping[int, str],
) -> Iterator[TextDifference]:
    """Prose that stands between the texts of a category and is none of them.

    A paragraph that carries our mark was the study's when the file was written, and has been taken out there since.
    """
    known = {number: one for one in stored if one.uid in found for number in found[one.uid].numbers}
    by_uid = {one.uid: one for one in stored}
    category: StoredText | None = None
    before = ""
    for paragraph in paragraphs:
        placed = by_uid.get(mark_of(paragraph, QUOTE)[0] or quoted.get(paragraph.number, ""))
        one = known.get(paragraph.number) or placed
        if paragraph.style.startswith("heading"):
            category, before = places.get(paragraph.number), ""
        elif one is not None:
            before = one.uid if one.category else before
        elif category is not None and is_prose(paragraph) and paragraph.text.strip():
            text = plain_words(paragraph.words).strip()
            there = _Found((paragraph.number,), text, paragraph.fields, lost=paragraph.lost)
            new = StoredText(category.uid, 0, category.text, "")
            was_ours = bool(mark_of(paragraph, TEXT)[0])
            yield replace(_difference(NEW, new, there, newer=was_ours), after_uid=before)


def _gone(
    stored: Sequence[StoredText], found: Mapping[str, _Found], categories: Collection[str]
) -> list[TextDifference]:
    """Paragraphs of categories that are in the file, but which are not in it themselves; lead-ins go with quotes."""
    missing = [one for one in stored if one.category in categories and one.uid not in found and not one.is_lead_in]
    return [_difference(GONE, one, _Found((), "", ())) for one in missing]


def _difference(kind: str, one: StoredText, there: _Found, *, newer: bool = False) -> TextDifference:
    return TextDifference(
        number=0,
        kind=kind,
        where=one.where,
        before=one.text,
        after=there.text,
        changes=word_changes(one.text, there.text),
        paragraph=there.numbers[0] if there.numbers else 0,
        newer=newer,
        by_likeness=there.by_likeness,
        uid=one.uid,
        version=one.version,
        fields=there.fields,
        lost=there.lost,
    )


def _by_mark(paragraphs: Sequence[DocumentParagraph], stored: Collection[str]) -> dict[str, _Found]:
    """The texts whose marks are in the file, by uid."""
    found: dict[str, _Found] = {}
    for paragraph in paragraphs:
        uid, version = mark_of(paragraph, TEXT)
        # A table that was set into a text is no words of it.
        if uid not in stored or paragraph.in_table:
            continue
        found[uid] = _joined(found.get(uid) or _Found((), "", (), version), paragraph)
    return found


def _joined(found: _Found, paragraph: DocumentParagraph) -> _Found:
    """A text with one more paragraph."""
    more = tuple(_moved_on(one, found) for one in paragraph.fields)
    text = f"{found.text}\n\n{plain_words(paragraph.words).strip()}".strip()
    lost = tuple(dict.fromkeys(found.lost + paragraph.lost))
    return replace(found, numbers=(*found.numbers, paragraph.number), text=text, fields=found.fields + more, lost=lost)


def _moved_on(field: KeptField, before: _Found) -> KeptField:
    """A field of a later paragraph of a text, told from the text's beginning."""
    said = before.text.count(field.shown)
    return replace(field, place=len(before.fields) + field.place, before=said + field.before)


def _by_likeness(
    stored: Sequence[StoredText], paragraphs: Sequence[DocumentParagraph], taken: set[int]
) -> dict[str, _Found]:
    """The texts that have lost their marks, each with the paragraphs most like it; these are taken then."""
    free = [paragraph for paragraph in paragraphs if paragraph.number not in taken and is_prose(paragraph)]
    free = [paragraph for paragraph in free if paragraph.text.strip()][:_MOST]
    bags = {paragraph.number: _bag(paragraph.text) for paragraph in free}
    found: dict[str, _Found] = {}
    for one in sorted(stored, key=lambda text: -len(text.text)):
        blocks = len([block for block in re.split(r"\n\s*\n", one.text) if block.strip()])
        bag, best, best_share = _bag(one.text), [], _LIKE
        for at in range(len(free) - blocks + 1 if blocks else 0):
            window = free[at : at + blocks]
            words = set().union(*(bags[paragraph.number] for paragraph in window))
            share = 2 * len(bag & words) / max(1, len(bag) + len(words))
            if share > best_share and not any(paragraph.number in taken for paragraph in window):
                best, best_share = window, share
        if best:
            taken |= {paragraph.number for paragraph in best}
            there = _Found((), "", (), by_likeness=True)
            for paragraph in best:
                there = _joined(there, paragraph)
            found[one.uid] = there
    return found


def _bag(text: str) -> set[str]:
    return set(_SPARE_WORDS.findall(text.lower()))


def _even(text: str) -> str:
    """The text with its spaces evened out, its paragraphs and lines kept."""
    return re.sub(r"[ \t]+", " ", re.sub(r" *\n *", "\n", plain_words(text))).strip()


def _own_words(language: str) -> re.Pattern[str]:
    """What an export says on its own, last in a summary or in the place of a quote held back: it is nobody's text."""
    languages = (*LANGUAGES, "nn", language)
    told = "|".join(sorted(re.escape(say("exporting.tie", language=one)) for one in languages))
    held = "|".join(sorted(re.escape(say("transcripts_export.quote_left_out", language=one)) for one in languages))
    return re.compile(rf"\s*(?:{told})\s+\d+(?:(?:,| \w+) \d+)*\.\s*$|^\s*(?:{held})\s*$")


def _without(paragraph: DocumentParagraph, own: re.Pattern[str]) -> DocumentParagraph:
    text, told = (own.sub("", plain_words(words)) for words in (paragraph.text, paragraph.emphasised))
    return paragraph if text == paragraph.text else replace(paragraph, text=text, emphasised=told)
