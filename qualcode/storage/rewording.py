"""A new wording of a transcript: everything that has a place in the text moves with the words.

Moves are not journaled row by row: they follow from the revision's edits, and the journal remembers a place together
with its revision (`wordings.Anchors`). What is journaled are the revision itself and the rows whose own words changed,
which name the revision they go with (`reworded`).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel, col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import Coding, MeaningUnit, Note, Passage, Quote, Revision, Transcript, Turn, new_uid
from qualcode.storage.journal import Change
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.shapes import Shape, shape_of, updating
from qualcode.storage.wordings import (
    Anchors,
    Row,
    Wording,
    course_since,
    newest_wording,
    old_words,
    words_followed,
)
from qualcode.text.anchoring import Course, Edit, replace_stretches, reverse, settle
from qualcode.text.normal_form import content_hash
from qualcode.text.span import Span
from qualcode.text.turns import count_words

REVISION = "revision"
_AWAY = 10**9
"""Rows on their way stand beyond the end of every text, where they are in nobody's place."""

_STEP_ASIDE = Prepared(
    update(MeaningUnit)
    .where(col(MeaningUnit.id) == bindparam("key"))
    .values(start=col(MeaningUnit.start) + _AWAY, end=col(MeaningUnit.end) + _AWAY)
)
_EMPTY_OLDER = Prepared(update(Revision).where(col(Revision.id) == bindparam("key")).values(text=""))


class Replacement(NamedTuple):
    """The characters `start`-`end` of the newest wording are to become `words`."""

    start: int
    end: int
    words: str


class Reworded(NamedTuple):
    """A new wording, and the keys of the rows whose own words changed, by table."""

    wording: Wording
    touched: Mapping[type[SQLModel], tuple[int, ...]]


class _Move(NamedTuple):
    """One row on its way: what it was, if its own words change, and the columns it gets."""

    id: int
    before: Row | None
    values: Row


def reword(
    change: Change,
    transcript_id: int,
    replacements: Sequence[Replacement],
    *,
    takes_back: int | None = None,
    restored: Mapping[tuple[str, int], Row] | None = None,
) -> Reworded:
    """Within an action: give a transcript a new wording; `replacements` are in order and apart.

    `takes_back` is the number of the revision that an undo takes back, `restored` the rows (by table and key) that are
    then to be again as the journal remembers them. Numbers, sentences and index are `turn_order`'s. Raises
    `NothingNamed` for a transcript that is gone.
    """
    old = require_wording(change.connection, transcript_id)
    if replace_stretches(old.text, replacements) == old.text:
        return Reworded(old, {})
    new = _write_revision(change, old, replacements, takes_back)
    course = Course(Edit(start, end, len(words)) for start, end, words in replacements)
    touched = _Moving(change, old, new, course, restored or {}).move_all()
    change.images.append(
        {
            "table": REVISION,
            "uid": new.uid,
            "before": None,
            "after": {"transcript_id": change.uid(Transcript, transcript_id), "number": new.number},
        }
    )
    return Reworded(new, touched)


def require_wording(connection: Connection, transcript_id: int, *, seen: int | None = None) -> Wording:
    """The newest wording. Raises `ChangedMeanwhile` for a transcript that is gone.

    `seen` is the key of the revision that somebody looks at: `ChangedMeanwhile` is raised if there is a later one.
    """
    wording = newest_wording(connection, transcript_id)
    if wording is None:
        raise ChangedMeanwhile(kind=say("tables.transcript"))
    if seen is not None and seen != wording.id:
        raise ChangedMeanwhile(kind=say("tables.revision"))
    return wording


def taking_back(connection: Connection, transcript_id: int, number: int) -> list[Replacement] | None:
    """What takes a revision's edits back from the newest wording; None if their words have been changed since."""
    statement = select(col(Revision.edits)).where(
        col(Revision.transcript_id) == transcript_id, col(Revision.number) == number
    )
    edits = old_words(connection.execute(statement).scalar_one())
    since = course_since(connection, transcript_id, number)
    back: list[Replacement] = []
    for place, edit in zip(reverse(Edit(*edit[:3]) for edit in edits), edits, strict=True):
        moved = since.move(Span(place.start, place.end))
        if moved.touched:
            return None
        back.append(Replacement(moved.span.start, moved.span.end, edit.words))
    return back


