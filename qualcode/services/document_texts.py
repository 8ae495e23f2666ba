"""The chapter's texts in a Word file, found again and held beside the study's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import LANGUAGES, say
from qualcode.model import Analysis, ChapterText, Paragraph, ResultCategory, StudyRow, Substudy
from qualcode.services.chapter_fields import kept_fields
from qualcode.services.document_quotes import is_prose, mark_of, plain_words
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import HEADING as HEADING_MARK
from qualcode.text.marks import QUOTE, TEXT
from qualcode.text.word_changes import word_changes
from qualcode.views.documents import DocumentParagraph, KeptField, ReadDocument
from qualcode.views.taking_back import CHANGED, GONE, HEADING, NEW, TextDifference

_MOST = 5_000
"""Paragraphs without marks that are compared with every text: more than a report has."""

_LIKE = 0.6
"""So much alike, in words, are a text and what became of it."""
_SPARE_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Stored:
    """A text of the study: the row's uid and version, where it belongs, its category's uid (of a paragraph)."""

    uid: str
    version: int
    where: str
    text: str
    category: str = ""
    is_lead_in: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A text of the file: its first paragraph's number, its words, its fields, and the version it was written from."""

    number: int
    text: str
    fields: tuple[KeptField, ...]
    version: int = 0
    by_likeness: bool = False


def differences(study: OpenStudy, document: ReadDocument) -> tuple[TextDifference, ...]:
    """Everything that differs, in the order of the file; what the file lacks comes last."""
    with study.reading() as connection:
        stored = [*_paragraphs(connection), *_prose(connection)]
        headings = _headings(connection)
        language = connection.execute(select(col(StudyRow.language))).scalar_one()
    ties = _tie_pattern(language)
    paragraphs = [_without_tie(paragraph, ties) for paragraph in document.paragraphs]
    found, taken = _by_mark(paragraphs)
    found |= _by_likeness([one for one in stored if one.uid not in found], paragraphs, taken)
    kept = kept_fields(study)
    told = [
        *_changed(stored, found, kept),
        *_changed_headings(headings, paragraphs),
        *_new(paragraphs, taken, {one.uid: one for one in stored}),
    ]
    told.sort(key=lambda difference: difference.paragraph)
    told += _gone(stored, found, paragraphs)
    return tuple(replace(difference, number=number) for number, difference in enumerate(told, start=1))


def _changed(
    stored: Sequence[_Stored], found: dict[str, _Found], kept: dict[str, tuple[KeptField, ...]]
) -> Iterator[TextDifference]:
    for one in stored:
        there = found.get(one.uid)
        if there is None:
            continue
        same_fields = [field.xml for field in kept.get(one.uid, ())] == [field.xml for field in there.fields]
        if _even(there.text) == _even(one.text) and same_fields:
            continue
        newer = bool(there.version) and there.version != one.version
        yield _difference(CHANGED, one, there, newer=newer)


def _changed_headings(headings: Sequence[_Stored], paragraphs: Sequence[DocumentParagraph]) -> Iterator[TextDifference]:
    by_uid = {one.uid: one for one in headings}
    for paragraph in paragraphs:
        uid, version = mark_of(paragraph, HEADING_MARK)
        one = by_uid.get(uid)
        if one is None:
            continue
        text = re.sub(r"^[^:]{0,40}\d+\s*:\s*", "", " ".join(plain_words(paragraph.text).split()))
        if text and text != one.text:
            there = _Found(paragraph.number, text, (), version)
            yield _difference(HEADING, one, there, newer=bool(version) and version != one.version)


def _new(
    paragraphs: Sequence[DocumentParagraph], taken: set[int], stored: dict[str, _Stored]
) -> Iterator[TextDifference]:
    """Prose that stands between the texts of a category and is none of them."""
    category, before = "", ""
    for paragraph in paragraphs:
        heading = mark_of(paragraph, HEADING_MARK)[0]
        uid = mark_of(paragraph, TEXT)[0] or mark_of(paragraph, QUOTE)[0]
        if paragraph.style.startswith("heading"):
            category, before = heading, ""
        elif uid in stored and stored[uid].category:
            before = uid
        elif category and paragraph.number not in taken and is_prose(paragraph) and paragraph.text.strip():
            text = plain_words(paragraph.text).strip()
            there = _Found(paragraph.number, text, paragraph.fields)
            one = _Stored(category, 0, stored[before].where if before else "", "")
            yield replace(_difference(NEW, one, there), after_uid=before)


