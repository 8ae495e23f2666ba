"""What has become of a code group over time, from the journal."""

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from qualcode.model import CodeGroup, JournalEntry, Subgroup
from qualcode.services.entries import about, entries, stands, with_rows
from qualcode.storage.journal import taken_away
from qualcode.storage.opening import OpenStudy
from qualcode.views.history import HistoryRow

_ACTS = ("group.", "groups.", "subgroup.", "codebook.", "themes.")
"""Acts on the codebook; what was coded into the group is not told here."""


def group_history(study: OpenStudy, group_id: int, *, limit: int = 50) -> list[HistoryRow]:
    """What was done to a code group and its subgroups, newest first, at most `limit` entries.

    Of a group that was merged into it, what had become of that one before is told too.
    What was undone has not become of it, and is told in the study's whole history only.
    """
    with study.reading() as connection:
        uids: list[str] = list(
            connection.execute(select(col(CodeGroup.uid)).where(col(CodeGroup.id) == group_id)).scalars()
        )
        uids += connection.execute(select(col(Subgroup.uid)).where(col(Subgroup.group_id) == group_id)).scalars()
        uids += _merged_into(connection, uids)
        statement = (
            with_rows(entries())
            .where(stands(), about(uids))
            .where(or_(*[col(JournalEntry.action).startswith(act) for act in _ACTS]))
            .limit(limit)
        )
        return [HistoryRow(*row) for row in connection.execute(statement)] if uids else []


def _merged_into(connection: Connection, uids: Sequence[str]) -> list[str]:
    """The uids of the groups that were merged into one, and of those merged into these before."""
    found: list[str] = []
    sought = uids
    while sought:
        merges = with_rows(select(col(JournalEntry.id))).where(
            col(JournalEntry.action) == "group.merge", stands(), about(sought)
        )
        entries_of = connection.execute(merges).scalars().all()
        gone = {uid for key in entries_of for uid in taken_away(connection, key or 0, CodeGroup)}
        sought = sorted(gone - {*uids, *found})
        found += sought
    return found
