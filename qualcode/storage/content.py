"""The content hash: two studies with the same hash hold the same work.

Leaves out the journal, tallies, versions, keys and times, and everything of a transcript whose import was undone. Of a
transcript's wordings only the newest counts, so that a correction that was taken back has never been. Tests compare it
before and after undo; a merge compares it between copies.
"""

import hashlib
import json
from functools import cache
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel, col

from qualcode.model import (
    Coder,
    Export,
    ExportedParticipant,
    Interview,
    JournalEntry,
    JournalImages,
    JournalRows,
    Revision,
    SchemaVersion,
    Sentence,
    Tally,
    Transcript,
)
from qualcode.storage.prepared import Prepared
from qualcode.storage.shapes import shape_of, tables_by_name

_LEFT_OUT = {
    Coder,
    Export,
    ExportedParticipant,
    JournalEntry,
    JournalImages,
    JournalRows,
    Revision,
    SchemaVersion,
    Tally,
    Sentence,
}
_TIMES = {"at", "created", "written", "signed", "opened", "last_opened", "replaced", "validated_at"}


def content_hash(connection: Connection) -> str:
    """SHA-256 over all content, in an order that does not depend on when rows were written."""
    digest, reading = hashlib.sha256(), _Reading(connection)
    for name, table in sorted(tables_by_name().items()):
        if table not in _LEFT_OUT:
            for line in sorted(reading.lines(table)):
                digest.update(f"{name} {line}\n".encode())
    for line in sorted(reading.wordings()):
        digest.update(f"revision {line}\n".encode())
    return digest.hexdigest()


class _Reading:
    """One reading of all content; uids are read once for each table, and statements are compiled once for all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._removed = {key for (key,) in _REMOVED.run(connection)}
        self._known: dict[type[SQLModel], dict[int, str]] = {}

    def lines(self, table: type[SQLModel]) -> list[str]:
        """The rows of a table as lines of JSON, with uids for keys."""
        shape = shape_of(table)
        names = list(shape.core.c.keys())
        kept = [name for name in shape.journaled if name not in _TIMES and name != "revision_id"]
        lines = []
        for values in _rows_of(table).run(self._connection):
            row = dict(zip(names, values, strict=True))
            if row.get("removed") or row.get("transcript_id") in self._removed:
                continue
            image: dict[str, Any] = {"uid": row["uid"]}
            for column in kept:
                refers = shape.refers.get(column)
                image[column] = row[column] if refers is None else self._uids(refers).get(row[column])
            lines.append(json.dumps(image, ensure_ascii=False, sort_keys=True))
        return lines

    def wordings(self) -> list[str]:
        """The newest wording of every transcript, by its hash."""
        rows = _WORDINGS.run(self._connection)
        newest = {uid: text for key, uid, text in rows if key not in self._removed}
        return [f"{uid} {text}" for uid, text in newest.items()]

    def _uids(self, table: type[SQLModel]) -> dict[int, str]:
        if table not in self._known:
            self._known[table] = dict(_uids_of(table).run(self._connection).fetchall())
        return self._known[table]


@cache
def _rows_of(table: type[SQLModel]) -> Prepared:
    return Prepared(select(shape_of(table).core))


@cache
def _uids_of(table: type[SQLModel]) -> Prepared:
    shape = shape_of(table)
    return Prepared(select(shape.core.c.id, shape.core.c.uid))


_WORDINGS = Prepared(
    select(col(Transcript.id), col(Transcript.uid), col(Revision.hash))
    .join(Revision, col(Revision.transcript_id) == col(Transcript.id))
    .order_by(col(Revision.number))
)
_REMOVED = Prepared(
    select(col(Transcript.id))
    .join(Interview, col(Interview.id) == col(Transcript.interview_id))
    .where(col(Transcript.removed) | col(Interview.removed))
)
