"""What a set of records was the last time: which columns held open text or several values, and what the texts said.

Who takes the next wave in and forgets to say so would otherwise make an attribute of the open text, or change `2; 3`
to the value `2 og 3` in every record.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Attribute, Interview, Revision, Substudy, Transcript
from qualcode.services.acting import prose
from qualcode.services.naming import current_revision
from qualcode.services.rows import FileRow
from qualcode.text.group_paths import SEPARATOR
from qualcode.text.normal_form import to_name
from qualcode.views.records import RecordColumns

_EMPTY_LINES = re.compile(r"\n\s*\n")
_WITH_COLUMN = 3
"""Parts of the name of a text where several columns hold text: set, record, column."""


class StoredText(NamedTuple):
    """An open text as it is now, and the key of its transcript."""

    transcript_id: int
    words: str


class RecordsBefore(NamedTuple):
    """A set as it was: its texts by the names of their transcripts, and the attributes that hold several values."""

    texts: Mapping[str, StoredText]
    several: frozenset[str]


def records_before(connection: Connection, name: str) -> RecordsBefore:
    """What is there of the set of this name; nothing of a new one."""
    of_set = col(Substudy.name) == name
    texts: Any = connection.execute(
        select(col(Transcript.name), col(Transcript.id), col(Revision.text))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
        .where(of_set, col(Transcript.removed).is_(False))
    )
    several: Any = connection.execute(
        select(col(Attribute.name))
        .join(Substudy, col(Substudy.id) == col(Attribute.substudy_id))
        .where(of_set, col(Attribute.multiple).is_(True))
    )
    stored = {called: StoredText(key, words) for called, key, words in texts}
    return RecordsBefore(stored, frozenset(several.scalars()))


def columns_as_before(before: RecordsBefore, name: str, asked: RecordColumns, rows: Sequence[FileRow]) -> RecordColumns:
    """The columns that are asked for, and those of the file that held open text or several values before."""
    there = {to_name(column): column for column in (rows[0].values if rows else ())}
    named = {to_name(column) for column in (asked.id, *asked.text, *asked.multiple)}
    parts = [SEPARATOR.split(called) for called in before.texts]
    known = {one[-1] for one in parts if len(one) == _WITH_COLUMN}
    text = [*asked.text, *(there[one] for one in there if one in known and one not in named)]
    if any(len(one) < _WITH_COLUMN for one in parts) and not asked.text and to_name(asked.id) in there:
        column = bare_column(before, name, asked.id, [one for one in there.values() if to_name(one) not in named], rows)
        text += [column] if column and column not in text else []
    several = [there[one] for one in there if one in before.several and one not in named]
    return RecordColumns(asked.id, tuple(text), (*asked.multiple, *several))


def bare_column(before: RecordsBefore, name: str, code: str, columns: Sequence[str], rows: Sequence[FileRow]) -> str:
    """The column whose texts are those of `NAME/ID`, without a column in their names: the one that most agree with."""
    agreeing = dict.fromkeys(columns, 0)
    for row in rows:
        stored = before.texts.get(f"{name}/{SEPARATOR.sub(' / ', to_name(row.text(code)))}")
        if stored is None or not stored.words:
            continue
        for column in columns:
            agreeing[column] += paragraphs(row.text(column)) == stored.words
    best = max(columns, key=agreeing.__getitem__, default="")
    return best if agreeing.get(best) else ""


def paragraphs(text: str) -> str:
    """Open text as the words of one turn: its paragraphs parted by one newline."""
    return _EMPTY_LINES.sub("\n", prose(text))
