"""Field notes (feltnotater)."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import FieldNote, Interview
from qualcode.services.register.rows import RegisterRow, find_interview, key_where, owner_of, put, substudy_names
from qualcode.storage.journal import Change
from qualcode.views.register import FieldNoteEntry


def field_notes(connection: Connection) -> tuple[FieldNoteEntry, ...]:
    """The field notes by date; those without one first."""
    names = substudy_names(connection)
    statement: Any = (
        select(FieldNote)
        .add_columns(col(Interview.name))
        .join(Interview, col(Interview.id) == col(FieldNote.interview_id), isouter=True)
        .order_by(col(FieldNote.date), col(FieldNote.id))
    )
    return tuple(
        FieldNoteEntry(row.text, row.uid, names[row.substudy_id], row.name or "", row.date, row.author)
        for row in connection.execute(statement)
    )


def take_note(change: Change, row: RegisterRow) -> str:
    """A field note: the one with the row's uid, else one that says the same, else a new one."""
    told, owner = row.told(FieldNoteEntry), owner_of(change.connection, row)
    interview = find_interview(change.connection, row) if told.pop("interview", "") else None
    told.pop("substudy", None)
    uid = told.pop("uid", "")
    place: dict[str, Any] = {
        "substudy_id": owner.id if owner else None,
        "interview_id": interview.id if interview else None,
    }
    if uid and key_where(change.connection, FieldNote, {"uid": uid}) is not None:
        return put(change, FieldNote, {"uid": uid}, told | place, leaves=row.leaves)
    same = {"date": "", "author": ""} | told | place
    return put(change, FieldNote, same, {}, leaves=row.leaves)
