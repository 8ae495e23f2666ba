"""What one copy has done since the two parted, read from its journal: from which values its rows have moved on."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from qualcode.model import JournalEntry, JournalImages
from qualcode.storage.journal import read_images
from qualcode.storage.rewording import REVISION

Image = Mapping[str, Any]

MOVED = "moved"
"""In an image that came from another copy: the names of the columns that changed there, without what they held."""

PASSED = "passed"
"""In an image of a merge: by column, the marks of values that the other copy had moved on from before this one took its
newest over. So a third copy that still has one of them has nothing to settle."""

MERGE = "study.merge"


@dataclass
class RowPast:
    """What happened to one row: whether it was made, how it was when it was last taken away, the values it left.

    `passed` are the marks of the values it had left in other copies, before it came from them as it is.
    """

    created: bool = False
    removed: Image | None = None
    is_touched: bool = False
    left: dict[str, list[Any]] = field(default_factory=dict)
    passed: dict[str, set[str]] = field(default_factory=dict)

    @property
    def came_or_went(self) -> bool:
        """Whether it was made or taken away."""
        return self.created or self.removed is not None

    def has_moved(self, column: str) -> bool:
        """Whether this column was changed since the copies parted."""
        return column in self.left or column in self.passed

    def has_left(self, column: str, value: Any) -> bool:
        """Whether this value stood in the column before what stands there now."""
        return value in self.left.get(column, ()) or _mark_of(value) in self.passed.get(column, ())

    def passing(self, columns: Collection[str]) -> dict[str, list[str]]:
        """What is passed by whoever takes these columns over from here, as an image keeps it."""
        marks = {
            name: {*self.passed.get(name, ()), *(_mark_of(value) for value in self.left.get(name, ()))}
            for name in columns
            if self.has_moved(name)
        }
        return {name: sorted(found) for name, found in marks.items()}


@dataclass
class Past:
    """A copy's own entries. `complete` is false where a withdrawal or a sealing has dropped what some of them said."""

    rows: dict[tuple[str, str], RowPast] = field(default_factory=dict)
    turns_of: set[str] = field(default_factory=set)
    complete: bool = True

    def row(self, table: str, uid: str) -> RowPast:
        """What happened to this row; nothing, if the journal does not speak of it."""
        return self.rows.get((table, uid), RowPast())


class Pasts(NamedTuple):
    """What two copies have done: since they parted, and `lately`, what the other one has not heard of.

    `typed_here` is what was done in this copy itself, without what merges brought. `new_there` is what the other copy
    has done since it was merged last, None to tell of everything again.
    """

    here: Past
    there: Past
    lately_here: Past
    lately_there: Past
    typed_here: Past
    new_there: Past | None

    def row(self, table: str, uid: str, known_as: str = "") -> "RowPasts":
        """What happened to the row with this uid there; `known_as` is its uid here, if it is another."""
        ours = known_as or uid
        rows = (self.here.row(table, ours), self.there.row(table, uid))
        lately = (self.lately_here.row(table, ours), self.lately_there.row(table, uid))
        return RowPasts(*rows, *lately, self.typed_here.row(table, ours))


class RowPasts(NamedTuple):
    """What happened to one row in two copies, since they parted and lately."""

    here: RowPast
    there: RowPast
    lately_here: RowPast
    lately_there: RowPast
    typed_here: RowPast

    def has_moved_there_last(self, *columns: str) -> bool:
        """Whether the other copy has changed one of these lately, and this one none."""
        moved = any(self.lately_there.has_moved(name) for name in columns)
        return moved and not any(self.lately_here.has_moved(name) for name in columns)

    @property
    def is_there_last(self) -> bool:
        """Whether the other copy has made the row or taken it away lately, and this one has not."""
        return self.lately_there.came_or_went and not self.lately_here.came_or_went


def entry_uids(connection: Connection, *, brought: bool = False) -> set[str]:
    """The uids of the entries of a copy's journal; of those it got from other copies only where they are asked for.

    What a merge brought that was undone since is not had.
    """
    statement: Any = select(col(JournalEntry.uid), col(JournalEntry.brought_with))
    undone = _undone_merges(connection).values()
    return {uid for uid, way in connection.execute(statement) if way == "" or (brought and way not in undone)}


def read_pasts(connection: Connection, *skipped: Collection[str]) -> list[Past]:
    """Pasts of a copy, one for each set of entries (by uid) that it is to do without.

    A merge that was undone is as if it had not been: what it brought may be brought again.
    """
    never = set(_undone_merges(connection))
    pasts = [(Past(), set(without)) for without in skipped]
    for key, uid, _, images in connection.execute(_images()):
        wanted = [past for past, without in pasts if uid not in without]
        if images is None:
            # Whose entry it is makes no difference: what was dropped is not known of the shared ones either.
            for past, _ in pasts:
                past.complete = False
        elif wanted and key not in never:
            for image in json.loads(images):
                for past in wanted:
                    _remember(past, image)
    return [past for past, _ in pasts]


