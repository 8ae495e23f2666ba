"""Before step 1: each reader writes down what she expects, dated, so that it can be set aside and accounted for."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Analysis, Coder, Preconceptions, ReadingMark
from qualcode.services.acting import prose, stored_row
from qualcode.storage.opening import OpenStudy
from qualcode.views.preconceptions import PreconceptionsView


def preconceptions_of(study: OpenStudy, analysis_id: int | None = None) -> list[PreconceptionsView]:
    """The preconceptions of every reader of an analysis (or of all), by initials, with when each began to read.

    Those that stand under a lid for the coder at work (`services.reading.readers`) are not among them.
    """
    began = (
        select(func.min(col(ReadingMark.opened)))
        .where(
            col(ReadingMark.analysis_id) == col(Preconceptions.analysis_id),
            col(ReadingMark.coder_id) == col(Preconceptions.coder_id),
        )
        .correlate(Preconceptions)
        .scalar_subquery()
    )
    statement: Any = (
        select(
            col(Preconceptions.id),
            col(Preconceptions.uid),
            col(Analysis.title),
            col(Coder.initials),
            col(Preconceptions.text),
            col(Preconceptions.written),
            col(Preconceptions.changed),
            col(Preconceptions.version),
            func.coalesce(began, ""),
        )
        .join(Analysis, col(Analysis.id) == col(Preconceptions.analysis_id))
        .join(Coder, col(Coder.id) == col(Preconceptions.coder_id))
        .order_by(col(Analysis.position), col(Coder.initials))
    )
    if analysis_id is not None:
        statement = statement.where(col(Preconceptions.analysis_id) == analysis_id)
    with study.reading() as connection:
        return [PreconceptionsView(*row) for row in connection.execute(statement)]


def own_preconceptions(study: OpenStudy, analysis_id: int) -> PreconceptionsView | None:
    """What the coder at work has written, None if nothing."""
    return next((one for one in preconceptions_of(study, analysis_id) if one.coder == study.coder), None)


def write_preconceptions(study: OpenStudy, analysis_id: int, text: str, *, seen: int | None = None) -> None:
    """Write one's own preconceptions, or write them anew; an empty text takes them away.

    The day they were first written stays. Raises `ChangedMeanwhile` if there is a later version than `seen`.
    """
    with study.change("preconceptions.write") as change:
        title, written = stored_row(change, Analysis, analysis_id)["title"], prose(text)
        owner = {"analysis_id": analysis_id, "coder_id": change.coder_id}
        known = change.connection.execute(
            select(col(Preconceptions.id)).where(
                col(Preconceptions.analysis_id) == analysis_id, col(Preconceptions.coder_id) == change.coder_id
            )
        ).scalar_one_or_none()
        change.summary = say("summaries.preconceptions_written", analysis=title)
        if known is None:
            if written:
                change.add(Preconceptions, **owner, text=written, written=change.at, changed=change.at)
        elif not written:
            change.summary = say("summaries.preconceptions_removed", analysis=title)
            change.remove(Preconceptions, known)
        elif stored_row(change, Preconceptions, known)["text"] != written:
            change.change(Preconceptions, known, seen=seen, text=written, changed=change.at)
