"""The earlier texts of a condensate: kept when it is written anew, read, compared with what stands, taken up again."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.model import Coder, Coding, Condensate, CondensateVersion
from qualcode.services.acting import stored_row
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.word_changes import word_changes
from qualcode.views.condensing import CondensateVersionView


def keep_version(change: Change, condensate_id: int) -> None:
    """Within an action: keep the text of a condensate that is about to give way to another."""
    before = stored_row(change, Condensate, condensate_id)
    carried = select(func.count()).select_from(Coding).where(col(Coding.subgroup_id) == before["subgroup_id"])
    change.add(
        CondensateVersion,
        subgroup_id=before["subgroup_id"],
        text=before["text"],
        units=change.connection.execute(carried).scalar_one(),
        coder_id=before["coder_id"],
        written=before["written"],
        replaced=change.at,
    )


def condensate_versions(study: OpenStudy, subgroup_id: int) -> list[CondensateVersionView]:
    """The earlier texts of a subgroup's condensate, newest first, each with what has become other words since.

    To take one up again is to write it: `write_condensate` with its text, which keeps the one that stands now.
    """
    now = select(col(Condensate.text)).where(col(Condensate.subgroup_id) == subgroup_id)
    statement: Any = (
        select(CondensateVersion, col(Coder.initials))
        .join(Coder, col(Coder.id) == col(CondensateVersion.coder_id))
        .where(col(CondensateVersion.subgroup_id) == subgroup_id)
        .order_by(col(CondensateVersion.id).desc())
    )
    with study.reading() as connection:
        stands = connection.execute(now).scalar_one_or_none() or ""
        return [
            CondensateVersionView(
                id=row.id,
                text=row.text,
                coder=row.initials,
                written=row.written,
                replaced=row.replaced,
                units=row.units,
                changes=word_changes(row.text, stands),
            )
            for row in connection.execute(statement).all()
        ]