def _gone(
    stored: Sequence[_Stored], found: dict[str, _Found], paragraphs: Sequence[DocumentParagraph]
) -> list[TextDifference]:
    """Paragraphs of categories that are in the file, but which are not in it themselves; lead-ins go with quotes."""
    there = {mark_of(paragraph, HEADING_MARK)[0] for paragraph in paragraphs}
    missing = [one for one in stored if one.category in there and one.uid not in found and not one.is_lead_in]
    return [_difference(GONE, one, _Found(0, "", ())) for one in missing if one.category]


def _difference(kind: str, one: _Stored, there: _Found, *, newer: bool = False) -> TextDifference:
    return TextDifference(
        number=0,
        kind=kind,
        where=one.where,
        before=one.text,
        after=there.text,
        changes=word_changes(one.text, there.text),
        paragraph=there.number,
        newer=newer,
        by_likeness=there.by_likeness,
        uid=one.uid,
        version=one.version,
        fields=there.fields,
    )


def _by_mark(paragraphs: Sequence[DocumentParagraph]) -> tuple[dict[str, _Found], set[int]]:
    """The texts whose marks are in the file, by uid, and the numbers of the paragraphs they take up."""
    found: dict[str, _Found] = {}
    taken: set[int] = set()
    for paragraph in paragraphs:
        uid, version = mark_of(paragraph, TEXT)
        if not uid:
            if mark_of(paragraph, QUOTE)[0] or mark_of(paragraph, HEADING_MARK)[0]:
                taken.add(paragraph.number)
            continue
        taken.add(paragraph.number)
        text = plain_words(paragraph.text).strip()
        known = found.get(uid)
        if known is None:
            found[uid] = _Found(paragraph.number, text, paragraph.fields, version)
        elif text:
            place = len(known.fields)
            more = tuple(replace(one, place=place + one.place) for one in paragraph.fields)
            found[uid] = replace(known, text=f"{known.text}\n\n{text}", fields=known.fields + more)
    return found, taken


def _by_likeness(
    stored: Sequence[_Stored], paragraphs: Sequence[DocumentParagraph], taken: set[int]
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
            text = "\n\n".join(plain_words(paragraph.text).strip() for paragraph in best)
            fields = tuple(field for paragraph in best for field in paragraph.fields)
            found[one.uid] = _Found(best[0].number, text, fields, by_likeness=True)
    return found


def _bag(text: str) -> set[str]:
    return set(_SPARE_WORDS.findall(text.lower()))


def _even(text: str) -> str:
    """The text with its spaces evened out, its paragraphs and lines kept."""
    return re.sub(r"[ \t]+", " ", re.sub(r" *\n *", "\n", plain_words(text))).strip()


def _tie_pattern(language: str) -> re.Pattern[str]:
    """The sentence that an export puts last in a summary, which is nobody's text."""
    told = {say("exporting.tie", language=one) for one in (*LANGUAGES, "nn", language)}
    return re.compile(rf"\s*(?:{'|'.join(re.escape(one) for one in sorted(told))})\s+\d+\.\s*$")


def _without_tie(paragraph: DocumentParagraph, ties: re.Pattern[str]) -> DocumentParagraph:
    text = ties.sub("", plain_words(paragraph.text))
    return paragraph if text == paragraph.text else replace(paragraph, text=text)


def _paragraphs(connection: Connection) -> list[_Stored]:
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
        _Stored(row.uid, row.version, row.heading, row.text, row.category, row.quote_id is not None)
        for row in connection.execute(statement)
        if row.text or row.quote_id is not None
    ]


def _prose(connection: Connection) -> list[_Stored]:
    statement: Any = select(
        col(ChapterText.uid), col(ChapterText.version), col(ChapterText.part), col(ChapterText.text), col(Substudy.name)
    ).outerjoin(Substudy, col(Substudy.id) == col(ChapterText.substudy_id))
    return [
        _Stored(row.uid, row.version, " · ".join(part for part in (row.name, row.part) if part), row.text)
        for row in connection.execute(statement)
    ]


def _headings(connection: Connection) -> list[_Stored]:
    statement: Any = select(col(ResultCategory.uid), col(ResultCategory.version), col(ResultCategory.heading))
    return [_Stored(row.uid, row.version, row.heading, row.heading) for row in connection.execute(statement)]
