"""The project as a whole: the day its material is to be deleted or made anonymous."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import StudyRow
from qualcode.services.register.rows import RegisterRow
from qualcode.storage.journal import Change
from qualcode.views.loading import ALREADY_THERE, CHANGED
from qualcode.views.register import ProjectEntry

NOTICE_DAYS = 60
"""So long before the end it is told of."""


def project(connection: Connection) -> tuple[ProjectEntry, ...]:
    """The one project."""
    row: Any = connection.execute(select(col(StudyRow.title), col(StudyRow.ends))).one()
    return (ProjectEntry(row.title, row.ends),)


def take_project(change: Change, row: RegisterRow) -> str:
    """The day the project ends; it has the study's title."""
    told = row.told(ProjectEntry)
    told.pop("title", None)
    key = change.connection.execute(select(col(StudyRow.id))).scalar_one() or 0
    return CHANGED if change.change(StudyRow, key, **told) else ALREADY_THERE


def days_left(connection: Connection, *, today: str) -> tuple[str, int] | None:
    """The end date and how many days there are to it (fewer than none: past); None where it is not near, or not set."""
    ends = connection.execute(select(col(StudyRow.ends))).scalar_one()
    if not ends:
        return None
    left = (date.fromisoformat(ends) - date.fromisoformat(today)).days
    return (ends, left) if left <= NOTICE_DAYS else None
