"""What the program keeps about the work itself: coders, the journal, counts, the schema's version."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from qualcode.model.base import Kept, new_uid, not_blank, one_of

ENTRY_KINDS = ("change", "undo", "redo", "mark")

TOLD_MARKS = ("export.write", "study.merge")
"""Marks that are told of: that something left the study, and a merge that brought nothing but what had been done in the
other copy. That a transcript was opened is not.
"""


class Coder(Kept, table=True):
    """Somebody who works on the study, known by initials."""

    __tablename__ = "coder"
    __table_args__ = (not_blank("initials", table="coder"),)

    initials: str = Field(unique=True)


class JournalEntry(SQLModel, table=True):
    """Who did what, when. One for every action of a user, written in the same transaction as the change.

    `kind`: a change can be undone; an undo and a redo say so; a mark (a transcript was opened) is not undone.
    `undone_by` is the undo entry that took this one back, None while it stands. `brought_with` is the uid of the merge
    that brought an entry from another copy's journal, empty for what was done here: it tells who did what when there,
    and is nothing to undo; of the rows its images name only uids.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        one_of("kind", ENTRY_KINDS, table="journal_entry"),
        Index("ix_journal_entry_coder", "coder_id", "kind", "undone_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True, max_length=32)
    at: str
    coder_id: int = Field(foreign_key="coder.id")
    kind: str = "change"
    action: str
    summary: str
    undone_by: int | None = Field(default=None, foreign_key="journal_entry.id")
    brought_with: str = ""


class JournalImages(SQLModel, table=True):
    """The rows an entry changed, before and after, as JSON keyed by uid.

    Apart from the entry, so that a withdrawal can drop the words and keep who did what when.
    """

    __tablename__ = "journal_images"

    entry_id: int = Field(primary_key=True, foreign_key="journal_entry.id")
    images: str


class JournalRows(SQLModel, table=True):
    """Which rows an entry was about, kept where its images were taken out for good.

    `uids` is JSON: {"uid": ...} for each row, as the images have it, with {"gone": table} for one that was taken away;
    then those of what the rows referred to. So that who did what when is still found from the thing it was done to,
    though not what stood there.
    """

    __tablename__ = "journal_rows"

    entry_id: int = Field(primary_key=True, foreign_key="journal_entry.id")
    uids: str


class Tombstone(Kept, table=True):
    """What was withdrawn for good: `uid` is that of the row that is gone, `kind` the name of the table it stood in.

    Whatever brings rows into a study from elsewhere (a merge, a backup that is put back) leaves these out, and what
    hangs on them.
    """

    __tablename__ = "tombstone"
    __table_args__ = (not_blank("kind", table="tombstone"),)

    kind: str
    at: str


class SameRow(Kept, table=True):
    """Two copies of the study made the same thing each by themselves: what has this `uid` there is `stands_for` here.

    Written by a merge, so that the next one knows it again when its name has been changed meanwhile.
    """

    __tablename__ = "same_row"

    stands_for: str


class Tally(SQLModel, table=True):
    """A stored count, kept by the journal in the same transaction and rebuilt by `check --fix`."""

    __tablename__ = "tally"

    kind: str = Field(primary_key=True)
    owner: int = Field(primary_key=True)
    part: int = Field(primary_key=True)
    n: int


class SchemaVersion(SQLModel, table=True):
    """Which schema the study has, and since when."""

    __tablename__ = "schema_version"

    version: int = Field(primary_key=True)
    at: str
