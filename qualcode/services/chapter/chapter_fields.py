"""The fields of reference managers that came back in a Word file, and go out again with the next."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import ReferenceField
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import nth_place
from qualcode.views.documents import KeptField

_CODE = re.compile(r'<w:instrText[^>]*>([^<]*)<|<w:tag w:val="([^"]*)"|w:instr="([^"]*)"')


def kept_fields(study: OpenStudy) -> dict[str, tuple[KeptField, ...]]:
    """All that are kept, by the uid of the row whose text they stand in."""
    fields: defaultdict[str, list[KeptField]] = defaultdict(list)
    statement: Any = select(ReferenceField).order_by(col(ReferenceField.text_uid), col(ReferenceField.place))
    with study.reading() as connection:
        for row in connection.execute(statement):
            fields[row.text_uid].append(KeptField(row.shown, row.place, row.xml, row.before))
    return {uid: tuple(kept) for uid, kept in fields.items()}


def keep_fields(change: Change, text_uid: str, fields: Sequence[KeptField]) -> None:
    """Within an action: these are the fields of a text from now on."""
    known: Any = select(col(ReferenceField.id)).where(col(ReferenceField.text_uid) == text_uid)
    for key in change.connection.execute(known).scalars().all():
        change.remove(ReferenceField, key)
    for field in fields:
        told = {"shown": field.shown, "place": field.place, "before": field.before, "xml": field.xml}
        change.add(ReferenceField, text_uid=text_uid, **told)


def with_kept(text: str, there: Sequence[KeptField], kept: Sequence[KeptField]) -> tuple[KeptField, ...]:
    """The fields of a text that came back in a file, with those of the study's whose words still stand in it as text.

    Some programs make plain text of fields, Google Docs among them: then the study's own stand for them.
    """
    places = {nth_place(text, field.shown, field.before): field for field in there}
    for field in kept:
        place = nth_place(text, field.shown, field.before)
        if place >= 0:
            places.setdefault(place, field)
    ordered = [field for place, field in sorted(places.items(), key=lambda pair: pair[0])]
    return tuple(replace(field, place=number) for number, field in enumerate(ordered, start=1))


def says_the_same(first: Sequence[KeptField], second: Sequence[KeptField]) -> bool:
    """Whether two texts have the same fields: what they show, and what the reference manager reads, not their looks."""
    return [(field.shown, _code(field)) for field in first] == [(field.shown, _code(field)) for field in second]


def _code(field: KeptField) -> str:
    """A field's instruction, or the tag of a content control."""
    return "".join(part for found in _CODE.findall(field.xml) for part in found).strip()
