"""Who speaks where: from a passage to its turn, speakers and participants."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Participant, Speaker, Turn
from qualcode.storage.prepared import read_plain

Voices = tuple[int, tuple[str, ...], tuple[str, ...]]
"""The first turn of a passage, counted from 1; the labels of its speakers; the codes of its participants."""


class TurnPlaces:
    """The turns of one transcript in order: for finding who speaks where."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.voices: list[Voices] = []

    def add(self, start: int, end: int, number: int, label: str | None, code: str | None) -> None:
        """The next turn, its speaker's label, and the participant's code."""
        self.starts.append(start)
        self.ends.append(end)
        self.voices.append((number, (label,) if label else (), (code,) if code else ()))

    def at(self, start: int, end: int) -> Voices:
        """Who speaks between `start` and `end`, each once, in order."""
        first = bisect_right(self.starts, start) - 1
        if end <= self.ends[first]:
            return self.voices[first]
        if start >= self.ends[first]:
            first += 1
        number, labels, codes = self.voices[first]
        for _, spoken, known in self.voices[first + 1 : bisect_right(self.starts, end - 1)]:
            if spoken and spoken[0] not in labels:
                labels += spoken
            if known and known[0] not in codes:
                codes += known
        return number, labels, codes

    def lines(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """Who speaks between `start` and `end`, turn by turn: a participant's code or a label, from where, to where."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        found = []
        for at in range(first, bisect_right(self.starts, end - 1)):
            _, labels, codes = self.voices[at]
            begins, ends = max(start, self.starts[at]), min(end, self.ends[at])
            if begins < ends:
                found.append(("".join(codes or labels), begins, ends))
        return found


def turn_places(connection: Connection, transcript_ids: Collection[int]) -> dict[int, TurnPlaces]:
    """The turns of these transcripts, for finding who speaks where."""
    statement: Any = (
        select(
            col(Turn.transcript_id),
            col(Turn.start),
            col(Turn.end),
            col(Turn.number),
            col(Speaker.label),
            col(Participant.code),
        )
        .outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))
        .where(col(Turn.transcript_id).in_(transcript_ids))
        .order_by(col(Turn.transcript_id), col(Turn.start))
    )
    places: dict[int, TurnPlaces] = defaultdict(TurnPlaces)
    for transcript_id, start, end, number, label, code in read_plain(connection, statement):
        places[transcript_id].add(start, end, number, label, code)
    return dict(places)
