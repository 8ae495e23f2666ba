"""Everything in words that the study holds besides what was said: names, notes, condensates, texts, the journal."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import AutoString, SQLModel

from qualcode.model import (
    ExportedParticipant,
    Identifier,
    JournalImages,
    JournalRows,
    KeptWords,
    MeaningUnit,
    NameDecided,
    Passage,
    Quote,
    Revision,
    SchemaVersion,
    Sentence,
    Tally,
    Tombstone,
)
from qualcode.storage.shapes import shape_of, tables_by_name

_NO_WORDS = (
    ExportedParticipant,
    Identifier,
    JournalImages,
    JournalRows,
    KeptWords,
    NameDecided,
    Revision,
    SchemaVersion,
    Sentence,
    Tally,
    Tombstone,
)
_NO_COLUMNS = frozenset(
    {
        "uid",
        "brought_with",
        "hash",
        "file_hash",
        "marks",
        "fingerprint",
        "stands_on",
        "at",
        "created",
        "places",
        "codings",
    }
)
_REPEATING = (MeaningUnit, Quote, Passage)
_REPEATED = frozenset({"text", "words_before"})
"""Columns of those that repeat words of the transcript, where they are found already."""


class OwnText(NamedTuple):
    """A text of the researchers' own: the table and column it is in, and the row's key."""

    table: str
    column: str
    key: int
    text: str


def own_texts(connection: Connection) -> Iterator[OwnText]:
    """Every text that somebody wrote, whatever table it is in."""
    for name, table in sorted(tables_by_name().items()):
        columns = [] if table in _NO_WORDS else _word_columns(table)
        core = shape_of(table).core
        if columns and "id" in core.c:
            for key, *texts in connection.execute(select(core.c.id, *(core.c[column] for column in columns))):
                yield from (
                    OwnText(name, column, key, text) for column, text in zip(columns, texts, strict=True) if text
                )


def _word_columns(table: type[SQLModel]) -> list[str]:
    left_out = _NO_COLUMNS | (_REPEATED if table in _REPEATING else frozenset())
    core = shape_of(table).core
    # One of a few words the database knows (`one_of`) is nobody's writing.
    closed = {one.name for one in core.constraints}
    return [
        one.name
        for one in core.c
        if isinstance(one.type, AutoString) and one.name not in left_out and f"ck_{core.name}_{one.name}" not in closed
    ]
