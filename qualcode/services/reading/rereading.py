"""When transcripts were opened: known from opening them, never ticked off."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Coder, ReadingMark, Transcript
from qualcode.services.reading.reading import mark_of, new_mark, require_material
from qualcode.storage.opening import OpenStudy
from qualcode.views.reading import Opening

_AGAIN = timedelta(minutes=10)
"""A page that is turned to again within this time is still the same reading."""


def mark_opened(study: OpenStudy, analysis_id: int, transcript_id: int) -> None:
    """Remember that this reader has a transcript open for an analysis, and when last; not a thing to undo.

    Written the first time, and again when the last time is ten minutes ago or more.
    """
    coder_id = study.coder_id()
    with study.reading() as connection:
        known = None if coder_id is None else mark_of(connection, analysis_id, transcript_id, coder_id)
        if known is not None and not _long_ago(known["last_opened"] or known["opened"]):
            return
    with study.change("transcript.opened", kind="mark") as change:
        name = require_material(change.connection, analysis_id, transcript_id)
        change.summary = say("summaries.transcript_opened", transcript=name)
        mark = mark_of(change.connection, analysis_id, transcript_id, change.coder_id)
        if mark is None:
            new_mark(change, analysis_id, transcript_id, read=False)
        else:
            change.change(ReadingMark, mark["id"], last_opened=change.at)


def openings(study: OpenStudy, analysis_id: int, transcript_ids: Collection[int] | None = None) -> tuple[Opening, ...]:
    """Who has had which transcripts of an analysis open, first and last, by transcript and reader."""
    statement: Any = (
        select(
            col(ReadingMark.transcript_id),
            col(Transcript.name),
            col(Coder.initials),
            col(ReadingMark.opened),
            col(ReadingMark.last_opened),
            col(ReadingMark.read),
        )
        .join(Transcript, col(Transcript.id) == col(ReadingMark.transcript_id))
        .join(Coder, col(Coder.id) == col(ReadingMark.coder_id))
        .where(col(ReadingMark.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
        .order_by(col(ReadingMark.transcript_id), col(Coder.initials))
    )
    if transcript_ids is not None:
        statement = statement.where(col(ReadingMark.transcript_id).in_(transcript_ids))
    with study.reading() as connection:
        rows = connection.execute(statement).all()
    return tuple(
        Opening(key, name, coder, first, last or first, bool(read)) for key, name, coder, first, last, read in rows
    )


def _long_ago(at: str) -> bool:
    then = datetime.fromisoformat(at)
    return datetime.now(then.tzinfo) - then >= _AGAIN
