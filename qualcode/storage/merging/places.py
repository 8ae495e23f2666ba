"""Where what the other copy has placed in a text stands in this copy's newest wording of it.

Wordings are known again by their hash. What the other copy has corrected since is taken over where this one has
corrected nothing; where both have, this copy's words stand and the other's corrections are told.
"""

from collections.abc import Callable, Collection, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update
from sqlmodel import col

from qualcode.model import Coder, Note, Revision, Transcript, Turn
from qualcode.storage.journal import Change
from qualcode.storage.merging.past import wordings_of_undone_merges
from qualcode.storage.merging.side import Row, Side
from qualcode.storage.rewording import Replacement, reword
from qualcode.storage.shapes import Shape
from qualcode.storage.wordings import (
    OldWords,
    Wording,
    course_since,
    newest_wording,
    old_words,
    texts_backwards,
    words_followed,
)
from qualcode.text.anchoring import Course, Edit, reverse, settle
from qualcode.text.span import Span

Move = Callable[[Span, bool], tuple[Span, bool]]
"""From a span (and whether it is a turn) to where it is here, and whether its own words were changed on the way."""


class Differing(NamedTuple):
    """A correction that the other copy made and this one did not take over."""

    before: str
    after: str
    revision: str


class _Link(NamedTuple):
    """One wording in a chain: its number, its hash, what it changed, whose work it is."""

    uid: str
    number: int
    hash: str
    edits: tuple[OldWords, ...]
    coder_id: int
    created: str
    takes_back: int | None


class Places:
    """The ways from the other copy's texts into this one's, worked out once for each transcript."""

    def __init__(self, change: Change, theirs: Side, coder_here: Callable[[int], int]) -> None:
        self._change = change
        self._theirs = theirs
        self._coder_here = coder_here
        self._never = wordings_of_undone_merges(change.connection) | wordings_of_undone_merges(theirs.connection)
        self._ways: dict[str, tuple[Wording, Move] | None] = {}
        self.differing: dict[str, list[Differing]] = {}
        self.ahead: set[str] = set()
        """Transcripts whose newest wording there this copy did not have."""

    def meet(self, uid: str, transcript_id: int) -> None:
        """Bring a transcript that both copies have (by its uid there and its key here) to one wording if that goes."""
        their_id = self._theirs.key_of(Transcript, uid)
        here = newest_wording(self._change.connection, transcript_id)
        there = None if their_id is None else newest_wording(self._theirs.connection, their_id)
        if here is None or there is None:
            self._ways[uid] = None
            return
        mine, yours = (
            _but(self._never, _chain(self._change.connection, transcript_id), here.hash),
            _but(self._never, _chain(self._theirs.connection, there.transcript_id), there.hash),
        )
        common = _common([link.hash for link in mine], [link.hash for link in yours])
        if not common:
            self.ahead.add(uid)
            self._ways[uid] = (here, _nowhere) if here.hash != there.hash else (here, _stays)
            return
        at, their_at = common[-1]
        later = yours[their_at + 1 :]
        if later:
            self.ahead.add(uid)
        if later and at == len(mine) - 1:
            self._take_over(transcript_id, there, later, {yours[two].number: mine[one].number for one, two in common})
            self._ways[uid] = (_require(self._change.connection, transcript_id), _stays)
            return
        if later:
            self.differing[uid] = _unlike(self._theirs.connection, there, later)
        since = course_since(self._change.connection, transcript_id, mine[at].number)
        self._ways[uid] = (
            here,
            _along([Course(reverse(Edit(*one[:3]) for one in link.edits)) for link in reversed(later)], since),
        )

    def same(self, uid: str, transcript_id: int) -> None:
        """A transcript that came in whole from the other copy: everything in it stands where it stood."""
        self._ways[uid] = (_require(self._change.connection, transcript_id), _stays)

    def revision(self, uid: str) -> int | None:
        """The key of the newest wording here of the transcript with this uid there."""
        way = self._ways.get(uid)
        return None if way is None else way[0].id

    def brought_up(self, shape: Shape, row: Row, transcript_uid: str) -> Row | None:
        """A row of the other copy with its place, words and revision as they are here; None if it has no place here."""
        way = self._ways.get(transcript_uid)
        if way is None:
            return None
        wording, move = way
        if row["start"] is None:
            return row | {"revision_id": wording.id if row["revision_id"] else None}
        turn, holds_words = shape.table is Turn, "text" in row and shape.table is not Note
        if move is _nowhere:
            return _by_words(wording, row, holds_words=holds_words)
        span, touched = move(Span(row["start"], row["end"]), turn)
        if touched and not turn:
            span = settle(wording.text, span)
        if span.start >= span.end:
            return None
        words = words_followed(row, span.slice(wording.text)) if holds_words else {}
        return row | {"start": span.start, "end": span.end, "revision_id": wording.id} | words

    def _take_over(self, transcript_id: int, there: Wording, later: list[_Link], numbers: dict[int, int]) -> None:
        """Correct here what was corrected there; `numbers` are those of the wordings here, by the ones there."""
        texts = dict(texts_backwards(self._theirs.connection, there.transcript_id, there.text))
        for link in later:
            text = texts[link.number]
            back = reverse(Edit(*one[:3]) for one in link.edits)
            replacements = [
                Replacement(one.start, one.end, text[place.start : place.end])
                for one, place in zip(link.edits, back, strict=True)
            ]
            takes_back = None if link.takes_back is None else numbers.get(link.takes_back)
            done = reword(self._change, transcript_id, replacements, takes_back=takes_back)
            numbers[link.number] = done.wording.number
            whose = {"coder_id": self._coder_here(link.coder_id), "created": link.created}
            self._change.connection.execute(update(Revision).where(col(Revision.id) == done.wording.id).values(**whose))


