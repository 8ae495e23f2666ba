"""Notes: on a passage, on a meaning unit, on a whole transcript; listed together with the overall impressions."""

from typing import Any

from sqlalchemy import Connection, func, literal, select
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    Coder,
    Impression,
    Interview,
    MeaningUnit,
    Note,
    Revision,
    Substudy,
    Transcript,
)
from qualcode.services.acting import prose, stored_row
from qualcode.services.passages import read_passage, require_unit
from qualcode.services.reading.reading import require_material
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.reading import NoteView

IMPRESSION = "impression"
NOTE = "note"


def notes(study: OpenStudy, analysis_id: int | None = None, *, transcript_id: int | None = None) -> list[NoteView]:
    """What readers wrote about an analysis (or all): overall impressions first, then notes in order of place.

    With `transcript_id` only the notes on that transcript.
    """
    with study.reading() as connection:
        impressions = [] if transcript_id is not None else _impressions(connection, analysis_id)
        return impressions + _notes(connection, analysis_id, transcript_id)


def add_note(
    study: OpenStudy,
    analysis_id: int,
    transcript_id: int,
    text: str,
    *,
    span: Span | None = None,
    unit_id: int | None = None,
    revision_id: int | None = None,
) -> int:
    """Write a note on a passage, on a meaning unit, or with neither on the whole transcript. Returns its key.

    `revision_id` as in `code_span`. Raises `SpanOutsideTranscript`, `EmptySpan`, `ValueRefused` for an empty text,
    `NothingNamed` for a transcript that is not of the analysis or a unit that is gone.
    """
    with study.change("note.write") as change:
        if unit_id is not None:
            unit = require_unit(change, unit_id)
            analysis_id, transcript_id, span = unit["analysis_id"], unit["transcript_id"], None
        return put_note(
            change,
            analysis_id=analysis_id,
            transcript_id=transcript_id,
            coder_id=change.coder_id,
            text=text,
            span=span,
            unit_id=unit_id,
            revision_id=revision_id,
        )


def put_note(
    change: Change,
    *,
    analysis_id: int,
    transcript_id: int,
    coder_id: int,
    text: str,
    span: Span | None = None,
    unit_id: int | None = None,
    revision_id: int | None = None,
) -> int:
    """Within an action: a new note of a reader's. Raises as `add_note`."""
    written = prose(text)
    if not written:
        raise ValueRefused(what=say("kinds.note"), value="", choices=say("errors.reasons.a_text"))
    name = require_material(change.connection, analysis_id, transcript_id)
    place: dict[str, int] = {}
    if span is not None:
        passage = read_passage(change.connection, transcript_id, span, revision_id=revision_id)
        place = {"start": span.start, "end": span.end, "revision_id": passage.revision_id}
    change.summary = say("summaries.note_added", transcript=name, words=shortened(written))
    owner = {"analysis_id": analysis_id, "transcript_id": transcript_id, "coder_id": coder_id}
    return change.add(Note, **owner, **place, unit_id=unit_id, text=written, created=change.at)


def change_note(study: OpenStudy, note_id: int, text: str, *, seen: int | None = None) -> None:
    """Write a note anew; an empty text takes it away. Raises `ChangedMeanwhile`."""
    if not prose(text):
        remove_note(study, note_id)
        return
    with study.change("note.edit") as change:
        change.summary = say("summaries.note_changed", words=shortened(prose(text)))
        change.change(Note, note_id, seen=seen, text=prose(text))


def remove_note(study: OpenStudy, note_id: int) -> None:
    """Take a note away. Raises `ChangedMeanwhile` if somebody has already."""
    with study.change("note.remove") as change:
        change.summary = say("summaries.note_removed", words=shortened(stored_row(change, Note, note_id)["text"]))
        change.remove(Note, note_id)


def _impressions(connection: Connection, analysis_id: int | None) -> list[NoteView]:
    statement: Any = (
        select(
            col(Impression.id),
            col(Impression.uid),
            literal(IMPRESSION),
            col(Analysis.title),
            col(Coder.initials),
            col(Impression.text),
            col(Impression.version),
        )
        .join(Analysis, col(Analysis.id) == col(Impression.analysis_id))
        .join(Coder, col(Coder.id) == col(Impression.coder_id))
        .order_by(col(Analysis.position), col(Coder.initials))
    )
    if analysis_id is not None:
        statement = statement.where(col(Impression.analysis_id) == analysis_id)
    return [NoteView(*row) for row in connection.execute(statement)]


def _notes(connection: Connection, analysis_id: int | None, transcript_id: int | None) -> list[NoteView]:
    start = func.coalesce(col(Note.start), col(MeaningUnit.start))
    end = func.coalesce(col(Note.end), col(MeaningUnit.end))
    statement: Any = (
        select(
            col(Note.id),
            col(Note.uid),
            literal(NOTE),
            col(Analysis.title),
            col(Coder.initials),
            col(Note.text),
            col(Note.version),
            col(Transcript.name),
            col(Note.transcript_id),
            start.label("from"),
            end.label("to"),
            func.coalesce(func.substr(col(Revision.text), start + 1, end - start), "").label("quote"),
            col(Note.unit_id),
            col(Note.created),
        )
        .join(Analysis, col(Analysis.id) == col(Note.analysis_id))
        .join(Coder, col(Coder.id) == col(Note.coder_id))
        .join(Transcript, col(Transcript.id) == col(Note.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .outerjoin(MeaningUnit, col(MeaningUnit.id) == col(Note.unit_id))
        .outerjoin(Revision, col(Revision.id) == func.coalesce(col(Note.revision_id), col(MeaningUnit.revision_id)))
        .where(col(Transcript.removed).is_(False))
    )
    if analysis_id is not None:
        statement = statement.where(col(Note.analysis_id) == analysis_id)
    if transcript_id is not None:
        statement = statement.where(col(Note.transcript_id) == transcript_id)
    # A note on the whole transcript comes before those on its passages, on either engine.
    by_place = (func.coalesce(start, -1), func.coalesce(end, -1), col(Note.id))
    material = (col(Analysis.position), col(Substudy.position), col(Interview.position))
    return [NoteView(*row) for row in connection.execute(statement.order_by(*material, *by_place))]
