"""Step 3: condensation - sorting a code group's units into subgroups, and writing what each subgroup carries.

Everything in a subgroup counts as carried by its condensate; what is not is set aside.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, NothingNamed, StillInUse
from qualcode.locale import say
from qualcode.model import CategoryCondensate, CodeGroup, Coding, Condensate, MeaningUnit, ResultCategory, Subgroup
from qualcode.services.acting import prose, stored_row
from qualcode.services.condensing.boards import board, condensates
from qualcode.services.condensing.fingerprints import fingerprint
from qualcode.services.condensing.sortings import keep_daily
from qualcode.services.condensing.versions import keep_version
from qualcode.services.evidence import compared_in
from qualcode.services.validating import reopen_resting_on
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW

__all__ = [
    "begin_from_unit",
    "board",
    "condensates",
    "looked_at",
    "place",
    "set_aside",
    "unplace",
    "write_condensate",
]


def place(study: OpenStudy, coding_ids: Sequence[int], subgroup_id: int) -> None:
    """Put cards into a subgroup of their code group; what was set aside comes back, its reason goes.

    Raises `NothingNamed` for a subgroup of another group, `ChangedMeanwhile` for a card or subgroup that is gone.
    """
    with study.change("card.place") as change:
        subgroup = stored_row(change, Subgroup, subgroup_id)
        change.summary = say("summaries.placed", count=len(coding_ids), subgroup=subgroup["name"])
        keep_daily(change, subgroup["group_id"])
        for coding_id in coding_ids:
            coding = stored_row(change, Coding, coding_id)
            _refuse_other_group(coding["group_id"], subgroup)
            change.change(Coding, coding_id, subgroup_id=subgroup_id, set_aside=False, reason="")


def unplace(study: OpenStudy, coding_ids: Sequence[int]) -> None:
    """Take cards out of their subgroups, or back from the side: they are unsorted again. Raises `ChangedMeanwhile`."""
    with study.change("card.unplace") as change:
        change.summary = _begin(change, "unplaced", coding_ids)
        for coding_id in coding_ids:
            change.change(Coding, coding_id, subgroup_id=None, set_aside=False, reason="")


def set_aside(study: OpenStudy, coding_ids: Sequence[int], reason: str | None = None) -> None:
    """Set cards aside: no condensate carries them. A reason may be given; None leaves one that stands.

    Raises `ChangedMeanwhile` for a card that is gone.
    """
    with study.change("card.set-aside") as change:
        change.summary = _begin(change, "set_aside", coding_ids)
        given: dict[str, Any] = {} if reason is None else {"reason": prose(reason)}
        for coding_id in coding_ids:
            change.change(Coding, coding_id, subgroup_id=None, set_aside=True, **given)


def write_condensate(study: OpenStudy, subgroup_id: int, text: str, *, seen: int | None = None) -> None:
    """Write a subgroup's condensate, which stands on the units that are there now; empty takes it away.

    A text that is as it was changes nothing: to say that it still holds, use `looked_at`. A validated category that
    rests on it must be validated again. `seen` is the version the
    researcher was looking at, 0 if there was none. Raises `ChangedMeanwhile` if somebody has written since, and
    `StillInUse` when a result category rests on what would be taken away.
    """
    with study.change("condensate.write") as change:
        put_condensate(change, subgroup_id=subgroup_id, coder_id=change.coder_id, text=text, seen=seen)


def put_condensate(change: Change, *, subgroup_id: int, coder_id: int, text: str, seen: int | None = None) -> str:
    """Within an action: a subgroup's condensate is this text. Returns what came of it; raises as `write_condensate`."""
    subgroup = stored_row(change, Subgroup, subgroup_id)
    change.summary = say("summaries.condensate_written", subgroup=subgroup["name"])
    before, written = _condensate(change.connection, subgroup_id), prose(text)
    if seen is not None and seen != (before.version if before else 0):
        raise ChangedMeanwhile(kind=say("tables.condensate"))
    if written == (before.text if before else ""):
        return ALREADY_THERE
    if before is not None:
        keep_version(change, before.id)
    if not written:
        change.summary = say("summaries.condensate_removed", subgroup=subgroup["name"])
        _refuse_if_rested_on(change.connection, before.id)
        change.remove(Condensate, before.id)
        return CHANGED
    stands_on = fingerprint(change.connection, subgroup_id)
    values: dict[str, Any] = {"text": written, "stands_on": stands_on, "coder_id": coder_id, "written": change.at}
    if before is None:
        change.add(Condensate, subgroup_id=subgroup_id, **values)
        return NEW
    change.change(Condensate, before.id, **values)
    reopen_resting_on(change, before.id)
    return CHANGED


def looked_at(study: OpenStudy, condensate_id: int) -> None:
    """A condensate has been looked at again and still holds: it stands on the units that are there now."""
    with study.change("condensate.looked-at") as change:
        condensate = stored_row(change, Condensate, condensate_id)
        subgroup = stored_row(change, Subgroup, condensate["subgroup_id"])
        change.summary = say("summaries.condensate_looked_at", subgroup=subgroup["name"])
        change.change(Condensate, condensate_id, stands_on=fingerprint(change.connection, subgroup["id"]))


def begin_from_unit(study: OpenStudy, subgroup_id: int, coding_id: int) -> str:
    """A text to write the condensate from: the unit's words on one line, after what is written already.

    Nothing is stored. Turning it into the first person is the researcher's work. Raises `ChangedMeanwhile`.
    """
    statement: Any = (
        select(col(MeaningUnit.text))
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .where(col(Coding.id) == coding_id)
    )
    with study.reading() as connection:
        words = connection.execute(statement).scalar_one_or_none()
        if words is None:
            raise ChangedMeanwhile(kind=say("tables.coding"))
        written = _condensate(connection, subgroup_id)
    line = " ".join(words.split())
    return f"{written.text}\n\n{line}" if written else line


def _condensate(connection: Connection, subgroup_id: int) -> Any:
    columns = (col(Condensate.id), col(Condensate.text), col(Condensate.version))
    return connection.execute(select(*columns).where(col(Condensate.subgroup_id) == subgroup_id)).one_or_none()


def _refuse_other_group(group_id: int, subgroup: dict[str, Any]) -> None:
    if group_id != subgroup["group_id"]:
        raise NothingNamed(kind=say("kinds.subgroup"), name=subgroup["name"], nearest=say("errors.reasons.other_group"))


def _refuse_if_rested_on(connection: Connection, condensate_id: int) -> None:
    statement = (
        select(col(ResultCategory.heading))
        .join(CategoryCondensate, col(CategoryCondensate.category_id) == col(ResultCategory.id))
        .where(col(CategoryCondensate.condensate_id) == condensate_id)
        .order_by(col(ResultCategory.position))
    )
    headings = connection.execute(statement).scalars().all()
    if headings:
        raise StillInUse(name=say("tables.condensate"), uses=", ".join(f"«{heading}»" for heading in headings))
    compared = compared_in(connection, condensate_id=condensate_id)
    if compared:
        raise StillInUse(name=say("tables.condensate"), uses=compared)


def _begin(change: Change, key: str, coding_ids: Sequence[int]) -> str:
    """Keep how the group lies before its first move of the day; what is done, in words."""
    group: dict[str, Any] = {"name": ""}
    for coding_id in coding_ids[:1]:
        group = stored_row(change, CodeGroup, stored_row(change, Coding, coding_id)["group_id"])
        keep_daily(change, group["id"])
    return say(f"summaries.{key}", count=len(coding_ids), group=group["name"])
