"""Consent, participant by participant, and whose words it holds back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Consent, Participant, Speaker, Substudy, Transcript, Turn
from qualcode.services.naming import find_participant
from qualcode.services.register.rows import RegisterRow, owner_of, put, substudy_names
from qualcode.storage.journal import Change
from qualcode.storage.wordings import newest_wording
from qualcode.text.ordering import natural_key
from qualcode.views.quotes import QuoteView
from qualcode.views.register import ConsentEntry


def consents(connection: Connection) -> tuple[ConsentEntry, ...]:
    """The consents that are registered, by substudy and participant."""
    names = substudy_names(connection)
    order = list(names)
    statement: Any = (
        select(Consent)
        .add_columns(col(Participant.code), col(Participant.substudy_id))
        .join(Participant, col(Participant.id) == col(Consent.participant_id))
    )
    rows: Any = connection.execute(statement).all()
    return tuple(
        ConsentEntry(row.code, names[row.substudy_id], row.form_version, row.given, row.withdrawn)
        for row in sorted(rows, key=lambda row: (order.index(row.substudy_id), natural_key(row.code)))
    )


def take_consent(change: Change, row: RegisterRow) -> str:
    """The consent of a participant, who must be there."""
    told, owner = row.told(ConsentEntry), owner_of(change.connection, row)
    code = told.pop("participant")
    found = find_participant(change.connection, code, substudy_id=owner.id if owner else None)
    told.pop("substudy", None)
    return put(change, Consent, {"participant_id": found.id}, told, leaves=row.leaves)


_asked_for = ContextVar("_asked_for", default=False)


@contextmanager
def including_unconsented() -> Iterator[None]:
    """Within this, nobody's words are held back: somebody has said that those without consent are to go out as well."""
    before = _asked_for.set(True)
    try:
        yield
    finally:
        _asked_for.reset(before)


def holds_back() -> bool:
    """Whether the words of people without consent are held back here."""
    return not _asked_for.get()


def held_back(connection: Connection) -> frozenset[int]:
    """The participants whose words may not go out: without consent where others of the substudy have theirs registered.

    Where no consent at all is registered in a substudy, nobody is held back but those who have withdrawn.
    """
    if not holds_back():
        return frozenset()
    statement: Any = select(
        col(Participant.id), col(Participant.substudy_id), col(Consent.given), col(Consent.withdrawn)
    ).join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
    rows: Any = connection.execute(statement).all()
    # That somebody has withdrawn says nothing of how the others' consent is kept.
    registered = {row.substudy_id for row in rows if row.given or (row.given is not None and not row.withdrawn)}
    return frozenset(row.id for row in rows if row.withdrawn or (row.substudy_id in registered and not row.given))


def held_back_voices(connection: Connection) -> frozenset[tuple[str, str]]:
    """The same people, by substudy and code: a code is one person's only within a substudy."""
    statement: Any = (
        select(col(Substudy.name), col(Participant.code))
        .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
        .where(col(Participant.id).in_(sorted(held_back(connection))))
    )
    return frozenset((substudy, code) for substudy, code in connection.execute(statement))


def speech_held_back(connection: Connection) -> Iterator[tuple[str, str]]:
    """What people without consent say, turn by turn: the code, and the words with single blanks between."""
    withheld = sorted(held_back(connection))
    if not withheld:
        return
    statement: Any = (
        select(col(Turn.transcript_id), col(Turn.start), col(Turn.end), col(Participant.code))
        .join(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .join(Participant, col(Participant.id) == col(Speaker.participant_id))
        .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
        .where(col(Participant.id).in_(withheld), col(Transcript.removed).is_(False))
        .order_by(col(Turn.transcript_id))
    )
    texts: dict[int, str] = {}
    for transcript, start, end, code in connection.execute(statement).all():
        if transcript not in texts:
            wording = newest_wording(connection, transcript)
            texts[transcript] = wording.text if wording else ""
        yield code, " ".join(texts[transcript][start:end].split())


def is_held_back(quote: QuoteView, voices: frozenset[tuple[str, str]]) -> bool:
    """Whether anybody who speaks in a quote is held back."""
    return any((quote.substudy, code) in voices for code in quote.participants)
