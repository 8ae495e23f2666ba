"""Looking for people whose names are known in everything that the study holds in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import AutoString, SQLModel, col

from qualcode.locale import say
from qualcode.model import (
    JournalImages,
    MeaningUnit,
    Passage,
    Quote,
    Revision,
    SchemaVersion,
    Sentence,
    Tally,
    Tombstone,
    Transcript,
)
from qualcode.services.coding import shortened
from qualcode.storage.shapes import shape_of, tables_by_name
from qualcode.storage.wordings import newest_wording
from qualcode.text.known_names import KnownNames
from qualcode.views.checking import ERROR, Finding
from qualcode.views.linkage import KnownPerson

_NO_WORDS = (JournalImages, Revision, SchemaVersion, Sentence, Tally, Tombstone)
_NO_COLUMNS = frozenset({"uid", "hash", "file_hash", "fingerprint", "stands_on", "at", "created", "places"})
_REPEATING = (MeaningUnit, Quote, Passage)
_REPEATED = frozenset({"text", "words_before"})
"""Columns of those that repeat words of the transcript, where they are found already."""

_AROUND = 30


def known_people_found(connection: Connection, people: Sequence[KnownPerson]) -> Iterator[Finding]:
    """An error for every place where somebody in the linkage key is named: transcripts, notes, texts, the journal."""
    names = KnownNames(name for one in people for name in one.names)
    if not names:
        return
    for where, text in (*_transcripts(connection), *_other_words(connection)):
        for found in names.find(text):
            around = text[max(0, found.span.start - _AROUND) : found.span.end + _AROUND]
            place = f"{where} {found.span.start}–{found.span.end}"
            yield Finding(ERROR, "name", place, say("leaks.name_key", words=shortened(" ".join(around.split()))))


def _transcripts(connection: Connection) -> Iterator[tuple[str, str]]:
    there = col(Transcript.removed).is_(False)
    statement: Any = select(col(Transcript.id), col(Transcript.name)).where(there).order_by(col(Transcript.id))
    for key, name in connection.execute(statement).all():
        wording = newest_wording(connection, key)
        if wording is not None:
            yield name, wording.text


def _other_words(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every other text in the study, under the name of what it belongs to."""
    for name, table in tables_by_name().items():
        if table in _NO_WORDS:
            continue
        columns = _word_columns(table)
        if not columns:
            continue
        statement = select(*(shape_of(table).core.c[column] for column in columns))
        for row in connection.execute(statement):
            for text in row:
                if text:
                    yield say(f"tables.{name}"), text


def _word_columns(table: type[SQLModel]) -> list[str]:
    left_out = _NO_COLUMNS | (_REPEATED if table in _REPEATING else frozenset())
    return [one.name for one in shape_of(table).core.c if isinstance(one.type, AutoString) and one.name not in left_out]
