"""What the study remembers of names: what stands instead of them, the same throughout, and what was let stand."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Identifier, KeptWords, Participant, StudyRow
from qualcode.storage.journal import Change
from qualcode.text.identifying import Sought
from qualcode.text.identifying.candidate import PERSON
from qualcode.text.identifying.pseudonyms import new_pseudonym
from qualcode.text.identifying.replacing import generalised, masked
from qualcode.views.identifying import ALWAYS, KEEP, MASK, PSEUDONYM, NameDecision


class Known(NamedTuple):
    """A name that was decided about somewhere in the study."""

    id: int
    key: str
    words: str
    kind: str
    decision: str
    replacement: str
    always: bool
    confirmed: bool


class Memory:
    """What the study remembers of names, read once. `language` is the study's."""

    def __init__(self, connection: Connection) -> None:
        told = (getattr(Identifier, name) for name in Known._fields)
        rows: Any = connection.execute(select(*map(col, told)).order_by(col(Identifier.id))).all()
        self.known = {row.key: Known(*row) for row in rows}
        columns = (KeptWords.transcript_id, KeptWords.key, KeptWords.ours)
        kept: Any = connection.execute(select(*map(col, columns))).all()
        self._kept_in = {(transcript, key) for transcript, key, _ in kept}
        self._kept = {key for _, key, ours in kept if not ours}
        self._stands_for = {one.key: one.replacement for one in self.known.values() if one.decision == PSEUDONYM}
        codes: Any = connection.execute(select(col(Participant.code))).scalars()
        self._codes = {key_of(code) for code in codes}
        self.language = connection.execute(select(col(StudyRow.language))).scalar_one()

    def sought(self) -> list[Sought]:
        """The names to look for in every transcript."""
        return [Sought(one.words, one.key) for one in self.known.values()]

    def is_kept(self, transcript_id: int, key: str) -> bool:
        """Whether these words may stand: somebody let them, here or elsewhere where nobody took them out; or a code."""
        return (
            key in self._codes or (transcript_id, key) in self._kept_in or (key in self._kept and key not in self.known)
        )

    def may_stand(self, key: str) -> bool:
        """Whether these words may stand outside the transcripts; a name that was decided about is told as that."""
        return key in self.known or self.is_kept(0, key)

    def masked(self, kind: str) -> str:
        """The mark in brackets for what is of this kind."""
        return masked(kind, self.language)

    def generalised(self, kind: str, words: str) -> str:
        """The general word in brackets."""
        return generalised(kind, words, language=self.language)

    def pseudonym(self, kind: str, words: str, *, taken: Iterable[str]) -> str:
        """The name that stands for this one throughout the study; a new one is none of those `taken`."""
        if key_of(words) not in self._stands_for:
            in_use = {*self._stands_for.values(), *(one.words for one in self.known.values()), *taken}
            new = new_pseudonym(words, self._stands_for, in_use) if kind == PERSON else self._numbered(kind)
            self.learn(kind, words, new)
        return self._stands_for[key_of(words)]

    def is_pseudonym(self, words: str, replacement: str) -> bool:
        """Whether this is the name that stands for these words in the study already."""
        return bool(replacement) and self._stands_for.get(key_of(words)) == replacement

    def learn(self, kind: str, words: str, pseudonym: str) -> None:
        """From now on this pseudonym stands for these words, and its parts for theirs; nothing is stored."""
        for part, stands in [(words, pseudonym), *_parts(kind, PSEUDONYM, words, pseudonym)]:
            self._stands_for.setdefault(key_of(part), stands)

    def expect(self, decided: Mapping[int, Iterable[NameDecision]]) -> None:
        """Know what will be remembered once these are carried out, by transcript; nothing is stored."""
        for transcript_id, decisions in decided.items():
            for one in decisions:
                if one.decision == KEEP:
                    self._kept_in.add((transcript_id, key_of(one.words)))
                    self._kept.add(key_of(one.words))
                    continue
                if one.decision == PSEUDONYM:
                    ours = (one.replacement, *one.replacement.split())
                    self._kept_in.update((transcript_id, key_of(words)) for words in ours)
                parts = _parts(one.kind, one.decision, one.words, one.replacement)
                for words, stands in ((one.words, one.replacement), *parts):
                    key = key_of(words)
                    new = Known(0, key, words, one.kind, one.decision, stands, one.always, words == one.words)
                    self.known.setdefault(key, new)

    def parts(self) -> list[Sought]:
        """The parts of people's names that nobody has decided about by themselves: `Nordmann` of `Kari Nordmann`."""
        return [Sought(one.words, one.key) for one in self.known.values() if one.kind == PERSON and not one.confirmed]

    def _numbered(self, kind: str) -> str:
        """`[sted 2]`: the next number of this kind."""
        used = {*self._stands_for.values(), *(one.replacement for one in self.known.values())}
        mark = self.masked(kind)[:-1]
        return next(name for number in range(1, len(used) + 2) if (name := f"{mark} {number}]") not in used)


