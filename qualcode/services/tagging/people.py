"""Who was there: the people of an interview, each with the key that means her."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Interview, InterviewParticipant, Participant, Seat, Speaker, TableLog, Transcript
from qualcode.services.acting import stored_row
from qualcode.services.naming import find_participant, possible_name
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.person_keys import person_keys
from qualcode.text.roles import INTERVIEWER, MODERATOR, PARTICIPANT, SECRETARY
from qualcode.views.table_log import Person

FOCUS_GROUP = "focus-group"


def people_of(connection: Connection, interview_id: int) -> tuple[Person, ...]:
    """Whoever may speak in an interview: the one who asks, the secretary, then its participants with their keys.

    Its participants are those registered as present, and whoever sits at its table or speaks in its transcript besides.
    Where nobody is registered, it is everybody of the substudy; the keys go first to those who sit or speak there.
    """
    interview: Any = connection.execute(
        select(col(Interview.substudy_id), col(Interview.design)).where(col(Interview.id) == interview_id)
    ).one()
    asks = MODERATOR if interview.design == FOCUS_GROUP else INTERVIEWER
    known = _participants(connection, interview.substudy_id)
    present = _present(connection, interview_id)
    speaking = set(_speaking(connection, interview_id))
    there = [*present, *_seated(connection, interview_id), *(key for key in known if key in speaking)]
    order = dict.fromkeys(there if present else [*there, *known])
    codes = [(key, known[key]) for key in order if key in known]
    keys = person_keys([code for _, code in codes])
    people = [Person(PARTICIPANT, key, code, key=digit) for (key, code), digit in zip(codes, keys, strict=True)]
    return (Person(asks), Person(SECRETARY), *people)


def present_at(study: OpenStudy, interview_id: int) -> tuple[str, ...]:
    """The codes of those registered as present, in the substudy's order; none where nobody has said."""
    with study.reading() as connection:
        interview = select(col(Interview.substudy_id)).where(col(Interview.id) == interview_id)
        known = _participants(connection, connection.execute(interview).scalar_one())
        return tuple(known[key] for key in _present(connection, interview_id) if key in known)


def set_present(study: OpenStudy, interview_id: int, codes: Sequence[str]) -> None:
    """Register who was present, and nobody else. Raises `NothingNamed` for a code the substudy does not have."""
    with study.change("people.present") as change:
        interview = stored_row(change, Interview, interview_id)
        substudy_id = interview["substudy_id"]
        by_code = {code.casefold(): code for code in _participants(change.connection, substudy_id).values()}
        meant = (by_code.get(code.casefold(), code) for code in codes)
        wanted = {find_participant(change.connection, code, substudy_id=substudy_id).id: None for code in meant}
        rows: Any = change.connection.execute(
            select(col(InterviewParticipant.id), col(InterviewParticipant.participant_id)).where(
                col(InterviewParticipant.interview_id) == interview_id
            )
        ).all()
        for key, participant_id in rows:
            if participant_id not in wanted:
                change.remove(InterviewParticipant, key)
        for participant_id in wanted.keys() - {row.participant_id for row in rows}:
            change.add(InterviewParticipant, interview_id=interview_id, participant_id=participant_id)
        change.summary = say("speaking.summaries.present", interview=interview["name"])


def add_person(study: OpenStudy, interview_id: int, code: str) -> Person:
    """A participant of the interview's substudy whom nobody has registered yet, present at the interview.

    A code that is there already is that participant. Raises `NameRefused`.
    """
    with study.change("people.add") as change:
        interview = stored_row(change, Interview, interview_id)
        key = ensure_participant(change, interview["substudy_id"], code)
        there = _present(change.connection, interview_id)
        if there and key not in there:
            change.add(InterviewParticipant, interview_id=interview_id, participant_id=key)
        named = stored_row(change, Participant, key)["code"]
        change.summary = say("speaking.summaries.person", code=named, interview=interview["name"])
    with study.reading() as connection:
        people = people_of(connection, interview_id)
    return next(person for person in people if person.participant_id == key)


def ensure_participant(change: Change, substudy_id: int, code: str) -> int:
    """Within an action: the key of the participant with this code, last in the substudy if she is new."""
    known = _participants(change.connection, substudy_id)
    wanted = to_name(code).casefold()
    same = next((key for key, name in known.items() if name.casefold() == wanted), None)
    if same is not None:
        return same
    named = possible_name(code, kind="participant")
    return change.add(Participant, substudy_id=substudy_id, code=named, position=len(known) + 1)


def with_temporary(people: Iterable[Person], names: Iterable[str]) -> tuple[Person, ...]:
    """The people of a table log: those who are known, then those known by a temporary name, each with a key."""
    known = list(people)
    named = [person for person in known if person.participant_id is not None]
    called = [Person(PARTICIPANT, called=name) for name in names]
    keys = person_keys([person.name for person in (*named, *called)])
    digits = dict(zip((person.name for person in (*named, *called)), keys, strict=True))
    roles = [person for person in known if person.participant_id is None]
    return (*roles, *(_keyed(person, digits[person.name]) for person in (*named, *called)))


def _keyed(person: Person, key: str) -> Person:
    return Person(person.role, person.participant_id, person.code, person.called, key)


def _participants(connection: Connection, substudy_id: int | None) -> dict[int, str]:
    """Codes by key, in the substudy's order."""
    statement = (
        select(col(Participant.id), col(Participant.code))
        .where(col(Participant.substudy_id) == substudy_id)
        .order_by(col(Participant.position), col(Participant.id))
    )
    rows: Any = connection.execute(statement).all()
    return dict(rows)


def _present(connection: Connection, interview_id: int) -> list[int]:
    statement = (
        select(col(Participant.id))
        .join(InterviewParticipant, col(InterviewParticipant.participant_id) == col(Participant.id))
        .where(col(InterviewParticipant.interview_id) == interview_id)
        .order_by(col(Participant.position), col(Participant.id))
    )
    rows: Any = connection.execute(statement).scalars()
    return list(rows)


def _seated(connection: Connection, interview_id: int) -> list[int]:
    statement = (
        select(col(Seat.participant_id))
        .join(TableLog, col(TableLog.id) == col(Seat.log_id))
        .where(col(TableLog.interview_id) == interview_id, col(Seat.participant_id).is_not(None))
        .order_by(col(Seat.position), col(Seat.id))
    )
    rows: Any = connection.execute(statement).scalars()
    return list(dict.fromkeys(rows))


def _speaking(connection: Connection, interview_id: int) -> list[int]:
    statement = (
        select(col(Speaker.participant_id))
        .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
        .where(col(Transcript.interview_id) == interview_id, col(Speaker.participant_id).is_not(None))
    )
    rows: Any = connection.execute(statement).scalars()
    return list(rows)
