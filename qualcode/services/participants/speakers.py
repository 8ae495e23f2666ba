"""Who the labels of a transcript are: a role each, and for participants the person."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import Interview, Participant, Speaker, Tally, Transcript
from qualcode.services.naming import find_participant, find_speaker, find_transcript
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.labels import fold
from qualcode.text.roles import PARTICIPANT, ROLES, UNKNOWN, likely_role
from qualcode.views.importing import SpeakerCount
from qualcode.views.named import Named

Codes = dict[str, Named]
"""The participants of a substudy, by their codes without regard to capitals."""


def speakers(study: OpenStudy, transcript: str) -> tuple[SpeakerCount, ...]:
    """The labels of a transcript in order of appearance: role, participant's code or None, turns.

    Raises `NothingNamed`, `AmbiguousName` for the transcript.
    """
    with study.reading() as connection:
        return speakers_of(connection, find_transcript(connection, transcript).id)


def set_speakers(study: OpenStudy, transcript: str, tags: Iterable[tuple[str, str, str | None]]) -> None:
    """Say who labels are, as (label, role, participant's code or None); one action for all of them.

    A participant without a code is the one whose code the label is, if there is one. Raises `NothingNamed` for a
    transcript, label or participant that is not there, `ValueRefused` for a role that does not exist, or one that
    cannot have a participant.
    """
    given = list(tags)
    with study.change("speakers.set") as change:
        found = find_transcript(change.connection, transcript)
        codes = codes_of(change.connection, found.substudy_id)
        change.summary = say(
            "summaries.speakers_set", transcript=found.name, labels=", ".join(label for label, _, _ in given)
        )
        for label, role, code in given:
            _refuse_impossible(role, code)
            speaker = find_speaker(change.connection, label, transcript_id=found.id)
            participant = _participant(change.connection, found.substudy_id, codes, speaker.name, role, code)
            change.change(Speaker, speaker.id, role=role, participant_id=participant)


def match_speakers(change: Change, substudy_id: int) -> int:
    """Within an action: labels nobody has placed yet become the participants whose codes they are. How many."""
    codes = codes_of(change.connection, substudy_id)
    rows = _unknown_speakers(change.connection, substudy_id)
    matched = [(row.id, codes[row.label.casefold()]) for row in rows if row.label.casefold() in codes]
    for key, participant in matched:
        change.change(Speaker, key, role=PARTICIPANT, participant_id=participant.id)
    return len(matched)


def role_of(label: str, codes: Codes) -> tuple[str, Named | None]:
    """Who a label is taken to be when it is first seen: a participant by code, else the role it most likely has."""
    participant = codes.get(label.casefold())
    return (PARTICIPANT, participant) if participant else (likely_role(label), None)


def who_is(
    connection: Connection,
    substudy_id: int,
    label: str,
    codes: Codes,
    decided: Sequence[tuple[str, str, str | None]] = (),
) -> tuple[str, Named | None]:
    """Who a label is at import: what was `decided`, as (label, role, code), else what it is taken to be.

    Raises `ValueRefused` for a role that does not exist or cannot have a participant, `NothingNamed` for a participant.
    """
    known = next(((role, code) for told, role, code in decided if fold(told) == fold(label)), None)
    if known is None:
        return role_of(label, codes)
    role, code = known
    _refuse_impossible(role, code)
    if role != PARTICIPANT:
        return role, None
    return role, find_participant(connection, code, substudy_id=substudy_id) if code else codes.get(label.casefold())


def codes_of(connection: Connection, substudy_id: int) -> Codes:
    """The participants of a substudy by code."""
    statement = select(col(Participant.id), col(Participant.uid), col(Participant.code))
    rows: Any = connection.execute(statement.where(col(Participant.substudy_id) == substudy_id)).all()
    return {row.code.casefold(): Named(*row) for row in rows}


def speakers_of(connection: Connection, transcript_id: int) -> tuple[SpeakerCount, ...]:
    """The labels of a transcript in order of appearance, with how many turns each has."""
    statement = (
        select(
            col(Speaker.label), col(Speaker.role), col(Participant.code), func.coalesce(col(Tally.n), 0).label("turns")
        )
        .join(Participant, col(Participant.id) == col(Speaker.participant_id), isouter=True)
        .join(
            Tally,
            (col(Tally.kind) == "turns")
            & (col(Tally.owner) == col(Speaker.transcript_id))
            & (col(Tally.part) == col(Speaker.id)),
            isouter=True,
        )
        .where(col(Speaker.transcript_id) == transcript_id)
        .order_by(col(Speaker.id))
    )
    return tuple(SpeakerCount(*row) for row in connection.execute(statement))


def _refuse_impossible(role: str, code: str | None) -> None:
    if role not in ROLES:
        raise ValueRefused(what=say("kinds.role"), value=role, choices=", ".join(ROLES))
    if code and role != PARTICIPANT:
        raise ValueRefused(what=say("kinds.role"), value=f"{role}:{code}", choices=f"{role}, {PARTICIPANT}:{code}")


def _participant(
    connection: Connection, substudy_id: int, codes: Codes, label: str, role: str, code: str | None
) -> int | None:
    if role != PARTICIPANT:
        return None
    named = find_participant(connection, code, substudy_id=substudy_id) if code else codes.get(label.casefold())
    return None if named is None else named.id


def _unknown_speakers(connection: Connection, substudy_id: int) -> Sequence[Any]:
    """The labels of a substudy's transcripts that nobody has said anything about yet, as rows of id and label."""
    statement = (
        select(col(Speaker.id), col(Speaker.label))
        .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(
            col(Interview.substudy_id) == substudy_id,
            col(Transcript.removed).is_(False),
            col(Speaker.role) == UNKNOWN,
        )
    )
    return connection.execute(statement).all()
