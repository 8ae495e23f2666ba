"""Step 2: deciding about different readings. What each had read is kept beside the decision."""

import json
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, ValueRefused
from qualcode.locale import say
from qualcode.model import CodeGroup, Coder, Coding, MeaningUnit, Settlement
from qualcode.model.coding import DECISIONS
from qualcode.services.acting import prose, stored_row
from qualcode.services.coding.coding import coding_at, move_coding_into, take_out
from qualcode.services.naming import find_coder
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.views.differing import Difference

ONE, ALL, GROUP, NEITHER = DECISIONS


def settle(
    study: OpenStudy,
    analysis_id: int,
    difference: Difference,
    decision: str,
    *,
    kept: str = "",
    group_id: int | None = None,
    reason: str = "",
) -> int:
    """Decide about a place that was read differently, and let the codings follow. Returns the decision's key.

    `one` keeps the reading of the coder `kept` and takes the others' differing codings out, `all` keeps every one,
    `group` moves the differing codings to the group `group_id`, `neither` takes them all out. Raises `ValueRefused` for
    another decision, `ChangedMeanwhile` if one of the codings is gone, `StillInUse` if a category quotes one.
    """
    if decision not in DECISIONS:
        raise ValueRefused(what=say("kinds.decision"), value=decision, choices=", ".join(DECISIONS))
    if decision == ONE and not difference.of(kept) and kept not in [coder for coder, _ in difference.codings]:
        raise ValueRefused(what=say("kinds.coder"), value=kept, choices=", ".join(c for c, _ in difference.codings))
    with study.change("reading.settle") as change:
        change.summary = say("summaries.reading_settled", words=shortened(difference.words))
        codings = [stored_row(change, Coding, key) for _, keys in difference.codings for key in keys]
        if decision == GROUP:
            staying = [_move(change, coding, analysis_id, group_id) for coding in codings]
        else:
            staying = _leave(change, codings, codings_that_leave(difference, decision, kept=kept))
        return change.add(
            Settlement,
            analysis_id=analysis_id,
            transcript_id=difference.transcript_id,
            words=difference.words,
            decision=decision,
            kept_id=find_coder(change.connection, kept) if decision == ONE else None,
            group_id=group_id if decision == GROUP else None,
            reason=prose(reason),
            readings=json.dumps([[one.coder, one.coded] for one in difference.readings], ensure_ascii=False),
            codings=json.dumps([change.uid(Coding, key) for key in staying]),
            coder_id=change.coder_id,
            decided=change.at,
        )


def codings_that_leave(difference: Difference, decision: str, *, kept: str = "") -> set[int]:
    """The codings that a decision takes out of their group: what stands on them is worth knowing before."""
    if decision == ALL:
        return set()
    stay = set(difference.of(kept)) if decision == ONE else set()
    return {key for _, keys in difference.codings for key in keys} - stay


def explain_settlement(study: OpenStudy, settlement_id: int, reason: str, *, seen: int | None = None) -> None:
    """Write why it was decided so. Raises `ChangedMeanwhile`."""
    with study.change("reading.explain") as change:
        change.summary = say("summaries.reading_settled", words=shortened(_words(change, settlement_id)))
        change.change(Settlement, settlement_id, seen=seen, reason=prose(reason))


def reopen_reading(study: OpenStudy, settlement_id: int) -> None:
    """Take a decision away: what still differs there is among those left again. The codings stay as they are."""
    with study.change("reading.reopen") as change:
        change.summary = say("summaries.settlement_removed", words=shortened(_words(change, settlement_id)))
        change.remove(Settlement, settlement_id)


def _words(change: Change, settlement_id: int) -> str:
    return str(stored_row(change, Settlement, settlement_id)["words"])


def _leave(change: Change, codings: list[dict[str, Any]], leaving: set[int]) -> list[int]:
    """Take out the codings that leave. Returns those that are left."""
    for coding in codings:
        if coding["id"] in leaving:
            take_out(change, coding["id"])
    return [coding["id"] for coding in codings if coding["id"] not in leaving]


def _move(change: Change, coding: dict[str, Any], analysis_id: int, group_id: int | None) -> int:
    """A coding moves to the group that was chosen. Returns the key of the one that stands there."""
    group = stored_row(change, CodeGroup, group_id or 0)
    if group["analysis_id"] != analysis_id:
        raise ValueRefused(
            what=say("kinds.code_group"), value=group["name"], choices=say("errors.reasons.other_material")
        )
    if change.row(Coding, coding["id"]) is None:
        raise ChangedMeanwhile(kind=say("tables.coding"))
    twin = coding_at(change.connection, coding["unit_id"], group["id"])
    if twin is None:
        change.change(Coding, coding["id"], group_id=group["id"], subgroup_id=None, set_aside=False, reason="")
        return int(coding["id"])
    if twin != coding["id"]:
        move_coding_into(change, coding["id"], twin)
    return twin


def coders_of_analysis(study: OpenStudy, analysis_id: int) -> tuple[str, ...]:
    """The initials of everybody whose units in an analysis may be seen."""
    statement: Any = (
        select(col(Coder.initials))
        .where(col(Coder.id).in_(select(col(MeaningUnit.coder_id)).where(col(MeaningUnit.analysis_id) == analysis_id)))
        .order_by(col(Coder.initials))
    )
    with study.reading() as connection:
        return tuple(connection.execute(statement).scalars())
