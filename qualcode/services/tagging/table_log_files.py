"""A table log from the secretary's own table: time, who, words, kind. All rows, as one action, or none."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Interview, LogLine, Participant, TableLog
from qualcode.services.rows import FileRow, NumberedRows, file_rows
from qualcode.services.tagging.reading_table_logs import find_interview
from qualcode.services.tagging.table_logs import ensure_log, ensure_seat, put_interview, put_line, put_seat
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.roles import PARTICIPANT, UNKNOWN, likely_role
from qualcode.text.times import clock_to_ms
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts
from qualcode.views.table_log import LAUGHTER, NOD, NOTE, OVERLAP, SAID, Person

SEATING = "seating"
SUMMARY = "summary"

_KINDS = {
    SAID: ("", "said", "sa", "sagt", "ord"),
    NOD: ("nod", "nods", "nikk", "nikker"),
    LAUGHTER: ("laughter", "laughs", "latter", "ler"),
    OVERLAP: ("overlap", "overlapp", "samtidig"),
    NOTE: ("note", "notat", "merknad"),
    SEATING: ("seating", "seat", "plass", "plassering"),
    SUMMARY: ("summary", "oppsummering", "resymé", "resyme"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}

Known = set[tuple[Any, ...]]


def load_table_log(
    study: OpenStudy, interview: str, rows: NumberedRows, *, file: str, substudy: str | None = None
) -> LoadCounts:
    """Write the lines of a file into an interview's log: `time`, `who`, `words`, `kind`; only `who` or `words` needed.

    `time` is counted from the start of the recording (`41:05`, `1:02:03`). `who` is a participant's code, a role
    (`m`, `sekretær`), or a temporary name. `kind` is said (empty), nod, laughter, overlap, note, or `seating` (who sits
    there, in order; `words` is her temporary name), or `summary` (the closing summary). A line that is there already is
    counted as such. With `substudy` an interview that is not there yet is made. Raises `RowsRefused`, `NothingNamed`.
    """
    with study.change("log.load") as change:
        interview_id = _interview(change, interview, substudy)
        loading = _Loading(change, interview_id)
        came_to = []
        for row in file_rows(rows, file=file):
            with row.named():
                came_to.append(loading.take(row))
        change.summary = say("table_log.summaries.loaded", interview=interview, file=file)
        return LoadCounts.of(came_to)


def _interview(change: Change, name: str, substudy: str | None) -> int:
    known = select(col(Interview.id)).where(col(Interview.name) == name, col(Interview.removed).is_(False))
    if substudy is not None and not change.connection.execute(known).first():
        return put_interview(change, name, substudy=substudy)
    return find_interview(change.connection, name if substudy is None else f"{substudy}:{name}").id


class _Loading:
    """One file being taken in."""

    def __init__(self, change: Change, interview_id: int) -> None:
        self._change = change
        self._interview_id = interview_id
        self._log_id = ensure_log(change, interview_id)
        self._codes = _codes(change.connection, interview_id)
        self._known = _lines(change.connection, self._log_id)

    def take(self, row: FileRow) -> str:
        """Write down one row; what it came to."""
        kind = _KIND_OF.get(row.text("kind").casefold())
        if kind is None:
            row.refuse(say("table_log.rows.kind", kind=row.text("kind"), kinds=", ".join(_KINDS)))
        if kind == SEATING:
            return self._sit(row)
        if kind == SUMMARY:
            return self._sum_up(row.needed("words"))
        return self._write(row, kind)

    def _sit(self, row: FileRow) -> str:
        who, called = row.needed("who"), row.text("words")
        person = self._person(who)
        before = len(self._change.images)
        code = person.code or (who if person.role == PARTICIPANT and called else "")
        put_seat(self._change, self._log_id, code=code, called=called or person.called, role=person.role)
        self._codes = _codes(self._change.connection, self._interview_id)
        added = [image["before"] is None for image in self._change.images[before:]]
        return ALREADY_THERE if not added else NEW if all(added) else CHANGED

    def _sum_up(self, words: str) -> str:
        row = self._change.row(TableLog, self._log_id)
        before = row["summary"] if row else ""
        if words in before.split("\n"):
            return ALREADY_THERE
        self._change.change(TableLog, self._log_id, summary=f"{before}\n{words}" if before else words)
        return NEW

    def _write(self, row: FileRow, kind: str) -> str:
        who, words, time = row.text("who"), row.text("words"), row.text("time")
        at_ms = clock_to_ms(time) if time else None
        if time and at_ms is None:
            row.refuse(say("table_log.rows.time", time=time))
        if not who and not words and kind in (SAID, NOD):
            row.refuse(say("table_log.rows.empty"))
        person = self._person(who) if who else None
        seat_id = None if person is None else ensure_seat(self._change, self._log_id, person)
        line = (seat_id, at_ms, kind, words)
        if line in self._known:
            return ALREADY_THERE
        self._known.add(line)
        put_line(self._change, self._log_id, person=person, at_ms=at_ms, kind=kind, words=words)
        return NEW

    def _person(self, who: str) -> Person:
        """A participant by code; who is no participant is known by role, or by what she is called."""
        known = self._codes.get(who.casefold())
        if known is not None:
            return Person(PARTICIPANT, known, who)
        role = likely_role(who)
        return Person(PARTICIPANT, called=who) if role == UNKNOWN else Person(role)


def _codes(connection: Connection, interview_id: int) -> dict[str, int]:
    statement = (
        select(col(Participant.code), col(Participant.id))
        .join(Interview, col(Interview.substudy_id) == col(Participant.substudy_id))
        .where(col(Interview.id) == interview_id)
    )
    rows: Any = connection.execute(statement).all()
    return {row.code.casefold(): row.id for row in rows}


def _lines(connection: Connection, log_id: int) -> Known:
    columns = (col(LogLine.seat_id), col(LogLine.at_ms), col(LogLine.kind), col(LogLine.words))
    return {tuple(row) for row in connection.execute(select(*columns).where(col(LogLine.log_id) == log_id))}
