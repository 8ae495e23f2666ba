"""What a search reads: the turns that may hold a hit, in the order of the material, within the limits."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from qualcode.model import Turn
from qualcode.services.asking.search_limits import Within
from qualcode.services.asking.search_order import Kept, Voice, kept_of, transcripts_in
from qualcode.services.asking.search_runs import Order
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared
from qualcode.storage.search_index import matching_turns
from qualcode.views.searching import CONTEXT, TALK, SearchHit

_FIRST_BATCH = 50
_LARGEST_BATCH = 512
"""Turns are read in batches that grow, so that the first hits come soon: fifty are a page of them."""

_FEW = 50
"""So many turns that stray are looked at by their words, which costs less than the way to them through the index."""

_BATCHES = (8, _FIRST_BATCH, _LARGEST_BATCH)
_NOBODY = -1

_TOLD: tuple[Any, ...] = (
    col(Turn.transcript_id),
    col(Turn.number),
    col(Turn.start),
    col(Turn.end),
    col(Turn.id),
    col(Turn.revision_id),
    col(Turn.speaker_id),
)
"""What is read of a turn."""

_Row = tuple[Any, ...]
_KEY = 4

_TURNS: Any = select(*_TOLD)
_BATCH = {
    size: Prepared(_TURNS.where(col(Turn.id).in_([bindparam(f"k{at}") for at in range(size)]))) for size in _BATCHES
}
_FOUND = Prepared(matching_turns())
_FOUND_IN_ORDER = Prepared(matching_turns(*_TOLD).limit(bindparam("most")))


class SearchedTurn(NamedTuple):
    """A turn that is searched: its words as they are now, where they begin in the transcript, and what a hit tells.

    `said` is transcript, number, speaker and participant; `kept` substudy, and the keys of transcript, revision, turn.
    """

    words: str
    start: int
    transcript_id: int
    said: tuple[str, int, str | None, str | None]
    kept: tuple[str, int, int, int, int, int]

    def told(self, start: int, end: int) -> SearchHit:
        """The hit at this place in the words, with the words around it."""
        words = self.words
        before = words[start - CONTEXT : start] if start > CONTEXT else words[:start]
        place = (self.start + start, self.start + end, before, words[start:end], words[end : end + CONTEXT], TALK, "")
        return SearchHit._make(self.said + place + self.kept)


def searched(
    study: OpenStudy, connection: Connection, within: Within, match: str | None
) -> Iterator[list[SearchedTurn]]:
    """The turns that may hold a hit, some at a time, in order, with their words; `match` None for all turns."""
    kept = kept_of(study, connection)
    voices = kept.voices
    if within.by_speaker:
        voices = {key: one for key, one in voices.items() if within.holds_turn(one.role, one.participant_id)}
    wanted = _wanted(connection, within, kept, voices)
    order = kept.order_of(wanted) if 2 * len(wanted) < len(kept.transcripts) else kept.order
    for turns in _turns(connection, order, match):
        held = [row for row in turns if row[0] in wanted and row[6] in voices]
        texts = kept.texts(connection, {row[5] for row in held})
        told = []
        for transcript_id, number, start, end, turn_id, revision_id, speaker_id in held:
            name, substudy = wanted[transcript_id]
            voice = voices[speaker_id]
            keys = (substudy, transcript_id, revision_id, turn_id, 0, 0)
            words = texts[revision_id][start:end]
            said = (name, number, voice.label, voice.participant)
            told.append(SearchedTurn(words, start, transcript_id, said, keys))
        yield told


def _wanted(
    connection: Connection, within: Within, kept: Kept, voices: dict[int | None, Voice]
) -> dict[int, tuple[str, str]]:
    """The transcripts (key, name, substudy) that are searched, in order: within the limits, where a voice speaks."""
    wanted = kept.transcripts
    if within.conditions:
        wanted = {key: wanted[key] for key in transcripts_in(connection, within.conditions)}
    if None not in voices:
        spoken = {one.transcript_id for one in voices.values()}
        wanted = {key: told for key, told in wanted.items() if key in spoken}
    coded = within.coded_transcripts()
    return wanted if coded is None else {key: told for key, told in wanted.items() if key in coded}


def _turns(connection: Connection, order: Order, match: str | None) -> Iterator[list[_Row]]:
    """The turns that are found, in order, and perhaps some of other transcripts."""
    size = _FIRST_BATCH
    if match is None:
        at = 0
        while at < len(order.keys):
            yield _run_batch(connection, order.keys[at : at + size])
            at, size = at + size, _LARGEST_BATCH
        return
    for run in order.runs:
        place, first = run.first, run.least
        while first <= run.greatest:
            asked = {"match": match, "first": first, "last": run.greatest, "most": size}
            rows = _FOUND_IN_ORDER.read(connection, asked)
            goes_on = len(rows) == size and rows[-1][_KEY] < run.greatest
            first = rows[-1][_KEY] + 1 if goes_on else run.greatest + 1
            if not order.is_rising:
                rows = order.of_run(run, rows, key=_KEY)
                after = run.after if not goes_on else order.place(rows[-1][_KEY]) + 1 if rows else place
                rows = _with_strays(connection, order, rows, (place, after), match)
                place = after
            yield rows
            size = _LARGEST_BATCH


def _with_strays(
    connection: Connection, order: Order, rows: list[_Row], within: tuple[int, int], match: str
) -> list[_Row]:
    """The turns found between two places, and in their places the ones that stray there, found or not."""
    strays = order.strays(*within)
    if len(strays) > _FEW:
        first, last = min(strays), max(strays)
        # If they are found as often as the others.
        if (last - first) * len(rows) < len(strays) * (within[1] - within[0]):
            found = {key for (key,) in _FOUND.read(connection, {"match": match, "first": first, "last": last})}
            strays = [key for key in strays if key in found]
    if not strays:
        return rows
    strayed = [
        row
        for at in range(0, len(strays), _BATCHES[-1])
        for row in _run_batch(connection, strays[at : at + _BATCHES[-1]])
    ]
    return order.sorted(rows + strayed, key=_KEY)


def _run_batch(connection: Connection, keys: list[int]) -> list[_Row]:
    """The turns with these keys, in the order of the keys."""
    size = next(size for size in _BATCHES if len(keys) <= size)
    padded = [*keys, *[_NOBODY] * (size - len(keys))]
    found = {row[_KEY]: row for row in _BATCH[size].read(connection, {f"k{at}": key for at, key in enumerate(padded)})}
    return [found[key] for key in keys if key in found]
