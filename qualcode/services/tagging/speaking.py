"""Speaker tagging (navnefesting): what the secretary sees of a transcript, and who she says speaks."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import Interview, Participant, Speaker, Substudy, Transcript, Turn
from qualcode.services.acting import stored_row
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.material.turns import split_turn, split_turn_for, tag_person, tag_turn
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.tagging.heard_labels import labels_heard
from qualcode.services.tagging.people import people_of
from qualcode.services.tagging.proposals import labels_elsewhere, propose
from qualcode.services.tagging.reading_table_logs import read_log
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared
from qualcode.text.roles import UNKNOWN
from qualcode.views.speaking import TaggedTranscript, TaggingView
from qualcode.views.table_log import Person
from qualcode.views.transcript import SpeakerView, TurnView

_TURN = Prepared(
    select(
        col(Turn.id),
        col(Turn.number),
        col(Turn.start),
        col(Turn.end),
        col(Turn.start_ms),
        col(Turn.end_ms),
        col(Turn.doubtful),
        col(Turn.overlap),
        col(Turn.inaudible),
        col(Turn.note),
        col(Speaker.id),
        col(Speaker.label),
        col(Speaker.role),
        col(Participant.code),
    )
    .outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
    .outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))
    .where(col(Turn.id) == bindparam("turn"))
)


def tagging_view(study: OpenStudy, transcript_id: int) -> TaggingView:
    """A transcript ready to be tagged. Raises `NothingNamed` if it is gone."""
    view = transcript_view(study, transcript_id)
    with study.reading() as connection:
        row: Any = connection.execute(
            select(col(Transcript.interview_id), col(Transcript.media), col(Transcript.tagged)).where(
                col(Transcript.id) == transcript_id
            )
        ).one()
        people = people_of(connection, row.interview_id)
        log = read_log(connection, row.interview_id)
        said = labels_elsewhere(connection, transcript_id) | labels_heard(connection, transcript_id)
    return TaggingView(
        transcript_id=transcript_id,
        name=view.name,
        substudy=view.substudy,
        interview_id=row.interview_id,
        revision_id=view.revision_id,
        text=view.text,
        turns=view.turns,
        people=people,
        proposals=propose(view.text, view.turns, people=people, lines=log.lines, said=said),
        log=log,
        media=row.media,
        done=row.tagged,
    )


def turn_view(study: OpenStudy, turn_id: int) -> TurnView:
    """One turn as it is now. Raises `ChangedMeanwhile` if it is gone."""
    with study.reading() as connection:
        row = _TURN.run(connection, {"turn": turn_id}).one_or_none()
    if row is None:
        raise ChangedMeanwhile(kind=say("tables.turn"))
    key, number, start, end, start_ms, end_ms, doubtful, overlap, inaudible, note, *speaker = row
    who = None if speaker[0] is None else SpeakerView(*speaker)
    marks = (bool(doubtful), bool(overlap), bool(inaudible))
    return TurnView(key, number, start, end, who, start_ms, end_ms, *marks, note)


def transcripts_to_tag(study: OpenStudy) -> tuple[TaggedTranscript, ...]:
    """Every transcript, by substudy and interview, with how many turns have nobody who is known."""
    with study.reading() as connection:
        return _to_tag(connection)


def tag(study: OpenStudy, turn: TurnView, person: Person | None, *, doubtful: bool = False) -> bool:
    """Say who speaks in a turn; None: nobody knows. False if it was so already.

    A turn whose label nobody has placed keeps the label: that it is unknown is said already. Raises
    `ChangedMeanwhile`, also if somebody else has tagged the turn since it was read.
    """
    if person is not None:
        who, role = person.participant_id, person.role
        return tag_person(study, turn.id, participant_id=who, role=role, doubtful=doubtful, seen=turn)
    if turn.speaker is not None and turn.speaker.role == UNKNOWN:
        return tag_turn(study, turn.id, turn.speaker.id, seen=turn)
    return tag_turn(study, turn.id, None, seen=turn)


def tag_from(
    study: OpenStudy,
    turn: TurnView,
    at: int,
    person: Person | None,
    *,
    doubtful: bool = False,
    revision_id: int | None = None,
) -> int:
    """From offset `at` on it is somebody else: the turn is split there. Returns the key of the turn that begins there.

    `revision_id` as in `correct_turn`. Raises `ValueRefused` if a half would have no words, `ChangedMeanwhile`.
    """
    if person is None:
        return split_turn(study, turn.id, at, revision_id=revision_id)
    who, role = person.participant_id, person.role
    return split_turn_for(study, turn.id, at, participant_id=who, role=role, doubtful=doubtful, revision_id=revision_id)


def place_label(study: OpenStudy, view: TaggingView, label: str, person: Person | None) -> None:
    """Say who a label is, for the whole of this transcript; another transcript may use it for somebody else."""
    role = UNKNOWN if person is None else person.role
    code = person.code if person is not None and person.participant_id is not None else None
    set_speakers(study, f"{view.substudy}:{view.name}", [(label, role, code)])


def finish_tagging(study: OpenStudy, transcript_id: int, *, done: bool = True) -> None:
    """Mark a transcript as tagged, whatever is left in doubt; or not tagged after all."""
    with study.change("tagging.done") as change:
        row = stored_row(change, Transcript, transcript_id)
        change.summary = say("speaking.summaries.done" if done else "speaking.summaries.not_done", name=row["name"])
        change.change(Transcript, transcript_id, tagged=done)


def _to_tag(connection: Connection) -> tuple[TaggedTranscript, ...]:
    nobody = col(Speaker.id).is_(None) | (col(Speaker.role) == UNKNOWN)
    counts = (
        select(
            col(Turn.transcript_id).label("transcript"),
            func.count().label("turns"),
            func.count().filter(nobody).label("left"),
        )
        .outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .group_by(col(Turn.transcript_id))
        .subquery()
    )
    statement: Any = (
        select(col(Transcript.id), col(Transcript.name), col(Substudy.name), counts.c.turns, counts.c.left)
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(counts, counts.c.transcript == col(Transcript.id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return tuple(TaggedTranscript(*row) for row in connection.execute(statement))
