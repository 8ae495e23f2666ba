"""What became of each code group: the result categories it ended in, or the reason why it ended in none."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import StillInUse
from qualcode.locale import say
from qualcode.model import (
    CategoryCondensate,
    CodeGroup,
    Coder,
    Condensate,
    GroupWithoutCategory,
    ResultCategory,
    Subgroup,
)
from qualcode.services.acting import prose, stored_row
from qualcode.storage.opening import OpenStudy
from qualcode.views.synthesis import GroupOutcomeView


def group_outcomes(study: OpenStudy, analysis_id: int) -> list[GroupOutcomeView]:
    """Every code group of an analysis, in the order of the codebook, and what became of it."""
    with study.reading() as connection:
        categories, condensates = _categories(connection, analysis_id), _condensates(connection, analysis_id)
        statement: Any = (
            select(
                col(CodeGroup.id),
                col(CodeGroup.uid),
                col(CodeGroup.name),
                col(GroupWithoutCategory.reason),
                col(GroupWithoutCategory.written),
                col(GroupWithoutCategory.version),
                col(Coder.initials),
            )
            .outerjoin(GroupWithoutCategory, col(GroupWithoutCategory.group_id) == col(CodeGroup.id))
            .outerjoin(Coder, col(Coder.id) == col(GroupWithoutCategory.coder_id))
            .where(col(CodeGroup.analysis_id) == analysis_id)
            .order_by(col(CodeGroup.position), col(CodeGroup.id))
        )
        return [
            GroupOutcomeView(
                group_id=row.id,
                uid=row.uid,
                group=row.name,
                condensates=condensates[row.id],
                categories=tuple(categories[row.id]),
                reason=row.reason or "",
                coder=row.initials or "",
                written=row.written or "",
                version=row.version or 0,
            )
            for row in connection.execute(statement).all()
        ]


def finished_groups(connection: Connection, analysis_id: int) -> dict[int, str]:
    """The code groups in which nothing is left to be done, with their names: retired, or ending in no category."""
    statement: Any = (
        select(col(CodeGroup.id), col(CodeGroup.name))
        .outerjoin(GroupWithoutCategory, col(GroupWithoutCategory.group_id) == col(CodeGroup.id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
        .where(col(CodeGroup.retired) | col(GroupWithoutCategory.id).is_not(None))
    )
    return {row.id: row.name for row in connection.execute(statement)}


def end_without_category(study: OpenStudy, group_id: int, reason: str, *, seen: int | None = None) -> None:
    """Say why a code group ends in no result category; an empty reason leaves the question open again.

    `seen` is the version the author was looking at, 0 if there was none. Raises `StillInUse` for a group that a
    category rests on, `ChangedMeanwhile`.
    """
    with study.change("group.outcome") as change:
        group = stored_row(change, CodeGroup, group_id)
        change.summary = say(
            "summaries.without_category" if prose(reason) else "summaries.outcome_open", name=group["name"]
        )
        headings = _categories(change.connection, group["analysis_id"])[group_id]
        if headings and prose(reason):
            raise StillInUse(name=f"«{group['name']}»", uses=", ".join(f"«{heading}»" for heading in headings))
        table = GroupWithoutCategory
        statement: Any = select(col(table.id), col(table.version), col(table.reason))
        known = change.connection.execute(statement.where(col(GroupWithoutCategory.group_id) == group_id)).one_or_none()
        if seen is not None and seen != (known.version if known else 0):
            key, version, stands = (known.id, known.version, known.reason) if known else (None, 0, "")
            both: dict[str, Any] = {"stands": {"reason": stands}, "wanted": {"reason": prose(reason)}}
            change.refuse_unseen(GroupWithoutCategory, key, version=version, **both)
        told: dict[str, Any] = {"reason": prose(reason), "coder_id": change.coder_id, "written": change.at}
        if known is None and told["reason"]:
            change.add(GroupWithoutCategory, group_id=group_id, **told)
        elif known is not None and told["reason"]:
            change.change(GroupWithoutCategory, known.id, **told)
        elif known is not None:
            change.remove(GroupWithoutCategory, known.id)


def _categories(connection: Connection, analysis_id: int) -> defaultdict[int, list[str]]:
    """The headings of the categories that rest on each group."""
    statement: Any = (
        select(col(Subgroup.group_id), col(ResultCategory.heading))
        .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
        .join(CategoryCondensate, col(CategoryCondensate.condensate_id) == col(Condensate.id))
        .join(ResultCategory, col(ResultCategory.id) == col(CategoryCondensate.category_id))
        .where(col(ResultCategory.analysis_id) == analysis_id)
        .order_by(col(ResultCategory.position), col(ResultCategory.id))
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for group_id, heading in connection.execute(statement):
        if heading not in found[group_id]:
            found[group_id].append(heading)
    return found


def _condensates(connection: Connection, analysis_id: int) -> defaultdict[int, int]:
    """How many condensates each group has."""
    statement: Any = (
        select(col(Subgroup.group_id))
        .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
    )
    counts: defaultdict[int, int] = defaultdict(int)
    for group_id in connection.execute(statement).scalars():
        counts[group_id] += 1
    return counts