def key_of(words: str) -> str:
    """What words are remembered under: in small letters, one blank between two."""
    return " ".join(words.split()).casefold()


def within_brackets(text: str, start: int, end: int) -> bool:
    """Whether this stands in a remark: `[navn]` is no place called Navn."""
    opening = text.rfind("[", max(0, start - 200), start)
    return (
        opening >= 0
        and "]" not in text[opening:start]
        and "\n" not in text[opening:end]
        and "]" in text[end : end + 200]
    )


def remember(change: Change, transcript_id: int, decisions: Iterable[NameDecision]) -> None:
    """Within an action: keep what was decided, for the rest of the study; the last decision about words counts."""
    memory = Memory(change.connection)
    kept: set[str] = set()
    decided: dict[str, NameDecision] = {}
    for one in decisions:
        if one.decision == KEEP:
            kept.add(key_of(one.words))
        else:
            decided[key_of(one.words)] = one
    for key, one in decided.items():
        _write(change, memory, key, one, confirmed=True)
        if one.decision == PSEUDONYM:
            for ours in {one.replacement, *one.replacement.split()}:
                _keep(change, transcript_id, key_of(ours), ours=True)
    for key, (one, words, stands) in _undecided_parts(decided).items():
        _write(change, memory, key, one, confirmed=False, words=words, replacement=stands)
    for key in sorted(kept):
        if not memory.is_kept(transcript_id, key) or key in memory.known:
            _keep(change, transcript_id, key)


def _undecided_parts(decided: Mapping[str, NameDecision]) -> dict[str, tuple[NameDecision, str, str]]:
    """The parts of these names that are not decided about themselves, once each: whose, the words, what stands there.

    Two people may share a surname.
    """
    return {
        key_of(part): (one, part, stands)
        for one in decided.values()
        for part, stands in _parts(one.kind, one.decision, one.words, one.replacement)
        if key_of(part) not in decided
    }


def _keep(change: Change, transcript_id: int, key: str, *, ours: bool = False) -> None:
    there = select(col(KeptWords.id)).where(col(KeptWords.transcript_id) == transcript_id, col(KeptWords.key) == key)
    if change.connection.execute(there).scalar_one_or_none() is None:
        change.add(KeptWords, transcript_id=transcript_id, key=key, ours=ours)


def _write(
    change: Change,
    memory: Memory,
    key: str,
    one: NameDecision,
    *,
    confirmed: bool,
    words: str = "",
    replacement: str = "",
) -> None:
    known = memory.known.get(key)
    if known is not None and known.confirmed and not confirmed:
        return
    values: dict[str, Any] = {
        "words": words or one.words,
        "kind": one.kind,
        "decision": MASK if one.decision == ALWAYS else one.decision,
        "replacement": replacement or one.replacement,
        "always": one.always or one.decision == ALWAYS,
        "confirmed": confirmed,
    }
    if known is None:
        change.add(Identifier, key=key, **values)
    else:
        change.change(Identifier, known.id, **values)


def _parts(kind: str, decision: str, words: str, stands: str) -> list[tuple[str, str]]:
    """The parts of a person's name, with what stands for each: first name and surname may come alone."""
    parts, stand = words.split(), stands.split()
    if kind != PERSON or len(parts) < 2:
        return []
    if decision != PSEUDONYM or len(stand) != len(parts):
        return [(part, stands) for part in parts if len(part) > 2]
    return [(part, name) for part, name in zip(parts, stand, strict=True) if len(part) > 2]
