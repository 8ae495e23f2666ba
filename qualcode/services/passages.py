"""A passage of a transcript, and a unit that stands on it: what every act on them begins with."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, EmptySpan, SpanOutsideTranscript
from qualcode.locale import say
from qualcode.model import MeaningUnit, Revision, Transcript
from qualcode.storage.journal import Change
from qualcode.storage.prepared import Prepared
from qualcode.text.shortening import shortened
from qualcode.text.span import Span

_PASSAGE = Prepared(
    select(
        col(Revision.id),
        func.substr(col(Revision.text), bindparam("first"), bindparam("length")).label("words"),
        func.length(col(Revision.text)).label("total"),
        col(Transcript.name),
    )
    .join(Transcript, col(Transcript.id) == col(Revision.transcript_id))
    .where(col(Revision.transcript_id) == bindparam("transcript"), col(Transcript.removed).is_(False))
    .order_by(col(Revision.number).desc())
    .limit(1)
)


class Passage(NamedTuple):
    """A span of a transcript, verified: its revision, its words, and the transcript's name."""

    revision_id: int
    words: str
    transcript: str


def read_passage(connection: Connection, transcript_id: int, span: Span, *, revision_id: int | None = None) -> Passage:
    """The words of a span of the newest revision.

    `revision_id` is the revision the offsets were read in: if the transcript has been corrected since, other words may
    stand there, and `ChangedMeanwhile` is raised. Raises `SpanOutsideTranscript`, `EmptySpan`.
    """
    values = {"transcript": transcript_id, "first": span.start + 1, "length": span.end - span.start}
    row = _PASSAGE.run(connection, values).one_or_none()
    if row is None:
        raise ChangedMeanwhile(kind=say("tables.transcript"))
    if revision_id is not None and revision_id != row.id:
        raise ChangedMeanwhile(kind=say("tables.revision"))
    if not 0 <= span.start < span.end <= row.total:
        raise SpanOutsideTranscript(start=span.start, end=span.end, transcript=row.name, length=row.total)
    if not row.words.strip():
        raise EmptySpan(transcript=row.name, start=span.start, end=span.end)
    return Passage(row.id, row.words, row.name)


def require_unit(change: Change, unit_id: int) -> dict[str, Any]:
    """Within an action: a unit as it is stored. Raises `ChangedMeanwhile` if it is gone."""
    unit = change.row(MeaningUnit, unit_id)
    if unit is None:
        raise ChangedMeanwhile(kind=say("tables.meaning_unit"))
    return unit


def unit_words(change: Change, unit_id: int) -> str:
    """Within an action: the beginning of a unit's words."""
    return shortened(require_unit(change, unit_id)["text"])
