"""The research team (forskergruppe) and user involvement (brukermedvirkning)."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import TeamMember, UserInvolvement
from qualcode.services.register.rows import RegisterRow, owner_of, put, substudy_names
from qualcode.storage.journal import Change
from qualcode.text.normal_form import to_name
from qualcode.views.register import DID, InvolvementEntry, TeamEntry


def team(connection: Connection) -> tuple[TeamEntry, ...]:
    """The members of the research team, in the order they were entered."""
    statement: Any = select(TeamMember).order_by(col(TeamMember.position), col(TeamMember.id))
    return tuple(
        TeamEntry(
            name=row.name,
            role=row.role,
            credentials=row.credentials,
            occupation=row.occupation,
            gender=row.gender,
            training=row.training,
            background=row.background,
            relation=row.relation,
            known_to_participants=row.known_to_participants,
            did=tuple(act for act in DID if getattr(row, act)),
        )
        for row in connection.execute(statement)
    )


def take_member(change: Change, row: RegisterRow) -> str:
    """A member of the team, by name."""
    told = row.told(TeamEntry)
    name, did = to_name(told.pop("name")), told.pop("did", None)
    acts = {} if did is None else {act: act in did for act in DID}
    return put(change, TeamMember, {"name": name}, told | acts, leaves=row.leaves)


def user_involvement(connection: Connection) -> tuple[InvolvementEntry, ...]:
    """Who took part on the users' behalf, in the order it was entered."""
    names = substudy_names(connection)
    statement: Any = select(UserInvolvement).order_by(col(UserInvolvement.position), col(UserInvolvement.id))
    return tuple(InvolvementEntry(row.who, names[row.substudy_id], row.how) for row in connection.execute(statement))


def take_involvement(change: Change, row: RegisterRow) -> str:
    """Somebody's part in the study, by who and substudy."""
    told, owner = row.told(InvolvementEntry), owner_of(change.connection, row)
    told.pop("substudy", None)
    where = {"who": to_name(told.pop("who")), "substudy_id": owner.id if owner else None}
    return put(change, UserInvolvement, where, told, leaves=row.leaves)
