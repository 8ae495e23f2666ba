"""Records (registreringer): short structured cases with number codes and, often, some open text.

A set of records is a substudy whose participants are the records. So what is registered about them is counted, limited
and crossed as participants' attributes are, and their open text is coded as what was said: it is the record's own
transcript, `NAME/ID`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import BadTable
from qualcode.locale import say
from qualcode.model import Interview, Transcript
from qualcode.services.acting import prose
from qualcode.services.material.correcting import reword_turn
from qualcode.services.material.importing import Receiving
from qualcode.services.material.incoming import IncomingFile
from qualcode.services.material.substudies import take_record_set
from qualcode.services.naming import possible_name
from qualcode.services.participants.participant_files import ReadParticipant, read_labels
from qualcode.services.participants.participants import Taking
from qualcode.services.rows import FileRow, NumberedRows, file_rows
from qualcode.services.withdrawal_marks import codes_withdrawn
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.codes import BETWEEN, split_codes
from qualcode.text.normal_form import content_hash, to_name
from qualcode.text.ordering import nearest
from qualcode.views.importing import ReadTranscript, ReadTurn
from qualcode.views.records import RecordsReport

_FORMAT = "records"
_EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Which columns of a file of records are what: the one that names them, open text, those with several values."""

    id: str
    text: tuple[str, ...] = ()
    multiple: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Record:
    """One row: the record's name, its values by attribute, its open texts by column."""

    code: str
    values: dict[str, str]
    texts: dict[str, str]


def import_records(
    study: OpenStudy,
    rows: NumberedRows,
    *,
    name: str,
    columns: RecordColumns,
    file: str = "",
    labels: NumberedRows | None = None,
    labels_file: str = "",
) -> RecordsReport:
    """Take in a set of records, and from `labels` what their coded values mean (as `import_participants` does).

    Every column is an attribute but the one that names the records and those with open text. Open text becomes the
    transcript `name/ID`, or `name/ID/COLUMN` where several columns hold text. In the columns of `multiple` a cell may
    hold several values (`2 og 3`, `1/3`). Again is an update: values and texts are changed, records added, none taken
    away; a record that has been withdrawn stays away, with its text. All in one journal entry. Raises `BadTable`
    (columns), `RowsRefused` (a row, by its line), `NameTaken`.
    """
    read = _read(list(file_rows(rows, file=file)), columns, file=file)
    meanings = [] if labels is None else read_labels(list(file_rows(labels, file=labels_file)), file=labels_file)
    with study.change("records.import") as change:
        substudy_id = take_record_set(change, name)
        kept = to_name(name)
        change.summary = say("records.summary", count=len(read), name=kept)
        taking = Taking(change, substudy_id)
        taken = taking.take_people([ReadParticipant(one.code, "", one.values) for one in read])
        gone = set(codes_withdrawn(change.connection, substudy_id, [one.code for one in read]))
        read = [one for one in read if one.code not in gone]
        taking.allow_several([to_name(column) for column in columns.multiple], file)
        taking.take_labels(meanings)
        taking.settle_kinds()
        texts, emptied = _take_texts(change, substudy_id, read, name=possible_name(name, kind="substudy"), file=file)
        report = taking.report(kept, taken, speakers=0)
    return RecordsReport(
        name=kept,
        records=len(read),
        added=len(report.added),
        changed=len(report.changed),
        unchanged=len(report.unchanged),
        attributes=report.attributes,
        several=tuple(_several(read, columns.multiple)),
        transcripts=texts["new"],
        reworded=texts["changed"],
        emptied=tuple(emptied),
        withdrawn=report.withdrawn,
        labels=report.labels,
        labels_passed_over=report.labels_passed_over,
    )


def _read(rows: Sequence[FileRow], columns: RecordColumns, *, file: str) -> list[_Record]:
    if not rows:
        raise BadTable(file=file, place=say("participants.whole_file"), reason=say("participants.nothing"))
    known = {to_name(column): column for column in rows[0].values}
    for column in (columns.id, *columns.text, *columns.multiple):
        if to_name(column) not in known:
            named = ", ".join(nearest(column, known) or known)
            reason = say("participants.no_column", column=column, columns=named)
            raise BadTable(file=file, place=say("participants.first_line"), reason=reason)
    texts = [to_name(column) for column in columns.text]
    _refuse_two_things(columns, file=file)
    read: list[_Record] = []
    first_lines: dict[str, int] = {}
    for row in rows:
        if not any(row.text(column) for column in row.values):
            continue
        code = _code(row, known[to_name(columns.id)], first_lines)
        cells = {column: row.text(original) for column, original in known.items() if column != to_name(columns.id)}
        values = {column: to_name(cell) for column, cell in cells.items() if column not in texts}
        read.append(_Record(code, values, {column: _paragraphs(cells[column]) for column in texts}))
    for column in map(to_name, columns.multiple):
        kept = split_codes(record.values.get(column, "") for record in read)
        for record in read:
            record.values[column] = kept[record.values[column]]
    return read


def _refuse_two_things(columns: RecordColumns, *, file: str) -> None:
    """A column is one thing: it names the records, or holds open text, or codes. Raises `BadTable`."""
    given = [columns.id, *dict.fromkeys(columns.text), *dict.fromkeys(columns.multiple)]
    for column, times in Counter(map(to_name, given)).items():
        if times > 1:
            reason = say("records.two_things", column=column)
            raise BadTable(file=file, place=say("participants.first_line"), reason=reason)


def _paragraphs(text: str) -> str:
    """Open text as the words of one turn: its paragraphs parted by one newline."""
    return _EMPTY_LINES.sub("\n", prose(text))


def _code(row: FileRow, column: str, first_lines: dict[str, int]) -> str:
    with row.named():
        code = possible_name(row.needed(column), kind="participant")
    first = first_lines.setdefault(code.casefold(), row.line)
    if first != row.line:
        row.refuse(say("records.twice", code=code, line=first))
    return code


def _several(read: Sequence[_Record], multiple: Sequence[str]) -> Iterator[tuple[str, int]]:
    for column in map(to_name, multiple):
        yield column, sum(BETWEEN in record.values[column] for record in read)


def _take_texts(
    change: Change, substudy_id: int, read: Sequence[_Record], *, name: str, file: str
) -> tuple[Counter[str], list[str]]:
    """Store each open text as a transcript of its own; an empty one that had words keeps them, and is told of."""
    known, receiving = _texts_here(change, substudy_id), Receiving(change, substudy_id)
    became: Counter[str] = Counter()
    emptied: list[str] = []
    for record in read:
        for column, text in record.texts.items():
            called = f"{name}/{record.code}/{column}" if len(record.texts) > 1 else f"{name}/{record.code}"
            if called in known:
                if text:
                    became["changed"] += reword_turn(change, known[called], 1, text)
                else:
                    emptied.append(called)
            elif text:
                told = ReadTranscript(_FORMAT, "utf-8", (ReadTurn(record.code, text),))
                incoming = IncomingFile(file, called, content_hash(f"{called}\n{text}"), told)
                receiving.store(incoming)
                became["new"] += 1
    return became, emptied


def _texts_here(change: Change, substudy_id: int) -> dict[str, int]:
    statement: Any = (
        select(col(Transcript.name), col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Interview.substudy_id) == substudy_id, col(Transcript.removed).is_(False))
    )
    return {row.name: row.id for row in change.connection.execute(statement)}
