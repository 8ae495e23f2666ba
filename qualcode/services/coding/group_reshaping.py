"""Step 2: giving the codebook another shape - reorder, merge, split, move, retire.

What was coded goes along: no act here loses a unit, a quote or a condensate. What cannot go along stops it, in a
sentence.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel, col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import CategoryCondensate, CodeGroup, Coding, Condensate, GroupTheme, Settlement, Sorting, Subgroup
from qualcode.services.acting import stored_row
from qualcode.services.coding.codebook_rows import (
    edit_group,
    free_key,
    make_group,
    next_position,
    possible_subgroup_name,
)
from qualcode.services.coding.coding import coding_at, move_coding_into
from qualcode.services.coding.keeping import drop_kept_of_group, drop_outcome
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy


def move_group(study: OpenStudy, group_id: int, *, to: int) -> None:
    """Move a code group to the place `to` in its codebook, counted from 0; beyond the ends is the end."""
    with study.change("group.reorder") as change:
        group = stored_row(change, CodeGroup, group_id)
        change.summary = say("summaries.group_moved", name=group["name"])
        _reorder(change, CodeGroup, col(CodeGroup.analysis_id) == group["analysis_id"], group_id, to)


def move_subgroup(study: OpenStudy, subgroup_id: int, *, to: int | None = None, to_group: int | None = None) -> None:
    """Move a subgroup to the place `to` in its group, or, with its units and its condensate, to another group.

    A unit that stands in the other group already stands in this subgroup of it from now on; its quotes come together.
    Where a subgroup there has the same name, this one is called after the group it came from as well. Raises
    `ValueRefused` for a group of another analysis.
    """
    with study.change("subgroup.move") as change:
        subgroup = stored_row(change, Subgroup, subgroup_id)
        if to_group is not None and to_group != subgroup["group_id"]:
            target = _sibling(change, stored_row(change, CodeGroup, subgroup["group_id"]), to_group)
            change.summary = say("summaries.subgroup_moved", name=subgroup["name"], group=target["name"])
            _rehouse(change, subgroup, target["id"])
            if _rested_on(change.connection, subgroup_id):
                drop_outcome(change, target["id"])
        else:
            group = stored_row(change, CodeGroup, subgroup["group_id"])
            change.summary = say("summaries.subgroup_moved", name=subgroup["name"], group=group["name"])
        if to is not None:
            group_id = stored_row(change, Subgroup, subgroup_id)["group_id"]
            _reorder(change, Subgroup, col(Subgroup.group_id) == group_id, subgroup_id, to)


def merge_groups(study: OpenStudy, group_id: int, into: int) -> None:
    """Make one code group of two: `into` stays, with all units, subgroups, condensates and origins of both.

    A unit that both held stands where `into` had it. What belongs in `into` is still what its definition says. Raises
    `ValueRefused` for the same group, or one of another analysis.
    """
    with study.change("group.merge") as change:
        gone = stored_row(change, CodeGroup, group_id)
        kept = _sibling(change, gone, into)
        change.summary = say("summaries.groups_merged", gone=gone["name"], kept=kept["name"])
        subgroups: Any = select(Subgroup).where(col(Subgroup.group_id) == group_id).order_by(col(Subgroup.position))
        for subgroup in [dict(row) for row in change.connection.execute(subgroups).mappings()]:
            _rehouse(change, subgroup, into, claims=False)
        for coding in _codings(change.connection, group_id):
            _recode(change, coding, into, None)
        _move_links(change, group_id, into)
        drop_kept_of_group(change, group_id)
        key = gone["key"] if not kept["key"] and not kept["retired"] else kept["key"]
        change.remove(CodeGroup, group_id)
        change.change(CodeGroup, into, key=key)


def split_group(
    study: OpenStudy, group_id: int, name: str, *, subgroups: Sequence[int] = (), codings: Sequence[int] = ()
) -> int:
    """Make a new code group of these subgroups and codings of a group, which leave it. Returns the new group's key.

    It comes right after the group, and from the same themes. Raises `NameRefused`, `NameTaken`, and `ValueRefused`
    when nothing is to go, or something that is not in the group.
    """
    with study.change("group.split") as change:
        group = stored_row(change, CodeGroup, group_id)
        leaving = [_in_group(change, Subgroup, key, group) for key in dict.fromkeys(subgroups)]
        units = [_in_group(change, Coding, key, group) for key in dict.fromkeys(codings)]
        if not leaving and not units:
            raise ValueRefused(what=say("kinds.split"), value="", choices=say("codebook_screen.something_to_split"))
        made = make_group(change, group["analysis_id"], name, key=None)
        before = len(_codings(change.connection, group_id))
        for subgroup in leaving:
            _rehouse(change, subgroup, made)
        for coding in units:
            if coding["subgroup_id"] not in {subgroup["id"] for subgroup in leaving}:
                _recode(change, coding, made, None)
        for theme_id in _themes(change.connection, group_id):
            change.add(GroupTheme, group_id=made, theme_id=theme_id)
        _reorder(change, CodeGroup, col(CodeGroup.analysis_id) == group["analysis_id"], made, _place(change, group) + 1)
        count = before - len(_codings(change.connection, group_id))
        called = stored_row(change, CodeGroup, made)["name"]
        change.summary = say("summaries.group_split", count=count, name=called, group=group["name"])
        return made


def retire_group(study: OpenStudy, group_id: int, *, retired: bool = True, seen: int | None = None) -> None:
    """Take a code group out of use: no key and no picker codes into it, and what was coded stays; or bring it back.

    Brought back, it gets the next free digit. Raises `ChangedMeanwhile`.
    """
    with study.change("group.retire") as change:
        group = stored_row(change, CodeGroup, group_id)
        change.summary = say(
            "summaries.group_retired" if retired else "summaries.group_brought_back", name=group["name"]
        )
        if bool(group["retired"]) != retired:
            key = 0 if retired else free_key(change, group["analysis_id"])
            edit_group(change, group, seen=seen, retired=retired, key=key)


def _sibling(change: Change, group: dict[str, Any], other_id: int) -> dict[str, Any]:
    """Another group of the same analysis."""
    other = stored_row(change, CodeGroup, other_id)
    if other_id == group["id"] or other["analysis_id"] != group["analysis_id"]:
        raise ValueRefused(
            what=say("kinds.code_group"), value=other["name"], choices=say("codebook_screen.another_group")
        )
    return other


def _in_group(change: Change, table: type[Subgroup | Coding], key: int, group: dict[str, Any]) -> dict[str, Any]:
    row = stored_row(change, table, key)
    if row["group_id"] != group["id"]:
        raise ValueRefused(what=say("kinds.split"), value=key, choices=say("codebook_screen.something_to_split"))
    return row


def _reorder(change: Change, table: type[CodeGroup | Subgroup], within: Any, key: int, to: int) -> None:
    keys = list(change.connection.execute(select(col(table.id)).where(within).order_by(col(table.position))).scalars())
    keys.remove(key)
    keys.insert(max(to, 0), key)
    for position, each in enumerate(keys, start=1):
        change.change(table, each or 0, position=position)


def _place(change: Change, group: dict[str, Any]) -> int:
    before = select(col(CodeGroup.id)).where(
        col(CodeGroup.analysis_id) == group["analysis_id"], col(CodeGroup.position) < group["position"]
    )
    return len(change.connection.execute(before).all())


def _rehouse(change: Change, subgroup: dict[str, Any], group_id: int, *, claims: bool = True) -> None:
    """A subgroup moves to another group, last, with its units. They leave it for the moment it takes.

    It `claims` units that stand in that group already, or leaves them where they stand there.
    """
    codings = [row for row in _codings(change.connection, subgroup["group_id"]) if row["subgroup_id"] == subgroup["id"]]
    former = stored_row(change, CodeGroup, subgroup["group_id"])["name"]
    name = possible_subgroup_name(change.connection, group_id, subgroup["name"], former)
    kept = [(coding["id"], _recode(change, coding, group_id, None)) for coding in codings]
    place = next_position(change.connection, Subgroup, group_id)
    change.change(Subgroup, subgroup["id"], group_id=group_id, name=name, position=place)
    for before, coding_id in kept:
        if claims or before == coding_id:
            change.change(Coding, coding_id, subgroup_id=subgroup["id"], set_aside=False, reason="")


def _recode(change: Change, coding: dict[str, Any], group_id: int, subgroup_id: int | None) -> int:
    """A coding moves to another group; one of the same words that is there already takes it in. Returns which stays."""
    twin = coding_at(change.connection, coding["unit_id"], group_id)
    if twin is None:
        change.change(Coding, coding["id"], group_id=group_id, subgroup_id=subgroup_id)
        return int(coding["id"])
    move_coding_into(change, coding["id"], twin)
    return twin


def _move_links(change: Change, group_id: int, into: int) -> None:
    """What refers to a group that goes refers to the one that stays."""
    there = _themes(change.connection, into)
    links = select(col(GroupTheme.id), col(GroupTheme.theme_id)).where(col(GroupTheme.group_id) == group_id)
    for link, theme_id in change.connection.execute(links).all():
        if theme_id in there:
            change.remove(GroupTheme, link or 0)
        else:
            change.change(GroupTheme, link or 0, group_id=into)
    tables: tuple[type[SQLModel], ...] = (Settlement, Sorting)
    for table in tables:
        columns: Any = table
        chosen = select(col(columns.id)).where(col(columns.group_id) == group_id)
        for key in change.connection.execute(chosen).scalars().all():
            change.change(table, key or 0, group_id=into)


def _codings(connection: Connection, group_id: int) -> list[dict[str, Any]]:
    statement = select(Coding).where(col(Coding.group_id) == group_id).order_by(col(Coding.id))
    return [dict(row) for row in connection.execute(statement).mappings()]


def _themes(connection: Connection, group_id: int) -> list[int]:
    statement = select(col(GroupTheme.theme_id)).where(col(GroupTheme.group_id) == group_id)
    return list(connection.execute(statement).scalars())


def _rested_on(connection: Connection, subgroup_id: int) -> bool:
    """Whether a result category rests on a subgroup's condensate."""
    statement = (
        select(col(CategoryCondensate.id))
        .join(Condensate, col(Condensate.id) == col(CategoryCondensate.condensate_id))
        .where(col(Condensate.subgroup_id) == subgroup_id)
    )
    return connection.execute(statement).first() is not None
