"""What one copy has done since the two parted, read from its journal: from which values its rows have moved on."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import JournalEntry, JournalImages

Image = Mapping[str, Any]


@dataclass
class RowPast:
    """What happened to one row: whether it was made, how it was when it was last taken away, the values it left."""

    created: bool = False
    removed: Image | None = None
    is_touched: bool = False
    left: dict[str, list[Any]] = field(default_factory=dict)

    def has_moved(self, column: str) -> bool:
        """Whether this column was changed since the copies parted."""
        return column in self.left


@dataclass
class Past:
    """A copy's own entries. `complete` is false where a withdrawal or a sealing has dropped what some of them said."""

    rows: dict[tuple[str, str], RowPast] = field(default_factory=dict)
    turns_of: set[str] = field(default_factory=set)
    complete: bool = True

    def row(self, table: str, uid: str) -> RowPast:
        """What happened to this row; nothing, if the journal does not speak of it."""
        return self.rows.get((table, uid), RowPast())


def entry_uids(connection: Connection, *, brought: bool = False) -> set[str]:
    """The uids of the entries of a copy's journal; of those it got from other copies only where they are asked for."""
    statement = select(col(JournalEntry.uid))
    here = col(JournalEntry.brought_with) == ""
    return set(connection.execute(statement if brought else statement.where(here)).scalars())


def read_past(connection: Connection, shared: Collection[str]) -> Past:
    """The past of a copy, from the entries that are not `shared` with the other one."""
    past = Past()
    for images in _images(connection, set(shared)):
        if images is None:
            past.complete = False
            continue
        for image in images:
            _remember(past, image)
    return past


def _images(connection: Connection, shared: set[str]) -> Iterator[list[Any] | None]:
    statement = (
        select(col(JournalEntry.uid), col(JournalImages.images))
        .join_from(JournalEntry, JournalImages, col(JournalImages.entry_id) == col(JournalEntry.id), isouter=True)
        .where(col(JournalEntry.brought_with) == "")
        .order_by(col(JournalEntry.id))
    )
    for uid, images in connection.execute(statement):
        if images is None:
            # Whose entry it is makes no difference: what was dropped is not known of the shared ones either.
            yield None
        elif uid not in shared:
            yield json.loads(images)


def _remember(past: Past, image: dict[str, Any]) -> None:
    row = past.rows.setdefault((image["table"], image["uid"]), RowPast())
    row.is_touched = True
    before, after = image["before"], image["after"]
    if before is None:
        row.created = True
        row.removed = None
    elif after is None:
        row.removed = before
    elif not image.get("reworded"):
        for column, value in before.items():
            if column in after and after[column] != value:
                row.left.setdefault(column, []).append(value)
    if image["table"] == "turn":
        moved = before is None or after is None or (before["start"], before["end"]) != (after["start"], after["end"])
        if moved and not image.get("reworded"):
            past.turns_of.add((after or before)["transcript_id"])


def dropped(connection: Connection) -> set[str]:
    """The entries whose images were taken away for good, by their uids."""
    kept = select(col(JournalImages.entry_id))
    return set(connection.execute(select(col(JournalEntry.uid)).where(col(JournalEntry.id).not_in(kept))).scalars())
