"""What a condensate stands on: the units of its subgroup, and their words.

When a unit joins, leaves, is given another shape, or gets other words by a correction, the fingerprint is another one,
and the condensate must be looked at again. Who coded, notes, quotes and everything outside the subgroup leave it as it
is, and so do corrections elsewhere in the transcript.
"""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import CodeGroup, Coding, Condensate, MeaningUnit, Subgroup

Standing = tuple[str, str]
"""A unit as a condensate stands on it: uid, words."""


def fingerprint(connection: Connection, subgroup_id: int) -> str:
    """The fingerprint of the units that are in a subgroup now."""
    return fingerprint_of(_units(connection, col(Coding.subgroup_id) == subgroup_id)[subgroup_id])


def fingerprint_of(units: Iterable[Standing]) -> str:
    """SHA-256 over the units' uids and words, in whatever order they come."""
    return sha256("\n".join(sorted(f"{uid}:{words}" for uid, words in units)).encode()).hexdigest()


def to_look_at(connection: Connection, analysis_id: int) -> list[tuple[int, str]]:
    """The condensates of an analysis that must be looked at again: key, and path of the subgroup, by the codebook."""
    condensates: Any = (
        select(
            col(Condensate.id),
            col(Condensate.stands_on),
            col(Subgroup.id).label("subgroup_id"),
            col(Subgroup.name),
            col(CodeGroup.name).label("group"),
        )
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
        .order_by(col(CodeGroup.position), col(Subgroup.position))
    )
    units = _units(
        connection,
        col(Coding.subgroup_id).in_(
            select(col(Subgroup.id))
            .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
            .where(col(CodeGroup.analysis_id) == analysis_id)
        ),
    )
    return [
        (row.id, f"{row.group}/{row.name}")
        for row in connection.execute(condensates)
        if row.stands_on != fingerprint_of(units[row.subgroup_id])
    ]


def _units(connection: Connection, chosen: Any) -> defaultdict[int | None, list[Standing]]:
    statement = (
        select(col(Coding.subgroup_id), col(MeaningUnit.uid), col(MeaningUnit.text))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(chosen, col(Coding.set_aside).is_(False))
    )
    units: defaultdict[int | None, list[Standing]] = defaultdict(list)
    for subgroup_id, uid, words in connection.execute(statement):
        units[subgroup_id].append((uid, words))
    return units