def _write_revision(
    change: Change, old: Wording, replacements: Sequence[Replacement], takes_back: int | None
) -> Wording:
    text = replace_stretches(old.text, replacements)
    new = Wording(0, new_uid(), old.transcript_id, old.number + 1, content_hash(text), text)
    edits = [(start, end, len(words), old.text[start:end]) for start, end, words in replacements]
    _EMPTY_OLDER.run(change.connection, {"key": old.id})
    key = change.carry_one(
        Revision,
        uid=new.uid,
        transcript_id=new.transcript_id,
        number=new.number,
        hash=new.hash,
        previous_hash=old.hash,
        edits=json.dumps(edits, ensure_ascii=False),
        takes_back=takes_back,
        words=count_words(text),
        coder_id=change.coder_id,
        created=change.at,
        text=text,
    )
    return new._replace(id=key)


class _Moving:
    """Moves everything of one transcript from one wording to the next."""

    def __init__(
        self, change: Change, old: Wording, new: Wording, course: Course, restored: Mapping[tuple[str, int], Row]
    ) -> None:
        self.change = change
        self.old = old
        self.new = new
        self.course = course
        self.restored = restored
        self.anchors = Anchors(change.connection)
        self.units: dict[int, Span] = {}

    def move_all(self) -> dict[type[SQLModel], tuple[int, ...]]:
        """Move the rows of every table; the keys of those whose own words changed."""
        touched = {}
        for table, rows in _standing(self.change.connection, self.old.transcript_id, self._first(), self._last()):
            moves = [move for row in rows if (move := self._moved(table, *row)) is not None]
            if table is MeaningUnit:
                moves = self._kept_apart(moves)
            self._write(table, moves)
            touched[table] = tuple(move.id for move in moves if move.before is not None)
        return touched

    def _first(self) -> int:
        """What ends before this place stays; rows that are to be restored may stand anywhere."""
        return 0 if self.restored else self.course.unchanged_before

    def _last(self) -> int | None:
        """What begins after this place is moved all at once; None where rows are to be restored one by one."""
        return None if self.restored else self.course.shifted_after[0]

    def _moved(self, table: type[SQLModel], key: int, start: int, end: int, unit: int) -> _Move | None:
        """A row's way; None for one that stays where it is."""
        shape = shape_of(table)
        if self.restored and (shape.name, key) in self.restored:
            return self._restored(shape, key)
        last, shift = self.course.shifted_after
        if start > last:
            return _Move(key, None, {"start": start + shift, "end": end + shift}) if shift else None
        moved = self.course.move(Span(start, end), insertions_enter=table is Turn)
        if not moved.touched or table is Turn:
            same = moved.span.start == start and moved.span.end == end
            return None if same else _Move(key, None, {"start": moved.span.start, "end": moved.span.end})
        within = self.units.get(unit) if table is Quote else None
        span = settle(self.new.text, moved.span, within=within)
        return self._touched(table, key, span)

    def _touched(self, table: type[SQLModel], key: int, span: Span) -> _Move:
        row = self.change.row(table, key) or {}
        values = {"start": span.start, "end": span.end, "revision_id": self.new.id}
        if table is not Note:
            values |= words_followed(row, span.slice(self.new.text))
        if table is MeaningUnit:
            self.units[key] = span
        return _Move(key, row, values)

    def _restored(self, shape: Shape, key: int) -> _Move:
        row = self.change.row(shape.table, key) or {}
        image = self.anchors.brought_up(shape, self.restored[shape.name, key])
        values = {name: image[name] for name in shape.journaled if name not in shape.refers}
        if image.get("signed_by") is not None:
            values["signed_by"] = self.change.key_of(shape.refers["signed_by"], image["signed_by"])
        if shape.table is MeaningUnit:
            self.units[key] = Span(values["start"], values["end"])
        return _Move(key, row, values | {"revision_id": self.new.id})

    def _kept_apart(self, moves: list[_Move]) -> list[_Move]:
        """A coder's two units that would come to stand on the same words would be one: one takes a character more."""
        fresh = [move for move in moves if move.before and ("meaning_unit", move.id) not in self.restored]
        if not fresh:
            return moves
        going = {move.id: move.values for move in moves}
        columns = (MeaningUnit.id, MeaningUnit.analysis_id, MeaningUnit.coder_id, MeaningUnit.start, MeaningUnit.end)
        mine = select(*map(col, columns)).where(col(MeaningUnit.transcript_id) == self.old.transcript_id)
        taken: dict[tuple[int, ...], int] = {}
        apart = {move.id: move for move in moves}
        chosen = {move.id for move in fresh}
        owners = read_plain(self.change.connection, mine)
        last, shift = self.course.shifted_after
        for key, analysis, coder, start, end in sorted(owners, key=lambda row: row[0] in chosen):
            at_once = shift if not self.restored and start > last else 0
            place = Span(start + at_once, end + at_once)
            place = Span(going[key]["start"], going[key]["end"]) if key in going else place
            wider = place
            while key in chosen and (analysis, coder, wider.start, wider.end) in taken:
                wider = _one_more(wider, self.new.text)
            taken[analysis, coder, wider.start, wider.end] = key
            if wider != place:
                apart[key] = self._touched(MeaningUnit, key, wider)
        return list(apart.values())

    def _write(self, table: type[SQLModel], moves: list[_Move]) -> None:
        connection, shape = self.change.connection, shape_of(table)
        place = updating(table, frozenset({"start", "end"}), checked=False)
        if table is MeaningUnit:
            _STEP_ASIDE.run_many(connection, ({"key": move.id} for move in moves))
        mine = col(table.transcript_id) == self.old.transcript_id if table is not Quote else _quotes(self.old)  # type: ignore[attr-defined]
        self._move_at_once(table, mine)
        whose = update(table).where(mine, shape.core.c.revision_id.is_not(None))
        connection.execute(whose.values(revision_id=self.new.id))
        only_moved = [(move.id, move.values) for move in moves if move.before is None]
        place.run_many(connection, ({"v_start": to["start"], "v_end": to["end"], "key": key} for key, to in only_moved))
        for move in moves:
            if move.before is not None:
                values = {f"v_{name}": value for name, value in move.values.items()}
                updating(table, frozenset(move.values), checked=False).run(connection, values | {"key": move.id})
                after = move.before | move.values
                self.change.keep(shape, move.before["uid"], before=move.before, after=after, reworded=self.new.uid)

    def _move_at_once(self, table: type[SQLModel], mine: Any) -> None:
        """Move what begins after the last edit, in as few statements; units by way of places that are nobody's."""
        last, (_, shift) = self._last(), self.course.shifted_after
        if last is None or not shift:
            return
        shape = shape_of(table)
        place: Any = shape.core.c
        connection, moving = self.change.connection, update(shape.core).where(mine)
        if table is MeaningUnit:
            # Those on a way of their own have stepped aside already, not so far.
            aside = {"start": place.start + 2 * _AWAY, "end": place.end + 2 * _AWAY}
            connection.execute(moving.where(place.start > last, place.start < _AWAY).values(aside))
            last, shift = 2 * _AWAY, shift - 2 * _AWAY
        moved = {"start": place.start + shift, "end": place.end + shift}
        version = {"version": place.version + 1} if shape.versioned else {}
        connection.execute(moving.where(place.start > last).values(moved | version))