def read_lately(connection: Connection, known: Collection[str]) -> Past:
    """What a copy knows of that another one, which has the `known` entries, has not heard of, whoever did it.

    A merge is nobody's own doing: what it brought stands in the journal as well.
    """
    merges = {*_undone_merges(connection), *_merges_that_brought(connection)}
    gone = set(_undone_merges(connection).values())
    past = Past()
    for key, uid, way, images in connection.execute(_images(brought=True)):
        if images is not None and uid not in known and way not in gone and key not in merges:
            for image in json.loads(images):
                _remember(past, image)
    return past


def merges(connection: Connection) -> set[str]:
    """The uids of all merges that this copy knows of."""
    statement = select(col(JournalEntry.uid)).where(col(JournalEntry.action) == MERGE)
    return set(connection.execute(statement).scalars())


def wordings_of_undone_merges(connection: Connection) -> set[str]:
    """The wordings of texts that came with a merge that was undone, and those that came of undoing it; by uid."""
    keys = _undone_merges(connection)
    return {image["uid"] for key in keys for image in read_images(connection, key) if image["table"] == REVISION}


def _merges_that_brought(connection: Connection) -> set[int]:
    """All since the first that did; before, the journals of other copies were not brought."""
    brought = select(col(JournalEntry.brought_with)).where(col(JournalEntry.brought_with) != "")
    first = select(func.min(col(JournalEntry.id))).where(col(JournalEntry.uid).in_(brought)).scalar_subquery()
    since = (col(JournalEntry.brought_with) != "") | (col(JournalEntry.id) >= first)
    statement: Any = select(col(JournalEntry.id)).where(col(JournalEntry.action) == MERGE, since)
    return set(connection.execute(statement).scalars())


def _undone_merges(connection: Connection) -> dict[int, str]:
    """The entries (by key) of merges that were undone, and of what undid them: their uids."""
    undoing = aliased(JournalEntry)
    statement: Any = (
        select(col(JournalEntry.id), col(JournalEntry.uid), col(undoing.id), col(undoing.uid))
        .join(undoing, col(undoing.id) == col(JournalEntry.undone_by))
        .where(col(JournalEntry.action) == MERGE)
    )
    return {key: uid for row in connection.execute(statement) for key, uid in (row[:2], row[2:])}


def _images(*, brought: bool = False) -> Any:
    statement: Any = (
        select(col(JournalEntry.id), col(JournalEntry.uid), col(JournalEntry.brought_with), col(JournalImages.images))
        .join_from(JournalEntry, JournalImages, col(JournalImages.entry_id) == col(JournalEntry.id), isouter=True)
        .order_by(col(JournalEntry.id))
    )
    return statement if brought else statement.where(col(JournalEntry.brought_with) == "")


def _remember(past: Past, image: dict[str, Any]) -> None:
    row = past.rows.setdefault((image["table"], image["uid"]), RowPast())
    row.is_touched = True
    for column, marks in image.get(PASSED, {}).items():
        row.passed.setdefault(column, set()).update(marks)
    before, after = image["before"], image["after"]
    if before is None:
        row.created = True
        row.removed = None
    elif after is None:
        row.removed = before
    else:
        for column in moved_columns(image):
            row.left.setdefault(column, []).append(before.get(column))
    if image["table"] == "turn" and MOVED not in image:
        moved = before is None or after is None or (before["start"], before["end"]) != (after["start"], after["end"])
        if moved and not image.get("reworded"):
            past.turns_of.add((after or before)["transcript_id"])


def _mark_of(value: Any) -> str:
    """What tells a value from others without saying it: the other copy may know what was taken out of this one."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:20]


def moved_columns(image: Image) -> list[str]:
    """Which columns of a row an image tells to have changed by themselves, not with the words they stand in."""
    before, after = image["before"], image["after"]
    if MOVED in image:
        return list(image[MOVED])
    if before is None or after is None or image.get("reworded"):
        return []
    return [name for name, value in before.items() if name in after and after[name] != value]


def dropped(connection: Connection) -> set[str]:
    """The entries whose images were taken away for good, by their uids."""
    kept = select(col(JournalImages.entry_id))
    return set(connection.execute(select(col(JournalEntry.uid)).where(col(JournalEntry.id).not_in(kept))).scalars())
