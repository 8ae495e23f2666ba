"""Recordings: not in the study, but known to it, so that they are deleted in time."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Interview, Recording
from qualcode.services.register.rows import RegisterRow, find_interview, put, substudy_names
from qualcode.storage.journal import Change
from qualcode.views.register import RecordingEntry


def recordings(connection: Connection) -> tuple[RecordingEntry, ...]:
    """The recordings, by substudy and interview."""
    names = substudy_names(connection)
    order = list(names)
    statement: Any = (
        select(Recording)
        .add_columns(col(Interview.name), col(Interview.substudy_id))
        .join(Interview, col(Interview.id) == col(Recording.interview_id))
        .where(col(Interview.removed).is_(False))
        .order_by(col(Interview.position))
    )
    rows: Any = connection.execute(statement).all()
    return tuple(
        RecordingEntry(row.name, names[row.substudy_id], row.device, row.storage, row.delete_by, row.deleted)
        for row in sorted(rows, key=lambda row: order.index(row.substudy_id))
    )


def take_recording(change: Change, row: RegisterRow) -> str:
    """The recording of an interview, which must be there."""
    told = row.told(RecordingEntry)
    interview = find_interview(change.connection, row)
    for name in ("interview", "substudy"):
        told.pop(name, None)
    return put(change, Recording, {"interview_id": interview.id}, told, leaves=row.leaves)


def overdue(connection: Connection, *, today: str) -> tuple[RecordingEntry, ...]:
    """The recordings that should have been deleted by now (ISO 8601) and, as far as is registered, are not."""
    return tuple(one for one in recordings(connection) if one.delete_by and one.delete_by < today and not one.deleted)