def _quotes(wording: Wording) -> Any:
    """The condition that a quote stands in this transcript."""
    theirs = select(col(Coding.id)).join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
    return col(Quote.coding_id).in_(theirs.where(col(MeaningUnit.transcript_id) == wording.transcript_id))


def _one_more(span: Span, text: str) -> Span:
    return Span(span.start, span.end + 1) if span.end < len(text) else Span(span.start - 1, span.end)


def _standing(
    connection: Connection, transcript_id: int, first: int, last: int | None
) -> list[tuple[type[SQLModel], list[tuple[int, int, int, int]]]]:
    """The rows with a place in a transcript that do not end before `first` or begin after `last`; units before quotes.

    As (key, start, end, and for quotes the key of the unit).
    """
    found: list[tuple[type[SQLModel], list[tuple[int, int, int, int]]]] = []
    for table in (Turn, MeaningUnit, Passage, Note):
        place: Any = select(col(table.id), col(table.start), col(table.end), col(table.id)).where(
            col(table.transcript_id) == transcript_id, col(table.end) >= first, *_not_after(table, last)
        )
        found.append((table, [(a, b, c, d) for a, b, c, d in read_plain(connection, place)]))
    quoted: Any = (
        select(col(Quote.id), col(Quote.start), col(Quote.end), col(Coding.unit_id))
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(col(MeaningUnit.transcript_id) == transcript_id, col(Quote.end) >= first, *_not_after(Quote, last))
    )
    found.append((Quote, [(a, b, c, d) for a, b, c, d in read_plain(connection, quoted)]))
    return found


def _not_after(table: Any, last: int | None) -> tuple[Any, ...]:
    return () if last is None else (col(table.start) <= last,)
