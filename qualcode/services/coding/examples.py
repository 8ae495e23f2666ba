"""The examples that an author chooses for the table of the analysis: codings that show how a unit became a result."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.locale import say
from qualcode.model import CodeGroup, Coding, MeaningUnit, Quote
from qualcode.services.acting import stored_row
from qualcode.services.naming import find_place
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened


def set_example(study: OpenStudy, coding_ids: Sequence[int], *, on: bool = True) -> None:
    """Let these codings stand as examples in the analysis table, or no longer. Raises `ChangedMeanwhile`."""
    with study.change("card.example") as change:
        for coding_id in coding_ids:
            unit = stored_row(change, MeaningUnit, stored_row(change, Coding, coding_id)["unit_id"])
            change.summary = say("summaries.example" if on else "summaries.no_example", words=shortened(unit["text"]))
            change.change(Coding, coding_id, example=on)


def coding_of(study: OpenStudy, uid: str, *, group: str | None = None) -> int:
    """The coding that a unit's or a quote's uid stands for; a unit in several groups needs its `group` (a path).

    Raises `NothingNamed`, `AmbiguousName`.
    """
    with study.reading() as connection:
        rows = _codings(connection, uid.strip().lower())
        if group is not None:
            place = find_place(connection, group)
            rows = [row for row in rows if row.group_id == place.group_id]
    if not rows:
        raise NothingNamed(kind=say("kinds.traceable"), name=uid, nearest=say("tracing.where_uids_are"))
    if len(rows) > 1:
        raise AmbiguousName(kind=say("kinds.code_group"), name="--group", choices=", ".join(row.name for row in rows))
    return int(rows[0].id)


def examples_of(study: OpenStudy, coding_ids: Sequence[int]) -> set[int]:
    """Those of these codings that are examples."""
    with study.reading() as connection:
        chosen = select(col(Coding.id)).where(col(Coding.id).in_(coding_ids), col(Coding.example).is_(True))
        return {int(key) for key in connection.execute(chosen).scalars() if key is not None}


def _codings(connection: Connection, uid: str) -> list[Any]:
    quoted = select(col(Quote.coding_id)).where(col(Quote.uid) == uid)
    unit = select(col(MeaningUnit.id)).where(col(MeaningUnit.uid) == uid)
    statement: Any = (
        select(col(Coding.id), col(Coding.group_id), col(CodeGroup.name))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .where(col(Coding.id).in_(quoted) | col(Coding.unit_id).in_(unit))
        .order_by(col(CodeGroup.position))
    )
    return list(connection.execute(statement))
