"""The analysis meeting: who met over an analysis, when, and what they decided."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, Coder, Meeting
from qualcode.services.acting import prose, stored_row
from qualcode.services.naming import find_analysis
from qualcode.services.rows import NumberedRows, file_rows
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.values import parse_date
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts
from qualcode.views.papers import MeetingView


def meetings(study: OpenStudy, *, analysis: str | None = None) -> list[MeetingView]:
    """The notes of the meetings of one analysis (by title) or of all, newest first. Raises `NothingNamed`."""
    with study.reading() as connection:
        of = None if analysis is None else find_analysis(connection, analysis).id
        return meetings_of(connection, of)


def meetings_of(connection: Connection, analysis_id: int | None) -> list[MeetingView]:
    """The same, within a reading."""
    statement: Any = (
        select(
            col(Meeting.id),
            col(Meeting.uid),
            col(Analysis.title),
            col(Meeting.held),
            col(Meeting.present),
            col(Meeting.decided),
            col(Coder.initials),
            col(Meeting.version),
        )
        .join(Analysis, col(Analysis.id) == col(Meeting.analysis_id))
        .join(Coder, col(Coder.id) == col(Meeting.coder_id))
        .order_by(col(Meeting.held).desc(), col(Meeting.id).desc())
    )
    if analysis_id is not None:
        statement = statement.where(col(Meeting.analysis_id) == analysis_id)
    return [MeetingView(*row) for row in connection.execute(statement)]


def note_meeting(study: OpenStudy, analysis_id: int, *, held: str, present: str = "", decided: str = "") -> int:
    """Write down a meeting: its date, who was there, what was decided; its key. Raises `ValueRefused` for no date."""
    with study.change("meeting.note") as change:
        stored_row(change, Analysis, analysis_id)
        return _add(change, analysis_id, held=_date(held), present=prose(present), decided=prose(decided))


def change_meeting(
    study: OpenStudy, meeting_id: int, *, held: str, present: str, decided: str, seen: int | None = None
) -> None:
    """Write a meeting's note anew. Raises `ValueRefused`, `ChangedMeanwhile`."""
    with study.change("meeting.edit") as change:
        change.summary = say("summaries.meeting", held=_date(held))
        told = {"held": _date(held), "present": prose(present), "decided": prose(decided)}
        change.change(Meeting, meeting_id, seen=seen, **told)


def remove_meeting(study: OpenStudy, meeting_id: int) -> None:
    """Take a meeting's note away. Raises `ChangedMeanwhile` if it is gone."""
    with study.change("meeting.remove") as change:
        change.summary = say("summaries.meeting_removed", held=stored_row(change, Meeting, meeting_id)["held"])
        change.remove(Meeting, meeting_id)


def load_meetings(study: OpenStudy, rows: NumberedRows, *, file: str, analysis: str | None = None) -> LoadCounts:
    """Add or update meetings from rows of `held`, `present`, `decided`, perhaps `analysis`: one a day and analysis.

    All rows or none. Raises `RowsRefused` with the line.
    """
    counts: Counter[str] = Counter()
    with study.change("meetings.load") as change:
        for row in file_rows(rows, file=file):
            with row.named():
                of = find_analysis(change.connection, row.text("analysis") or analysis).id
                told = {"held": _date(row.needed("held")), "present": row.text("present")}
                counts[_put(change, of, told | {"decided": row.text("decided")})] += 1
        change.summary = say("summaries.meetings_loaded", file=file)
    return LoadCounts(**{name: counts[name] for name in (NEW, CHANGED, ALREADY_THERE)})


def _put(change: Change, analysis_id: int, told: dict[str, Any]) -> str:
    same = select(col(Meeting.id)).where(col(Meeting.analysis_id) == analysis_id, col(Meeting.held) == told["held"])
    known = change.connection.execute(same.order_by(col(Meeting.id))).scalars().first()
    if known is None:
        _add(change, analysis_id, **told)
        return NEW
    return CHANGED if change.change(Meeting, known, **told) else ALREADY_THERE


def _add(change: Change, analysis_id: int, *, held: str, present: str, decided: str) -> int:
    change.summary = say("summaries.meeting", held=held)
    told = {"held": held, "present": present, "decided": decided}
    return change.add(Meeting, analysis_id=analysis_id, coder_id=change.coder_id, **told)


def _date(text: str) -> str:
    date = parse_date(text.strip())
    if not date:
        raise ValueRefused(what=say("kinds.meeting_date"), value=text, choices="2026-03-07, 7.3.2026")
    return date
