"""Texts that co-authors have edited in Word, taken back into the study: only those that a person chooses."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, NoTextOfStudy, NothingNamed
from qualcode.importers.word_document import read_document
from qualcode.locale import say
from qualcode.model import ChapterText, Paragraph, Quote, ResultCategory
from qualcode.services.acting import prose, stored_row
from qualcode.services.chapter.chapter_fields import (
    keep_bibliographies,
    keep_fields,
    keep_settings,
    kept_in,
    shown_together,
)
from qualcode.services.chapter.chapter_texts import OF_A_SUBSTUDY, owner_of, put_text, text_key
from qualcode.services.condensing.quotes import reprint
from qualcode.services.documents.document_texts import differences
from qualcode.services.synthesis.links import unlink_paragraph
from qualcode.services.synthesis.synthesis import insert_paragraph, make_room, possible_heading, possible_text
from qualcode.services.validating import reopen
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.loading import NEW as NEW_ROW
from qualcode.views.taking_back import BIBLIOGRAPHY, GONE, HEADING, NEW, PRINTED, TextDifference


def text_differences(study: OpenStudy, path: Path) -> tuple[TextDifference, ...]:
    """What differs between the chapter's texts and a Word file that was made of them, in the order of the file.

    Texts are known by the marks that an export leaves in the file, and without them by their likeness; tracked changes
    are read as accepted. Of a placed quote it is the printed form that may come back: its words are the transcripts'.
    Raises `UnreadableFile`, and `NoTextOfStudy` for a file that has nothing of the study's.
    """
    found = differences(study, read_document(path))
    if found is None:
        raise NoTextOfStudy(file=path.name)
    return found


def take_back(
    study: OpenStudy, found: Collection[TextDifference], numbers: Collection[int], *, file: str
) -> tuple[TextDifference, ...]:
    """Take these of the differences found into the study, as one action; those taken.

    A reference manager's fields are kept, and go out again with the next chapter. A category whose text changes must be
    validated again, a printed form that changes what was said must be signed off again. Raises `NothingNamed` for a
    number that is not there, `ChangedMeanwhile` where a text has been changed since it was compared, `NameRefused` for
    a heading that is empty.
    """
    by_number = {difference.number: difference for difference in found}
    for number in numbers:
        if number not in by_number:
            listed = ", ".join(str(known) for known in by_number) or "–"
            raise NothingNamed(kind=say("kinds.difference"), name=number, nearest=listed)
    chosen = [difference for number, difference in sorted(by_number.items()) if number in set(numbers)]
    if not chosen:
        return ()
    with study.change("document.take-back") as change:
        made: dict[str, int] = {}
        # What was seen is compared by version: a heading before the text that lets its category be validated again, and
        # new paragraphs last, since they move those after them.
        for difference in sorted(chosen, key=lambda one: (one.kind == NEW, one.kind != HEADING)):
            _take(change, difference, made)
        change.summary = say("summaries.taken_back", file=file, count=len(chosen))
    return tuple(chosen)


def _take(change: Change, difference: TextDifference, made: dict[str, int]) -> None:
    keep_settings(change, difference.settings)
    if difference.kind == BIBLIOGRAPHY:
        _take_bibliography(change, difference)
    elif difference.kind == HEADING:
        key = _key(change, ResultCategory, difference.uid)
        change.change(ResultCategory, key, seen=difference.version, heading=possible_heading(difference.after))
    elif difference.kind == PRINTED:
        key = _key(change, Quote, difference.uid)
        reprint(change, key, printed=difference.after, seen=difference.version)
    elif difference.part != ("", ""):
        _write_part(change, difference)
    elif difference.kind == NEW:
        _add(change, difference, made)
    elif difference.kind == GONE:
        key = _key(change, Paragraph, difference.uid)
        row = stored_row(change, Paragraph, key)
        if row["version"] != difference.version:
            raise ChangedMeanwhile(kind=say("tables.paragraph"))
        unlink_paragraph(change, key)
        change.remove(Paragraph, key)
        reopen(change, row["category_id"])
        keep_fields(change, difference.uid, ())
    else:
        _rewrite(change, difference)


def _take_bibliography(change: Change, difference: TextDifference) -> None:
    if shown_together(kept_in(change.connection)) != difference.before:
        raise ChangedMeanwhile(kind=say("tables.bibliography"))
    keep_bibliographies(change, difference.bibliographies)


def _rewrite(change: Change, difference: TextDifference) -> None:
    prose_key = change.key_of(ChapterText, difference.uid)
    if prose_key is not None:
        change.change(ChapterText, prose_key, seen=difference.version, text=prose(difference.after))
    else:
        key = _key(change, Paragraph, difference.uid)
        row = stored_row(change, Paragraph, key)
        told: dict[str, Any] = {"text": possible_text(difference.after, row["quote_id"])}
        told |= {"coder_id": change.coder_id, "written": change.at}
        change.change(Paragraph, key, seen=difference.version, **told)
        reopen(change, row["category_id"])
    keep_fields(change, difference.uid, difference.fields)


def _add(change: Change, difference: TextDifference, made: dict[str, int]) -> None:
    """A new paragraph after the one it follows in the file, which may have been new itself."""
    category_id = _key(change, ResultCategory, difference.uid)
    before = made.get(difference.after_uid) or change.key_of(Paragraph, difference.after_uid)
    place = make_room(change, category_id, before) if before is not None else None
    key = insert_paragraph(change, category_id, text=difference.after, quote_id=None, position=place)
    if difference.after_uid:
        made[difference.after_uid] = key
    keep_fields(change, change.uid(Paragraph, key), difference.fields)
    reopen(change, category_id)


def _write_part(change: Change, difference: TextDifference) -> None:
    """A part of the chapter that nobody has written in the study."""
    part, name = difference.part
    whose = "substudy" if part in OF_A_SUBSTUDY else "analysis"
    place = part, owner_of(change.connection, part, **({whose: name} if name else {}))
    if put_text(change, place, difference.after) != NEW_ROW:
        raise ChangedMeanwhile(kind=say("tables.chapter_text"))
    key = text_key(change.connection, place)
    if key is not None:
        keep_fields(change, change.uid(ChapterText, key), difference.fields)


def _key(change: Change, table: Any, uid: str) -> int:
    key = change.connection.execute(select(col(table.id)).where(col(table.uid) == uid)).scalar_one_or_none()
    if key is None:
        raise ChangedMeanwhile(kind=say(f"tables.{table.__tablename__}"))
    return int(key)
