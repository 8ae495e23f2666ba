"""The content hash: two studies with the same hash hold the same work.

Leaves out the journal, tallies, versions, keys and times, and everything of a transcript whose import was undone. Of a
transcript's wordings only the newest counts, so that a correction that was taken back has never been. Tests compare it
before and after undo; a merge compares it between copies.
"""

import hashlib
import json
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
    Revision,
    SchemaVersion,
    Sentence,
    Tally,
    Transcript,
)
from qualcode.storage.shapes import shape_of, tables_by_name

_LEFT_OUT = {Coder, Export, ExportedParticipant, JournalEntry, JournalImages, Revision, SchemaVersion, Tally, Sentence}
_TIMES = {"at", "created", "written", "signed", "opened", "last_opened", "replaced", "validated_at"}


def content_hash(connection: Connection) -> str:
    """SHA-256 over all content, in an order that does not depend on when rows were written."""
    digest = hashlib.sha256()
    for name, table in sorted(tables_by_name().items()):
        if table not in _LEFT_OUT:
            for line in sorted(_lines(connection, table)):
                digest.update(f"{name} {line}\n".encode())
    for line in sorted(_wordings(connection)):
        digest.update(f"revision {line}\n".encode())
    return digest.hexdigest()


def _lines(connection: Connection, table: type[SQLModel]) -> list[str]:
    shape = shape_of(table)
    uids = {target: _uids(connection, target) for target in set(shape.refers.values())}
    removed = _removed(connection)
    lines = []
    for row in connection.execute(select(shape.core)).mappings():
        if row.get("removed") or row.get("transcript_id") in removed:
            continue
        image: dict[str, Any] = {"uid": row["uid"]}
        for column in shape.journaled:
            if column not in _TIMES and column != "revision_id":
                value = row[column]
                image[column] = uids[shape.refers[column]].get(value) if column in shape.refers else value
        lines.append(json.dumps(image, ensure_ascii=False, sort_keys=True))
    return lines


def _wordings(connection: Connection) -> list[str]:
    """The newest wording of every transcript, by its hash."""
    statement: Any = (
        select(col(Transcript.id), col(Transcript.uid), col(Revision.hash))
        .join(Revision, col(Revision.transcript_id) == col(Transcript.id))
        .order_by(col(Revision.number))
    )
    removed = _removed(connection)
    newest = {uid: text for key, uid, text in connection.execute(statement) if key not in removed}
    return [f"{uid} {text}" for uid, text in newest.items()]


def _uids(connection: Connection, table: type[SQLModel]) -> dict[int, str]:
    shape = shape_of(table)
    return {row[0]: row[1] for row in connection.execute(select(shape.core.c.id, shape.core.c.uid))}


def _removed(connection: Connection) -> set[int | None]:
    statement = select(col(Transcript.id)).join(Interview, col(Interview.id) == col(Transcript.interview_id))
    rows = connection.execute(statement.where(col(Transcript.removed) | col(Interview.removed)))
    return set(rows.scalars())
