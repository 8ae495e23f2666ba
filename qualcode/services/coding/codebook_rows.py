"""Within an action: code groups and subgroups as rows - names that are free, digits, colours, order."""

import re
from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.errors import NameTaken, StillInUse, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CategoryCondensate,
    CodeGroup,
    Condensate,
    GroupTheme,
    ResultCategory,
    Settlement,
    Subgroup,
)
from qualcode.services.acting import prose, stored_row
from qualcode.services.coding.keeping import drop_versions
from qualcode.services.evidence import compared_in
from qualcode.services.naming import possible_name
from qualcode.storage.journal import Change

KEYS = range(1, 10)
COLOURS = (
    "#4477aa",
    "#ee6677",
    "#228833",
    "#ccbb44",
    "#66ccee",
    "#aa3377",
    "#ee7733",
    "#009988",
    "#bbbbbb",
)
"""Told apart with any of the usual kinds of colour blindness; from Paul Tol's "bright" and "vibrant" schemes."""

TOLD = ("definition", "inclusion", "exclusion", "example")
"""What a codebook says about a group beside its name."""

_COLOUR = re.compile("#[0-9a-f]{6}")


def make_group(change: Change, analysis_id: int, name: str, *, colour: str = "", key: int | None, **told: str) -> int:
    """A new group, with a digit and a colour of its own where none is given."""
    stored_row(change, Analysis, analysis_id)
    existing = select(col(CodeGroup.key), col(CodeGroup.colour)).where(col(CodeGroup.analysis_id) == analysis_id)
    rows: Any = change.connection.execute(existing).all()
    return change.add(
        CodeGroup,
        analysis_id=analysis_id,
        name=free_name(change.connection, CodeGroup, analysis_id, name),
        colour=_colour(colour) or _next_colour([row.colour for row in rows]),
        key=_free_key({row.key for row in rows}) if key is None else _take_key(change, analysis_id, key, instead=0),
        position=next_position(change.connection, CodeGroup, analysis_id),
        **{name: prose(text) for name, text in told.items()},
    )


def edit_group(change: Change, group: dict[str, Any], *, seen: int | None = None, **fields: Any) -> bool:
    """Change fields of a group. False if they were so already."""
    values = dict(fields)
    if "name" in values and values["name"] != group["name"]:
        owner = group["analysis_id"]
        values["name"] = free_name(change.connection, CodeGroup, owner, values["name"], but=group["id"])
    values |= {name: prose(values[name]) for name in TOLD if name in values}
    if "colour" in values:
        values["colour"] = _colour(values["colour"])
    if "key" in values and values["key"] != group["key"]:
        values["key"] = _take_key(change, group["analysis_id"], values["key"], instead=group["key"])
    return change.change(CodeGroup, group["id"], seen=seen, **values)


def make_subgroup(change: Change, group_id: int, name: str, *, definition: str = "") -> int:
    """A new subgroup at the end of a group."""
    return change.add(
        Subgroup,
        group_id=group_id,
        name=free_name(change.connection, Subgroup, group_id, name),
        definition=prose(definition),
        position=next_position(change.connection, Subgroup, group_id),
    )


def drop_subgroup(change: Change, subgroup: dict[str, Any]) -> None:
    """Take away a subgroup that holds no units, and its condensate. Raises `StillInUse` if a category rests on it."""
    chosen = select(col(Condensate.id)).where(col(Condensate.subgroup_id) == subgroup["id"])
    condensate = change.connection.execute(chosen).scalar_one_or_none()
    if condensate is not None:
        resting = (
            select(col(ResultCategory.heading))
            .join(CategoryCondensate, col(CategoryCondensate.category_id) == col(ResultCategory.id))
            .where(col(CategoryCondensate.condensate_id) == condensate)
        )
        headings = change.connection.execute(resting).scalars().all()
        uses = ", ".join(f"«{heading}»" for heading in headings) or compared_in(
            change.connection, condensate_id=condensate
        )
        if uses:
            raise StillInUse(name=f"«{subgroup['name']}»", uses=uses)
        change.remove(Condensate, condensate)
    drop_versions(change, subgroup["id"])
    change.remove(Subgroup, subgroup["id"])


def free_name(
    connection: Connection, table: type[CodeGroup] | type[Subgroup], owner: int, name: str, *, but: int | None = None
) -> str:
    """The name as it will be kept, if no other row of this owner has it. Raises `NameRefused`, `NameTaken`."""
    kind = "code_group" if table is CodeGroup else "subgroup"
    possible = possible_name(name, kind=kind)
    taken = select(col(table.id)).where(_owner_column(table) == owner, col(table.name) == possible)
    found = connection.execute(taken).scalar_one_or_none()
    if found is not None and found != but:
        raise NameTaken(kind=say(f"kinds.{kind}"), name=possible)
    return possible


def possible_subgroup_name(connection: Connection, group_id: int, name: str, former: str) -> str:
    """A subgroup's name in a group it comes to from `former`: its own, or with that group's name where it is taken."""
    taken: Any = select(col(Subgroup.name)).where(col(Subgroup.group_id) == group_id)
    names = set(connection.execute(taken).scalars())
    wanted, number = name, 1
    while wanted in names:
        wanted = f"{name} ({former})" if number == 1 else f"{name} ({former} {number})"
        number += 1
    return wanted


def free_key(change: Change, analysis_id: int) -> int:
    """The next digit that no group of an analysis has, 0 if all are taken."""
    used = select(col(CodeGroup.key)).where(col(CodeGroup.analysis_id) == analysis_id)
    return _free_key(set(change.connection.execute(used).scalars()))


def drop_origins(change: Change, group_id: int) -> None:
    """Take away where a group came from, and that it was chosen for a place that had been read differently."""
    links: Any = select(col(GroupTheme.id)).where(col(GroupTheme.group_id) == group_id)
    for link in change.connection.execute(links).scalars().all():
        change.remove(GroupTheme, link)
    settled: Any = select(col(Settlement.id)).where(col(Settlement.group_id) == group_id)
    for settlement in change.connection.execute(settled).scalars().all():
        change.change(Settlement, settlement, group_id=None)


def next_position(connection: Connection, table: type[CodeGroup] | type[Subgroup], owner: int) -> int:
    """The place after the last one of an owner's rows."""
    last = select(func.max(col(table.position))).where(_owner_column(table) == owner)
    return (connection.execute(last).scalar_one_or_none() or 0) + 1


def _owner_column(table: type[CodeGroup] | type[Subgroup]) -> Any:
    return col(CodeGroup.analysis_id) if table is CodeGroup else col(Subgroup.group_id)


def _colour(colour: str) -> str:
    chosen = colour.strip().lower()
    if chosen and not _COLOUR.fullmatch(chosen):
        raise ValueRefused(what=say("kinds.colour"), value=colour, choices="#rrggbb")
    return chosen


def _next_colour(used: list[str]) -> str:
    times = Counter(used)
    return min(COLOURS, key=lambda colour: times[colour])


def _free_key(used: set[int]) -> int:
    return next((key for key in KEYS if key not in used), 0)


def _take_key(change: Change, analysis_id: int, key: int, *, instead: int) -> int:
    """Give up a digit to the group that wants it; the group that had it gets `instead`."""
    if key and key not in KEYS:
        raise ValueRefused(what=say("kinds.key"), value=key, choices="1-9")
    if key:
        holding = select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis_id, col(CodeGroup.key) == key)
        for group_id in list(change.connection.execute(holding).scalars()):
            change.change(CodeGroup, group_id or 0, key=instead)
    return key
