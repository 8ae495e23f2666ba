"""The fields of reference managers that came back in a Word file, and go out again with the next."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import ReferenceField
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.documents import KeptField


def kept_fields(study: OpenStudy) -> dict[str, tuple[KeptField, ...]]:
    """All that are kept, by the uid of the row whose text they stand in."""
    fields: defaultdict[str, list[KeptField]] = defaultdict(list)
    statement: Any = select(ReferenceField).order_by(col(ReferenceField.text_uid), col(ReferenceField.place))
    with study.reading() as connection:
        for row in connection.execute(statement):
            fields[row.text_uid].append(KeptField(row.shown, row.place, row.xml))
    return {uid: tuple(kept) for uid, kept in fields.items()}


def keep_fields(change: Change, text_uid: str, fields: Sequence[KeptField]) -> None:
    """Within an action: these are the fields of a text from now on."""
    known: Any = select(col(ReferenceField.id)).where(col(ReferenceField.text_uid) == text_uid)
    for key in change.connection.execute(known).scalars().all():
        change.remove(ReferenceField, key)
    for field in fields:
        change.add(ReferenceField, text_uid=text_uid, shown=field.shown, place=field.place, xml=field.xml)
