"""Sampling and the recruitment flow: counts that stay when a person goes."""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.model import Participant, RecruitmentStep, Substudy
from qualcode.services.naming import find_substudy
from qualcode.services.register.rows import RegisterRow, put, substudy_names
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.loading import ALREADY_THERE, CHANGED
from qualcode.views.register import STEPS, FlowStep, FlowView, RecruitmentEntry, SubstudyEntry


def sampling(connection: Connection) -> tuple[SubstudyEntry, ...]:
    """How the participants of each substudy were chosen."""
    statement: Any = select(Substudy).order_by(col(Substudy.position), col(Substudy.id))
    return tuple(SubstudyEntry(row.name, row.sampling, row.sampling_reason) for row in connection.execute(statement))


def take_sampling(change: Change, row: RegisterRow) -> str:
    """How the participants of a substudy, which must be there, were chosen."""
    told = row.told(SubstudyEntry)
    found = find_substudy(change.connection, told.pop("substudy"))
    return CHANGED if change.change(Substudy, found.id, **told) else ALREADY_THERE


def recruitment(connection: Connection) -> tuple[RecruitmentEntry, ...]:
    """The counts, by substudy and step, in the order they were entered."""
    names = substudy_names(connection)
    order = list(names)
    rows: Any = connection.execute(select(RecruitmentStep).order_by(col(RecruitmentStep.position))).all()
    in_order = sorted(rows, key=lambda row: (order.index(row.substudy_id), STEPS.index(row.step)))
    return tuple(
        RecruitmentEntry(substudy=names[row.substudy_id], step=row.step, count=row.count, reason=row.reason)
        for row in in_order
    )


def take_step(change: Change, row: RegisterRow) -> str:
    """A count, by substudy, step and reason."""
    told = row.told(RecruitmentEntry)
    owner = find_substudy(change.connection, told.pop("substudy"))
    where = {"substudy_id": owner.id, "step": told.pop("step"), "reason": told.pop("reason", "")}
    return put(change, RecruitmentStep, where, told, leaves=row.leaves)


def recruitment_flow(study: OpenStudy, substudy: str | None = None) -> tuple[FlowView, ...]:
    """The flow of each substudy that has counts, or of the one named. Raises `NothingNamed`."""
    with study.reading() as connection:
        only = None if substudy is None else find_substudy(connection, substudy).name
        return tuple(view for view in flows(connection) if only in (None, view.substudy))


def flows(connection: Connection) -> tuple[FlowView, ...]:
    """The flow of each substudy that has counts."""
    entries = recruitment(connection)
    statement = select(col(Participant.substudy_id), func.count()).group_by(col(Participant.substudy_id))
    rows: Any = connection.execute(statement)
    people: dict[int, int] = dict(rows.all())
    return tuple(
        _flow(name, [entry for entry in entries if entry.substudy == name], people.get(key or 0, 0))
        for key, name in substudy_names(connection).items()
        if any(entry.substudy == name for entry in entries)
    )


def _flow(substudy: str, entries: list[RecruitmentEntry], participants: int) -> FlowView:
    steps = []
    for step in STEPS:
        here = [entry for entry in entries if entry.step == step]
        if here:
            reasons = tuple((entry.reason, entry.count) for entry in here if entry.reason)
            steps.append(FlowStep(step, sum(entry.count for entry in here), reasons))
    counts = {step.step: step.count for step in steps}
    took_part = counts["accepted"] - counts.get("withdrew", 0) if "accepted" in counts else None
    return FlowView(substudy, tuple(steps), took_part, participants)
