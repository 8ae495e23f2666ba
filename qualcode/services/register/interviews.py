"""Interviews as events: when, where, how long, who led, who was there."""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Interview, InterviewParticipant, Participant, Substudy
from qualcode.services.naming import find_participant, find_substudy, possible_name
from qualcode.services.register.rows import RegisterRow, Told, key_where, substudy_names, tie_exactly
from qualcode.storage.journal import Change
from qualcode.text.ordering import natural_key
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW
from qualcode.views.register import InterviewEntry


def interviews(connection: Connection) -> tuple[InterviewEntry, ...]:
    """The interviews, by substudy and in their order, with those who were present."""
    names, there = substudy_names(connection), present(connection)
    order = list(names)
    statement: Any = select(Interview).where(col(Interview.removed).is_(False)).order_by(col(Interview.position))
    rows: Any = connection.execute(statement).all()
    return tuple(
        InterviewEntry(
            substudy=names[row.substudy_id],
            interview=row.name,
            design=row.design,
            mode=row.mode,
            date=row.date,
            place=row.place,
            minutes=row.minutes,
            moderator=row.moderator,
            secretary=row.secretary,
            others=row.others,
            round=row.round,
            present=there.get(row.id, ()),
        )
        for row in sorted(rows, key=lambda row: order.index(row.substudy_id))
    )


def present(connection: Connection) -> dict[int, tuple[str, ...]]:
    """The codes of those who were present, by interview."""
    statement = select(col(InterviewParticipant.interview_id), col(Participant.code)).join(
        Participant, col(Participant.id) == col(InterviewParticipant.participant_id)
    )
    there: dict[int, list[str]] = {}
    for interview, code in connection.execute(statement):
        there.setdefault(interview, []).append(code)
    return {interview: tuple(sorted(codes, key=natural_key)) for interview, codes in there.items()}


def take_interview(change: Change, row: RegisterRow) -> str:
    """An interview, by substudy and name; a new one waits for its transcript to be imported under that name."""
    told = row.told(InterviewEntry)
    owner = find_substudy(change.connection, told.pop("substudy"))
    name, codes = possible_name(told.pop("interview"), kind="interview"), told.pop("present", None)
    if row.leaves:
        row.refuse(say("register.interview_stays"))
    key = key_where(change.connection, Interview, {"substudy_id": owner.id, "name": name, "removed": False})
    if not told.get("design"):
        told.pop("design", None)
    added = key is None
    if key is None:
        key = change.add(Interview, **{**_new(change.connection, owner.id), **told, "name": name})
        changed = True
    else:
        changed = change.change(Interview, key, **told)
    if codes is not None:
        wanted = {find_participant(change.connection, code, substudy_id=owner.id).id for code in codes}
        ties: dict[str, Any] = {"owner": ("interview_id", key), "other": "participant_id", "wanted": wanted}
        changed |= tie_exactly(change, InterviewParticipant, **ties)
    return NEW if added else CHANGED if changed else ALREADY_THERE


def _new(connection: Connection, substudy_id: int) -> Told:
    """What a new interview has unless it says otherwise: the substudy's design, the place after the last."""
    last = select(func.coalesce(func.max(col(Interview.position)), 0)).where(col(Interview.substudy_id) == substudy_id)
    design = select(col(Substudy.design)).where(col(Substudy.id) == substudy_id)
    return {
        "substudy_id": substudy_id,
        "design": connection.execute(design).scalar_one(),
        "position": connection.execute(last).scalar_one() + 1,
    }
