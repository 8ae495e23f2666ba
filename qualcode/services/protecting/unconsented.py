"""Words of people without consent, known again in a file on its way out: a whole turn, or a part of one."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.exporters.written import WrittenText
from qualcode.model import Speaker, Turn
from qualcode.services.register.consent import held_back, speech_held_back
from qualcode.storage.search_index import turns_with

_RUN = 6
"""So many words in the same order as hers, and in no turn of anybody else's, are taken from her.

Two reports of 21,000 words held against 60,000 words of unrelated speech: one row of six in common, 120 of four."""

_SHORTEST = 3
"""A turn of so few words is still known again as a whole; a shorter one is everybody's."""

_LOOKED_AT = 500
"""Turns with the same six words that are asked whose they are: with so many it is anybody's."""

_WORD = re.compile(r"[^\W_]+")
_Run = tuple[str, ...]


class HeldBackWords(NamedTuple):
    """Words in a text of a file, from `start` to `end`, that `code` alone has said, who has not consented."""

    where: str
    text: str
    start: int
    end: int
    code: str


def unconsented_in(connection: Connection, texts: Sequence[WrittenText]) -> Iterator[HeldBackWords]:
    """Every stretch of these texts that somebody without consent has said, whatever its case and punctuation.

    Words that anybody else says in the same order are not hers. What she said is found where six words of it stand
    together; changed more often than that, it is not.
    """
    hers: dict[_Run, str] = {}
    for code, said in speech_held_back(connection):
        words = _words(said)
        whole = [tuple(words)] if _SHORTEST <= len(words) < _RUN else []
        hers |= dict.fromkeys((*_runs(words, _RUN), *whole), code)
    if hers:
        others = _Others(connection)
        for text in texts:
            yield from _stretches(text, hers, others)


class _Others:
    """Whether anybody whose words may go out says a row of words too."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._withheld = held_back(connection)
        self._known: dict[_Run, bool] = {}

    def say(self, run: _Run) -> bool:
        if run not in self._known:
            turns = turns_with(self._connection, " ".join(run))[:_LOOKED_AT]
            statement: Any = (
                select(col(Turn.id))
                .join(Speaker, col(Speaker.id) == col(Turn.speaker_id), isouter=True)
                .where(col(Turn.id).in_(turns))
                .where(col(Speaker.participant_id).is_(None) | col(Speaker.participant_id).not_in(self._withheld))
            )
            self._known[run] = self._connection.execute(statement.limit(1)).first() is not None
        return self._known[run]


def _stretches(text: WrittenText, hers: dict[_Run, str], others: _Others) -> Iterator[HeldBackWords]:
    places = [match.span() for match in _WORD.finditer(text.text)]
    words = [text.text[start:end].casefold() for start, end in places]
    found: dict[int, tuple[int, str]] = {}
    for length in range(_SHORTEST, _RUN + 1):
        for at, run in enumerate(_runs(words, length)):
            if run in hers and not others.say(run):
                found[at] = (at + length, hers[run])
    while found:
        first = min(found)
        until, code = found.pop(first)
        while (later := next((at for at in range(first + 1, until + 1) if at in found), None)) is not None:
            until = max(until, found.pop(later)[0])
        yield HeldBackWords(text.where, text.text, places[first][0], places[until - 1][1], code)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str], length: int) -> Iterator[_Run]:
    """Every row of so many words."""
    return zip(*(words[at:] for at in range(length)), strict=False)
