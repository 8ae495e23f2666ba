"""The end of a project: what holds personal data, listed; and the study deleted with its backups."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.model import Export, Participant, StudyRow, Transcript
from qualcode.services.register.recordings import recordings
from qualcode.settings import read_settings
from qualcode.storage.opening import OpenStudy
from qualcode.storage.purging import delete_study, files_of, studies_beside
from qualcode.text.moments import day
from qualcode.views.purging import PurgeView


def list_for_purge(study: OpenStudy) -> PurgeView:
    """Everything that is to be deleted or made anonymous when the project ends."""
    with study.reading() as connection:
        row: Any = connection.execute(select(col(StudyRow.title), col(StudyRow.ends))).one()
        there = select(func.count()).select_from(Transcript).where(col(Transcript.removed).is_(False))
        exports: Any = select(col(Export.at), col(Export.file)).order_by(col(Export.id))
        return PurgeView(
            title=row.title,
            ends=row.ends,
            participants=connection.execute(select(func.count()).select_from(Participant)).scalar_one(),
            transcripts=connection.execute(there).scalar_one(),
            files=tuple(str(path) for path in files_of(study.path)),
            beside=tuple(str(path) for path in studies_beside(study.path)),
            recordings=tuple(
                ", ".join(part for part in (one.interview, one.device, one.storage) if part)
                for one in recordings(connection)
                if not one.deleted
            ),
            exports=tuple(dict.fromkeys(f"{day(at)} {file}" for at, file in connection.execute(exports))),
            linkage_key=read_settings().linkage_key,
        )


def purge_study(study: OpenStudy) -> PurgeView:
    """Delete the study and its backups; what is left to delete by hand is in the answer. The study is closed.

    It cannot be undone. Raises `StudyInUse` while it is open elsewhere, `CannotWrite`.
    """
    view = list_for_purge(study)
    study.close()
    delete_study(study)
    return replace(view, done=True)
