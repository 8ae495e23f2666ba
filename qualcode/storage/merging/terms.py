"""The two copies side by side: what a row of the other is called and refers to in this one, and what is told of it."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from qualcode.model import (
    Coder,
    Identifier,
    JournalEntry,
    JournalImages,
    JournalRows,
    NameDecided,
    Revision,
    SameRow,
    SchemaVersion,
    Sentence,
    Speaker,
    Tally,
    Tombstone,
    Transcript,
    Turn,
)
from qualcode.storage.forgetting import texts_remembered
from qualcode.storage.journal import Change
from qualcode.storage.merging.past import Past, Pasts, dropped
from qualcode.storage.merging.places import Places
from qualcode.storage.merging.side import Row, Side
from qualcode.storage.merging.weighing import SILENT
from qualcode.storage.shapes import Shape, has_place, is_place, shape_of, tables_by_name
from qualcode.views.merging import MergeConflict

APART = frozenset(
    {JournalEntry, JournalImages, JournalRows, SchemaVersion, Tally, Sentence, Revision, Coder, SameRow, NameDecided}
)
"""Tables that are not merged row by row. What is decided about names stays where it was, until it is carried out."""

GOES_ALONG = frozenset({Speaker, Turn})
"""Rows of a transcript that come in with it uncounted by the journal, as they do when it is imported."""

_DONE_NOW = frozenset({"removed_here_changed_there", "removed_here_used_there"})
"""What a merge has done about a difference, each time it does it."""

_NAMES = ("title", "name", "code", "heading", "label", "initials", "printed", "text", "words", "question")


def tables_in_order() -> list[type[SQLModel]]:
    """The tables that are merged, each after those it refers to; names that were decided about come after all texts."""
    classes = tables_by_name()
    ordered = [classes[core.name] for core in SQLModel.metadata.sorted_tables if core.name in classes]
    merged = [table for table in ordered if table not in APART and {"id", "uid"} <= set(shape_of(table).columns)]
    return sorted(merged, key=lambda table: table is Identifier)


class NoParent(Exception):
    """What a row cannot be without stays out, so it does as well."""


class DoNotFit(Exception):
    """What the two copies have done cannot stand side by side; nothing of it is kept."""


class Terms:
    """What a merge knows of both copies. Each part of it builds on this one."""

    def __init__(self, change: Change, other: Side, pasts: Pasts) -> None:
        self._change = change
        self._ours = Side(change.connection)
        self._theirs = other
        self._here = pasts.here
        self._there = pasts.there
        self._pasts = pasts
        self._told_before = 0
        self._same = self._known_same()
        self._gone = set(self._ours.rows(Tombstone))
        self._withheld: set[str] = set()
        self._without_place: set[str] = set()
        self._new_transcripts: set[str] = set()
        self._turns_from: dict[str, int] = {}
        self._places = Places(change, other, self._coder_here)
        self._added: Counter[str] = Counter()
        self._changed: Counter[str] = Counter()
        self._removed: Counter[str] = Counter()
        self._turns_before: dict[str, Row] = {}
        self._waiting: list[tuple[Shape, str, str, Row]] = []
        self._conflicts: list[MergeConflict] = []

    def _known_same(self) -> dict[str, str]:
        rows = self._ours.rows(SameRow)
        return {uid: row["stands_for"] for uid, row in rows.items()}

    def _here_as(self, table: type[SQLModel], uid: str) -> str | None:
        """The uid under which this copy has a row of the other's; None if it has not."""
        rows = self._ours.rows(table)
        known = uid if uid in rows else self._same.get(uid, "")
        return known if known in rows else None

    @cached_property
    def _has_forgotten(self) -> bool:
        """Whether this copy has dropped what some entry said, by a withdrawal or a sealing, and the other has not."""
        return bool(dropped(self._change.connection) - dropped(self._theirs.connection))

    @cached_property
    def _texts_here(self) -> list[str]:
        """All that is said here, and was; not asked for before every text that comes has come."""
        return texts_remembered(self._change.connection)

    def _is_forgotten(self, words: str) -> bool:
        """Whether these words stand in no text here since something was forgotten here."""
        sought = " ".join(words.casefold().split())
        return self._has_forgotten and not any(sought in text for text in self._texts_here)

    def _without_forgotten(self, row: Row) -> Row:
        """What a place gets instead of the words it held before a correction, where they are forgotten here."""
        before = row.get("words_before")
        return {"words_before": ""} if before and self._is_forgotten(before) else {}

    def _coder_here(self, key: int) -> int:
        found = self._here_as(Coder, self._theirs.uid_of(Coder, key))
        return self._ours.rows(Coder)[found or ""]["id"] if found else self._change.coder_id

    def _in_our_terms(self, shape: Shape, image: Row) -> Row:
        translated = dict(image)
        for name, target in shape.refers.items():
            if image.get(name) is not None and target is not Revision:
                translated[name] = self._here_as(target, image[name]) or image[name]
        return translated

    def _transcript_of(self, shape: Shape, row: Row) -> str:
        """The uid, there, of the transcript that a row of theirs stands in."""
        key = row.get("transcript_id")
        if key is None and row.get("revision_id") is not None:
            uid = self._theirs.uid_of(Revision, row["revision_id"])
            key = self._theirs.rows(Revision)[uid]["transcript_id"]
        del shape
        return "" if key is None else self._theirs.uid_of(Transcript, key)

    def _takes_turns(self, transcript: str) -> bool:
        """Whether the turns of a transcript (by its uid there) become here what they are there, all of them."""
        return transcript in self._turns_from

    def _tell(self, table: type[SQLModel], uid: str, field: str, ours: str, theirs: str, reason: str) -> None:
        if reason not in _DONE_NOW and self._is_known(table, uid):
            # Where it has not been touched there at all since the copies parted, there was nothing to tell.
            self._told_before += self._is_touched(self._there, table, uid)
            return
        where = self._called(table, uid) or self._called(table, uid, self._ours)
        self._conflicts.append(MergeConflict(shape_of(table).name, where, field, ours, theirs, reason))

    def _is_known(self, table: type[SQLModel], uid: str) -> bool:
        """Whether the other copy has left this row alone since it was merged last, so that what differs was told."""
        new = self._pasts.new_there
        if new is None or not new.complete:
            return False
        return not self._is_touched(new, table, uid)

    def _is_touched(self, past: Past, table: type[SQLModel], uid: str) -> bool:
        return past.row(shape_of(table).name, uid).is_touched or uid in past.turns_of

    def _called(self, table: type[SQLModel], uid: str, side: Side | None = None) -> str:
        row = (side or self._theirs).rows(table).get(uid, {})
        return next((str(row[name]) for name in _NAMES if row.get(name)), "")

    def _shown(self, shape: Shape, name: str, image: Row) -> str:
        value = image[name]
        if name not in shape.refers or value is None:
            return "" if value is None else str(value)
        target = shape.refers[name]
        return self._called(target, value, self._ours) or self._called(target, value) or str(value)


def placed_tables() -> Iterable[type[SQLModel]]:
    """The tables whose rows stand at a place in a revision."""
    return [table for table in tables_by_name().values() if has_place(shape_of(table))]


def alike(shape: Shape, one: Row, other: Any) -> bool:
    """Whether two images of a row say the same, wherever it stands."""
    names = [name for name in shape.journaled if name not in SILENT and not is_place(shape, name)]
    return all(one.get(name) == other.get(name) for name in names)


def natural_keys(shape: Shape) -> list[tuple[str, ...]]:
    """The sets of columns that no two rows share, but for keys and uids."""
    if shape.table is Turn:
        return [("transcript_id", "start")]
    if shape.table is Transcript:
        return [("interview_id", "file_hash")]
    found = [
        tuple(column.name for column in constraint.columns)
        for constraint in shape.core.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    found += [tuple(column.name for column in index.columns) for index in shape.core.indexes if index.unique]
    return sorted(names for names in found if "uid" not in names and "id" not in names)
