"""Within an action: what is kept about a code group and its subgroups, and goes with them."""

from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel, col

from qualcode.model import CondensateVersion, GroupWithoutCategory, Sorting, Subgroup
from qualcode.storage.journal import Change


def drop_kept_of_group(change: Change, group_id: int) -> None:
    """A group that goes takes along its sortings, and the reason why it ended in no category."""
    _drop(change, Sorting, col(Sorting.group_id) == group_id)
    drop_outcome(change, group_id)


def drop_outcome(change: Change, group_id: int) -> None:
    """A group that a category rests on has not ended in none."""
    _drop(change, GroupWithoutCategory, col(GroupWithoutCategory.group_id) == group_id)


def drop_versions(change: Change, subgroup_id: int) -> None:
    """A subgroup that goes takes along the earlier texts of its condensate."""
    _drop(change, CondensateVersion, col(CondensateVersion.subgroup_id) == subgroup_id)


def drop_outcome_of_subgroup(change: Change, subgroup_id: int) -> None:
    """As `drop_outcome`, of the group that a subgroup belongs to."""
    group: Any = select(col(Subgroup.group_id)).where(col(Subgroup.id) == subgroup_id)
    drop_outcome(change, change.connection.execute(group).scalar_one())


def _drop(change: Change, table: type[SQLModel], chosen: Any) -> None:
    keys: Any = select(col(table.id)).where(chosen)  # type: ignore[attr-defined]
    for key in change.connection.execute(keys).scalars().all():
        change.remove(table, key)
