"""Within an action: a validated category stays so only as long as what was validated stands.

When its analytic text changes, or what it rests on, it is no longer validated, in the same journal entry, and the
summary says so: undo brings both back. What a person wrote about the validation is kept.
"""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import CategoryCondensate, ResultCategory
from qualcode.services.acting import stored_row
from qualcode.storage.journal import Change


def reopen(change: Change, category_id: int) -> None:
    """The category must be validated again, if it was."""
    category = stored_row(change, ResultCategory, category_id)
    if change.change(ResultCategory, category_id, **state_of(change, category_id, validated=False)):
        change.summary = say("summaries.reopened", summary=change.summary, heading=category["heading"])


def state_of(change: Change, category_id: int, *, validated: bool) -> dict[str, Any]:
    """The columns that say whether a category is validated, by whom and when; who did it first stays."""
    if not validated:
        return {"validated": False, "validated_by": None, "validated_at": ""}
    if stored_row(change, ResultCategory, category_id)["validated"]:
        return {}
    return {"validated": True, "validated_by": change.coder_id, "validated_at": change.at}


def reopen_resting_on(change: Change, condensate_id: int) -> None:
    """Every category that rests on this condensate must be validated again."""
    resting = select(col(CategoryCondensate.category_id)).where(col(CategoryCondensate.condensate_id) == condensate_id)
    for category_id in change.connection.execute(resting).scalars().all():
        reopen(change, category_id)
