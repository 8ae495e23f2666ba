"""What one search leaves to the next: the order of the material, who speaks in it, and the texts that were read."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, bindparam, func, or_, select
from sqlmodel import col

from qualcode.model import (
    Interview,
    JournalEntry,
    Participant,
    Revision,
    Speaker,
    StudyRow,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.services.asking.search_runs import Order
from qualcode.services.naming import transcripts_called
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.search_index import vocabulary
from qualcode.text.lemmas import forms_of

_MOST_KEPT = 16_000_000
"""So many characters of transcripts are kept for the next search: those of all but the largest studies."""

_BESIDE_THE_MATERIAL = ("unit", "codings", "group", "subgroup", "sorting", "note", "condensate", "quote", "search")
"""What these acts write leaves every transcript and the order of its turns as they are."""

_WORDED: Any = select(col(Revision.id), col(Revision.text))
_NEWEST = Prepared(select(func.coalesce(func.max(col(JournalEntry.id)), 0)))
_SINCE = Prepared(
    select(func.count()).where(
        col(JournalEntry.id) > bindparam("known"),
        ~or_(*[col(JournalEntry.action).startswith(f"{noun}.") for noun in _BESIDE_THE_MATERIAL]),
    )
)
_ORDER = Prepared(select(col(Turn.transcript_id), col(Turn.id)).order_by(col(Turn.transcript_id), col(Turn.start)))
_VOICES = Prepared(
    select(
        col(Speaker.id),
        col(Speaker.label),
        col(Speaker.role),
        col(Speaker.participant_id),
        col(Participant.code),
        col(Speaker.transcript_id),
    ).outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))
)


class Voice(NamedTuple):
    """Who says a turn: the label in the transcript, the role, and the participant (key, code) if it is one."""

    label: str | None = None
    role: str | None = None
    participant_id: int | None = None
    participant: str | None = None
    transcript_id: int | None = None


class Kept:
    """What one search leaves to the next, for as long as nothing is done to the material.

    The transcripts (key, name, substudy) in order, their turns, and who speaks in them; the texts that were read, by
    revision; the words
    that are used, and the forms that were looked up.
    """

    def __init__(self, connection: Connection, newest: int) -> None:
        self.newest = newest
        names = transcripts_called(connection)
        self.transcripts = {key: (names[key], substudy) for key, substudy in transcripts_in(connection, []).items()}
        self.voices: dict[int | None, Voice] = {key: Voice(*told) for key, *told in _VOICES.read(connection)}
        self.voices[None] = Voice()
        self._turns: dict[int, list[int]] = {}
        for transcript, turn in _ORDER.read(connection):
            self._turns.setdefault(transcript, []).append(turn)
        self.order = self.order_of(self.transcripts)
        self._texts: dict[int, str] = {}
        self._words: list[str] | None = None
        self._forms: dict[str, frozenset[str]] = {}

    def order_of(self, transcripts: Iterable[int]) -> Order:
        """The order of the turns of these transcripts."""
        return Order(self._turns.get(transcript, []) for transcript in transcripts)

    def texts(self, connection: Connection, revisions: set[int]) -> dict[int, str]:
        """The texts of these revisions, and perhaps of others."""
        texts = self._texts
        unread = revisions - texts.keys()
        if unread:
            read = dict(read_plain(connection, _WORDED.where(col(Revision.id).in_(unread))))
            if sum(map(len, texts.values())) + sum(map(len, read.values())) > _MOST_KEPT:
                texts = {key: text for key, text in texts.items() if key in revisions}
            # Another thread may be reading in the one that was.
            texts = self._texts = texts | read
        return texts

    def forms(self, connection: Connection, word: str) -> frozenset[str]:
        """The forms of a word (folded) among the words that are used."""
        if word not in self._forms:
            if self._words is None:
                self._words = vocabulary(connection)
            language = connection.execute(select(col(StudyRow.language))).scalar_one()
            self._forms[word] = forms_of(word, self._words, language=language)
        return self._forms[word]


_kept: WeakKeyDictionary[OpenStudy, Kept] = WeakKeyDictionary()


def kept_of(study: OpenStudy, connection: Connection) -> Kept:
    """What is kept of the study as it is now."""
    newest = int(_NEWEST.read(connection)[0][0])
    kept = _kept.get(study)
    if kept is not None and kept.newest < newest and not _SINCE.read(connection, {"known": kept.newest})[0][0]:
        kept.newest = newest
    if kept is None or kept.newest != newest:
        kept = _kept[study] = Kept(connection, newest)
    return kept


def transcripts_in(connection: Connection, conditions: list[Any]) -> dict[int, str]:
    """The substudy of each transcript that meets the conditions, by key, in the order of the material."""
    statement: Any = (
        select(col(Transcript.id), col(Substudy.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False), *conditions)
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return dict(read_plain(connection, statement))
