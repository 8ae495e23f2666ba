"""What follows from where the turns are: their numbers, the sentences in them, and the search index."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlmodel import col

from qualcode.model import Sentence, Turn
from qualcode.storage.journal import Change
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.search_index import forget_turns, index_turns
from qualcode.storage.shapes import shape_of
from qualcode.storage.wordings import newest_wording
from qualcode.text.sentences import split_sentences

_RENUMBER = Prepared(update(Turn).where(col(Turn.id) == bindparam("key")).values(number=bindparam("n")))


class _Placed(NamedTuple):
    """A turn where it stands, with its words."""

    id: int
    number: int
    start: int
    end: int
    words: str


@contextmanager
def turns_in_step(change: Change, transcript_id: int) -> Iterator[None]:
    """Within an action: when the turns or words of a transcript have changed inside, what follows from them follows."""
    connection = change.connection
    before = {turn.id: turn for turn in _turns(connection, transcript_id)}
    yield
    after = _turns(connection, transcript_id)
    here = {turn.id for turn in after}
    known = {turn.id for turn in after if turn.id in before and before[turn.id].words == turn.words}
    forget_turns(connection, ((turn.id, turn.words) for turn in before.values() if turn.id not in known))
    index_turns(connection, ((turn.id, turn.words) for turn in after if turn.id not in known))
    _renumber(connection, after)
    if known != here or len(before) != len(after) or any(before[turn.id].start != turn.start for turn in after):
        _split_anew(connection, transcript_id, before, after, known)


def unused_number(connection: Connection, transcript_id: int) -> int:
    """A number for a new turn until it gets the one of its place."""
    statement = select(func.coalesce(func.max(col(Turn.number)), 0)).where(col(Turn.transcript_id) == transcript_id)
    return int(connection.execute(statement).scalar_one()) + 1


def turn_places(connection: Connection, transcript_id: int) -> list[tuple[int, int]]:
    """Where the turns of a transcript stand in its newest wording, in order."""
    return [(turn.start, turn.end) for turn in _turns(connection, transcript_id)]


def _turns(connection: Connection, transcript_id: int) -> list[_Placed]:
    wording = newest_wording(connection, transcript_id)
    text = "" if wording is None else wording.text
    statement = (
        select(col(Turn.id), col(Turn.number), col(Turn.start), col(Turn.end))
        .where(col(Turn.transcript_id) == transcript_id)
        .order_by(col(Turn.start))
    )
    rows = read_plain(connection, statement)
    return [_Placed(key, number, start, end, text[start:end]) for key, number, start, end in rows]


def _renumber(connection: Connection, turns: list[_Placed]) -> None:
    wrong = [(turn.id, at) for at, turn in enumerate(turns, start=1) if turn.number != at]
    # No two turns have the same number, not for a moment either.
    for sign in (-1, 1):
        _RENUMBER.run_many(connection, ({"key": key, "n": sign * at} for key, at in wrong))


def _split_anew(
    connection: Connection, transcript_id: int, before: dict[int, _Placed], after: list[_Placed], known: set[int]
) -> None:
    """Sentences of turns that kept their words move along; the others are split anew."""
    statement = select(col(Sentence.start), col(Sentence.end)).where(col(Sentence.transcript_id) == transcript_id)
    sentences = read_plain(connection, statement.order_by(col(Sentence.start)))
    within: dict[int, list[tuple[int, int]]] = {}
    waiting = iter(sentences)
    sentence = next(waiting, None)
    for turn in sorted(before.values(), key=lambda turn: turn.start):
        mine = within.setdefault(turn.id, [])
        while sentence is not None and sentence[0] < turn.end:
            mine.append((sentence[0] - turn.start, sentence[1] - turn.start))
            sentence = next(waiting, None)
    fresh: list[tuple[int, int]] = []
    for turn in after:
        spans = within[turn.id] if turn.id in known else split_sentences(turn.words)
        fresh += [(turn.start + start, turn.start + end) for start, end in spans]
    same = next((at for at, pair in enumerate(zip(sentences, fresh, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(sentences), len(fresh)) if same is None else same
    stale: Any = delete(Sentence).where(col(Sentence.transcript_id) == transcript_id)
    if first < len(sentences):
        connection.execute(stale.where(col(Sentence.start) >= sentences[first][0]))
    shape_of(Sentence).write_many.run_many(
        connection,
        ({"v_transcript_id": transcript_id, "v_start": start, "v_end": end} for start, end in fresh[first:]),
    )
