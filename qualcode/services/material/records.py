"""Records (registreringer): short structured cases with number codes and, often, some open text.

A set of records is a substudy whose participants are the records. So what is registered about them is counted, limited
and crossed as participants' attributes are, and their open text is coded as what was said: it is the record's own
transcript, `NAME/ID`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import BadTable
from qualcode.locale import say
from qualcode.services.material.correcting import reword_turn
from qualcode.services.material.importing import Receiving
from qualcode.services.material.incoming import IncomingFile
from qualcode.services.material.records_before import (
    RecordsBefore,
    bare_column,
    columns_as_before,
    paragraphs,
    records_before,
)
from qualcode.services.material.substudies import take_record_set
from qualcode.services.naming import possible_name
from qualcode.services.participants.participant_files import ReadParticipant, read_labels
from qualcode.services.participants.taking import Taking
from qualcode.services.rows import FileRow, NumberedRows, file_rows
from qualcode.services.withdrawal_marks import codes_withdrawn
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.codes import BETWEEN, split_codes
from qualcode.text.group_paths import SEPARATOR
from qualcode.text.normal_form import content_hash, to_name
from qualcode.text.ordering import nearest
from qualcode.views.importing import ReadTranscript, ReadTurn
from qualcode.views.participants import ParticipantsReport
from qualcode.views.records import RecordColumns, RecordsReport

_FORMAT = "records"


@dataclass(frozen=True, slots=True)
class _Record:
    """One row: the record's name, its values by attribute, its open texts by column, and its line in the file."""

    code: str
    values: dict[str, str]
    texts: dict[str, str]
    line: int


def import_records(
    study: OpenStudy,
    rows: NumberedRows,
    *,
    name: str,
    columns: RecordColumns,
    file: str = "",
    labels: NumberedRows | None = None,
    labels_file: str = "",
    date_order: str = "",
) -> RecordsReport:
    """Take in a set of records, and from `labels` what their coded values mean (as `import_participants` does).

    Every column is an attribute but the one that names the records and those with open text. Open text becomes the
    transcript `name/ID`, or `name/ID/COLUMN` where several columns hold text. In the columns of `multiple` a cell may
    hold several values (`2 og 3`, `1/3`). Again is an update: values are changed, texts corrected (what is coded moves
    with its words), records added, none taken away; a record that has been withdrawn stays away, with its text. What
    held several values, or open text, before does so again, named or not. `date_order` says how dates with slashes
    are meant (`dates_with_slashes`). All in one journal entry. Raises `BadTable`
    (columns), `RowsRefused` (a row, by its line), `NameTaken`.
    """
    told, called = list(file_rows(rows, file=file)), possible_name(name, kind="substudy")
    with study.reading() as connection:
        before = records_before(connection, called)
    columns = columns_as_before(before, called, columns, told)
    read = _read(told, columns, file=file)
    meanings = [] if labels is None else read_labels(list(file_rows(labels, file=labels_file)), file=labels_file)
    with study.change("records.import") as change:
        substudy_id = take_record_set(change, name)
        change.summary = say("records.summary", count=len(read), name=called)
        taking = Taking(change, substudy_id, date_order=date_order)
        taken = taking.take_people([ReadParticipant(one.code, "", one.values, one.line) for one in read])
        gone = set(codes_withdrawn(change.connection, substudy_id, [one.code for one in read]))
        read = [one for one in read if one.code not in gone]
        taking.allow_several([to_name(column) for column in columns.multiple], file)
        taking.take_labels(meanings)
        taking.settle_kinds()
        texts = _Texts(change, before, called, file)
        texts.take(Receiving(change, substudy_id), read, bare=_bare(before, called, columns, told))
        report = taking.report(called, taken, speakers=0)
    several = tuple(_several(read, columns.multiple))
    return _reported(report, texts, records=len(read), several=several)


def _reported(
    report: ParticipantsReport, texts: "_Texts", *, records: int, several: tuple[tuple[str, int], ...]
) -> RecordsReport:
    reworded = texts.said_anew.intersection(report.unchanged)
    return RecordsReport(
        name=report.substudy,
        records=records,
        added=len(report.added),
        changed=len(report.changed) + len(reworded),
        unchanged=len(report.unchanged) - len(reworded),
        attributes=report.attributes,
        several=several,
        transcripts=texts.new,
        reworded=texts.changed,
        emptied=tuple(texts.emptied),
        withdrawn=report.withdrawn,
        labels=report.labels,
        labels_passed_over=report.labels_passed_over,
        to_look_at=texts.to_look_at,
        unlike=report.unlike,
        dates_unclear=report.dates_unclear,
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
        read.append(_Record(code, values, {column: paragraphs(cells[column]) for column in texts}, row.line))
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


def _bare(before: RecordsBefore, name: str, columns: RecordColumns, rows: Sequence[FileRow]) -> str:
    """The column whose texts are called `NAME/ID`: the only one, if they were so before; none where several began."""
    named = [len(SEPARATOR.findall(called)) > 1 for called in before.texts]
    if named and all(named):
        return ""
    if len(columns.text) == 1:
        return to_name(columns.text[0])
    return to_name(bare_column(before, name, columns.id, columns.text, rows) or columns.text[0]) if named else ""


class _Texts:
    """The open texts of a file: each is a transcript of its own, and what is coded in a reworded one moves along."""

    def __init__(self, change: Change, before: RecordsBefore, name: str, file: str) -> None:
        self._change, self._before, self._name, self._file = change, before, name, file
        self.new = self.changed = self.to_look_at = 0
        self.emptied: list[str] = []
        self.said_anew: set[str] = set()

    def take(self, receiving: Receiving, read: Sequence[_Record], *, bare: str) -> None:
        """Store each; one that is empty now and had words keeps them, and is told of."""
        for record in read:
            for column, text in record.texts.items():
                called = f"{self._name}/{record.code}" + ("" if column == bare else f"/{column}")
                if called in self._before.texts:
                    self._reword(record, called, text)
                elif text:
                    told = ReadTranscript(_FORMAT, "utf-8", (ReadTurn(record.code, text),))
                    receiving.store(IncomingFile(self._file, called, content_hash(f"{called}\n{text}"), told))
                    self.new += 1
                    self.said_anew.add(record.code)

    def _reword(self, record: _Record, called: str, text: str) -> None:
        if not text:
            self.emptied.append(called)
            return
        corrected = reword_turn(self._change, self._before.texts[called].transcript_id, 1, text)
        if corrected is not None:
            self.changed += 1
            self.to_look_at += corrected.units + corrected.quotes
            self.said_anew.add(record.code)
