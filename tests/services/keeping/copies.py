"""A copy taken in, and what is in a study."""

from sqlalchemy import select
from sqlmodel import SQLModel, col

from qualcode.model import CodeGroup, Coder, Coding, MeaningUnit, Transcript
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.merging import merge
from qualcode.storage.opening import OpenStudy
from qualcode.views.merging import MergeReport


def merged(ours: OpenStudy, theirs: OpenStudy) -> MergeReport:
    report = merge(ours, theirs.path)
    assert check(ours).ok
    return report


def codings(study: OpenStudy) -> set[tuple[str, str, str, str]]:
    """(coder, transcript, words, group) of everything that is coded."""
    statement = (
        select(col(Coder.initials), col(Transcript.name), col(MeaningUnit.text), col(CodeGroup.name))
        .join_from(Coding, MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
    )
    with study.reading() as connection:
        return {(coder, name, words, group) for coder, name, words, group in connection.execute(statement)}


def stored_names(study: OpenStudy, table: type[SQLModel], column: str = "name") -> list[str]:
    with study.reading() as connection:
        return list(connection.execute(select(getattr(table, column)).order_by(table.id)).scalars())  # type: ignore[attr-defined]
