"""Transcripts as they are read: the whole text with its turns, and the list of them."""

from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import (
    AnalysisSubstudy,
    Interview,
    Participant,
    ReadingMark,
    Revision,
    Sentence,
    Speaker,
    Substudy,
    Tally,
    Transcript,
    Turn,
)
from qualcode.services.naming import current_revision, find_transcript
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared
from qualcode.views.transcript import SpeakerView, TranscriptLine, TranscriptView, TurnView

_TEXT = Prepared(
    select(
        col(Transcript.uid),
        col(Transcript.name),
        col(Substudy.name).label("substudy"),
        col(Revision.id).label("revision_id"),
        col(Revision.text),
    )
    .join(Interview, col(Interview.id) == col(Transcript.interview_id))
    .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
    .join(Revision, col(Revision.transcript_id) == col(Transcript.id))
    .where(col(Transcript.id) == bindparam("transcript"), col(Transcript.removed).is_(False))
    .order_by(col(Revision.number).desc())
    .limit(1)
)
_TURNS = Prepared(
    select(
        col(Turn.id),
        col(Turn.number),
        col(Turn.start),
        col(Turn.end),
        col(Turn.speaker_id),
        col(Turn.start_ms),
        col(Turn.end_ms),
        col(Turn.doubtful),
        col(Turn.overlap),
        col(Turn.inaudible),
        col(Turn.note),
    )
    .where(col(Turn.transcript_id) == bindparam("transcript"))
    .order_by(col(Turn.number))
)
_SENTENCES = Prepared(
    select(col(Sentence.start), col(Sentence.end))
    .where(col(Sentence.transcript_id) == bindparam("transcript"))
    .order_by(col(Sentence.start))
)
_SPEAKERS = Prepared(
    select(col(Speaker.id), col(Speaker.label), col(Speaker.role), col(Participant.code))
    .join(Participant, col(Participant.id) == col(Speaker.participant_id), isouter=True)
    .where(col(Speaker.transcript_id) == bindparam("transcript"))
)


def transcript_view(study: OpenStudy, transcript_id: int) -> TranscriptView:
    """One transcript in its newest wording: text, turns with their speakers, sentences.

    Raises `ChangedMeanwhile` if it is gone.
    """
    at = {"transcript": transcript_id}
    with study.reading() as connection:
        found = _TEXT.run(connection, at).one_or_none()
        if found is None:
            raise ChangedMeanwhile(kind=say("tables.transcript"))
        speakers = {row[0]: SpeakerView(*row) for row in _SPEAKERS.run(connection, at)}
        turns = tuple(
            TurnView(
                *(key, number, start, end, speakers.get(speaker), start_ms, end_ms),
                doubtful=bool(doubtful),
                overlap=bool(overlap),
                inaudible=bool(inaudible),
                note=note,
            )
            for key, number, start, end, speaker, start_ms, end_ms, doubtful, overlap, inaudible, note in _TURNS.run(
                connection, at
            )
        )
        sentences = tuple((start, end) for start, end in _SENTENCES.run(connection, at))
    return TranscriptView(
        id=transcript_id,
        uid=found.uid,
        name=found.name,
        substudy=found.substudy,
        revision_id=found.revision_id,
        text=found.text,
        turns=turns,
        sentences=sentences,
    )


def transcript_lines(study: OpenStudy, analysis_id: int) -> tuple[TranscriptLine, ...]:
    """The transcripts an analysis covers, by substudy and interview: how much is coded, what this coder has read."""
    coder = study.coder_id()
    with study.reading() as connection:
        rows: Any = connection.execute(_lines(analysis_id, coder)).all()
    return tuple(
        TranscriptLine(
            id=row.id,
            name=row.name,
            substudy=row.substudy,
            words=row.words,
            turns=row.turns,
            units=row.units,
            opened=row.read is not None,
            read=bool(row.read),
        )
        for row in rows
    )


def transcript_text(study: OpenStudy, name: str) -> str:
    """The canonical text of a transcript. Raises `NothingNamed`, `AmbiguousName`."""
    with study.reading() as connection:
        found = find_transcript(connection, name)
        statement = select(col(Revision.text)).where(col(Revision.id) == found.revision_id)
        return connection.execute(statement).scalar_one()


def _lines(analysis_id: int, coder: int | None) -> Any:
    mark = (
        (col(ReadingMark.transcript_id) == col(Transcript.id))
        & (col(ReadingMark.analysis_id) == analysis_id)
        & (col(ReadingMark.coder_id) == (0 if coder is None else coder))
    )
    return (
        select(
            col(Transcript.id),
            col(Transcript.name),
            col(Substudy.name).label("substudy"),
            col(Revision.words),
            _tallied("turns", col(Tally.owner) == col(Transcript.id)).label("turns"),
            _tallied("units", (col(Tally.owner) == analysis_id) & (col(Tally.part) == col(Transcript.id))).label(
                "units"
            ),
            col(ReadingMark.read),
        )
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Substudy.id))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
        .join(ReadingMark, mark, isouter=True)
        .where(col(AnalysisSubstudy.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )


def _tallied(kind: str, where: Any) -> Any:
    total = select(func.coalesce(func.sum(col(Tally.n)), 0)).where(col(Tally.kind) == kind, where)
    return total.correlate(Transcript).scalar_subquery()
