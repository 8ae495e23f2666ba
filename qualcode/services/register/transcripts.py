"""How far each transcript has come, and which topics of the guide it touches."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed
from qualcode.locale import say
from qualcode.model import GuideTopic, Interview, TopicTouched, Transcript
from qualcode.services.naming import find_transcript
from qualcode.services.register.rows import RegisterRow, key_where, substudy_names, tie_exactly, within
from qualcode.storage.journal import Change
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.views.loading import ALREADY_THERE, CHANGED
from qualcode.views.named import NamedTranscript
from qualcode.views.register import TranscriptEntry

_COLUMNS = ("kind", "transcribed_by", "checked_by", "checked", "tagged", "deidentified", "ready")


def transcript_states(connection: Connection) -> tuple[TranscriptEntry, ...]:
    """The status of each transcript, by substudy and interview."""
    names, touched = substudy_names(connection), _touched(connection)
    order = list(names)
    statement: Any = (
        select(col(Transcript.id), col(Transcript.name), col(Interview.substudy_id))
        .add_columns(*(col(getattr(Transcript, name)) for name in _COLUMNS))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Interview.position), col(Transcript.id))
    )
    rows: Any = connection.execute(statement).all()
    return tuple(
        TranscriptEntry(
            transcript=row.name,
            substudy=names[row.substudy_id],
            topics=touched.get(row.id, ()),
            **{name: getattr(row, name) for name in _COLUMNS},
        )
        for row in sorted(rows, key=lambda row: order.index(row.substudy_id))
    )


def take_transcript(change: Change, row: RegisterRow) -> str:
    """The status of a transcript, which must be there; topics are those of its substudy's guide."""
    told = row.told(TranscriptEntry)
    found = find_transcript(change.connection, within(row, "transcript"))
    topics = told.pop("topics", None)
    changed = change.change(Transcript, found.id, **{name: told[name] for name in _COLUMNS if name in told})
    if topics is not None:
        wanted = {_topic(change.connection, found, topic) for topic in topics}
        ties: dict[str, Any] = {"owner": ("transcript_id", found.id), "other": "topic_id", "wanted": wanted}
        changed |= tie_exactly(change, TopicTouched, **ties)
    return CHANGED if changed else ALREADY_THERE


def _topic(connection: Connection, transcript: NamedTranscript, topic: str) -> int:
    key = key_where(connection, GuideTopic, {"substudy_id": transcript.substudy_id, "topic": to_name(topic)})
    if key is not None:
        return key
    there = col(GuideTopic.substudy_id) == transcript.substudy_id
    known: Any = connection.execute(select(col(GuideTopic.topic)).where(there)).scalars().all()
    names = ", ".join(f"«{name}»" for name in nearest(topic, known) or known[:5])
    hint = say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")
    raise NothingNamed(kind=say("kinds.topic"), name=topic, nearest=hint)


def _touched(connection: Connection) -> dict[int, tuple[str, ...]]:
    """The topics each transcript touches, in the order of the guide."""
    statement: Any = (
        select(col(TopicTouched.transcript_id), col(GuideTopic.topic))
        .join(GuideTopic, col(GuideTopic.id) == col(TopicTouched.topic_id))
        .order_by(col(GuideTopic.position))
    )
    touched: dict[int, tuple[str, ...]] = {}
    for transcript, topic in connection.execute(statement):
        touched[transcript] = (*touched.get(transcript, ()), topic)
    return touched
