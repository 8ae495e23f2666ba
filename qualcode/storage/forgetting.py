"""Words that are to be gone for good: out of the rows, the journal, the index, the file's bytes and its backups.

Sealing and withdrawal stand on this. It cannot be undone, and it is a barrier: no journal entry made before it can be
taken back, since what entries remember of rows is dropped. Who did what when stays. Copies that this program did not
make, or that lie elsewhere, are not reached.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update
from sqlmodel import AutoString, SQLModel, col

from qualcode.model import JournalEntry, JournalImages, Revision
from qualcode.storage.backups import take_away_copies
from qualcode.storage.integrity import rebuild_derived
from qualcode.storage.journal import Change, emptied_summary, keep_rows
from qualcode.storage.opening import OpenStudy
from qualcode.storage.shapes import shape_of, tables_by_name
from qualcode.storage.wordings import old_words

_NOT_WORDS = frozenset({"uid", "brought_with", "hash", "previous_hash", "file_hash", "at", "created", "edits"})


class Standing(NamedTuple):
    """A word that still stands in a row: which table and column, the row's key, and the whole value."""

    table: type[SQLModel]
    column: str
    key: int
    word: str
    value: str


@contextmanager
def forgetting(study: OpenStudy, action: str) -> Iterator[Change]:
    """One action of which nothing can be taken back: what it takes away leaves the bytes of file, log and backups.

    The study must be open nowhere else. Within it, take rows away as in any action and call `forget_wordings` for
    transcripts whose older words are to go; give it a summary without the words. Raises `StudyInUse`.
    """
    with study.by_itself() as only:
        with only.change(action) as change:
            yield change
            _forget_images(change)
            rebuild_derived(change.connection)
        only.squeeze()
    take_away_copies(study.path)


def forget_wordings(change: Change, transcripts: Collection[int]) -> None:
    """Of these transcripts only the newest wording is left; what was there before its corrections is gone.

    Rows whose own words a correction changed no longer say what these were before.
    """
    for transcript_id in sorted(transcripts):
        number = select(func.max(col(Revision.number))).where(col(Revision.transcript_id) == transcript_id)
        last = change.connection.execute(number).scalar_one()
        mine = col(Revision.transcript_id) == transcript_id
        change.connection.execute(delete(Revision).where(mine, col(Revision.number) < last))
        change.connection.execute(update(Revision).where(mine).values(edits="[]", takes_back=None))
    for table in tables_by_name().values():
        shape = shape_of(table)
        if "words_before" in shape.columns and "revision_id" in shape.columns:
            theirs = select(col(Revision.id)).where(col(Revision.transcript_id).in_(transcripts))
            emptied = update(table).where(shape.core.c.revision_id.in_(theirs)).values(words_before="")
            change.connection.execute(emptied)


def texts_remembered(connection: Connection, *, but: Collection[int] = ()) -> list[str]:
    """Every text as it is and as it was, in small letters with single spaces, of all transcripts `but` these."""
    rows: Any = select(col(Revision.text), col(Revision.edits)).where(col(Revision.transcript_id).not_in(but))
    return [
        " ".join(" ".join([text, *(edit.words for edit in old_words(edits))]).casefold().split())
        for text, edits in connection.execute(rows)
    ]


def where_words_stand(connection: Connection, words: Sequence[str]) -> Iterator[Standing]:
    """Every row in which one of these words stands as it is written here, whatever table it is in.

    For a person to look at: a name may be another's too, or an everyday word.
    """
    for name, table in sorted(tables_by_name().items()):
        shape = shape_of(table)
        if "id" not in shape.columns or name.startswith("journal"):
            continue
        for column in shape.core.columns:
            if isinstance(column.type, AutoString) and column.name not in _NOT_WORDS:
                for word in words:
                    rows = select(shape.core.c.id, column).where(column.contains(word, autoescape=True))
                    for key, value in connection.execute(rows):
                        if word in value:
                            yield Standing(table, column.name, key, word, value)


def _forget_images(change: Change) -> None:
    """What the journal remembers of rows goes, this action's too; of those before stays who, what, when, where."""
    own = change.write_entry()
    keep_rows(change.connection)
    change.connection.execute(delete(JournalImages))
    earlier = col(JournalEntry.id) != own
    for action in change.connection.execute(select(col(JournalEntry.action)).where(earlier).distinct()).scalars().all():
        these = update(JournalEntry).where(earlier, col(JournalEntry.action) == action)
        change.connection.execute(these.values(summary=emptied_summary(action)))
