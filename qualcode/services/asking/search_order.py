"""The order in which a search goes through the material, and what one search leaves to the next."""

from collections.abc import Iterable, Iterator
from heapq import nlargest
from itertools import islice, pairwise
from operator import itemgetter
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
from qualcode.services.naming import transcripts_called
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.search_index import vocabulary
from qualcode.text.lemmas import forms_of

_MOST_KEPT = 16_000_000
"""So many characters of transcripts are kept for the next search: those of all but the largest studies."""

_FIRST_STRETCH = 256
"""So many turns are looked through first where the index has them in another order; then twice as many each time."""

_NEAR_KEYS = 64
_MOST_RANGES = 4
"""Keys of a stretch that lie this near each other are asked for in one range, and there are no more ranges."""

_STRAYS = 8
"""No more than one key in so many is left out of the ranges."""

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


class Stretch(NamedTuple):
    """Turns in a row: the places from `first` to before `after`, and the ranges in which their keys lie.

    `strays` are keys outside of these, as the parts of split turns have them: a look at their words costs less than the
    way to them through the index.
    """

    first: int
    after: int
    ranges: tuple[tuple[int, int], ...]
    strays: tuple[int, ...]


class Order:
    """The turns of some transcripts in the order of the material: keys, in it.

    `stretches` is empty where keys rise in this order, so that the index has it too. They do as long as no turn has
    been split and nothing was taken in between what was there.
    """

    def __init__(self, keys: list[int]) -> None:
        self.keys = keys
        rising = all(one < other for one, other in pairwise(keys))
        self._places = {} if rising else {key: at for at, key in enumerate(keys)}
        self.stretches = () if rising else tuple(_stretches(keys))

    def sorted(self, keys: Iterable[int], *, within: Stretch | None = None) -> list[int]:
        """Those of these keys that are in the order (within one of its stretches), as they stand in it."""
        places = self._places
        first, after = (0, len(places)) if within is None else within[:2]
        here = [key for key in keys if first <= places.get(key, -1) < after]
        return sorted(here, key=places.__getitem__)


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
        return Order([turn for transcript in transcripts for turn in self._turns.get(transcript, ())])

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


def _stretches(keys: list[int]) -> Iterator[Stretch]:
    first, size = 0, _FIRST_STRETCH
    while first < len(keys):
        after = min(len(keys), first + size)
        near, strays = _apart(sorted(islice(keys, first, after)))
        yield Stretch(first, after, tuple(_ranges(near)), tuple(strays))
        first, size = after, 2 * size


def _apart(keys: list[int]) -> tuple[list[int], list[int]]:
    """The keys that lie many together, and the few that do not."""
    near: list[int] = []
    strays: list[int] = []
    begins = [0, *(at for at, gap in _gaps(keys)), len(keys)]
    for first, after in pairwise(begins):
        (strays if after - first < _NEAR_KEYS else near).extend(keys[first:after])
    return (near, strays) if len(strays) * _STRAYS <= len(keys) else (keys, [])


def _ranges(keys: list[int]) -> Iterator[tuple[int, int]]:
    """A few ranges in which all these keys lie, and as little as may be between them."""
    widest = nlargest(_MOST_RANGES - 1, _gaps(keys), key=itemgetter(1))
    for first, after in pairwise([0, *sorted(at for at, _ in widest), len(keys)]):
        yield keys[first], keys[after - 1]


def _gaps(keys: list[int]) -> list[tuple[int, int]]:
    """Where the next key is far from the one before, and how far."""
    return [(at, gap) for at, (one, other) in enumerate(pairwise(keys), 1) if (gap := other - one) > _NEAR_KEYS]