def _chain(connection: Connection, transcript_id: int) -> list[_Link]:
    columns: Any = (
        col(Revision.uid),
        col(Revision.number),
        col(Revision.hash),
        col(Revision.edits),
        col(Revision.coder_id),
        col(Revision.created),
        col(Revision.takes_back),
    )
    rows = connection.execute(
        select(*columns).where(col(Revision.transcript_id) == transcript_id).order_by(col(Revision.number))
    )
    return [_Link(uid, number, known, old_words(edits), *rest) for uid, number, known, edits, *rest in rows]


def _but(never: Collection[str], chain: list[_Link], newest: str) -> list[_Link]:
    """A chain without what a merge brought and its undoing took away, where it ends in the newest words (by hash)."""
    rest = [link for link in chain if link.uid not in never]
    return rest if rest and rest[-1].hash == newest else chain


def _common(mine: list[str], yours: list[str]) -> list[tuple[int, int]]:
    """The wordings that both chains went through (by their hashes), as places in either, in order.

    A text that was corrected and put back is the same twice over: so it is not enough to find a wording somewhere in
    the other chain. Of the last one in common its last time counts, on both sides.
    """
    along = 0
    while along < min(len(mine), len(yours)) and mine[along] == yours[along]:
        along += 1
    found = [(at, at) for at in range(along)]
    matched = SequenceMatcher(None, mine[along:], yours[along:], autojunk=False).get_matching_blocks()
    found += [(along + one + n, along + two + n) for one, two, size in matched for n in range(size)]
    if found:
        last = mine[found[-1][0]]
        found[-1] = (_last_place(mine, last), _last_place(yours, last))
    return found


def _last_place(hashes: list[str], sought: str) -> int:
    return len(hashes) - 1 - hashes[::-1].index(sought)


def _unlike(connection: Connection, there: Wording, later: list[_Link]) -> list[Differing]:
    texts = dict(texts_backwards(connection, there.transcript_id, there.text))
    found = []
    for link in later:
        back = reverse(Edit(*one[:3]) for one in link.edits)
        for one, place in zip(link.edits, back, strict=True):
            found.append(Differing(one.words, texts[link.number][place.start : place.end], link.uid))
    return found


def _along(back: list[Course], since: Course) -> Move:
    def move(span: Span, turn: bool) -> tuple[Span, bool]:
        touched = False
        for course in (*back, since):
            moved = course.move(span, insertions_enter=turn)
            span, touched = moved.span, touched or moved.touched
        return span, touched

    return move


def _stays(span: Span, _turn: bool) -> tuple[Span, bool]:
    return span, False


def _nowhere(span: Span, _turn: bool) -> tuple[Span, bool]:
    return span, True


def _by_words(wording: Wording, row: Row, *, holds_words: bool) -> Row | None:
    """Where the way is lost (a withdrawal took older wordings away): the words themselves, if they stand once."""
    if not holds_words or wording.text.count(row["text"]) != 1:
        return None
    start = wording.text.index(row["text"])
    return row | {"start": start, "end": start + len(row["text"]), "revision_id": wording.id}


def _require(connection: Connection, transcript_id: int) -> Wording:
    wording = newest_wording(connection, transcript_id)
    assert wording is not None  # noqa: S101 - it was found before
    return wording


def coders(side: Side) -> Iterator[tuple[str, str]]:
    """The coders of a copy, as (uid, initials)."""
    for uid, row in side.rows(Coder).items():
        yield uid, row["initials"]
