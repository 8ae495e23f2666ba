"""What the database itself can say about damage to the study, and building up again what can be derived."""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from qualcode.model import Revision, Turn
from qualcode.storage import search_index, sqlite_file, tallies

_MOST = 100
"""A file that is damaged all over is not listed page by page."""


def damage(connection: Connection) -> list[str]:
    """Damage to the file and references that lead nowhere, in the database's own words; none where all is well.

    A server looks after its own files and references, so there is nothing to ask it.
    """
    if connection.dialect.name != "sqlite":
        return []
    told = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})")]
    references = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST)
    return [line for line in told if line != "ok"] + [f"{row[0]} {row[1]} -> {row[2]}" for row in references]


def readable_text(connection: Connection, revision_id: int) -> str | None:
    """The text of a revision; None if the bytes on the disk are no longer text."""
    try:
        statement = select(col(Revision.text)).where(col(Revision.id) == revision_id)
        return connection.execute(statement).scalar_one()
    except DatabaseError as fault:
        if not sqlite_file.is_damage(fault):
            raise
        return None


def counts_differ(connection: Connection) -> bool:
    """Whether the stored counts are other than a fresh count."""
    return tallies.stored_counts(connection) != tallies.count_anew(connection)


def index_differs(connection: Connection) -> bool:
    """Whether the search index holds more or fewer turns than there are."""
    turns = connection.execute(select(func.count()).select_from(Turn)).scalar_one()
    return search_index.indexed_turns(connection) != turns


def rebuild_derived(connection: Connection) -> None:
    """Count everything anew, and fill the search index anew from the newest wording of every transcript."""
    tallies.rebuild(connection)
    search_index.clear_index(connection)
    revisions: Any = select(col(Revision.transcript_id), func.max(col(Revision.number))).group_by(
        col(Revision.transcript_id)
    )
    for transcript_id, number in connection.execute(revisions).all():
        newest = select(col(Revision.text)).where(
            col(Revision.transcript_id) == transcript_id, col(Revision.number) == number
        )
        text = connection.execute(newest).scalar_one()
        spans: Any = select(col(Turn.id), col(Turn.start), col(Turn.end)).where(
            col(Turn.transcript_id) == transcript_id
        )
        search_index.index_turns(connection, [(key, text[start:end]) for key, start, end in connection.execute(spans)])
