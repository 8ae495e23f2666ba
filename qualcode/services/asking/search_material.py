"""What a search reads: the turns that may hold a hit, in the order of the material, within the limits."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from qualcode.model import Interview, JournalEntry, Participant, Revision, Speaker, Substudy, Transcript, Turn
from qualcode.services.asking.search_limits import Within
from qualcode.services.naming import transcripts_called
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.search_index import matching_turns

_FIRST_BATCH = 50
_LARGEST_BATCH = 512
"""Turns are read in batches that grow, so that the first hits come soon: fifty are a page of them."""

_MOST_KEPT = 16_000_000
"""So many characters of transcripts are kept for the next search: those of all but the largest studies."""

_BATCHES = (_FIRST_BATCH, _LARGEST_BATCH)
_NOBODY = -1

_TOLD: tuple[Any, ...] = (
    col(Turn.transcript_id),
    col(Turn.number),
    col(Turn.start),
    col(Turn.end),
    col(Turn.id),
    col(Turn.revision_id),
    col(Speaker.label),
    col(Speaker.role),
    col(Speaker.participant_id),
    col(Participant.code),
)
"""What is told of a turn: the fields of `FoundTurn`."""


def _with_speakers(turns: Any) -> Any:
    with_speakers = turns.outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
    return with_speakers.outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))


_TURNS = _with_speakers(select(*_TOLD).select_from(Turn))
_WORDED: Any = select(col(Revision.id), col(Revision.text))


def _for_batches(statement: Any, column: Any) -> dict[int, Prepared]:
    """The statement for so many keys at once, by how many."""
    return {
        size: Prepared(statement.where(column.in_([bindparam(f"k{at}") for at in range(size)]))) for size in _BATCHES
    }


_BATCH = _for_batches(_TURNS, col(Turn.id))
_WORDINGS = _for_batches(_WORDED, col(Revision.id))
_FOUND = Prepared(matching_turns())
_FOUND_AFTER = Prepared(_with_speakers(matching_turns(*_TOLD, after=True)))
_NEWEST = Prepared(select(func.coalesce(func.max(col(JournalEntry.id)), 0)))
_ORDER = Prepared(select(col(Turn.transcript_id), col(Turn.id)).order_by(col(Turn.transcript_id), col(Turn.start)))


class FoundTurn(NamedTuple):
    """A turn that may hold a hit, and who says it."""

    transcript_id: int
    number: int
    start: int
    end: int
    id: int
    revision_id: int
    label: str | None
    role: str | None
    participant_id: int | None
    participant: str | None


class SearchedTurn(NamedTuple):
    """A turn that is searched, its words as they are now, and which transcript of which substudy it is in."""

    turn: FoundTurn
    words: str
    transcript: str
    substudy: str


class _Kept:
    """What one search leaves to the next, for as long as nothing is done in the study.

    The order of the material: transcripts (key, name, substudy), and the place of every turn in it; `places` is None
    where turns have keys that rise in that order, as they do until one is split. And the texts that were read, by
    revision.
    """

    def __init__(self, connection: Connection, newest: int) -> None:
        self.newest = newest
        names = transcripts_called(connection)
        self.transcripts = {key: (names[key], substudy) for key, substudy in _transcripts(connection, []).items()}
        turns: dict[int, list[int]] = {}
        for transcript, turn in _ORDER.read(connection):
            turns.setdefault(transcript, []).append(turn)
        order = [turn for transcript in self.transcripts for turn in turns.get(transcript, ())]
        rising = all(one < other for one, other in pairwise(order))
        self.places = None if rising else {turn: at for at, turn in enumerate(order)}
        self._texts: dict[int, str] = {}

    def texts(self, connection: Connection, revisions: set[int]) -> dict[int, str]:
        """The texts of these revisions, and perhaps of others."""
        texts = self._texts
        unread = revisions - texts.keys()
        if unread:
            read = dict(_run_batch(connection, _WORDINGS, list(unread)))
            if sum(map(len, texts.values())) + sum(map(len, read.values())) > _MOST_KEPT:
                texts = {key: text for key, text in texts.items() if key in revisions}
            # Another thread may be reading in the one that was.
            texts = self._texts = texts | read
        return texts


_kept: WeakKeyDictionary[OpenStudy, _Kept] = WeakKeyDictionary()


def searched(study: OpenStudy, connection: Connection, within: Within, match: str | None) -> Iterator[SearchedTurn]:
    """The turns that may hold a hit, in order, with their words; `match` None for all turns."""
    kept = _kept_of(study, connection)
    wanted = kept.transcripts
    if within.conditions:
        wanted = {key: wanted[key] for key in _transcripts(connection, within.conditions)}
    for turns in _turns(connection, kept.places, match):
        held = [
            turn for turn in turns if turn.transcript_id in wanted and within.holds_turn(turn.role, turn.participant_id)
        ]
        texts = kept.texts(connection, {turn.revision_id for turn in held})
        for turn in held:
            yield SearchedTurn(turn, texts[turn.revision_id][turn.start : turn.end], *wanted[turn.transcript_id])


def _kept_of(study: OpenStudy, connection: Connection) -> _Kept:
    newest = int(_NEWEST.read(connection)[0][0])
    kept = _kept.get(study)
    if kept is None or kept.newest != newest:
        kept = _kept[study] = _Kept(connection, newest)
    return kept


def _turns(connection: Connection, places: dict[int, int] | None, match: str | None) -> Iterator[list[FoundTurn]]:
    """The turns that are found, in the order of the material, whether they are to be searched or not."""
    if match is not None and places is None:
        size, last = _FIRST_BATCH, 0
        while True:
            rows = _FOUND_AFTER.read(connection, {"match": match, "after": last, "most": size})
            turns = list(map(FoundTurn._make, rows))
            if turns:
                yield turns
                last = turns[-1].id
            if len(turns) < size:
                return
            size = _LARGEST_BATCH
    for keys in _keys(connection, places, match):
        found = {row[4]: row for row in _run_batch(connection, _BATCH, keys)}
        yield [FoundTurn._make(found[key]) for key in keys if key in found]


def _run_batch(connection: Connection, statements: dict[int, Prepared], keys: list[int]) -> list[tuple[Any, ...]]:
    if not keys:
        return []
    size = _FIRST_BATCH if len(keys) <= _FIRST_BATCH else _LARGEST_BATCH
    padded = [*keys, *[_NOBODY] * (size - len(keys))]
    return statements[size].read(connection, {f"k{at}": key for at, key in enumerate(padded)})


def _keys(connection: Connection, places: dict[int, int] | None, match: str | None) -> Iterator[list[int]]:
    """The keys of the turns that are found, in order, in batches."""
    if match is None:
        keys = sorted(row[1] for row in _ORDER.read(connection))
    else:
        keys = [row[0] for row in _FOUND.read(connection, {"match": match})]
    if places is not None:
        keys = sorted((key for key in keys if key in places), key=places.__getitem__)
    for at in range(0, len(keys), _LARGEST_BATCH):
        yield keys[at : at + _LARGEST_BATCH]


def _transcripts(connection: Connection, conditions: list[Any]) -> dict[int, str]:
    """The substudy of each transcript, by key, in order."""
    statement: Any = (
        select(col(Transcript.id), col(Substudy.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False), *conditions)
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return dict(read_plain(connection, statement))
