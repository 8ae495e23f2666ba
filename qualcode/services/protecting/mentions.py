"""Where others may be speaking of a person who withdraws, or in her words: for somebody to read."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Transcript, Turn
from qualcode.services.protecting.own_texts import own_texts
from qualcode.services.protecting.withdrawal_plan import Plan
from qualcode.storage.wordings import newest_wording
from qualcode.text.known_names import KnownNames
from qualcode.views.withdrawing import Mention

_SHORTEST = 6
"""Shorter words are everybody's."""

_FEWEST = 2
"""So many of her words in one text are more than chance."""

_TELLING = 15
"""A word of so many letters that only she used is enough alone."""

_RUN = 5
"""So many words in the same order as hers, and in nobody else's, are taken from her."""

_AROUND = 40
_SHOWN = 6 * _AROUND
_WORDS = "words"
_MOST_TELLING = ("name", "pseudonym", "code", _WORDS)
_WORD = re.compile(r"\w+")
_NOT_TEXTS = frozenset({"participant", "journal_entry", "consent", "attribute_value", "speaker", "coder"})


def mentions(
    connection: Connection, plan: Plan, names: Sequence[str], gone: Mapping[str, Collection[int]]
) -> list[Mention]:
    """Texts with her code, pseudonym or name in them, or with words (a row of words) that only she used.

    What goes, by table and keys in `gone`, is not among them. Places close to each other are told as one.
    """
    hers, others = _words_said(connection, plan)
    rare = {word for word in hers - others if len(word) >= _SHORTEST}
    looking = _Looking(plan, names, rare, _runs_said(connection, plan))
    found: dict[Mention, None] = {}
    for where, text in _others_turns(connection, plan):
        found |= dict.fromkeys(_told(where, text, looking.named(text)))
    for one in own_texts(connection):
        if one.table not in _NOT_TEXTS and one.key not in gone.get(one.table, ()):
            where = say(f"tables.{one.table}")
            places = (*looking.named(one.text), *looking.worded(one.text))
            found |= dict.fromkeys(_told(where, one.text, places))
    return list(found)


class _Place(NamedTuple):
    """Where something was found in a text (`start`-`end`), and for which reason it is told."""

    start: int
    end: int
    reason: str


class _Looking:
    """What is looked for."""

    def __init__(self, plan: Plan, names: Sequence[str], rare: set[str], runs: set[tuple[str, ...]]) -> None:
        self._known = {
            reason: re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
            for reason, word in (("code", plan.code), ("pseudonym", plan.pseudonym))
            if word
        }
        self._names = KnownNames(names)
        self._rare = rare
        self._runs = runs

    def named(self, text: str) -> Iterator[_Place]:
        for reason, pattern in self._known.items():
            for hit in pattern.finditer(text):
                yield _Place(*hit.span(), reason)
        for found in self._names.find(text) if self._names else ():
            yield _Place(found.span.start, found.span.end, "name")

    def worded(self, text: str) -> Iterator[_Place]:
        hits = [hit for hit in _WORD.finditer(text) if hit.group().casefold() in self._rare]
        used = {hit.group().casefold() for hit in hits}
        if len(used) >= _FEWEST or any(len(word) >= _TELLING for word in used):
            yield _Place(hits[0].start(), hits[-1].end(), _WORDS)
            return
        words = list(_WORD.finditer(text))
        taken = [at for at, run in enumerate(_runs(text)) if run in self._runs]
        if taken:
            yield _Place(words[taken[0]].start(), words[taken[-1] + _RUN - 1].end(), _WORDS)


def _told(where: str, text: str, places: Iterable[_Place]) -> Iterator[Mention]:
    """The places in a text, once each however many reasons there are, with the one that tells most of whom it is."""
    together: list[list[_Place]] = []
    for place in sorted(places):
        if together and max(place.end, together[-1][-1].end) - together[-1][0].start <= _SHOWN - 2 * _AROUND:
            together[-1].append(place)
        else:
            together.append([place])
    for one in together:
        reason = min((place.reason for place in one), key=_MOST_TELLING.index)
        yield Mention(where, reason, _around(text, one[0].start, max(place.end for place in one)))


def _words_said(connection: Connection, plan: Plan) -> tuple[set[str], set[str]]:
    """The words that she uses, and those that anybody else does."""
    hers: set[str] = set()
    others: set[str] = set()
    for _, text, start, end, speaker in turns_said(connection):
        said = {word.casefold() for word in _WORD.findall(text[start:end])}
        if speaker in plan.speakers:
            hers |= said
        else:
            others |= said
    return hers, others


def _runs_said(connection: Connection, plan: Plan) -> set[tuple[str, ...]]:
    """The rows of words that she says, and nobody else."""
    hers: set[tuple[str, ...]] = set()
    for _, text, start, end, speaker in turns_said(connection):
        if speaker in plan.speakers:
            hers.update(_runs(text[start:end]))
    for _, text, start, end, speaker in turns_said(connection):
        if speaker not in plan.speakers:
            hers.difference_update(_runs(text[start:end]))
    return hers


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every row of words in the text, as they are whatever their case."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return zip(*(words[at:] for at in range(_RUN)), strict=False)


def _others_turns(connection: Connection, plan: Plan) -> Iterator[tuple[str, str]]:
    for transcript, text, start, end, speaker in turns_said(connection):
        if speaker not in plan.speakers and transcript not in plan.transcripts:
            yield say("withdrawing.in_transcript", name=_name(connection, transcript), start=start), text[start:end]


def turns_said(connection: Connection) -> Iterator[tuple[int, str, int, int, int | None]]:
    """Every turn in its newest wording: transcript, its whole text, where the turn begins and ends, and the speaker."""
    statement: Any = select(col(Turn.transcript_id), col(Turn.start), col(Turn.end), col(Turn.speaker_id))
    here, text = 0, ""
    for transcript, start, end, speaker in connection.execute(
        statement.order_by(col(Turn.transcript_id), col(Turn.start))
    ).all():
        if transcript != here:
            wording = newest_wording(connection, transcript)
            here, text = transcript, wording.text if wording else ""
        yield transcript, text, start, end, speaker


def _name(connection: Connection, transcript_id: int) -> str:
    return str(connection.execute(select(col(Transcript.name)).where(col(Transcript.id) == transcript_id)).scalar_one())


def _around(text: str, start: int, end: int) -> str:
    before, after = max(0, start - _AROUND), min(len(text), max(end, start + _AROUND) + _AROUND)
    words = " ".join(text[before:after][:_SHOWN].split())
    return f"{'…' if before else ''}{words}{'…' if after < len(text) else ''}"
