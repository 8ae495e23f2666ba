"""Sortings of a code group: how its units lay in subgroups at one time, kept, compared, and returned to.

One is kept when somebody asks for it, before the group is sorted anew or an earlier sorting is returned to, and before
a coder's first move of a day: however often a group is sorted, the way it lay before is there.
"""

import json
from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import CodeGroup, Coder, Coding, MeaningUnit, Sorting, Subgroup
from qualcode.services.acting import stored_row
from qualcode.services.coding.codebook_rows import make_subgroup
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.views.condensing import SortingView

_DAY = len("2026-03-02")


class _Lying(NamedTuple):
    """Where a unit lies: its coding, its words, its subgroup (None: in none), and why it is set aside (None: not)."""

    coding_id: int
    words: str
    subgroup: str | None
    subgroup_uid: str | None
    position: int
    aside: str | None


def keep_sorting(study: OpenStudy, group_id: int, name: str = "") -> int:
    """Keep how a group is sorted now, under a name if one likes; the sorting's key."""
    with study.change("sorting.keep") as change:
        group = stored_row(change, CodeGroup, group_id)
        change.summary = say("summaries.sorting_kept", group=group["name"])
        return _keep(change, group_id, name=to_name(name))


def sort_anew(study: OpenStudy, group_id: int) -> int:
    """Put all cards of a group back among the unsorted, to sort them anew; how many. How they lay is kept."""
    with study.change("sorting.anew") as change:
        group = stored_row(change, CodeGroup, group_id)
        change.summary = say("summaries.sorted_anew", group=group["name"])
        lying = _lying(change.connection, group_id)
        keep_before(change, group_id)
        moved = [one for one in lying.values() if one.subgroup is not None or one.aside is not None]
        for one in moved:
            change.change(Coding, one.coding_id, subgroup_id=None, set_aside=False, reason="")
        return len(moved)


def restore_sorting(study: OpenStudy, sorting_id: int) -> int:
    """Let a group be sorted as it once was; how many cards moved. How they lay until now is kept.

    A subgroup that is gone is made again. Units coded since lie where they lie.
    """
    with study.change("sorting.restore") as change:
        kept = stored_row(change, Sorting, sorting_id)
        group = stored_row(change, CodeGroup, kept["group_id"])
        change.summary = say("summaries.sorting_restored", group=group["name"], day=kept["created"][:_DAY])
        keep_before(change, kept["group_id"])
        return _lay(change, kept["group_id"], json.loads(kept["places"]), json.loads(kept["reasons"]))


def sortings(study: OpenStudy, group_id: int) -> list[SortingView]:
    """The sortings that are kept of a group, newest first, each compared with how it is sorted now."""
    statement: Any = (
        select(Sorting, col(Coder.initials))
        .join(Coder, col(Coder.id) == col(Sorting.coder_id))
        .where(col(Sorting.group_id) == group_id)
        .order_by(col(Sorting.id).desc())
    )
    with study.reading() as connection:
        now = _lying(connection, group_id)
        return [_view(row, now) for row in connection.execute(statement).all()]


def keep_daily(change: Change, group_id: int) -> None:
    """Within an action that moves cards: keep how they lie, if it is this coder's first of the day in the group."""
    today = select(col(Sorting.id)).where(
        col(Sorting.group_id) == group_id,
        col(Sorting.coder_id) == change.coder_id,
        col(Sorting.created) >= change.at[:_DAY],
    )
    if change.connection.execute(today.limit(1)).scalar_one_or_none() is None:
        keep_before(change, group_id)


def keep_before(change: Change, group_id: int) -> None:
    """Within an action: keep how a group is sorted, unless nothing is, or it is kept already."""
    lying = _lying(change.connection, group_id)
    if all(one.subgroup is None and one.aside is None for one in lying.values()):
        return
    newest: Any = select(col(Sorting.places), col(Sorting.reasons)).where(col(Sorting.group_id) == group_id)
    before = change.connection.execute(newest.order_by(col(Sorting.id).desc()).limit(1)).one_or_none()
    now = (_places(lying), _reasons(lying))
    if before is None or (json.loads(before.places), json.loads(before.reasons)) != now:
        _keep(change, group_id, name="", lying=lying)


def _keep(change: Change, group_id: int, *, name: str, lying: dict[str, _Lying] | None = None) -> int:
    lies = lying if lying is not None else _lying(change.connection, group_id)
    return change.add(
        Sorting,
        group_id=group_id,
        name=name,
        places=json.dumps(_places(lies), ensure_ascii=False),
        reasons=json.dumps(_reasons(lies), ensure_ascii=False),
        coder_id=change.coder_id,
        created=change.at,
    )


