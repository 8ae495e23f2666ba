"""What has become of a code group over time, from the journal."""

from sqlalchemy import or_, select
from sqlmodel import col

from qualcode.model import CodeGroup, JournalEntry, JournalImages, Subgroup
from qualcode.services.entries import entries, stands
from qualcode.storage.opening import OpenStudy
from qualcode.views.history import HistoryRow

_ACTS = ("group.", "groups.", "subgroup.", "codebook.", "themes.")
"""Acts on the codebook; what was coded into the group is not told here."""


def group_history(study: OpenStudy, group_id: int, *, limit: int = 50) -> list[HistoryRow]:
    """What was done to a code group and its subgroups, newest first, at most `limit` entries.

    What was undone has not become of it, and is told in the study's whole history only.
    """
    with study.reading() as connection:
        uids: list[str] = list(
            connection.execute(select(col(CodeGroup.uid)).where(col(CodeGroup.id) == group_id)).scalars()
        )
        uids += connection.execute(select(col(Subgroup.uid)).where(col(Subgroup.group_id) == group_id)).scalars()
        touching = [col(JournalImages.images).contains(f'"{uid}"') for uid in uids]
        statement = (
            entries()
            .join(JournalImages, col(JournalImages.entry_id) == col(JournalEntry.id))
            .where(stands(), or_(*touching))
            .where(or_(*[col(JournalEntry.action).startswith(act) for act in _ACTS]))
            .limit(limit)
        )
        return [HistoryRow(*row) for row in connection.execute(statement)] if uids else []
