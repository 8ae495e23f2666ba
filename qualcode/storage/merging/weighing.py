"""Whose value counts where two copies differ: the one that moved on; where both did, it is for people to settle."""

from enum import Enum
from typing import Any

from qualcode.storage.merging.past import RowPasts


class Verdict(Enum):
    """What becomes of one value."""

    KEEP = "keep"
    TAKE = "take"
    CONFLICT = "conflict"


SILENT = frozenset(
    {"position", "created", "at", "opened", "last_opened", "written", "signed", "stands_on", "coder_id", "number"}
)
"""Columns that nobody would settle by hand: where both have moved on, this copy's stands."""


def weigh(column: str, ours: Any, theirs: Any, row: RowPasts, *, complete: bool) -> Verdict:
    """What becomes of the value of a row that both copies have.

    `complete` says that both pasts are whole. A value that the other copy has already moved on from, as after an
    earlier merge, does not count against the newer one.
    """
    here, there = row.here, row.there
    if ours == theirs:
        return Verdict.KEEP
    if complete and not there.has_moved(column):
        return Verdict.KEEP
    if complete and not here.has_moved(column):
        return Verdict.TAKE
    was_ours, was_theirs = here.has_left(column, theirs), there.has_left(column, ours)
    # To and fro, as when it was taken over and then undone: who moved it last, knowing the other's, has decided.
    decided_there = row.has_moved_there_last(column) and (was_theirs or not row.typed_here.has_moved(column))
    if decided_there or (was_theirs and not was_ours):
        return Verdict.TAKE
    return Verdict.KEEP if was_ours or column in SILENT else Verdict.CONFLICT


def join(column: str, ours: Any, theirs: Any) -> Verdict:
    """What becomes of the value of a thing that both copies made, each by itself: what is empty here is filled."""
    if ours == theirs or theirs in (None, "", 0):
        return Verdict.KEEP
    if ours in (None, "", 0) and not isinstance(ours, bool):
        return Verdict.TAKE
    return Verdict.KEEP if column in SILENT or isinstance(ours, bool) else Verdict.CONFLICT