def _lying(connection: Connection, group_id: int) -> dict[str, _Lying]:
    """Where every unit of a group lies, by its uid, in the order they were coded."""
    statement: Any = (
        select(
            col(MeaningUnit.uid),
            col(Coding.id),
            col(MeaningUnit.text),
            col(Subgroup.name),
            col(Subgroup.uid).label("subgroup_uid"),
            func.coalesce(col(Subgroup.position), 0).label("position"),
            col(Coding.set_aside),
            col(Coding.reason),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .outerjoin(Subgroup, col(Subgroup.id) == col(Coding.subgroup_id))
        .where(col(Coding.group_id) == group_id)
        .order_by(col(Coding.id))
    )
    return {
        row.uid: _Lying(
            row.id, row.text, row.name, row.subgroup_uid, row.position, row.reason if row.set_aside else None
        )
        for row in connection.execute(statement)
    }


def _places(lying: dict[str, _Lying]) -> dict[str, Any]:
    """A sorting as it is kept."""
    subgroups: dict[str, dict[str, Any]] = {}
    for uid, one in sorted(lying.items(), key=lambda lies: lies[1].position):
        if one.subgroup_uid is not None:
            subgroup: dict[str, Any] = {"uid": one.subgroup_uid, "name": one.subgroup, "units": []}
            subgroups.setdefault(one.subgroup_uid, subgroup)["units"].append(uid)
    aside = sorted(uid for uid, one in lying.items() if one.aside is not None)
    return {"subgroups": list(subgroups.values()), "aside": aside, "units": sorted(lying)}


def _reasons(lying: dict[str, _Lying]) -> dict[str, str]:
    """Why units are set aside, where somebody has said."""
    return {uid: one.aside for uid, one in sorted(lying.items()) if one.aside}


def _lay(change: Change, group_id: int, places: dict[str, Any], reasons: dict[str, str]) -> int:
    lying = _lying(change.connection, group_id)
    wanted: dict[str, dict[str, Any]] = {
        uid: {"subgroup_id": None, "set_aside": False, "reason": ""} for uid in places["units"]
    }
    for uid in places["aside"]:
        wanted[uid] = {"subgroup_id": None, "set_aside": True, "reason": reasons.get(uid, "")}
    for subgroup in places["subgroups"]:
        there = [uid for uid in subgroup["units"] if uid in lying]
        if there:
            key = _subgroup(change, group_id, subgroup)
            wanted |= {uid: {"subgroup_id": key, "set_aside": False, "reason": ""} for uid in there}
    return sum(change.change(Coding, lying[uid].coding_id, **told) for uid, told in wanted.items() if uid in lying)


def _subgroup(change: Change, group_id: int, kept: dict[str, Any]) -> int:
    """The subgroup that is meant: the same one, else one of that name in the group, else it is made again."""
    own = select(col(Subgroup.id)).where(col(Subgroup.group_id) == group_id)
    for known in (col(Subgroup.uid) == kept["uid"], col(Subgroup.name) == kept["name"]):
        found = change.connection.execute(own.where(known)).scalar_one_or_none()
        if found is not None:
            return int(found)
    return make_subgroup(change, group_id, kept["name"])


def _view(row: Any, now: dict[str, _Lying]) -> SortingView:
    places = json.loads(row.places)
    then = {uid: subgroup["name"] for subgroup in places["subgroups"] for uid in subgroup["units"]}
    then |= dict.fromkeys(places["aside"], say("condensing_screen.is_aside"))
    there = set(places["units"])
    known = [uid for uid in now if uid in there]
    lay = {uid: then.get(uid, say("condensing_screen.unplaced")) for uid in known}
    counts = Counter(uid in places["aside"] for uid in known if uid in places["aside"] or uid not in then)
    return SortingView(
        id=row.id,
        name=row.name,
        coder=row.initials,
        created=row.created,
        columns=tuple((one["name"], sum(uid in now for uid in one["units"])) for one in places["subgroups"]),
        set_aside=counts[True],
        unsorted=counts[False],
        moved=tuple(
            (uid, now[uid].words, lay[uid], _column(now[uid])) for uid in known if lay[uid] != _column(now[uid])
        ),
    )


def _column(one: _Lying) -> str:
    """The name of the column where a unit lies now."""
    if one.aside is not None:
        return say("condensing_screen.is_aside")
    return one.subgroup if one.subgroup is not None else say("condensing_screen.unplaced")
