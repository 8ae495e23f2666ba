"""Table logs as they are read: one interview's, and which interviews there are."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from qualcode.errors import AmbiguousName, ChangedMeanwhile, NothingNamed
from qualcode.locale import say
from qualcode.model import Interview, LogLine, Participant, Seat, Substudy, TableLog, Transcript
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.text.roles import PARTICIPANT
from qualcode.views.table_log import LoggedInterview, LogLineView, SeatView, TableLogView


def logged_interviews(study: OpenStudy) -> tuple[LoggedInterview, ...]:
    """All interviews, by substudy: those that have a table log, and those that could."""
    with study.reading() as connection:
        return _interviews(connection)


def find_interview(connection: Connection, name: str) -> LoggedInterview:
    """The interview of this name, or `SUBSTUDY:NAME`. Raises `NothingNamed`, `AmbiguousName`."""
    every = _interviews(connection)
    wanted = to_name(name)
    found = [one for one in every if wanted in (one.name, f"{one.substudy}:{one.name}")]
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(f"«{one.substudy}:{one.name}»" for one in found)
        raise AmbiguousName(kind=say("kinds.interview"), name=name, choices=choices)
    names = list(dict.fromkeys(one.name for one in every))
    near = ", ".join(f"«{known}»" for known in nearest(name, names) or names[:5])
    reason = say("errors.reasons.nearest", names=near) if near else say("errors.reasons.none_yet")
    raise NothingNamed(kind=say("kinds.interview"), name=name, nearest=reason)


def read_log(connection: Connection, interview_id: int) -> TableLogView:
    """The log of an interview; empty where nothing has been written. Lines by time, those without one where they came.

    Raises `ChangedMeanwhile` if the interview is gone.
    """
    found = next((one for one in _interviews(connection) if one.id == interview_id), None)
    if found is None:
        raise ChangedMeanwhile(kind=say("tables.interview"))
    statement = select(col(TableLog.id), col(TableLog.started), col(TableLog.summary))
    log: Any = connection.execute(statement.where(col(TableLog.interview_id) == interview_id)).one_or_none()
    if log is None:
        return TableLogView(None, interview_id, found.name, found.substudy, "", "", (), ())
    seats = _by_code(_seats(connection, log.id), _codes(connection, interview_id))
    by_key = {seat.id: seat for seat in seats}
    lines = [
        LogLineView(row.id, row.at_ms, row.kind, row.words, by_key.get(row.seat_id), row.version)
        for row in _lines(connection, log.id)
    ]
    return TableLogView(
        log.id, interview_id, found.name, found.substudy, log.started, log.summary, seats, tuple(_by_time(lines))
    )


def log_id_of(connection: Connection, interview_id: int) -> int | None:
    """The key of an interview's log, None where it has none."""
    statement = select(col(TableLog.id)).where(col(TableLog.interview_id) == interview_id)
    return connection.execute(statement).scalar_one_or_none()


def interview_named(connection: Connection, interview_id: int) -> str:
    """What an interview is called."""
    return connection.execute(select(col(Interview.name)).where(col(Interview.id) == interview_id)).scalar_one()


def next_position(connection: Connection, table: type[SQLModel], log_id: int) -> int:
    """The place after the last, of lines or of seats."""
    columns: Any = table
    statement = select(func.coalesce(func.max(col(columns.position)), 0)).where(col(columns.log_id) == log_id)
    return int(connection.execute(statement).scalar_one()) + 1


def _by_time(lines: list[LogLineView]) -> list[LogLineView]:
    """A line without a time stays after the line it was written after."""
    keyed: list[tuple[int, int, LogLineView]] = []
    at = 0
    for place, line in enumerate(lines):
        at = at if line.at_ms is None else line.at_ms
        keyed.append((at, place, line))
    return [line for _, _, line in sorted(keyed, key=lambda one: one[:2])]


def _seats(connection: Connection, log_id: int) -> tuple[SeatView, ...]:
    statement: Any = (
        select(
            col(Seat.id),
            col(Seat.position),
            col(Seat.role),
            col(Seat.participant_id),
            col(Participant.code),
            col(Seat.called),
            col(Seat.version),
        )
        .outerjoin(Participant, col(Participant.id) == col(Seat.participant_id))
        .where(col(Seat.log_id) == log_id)
        .order_by(col(Seat.position), col(Seat.id))
    )
    return tuple(SeatView(*row) for row in connection.execute(statement))


def _codes(connection: Connection, interview_id: int) -> dict[str, tuple[int, str]]:
    """The participants of the interview's substudy by their codes in small letters."""
    statement: Any = (
        select(col(Participant.id), col(Participant.code))
        .join(Interview, col(Interview.substudy_id) == col(Participant.substudy_id))
        .where(col(Interview.id) == interview_id)
    )
    return {code.casefold(): (key, code) for key, code in connection.execute(statement)}


def _by_code(seats: tuple[SeatView, ...], codes: dict[str, tuple[int, str]]) -> tuple[SeatView, ...]:
    """The seats, those known by a name that has since become a participant's code as hers."""
    return tuple(
        replace(seat, participant_id=codes[seat.called.casefold()][0], participant=codes[seat.called.casefold()][1])
        if seat.participant_id is None and seat.role == PARTICIPANT and seat.called.casefold() in codes
        else seat
        for seat in seats
    )


def _lines(connection: Connection, log_id: int) -> Any:
    statement = (
        select(
            col(LogLine.id),
            col(LogLine.at_ms),
            col(LogLine.kind),
            col(LogLine.words),
            col(LogLine.seat_id),
            col(LogLine.version),
        )
        .where(col(LogLine.log_id) == log_id)
        .order_by(col(LogLine.position), col(LogLine.id))
    )
    return connection.execute(statement).all()


def _interviews(connection: Connection) -> tuple[LoggedInterview, ...]:
    lines = (
        select(col(TableLog.interview_id), func.count(col(LogLine.id)).label("n"))
        .join(LogLine, col(LogLine.log_id) == col(TableLog.id))
        .group_by(col(TableLog.interview_id))
        .subquery()
    )
    written = (
        select(col(Transcript.interview_id), func.min(col(Transcript.id)).label("first"))
        .where(col(Transcript.removed).is_(False))
        .group_by(col(Transcript.interview_id))
        .subquery()
    )
    statement: Any = (
        select(
            col(Interview.id),
            col(Interview.name),
            col(Substudy.name),
            func.coalesce(lines.c.n, 0),
            written.c.first,
        )
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .outerjoin(lines, lines.c.interview_id == col(Interview.id))
        .outerjoin(written, written.c.interview_id == col(Interview.id))
        .where(col(Interview.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Interview.id))
    )
    return tuple(LoggedInterview(*row) for row in connection.execute(statement))
