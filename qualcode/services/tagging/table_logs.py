"""The table log (bordlogg): typed live at the focus group or entered from paper, a line at a time.

Every line is a change of its own, kept before the next one is begun. Journal summaries never hold a word of the log,
so that a temporary name is nowhere but in the seat, the lines and the journal's images of them, where a wipe finds it.
"""

import re
from typing import Any

from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from qualcode.errors import NameTaken, ValueRefused
from qualcode.locale import say
from qualcode.model import Interview, LogLine, Seat, Substudy, TableLog
from qualcode.model.table_log import LINE_KINDS
from qualcode.services.acting import prose, stored_row
from qualcode.services.naming import find_substudy, possible_name
from qualcode.services.tagging.people import ensure_participant, people_of, with_temporary
from qualcode.services.tagging.reading_table_logs import interview_named, log_id_of, next_position, read_log
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.wiping import empty_write_ahead_log, rewrite_images
from qualcode.text.normal_form import to_name
from qualcode.text.roles import PARTICIPANT
from qualcode.views.table_log import NOTE, SAID, Person, TableLogView, WipeReport


def table_log(study: OpenStudy, interview_id: int) -> TableLogView:
    """The log of an interview: empty, and without a key, where nothing has been written."""
    with study.reading() as connection:
        return read_log(connection, interview_id)


def log_people(study: OpenStudy, interview_id: int) -> tuple[Person, ...]:
    """Whoever a line can be about: those who are known, and those at the table who have a temporary name only."""
    with study.reading() as connection:
        known = people_of(connection, interview_id)
        seats = read_log(connection, interview_id).seats
    return with_temporary(known, [seat.called for seat in seats if seat.called and seat.participant_id is None])


def new_interview(study: OpenStudy, name: str, *, substudy: str) -> int:
    """An interview that is about to be held, so that its log can be typed; the transcript comes later. Its key.

    Raises `NothingNamed` (the substudy), `NameRefused`, `NameTaken`.
    """
    with study.change("interview.new") as change:
        return put_interview(change, name, substudy=substudy)


def put_interview(change: Change, name: str, *, substudy: str) -> int:
    """Within an action: `new_interview`."""
    kept, found = possible_name(name, kind="interview"), find_substudy(change.connection, substudy)
    here = (col(Interview.substudy_id) == found.id, col(Interview.removed).is_(False))
    if change.connection.execute(select(col(Interview.id)).where(*here, col(Interview.name) == kept)).first():
        raise NameTaken(kind=say("kinds.interview"), name=kept)
    design = select(col(Substudy.design)).where(col(Substudy.id) == found.id)
    last = select(func.coalesce(func.max(col(Interview.position)), 0)).where(*here)
    change.summary = say("table_log.summaries.interview", name=kept, substudy=found.name)
    return change.add(
        Interview,
        substudy_id=found.id,
        name=kept,
        design=change.connection.execute(design).scalar_one(),
        position=change.connection.execute(last).scalar_one() + 1,
    )


def start_clock(study: OpenStudy, interview_id: int) -> None:
    """The recording begins: times are counted from now on."""
    with study.change("log.start") as change:
        log_id = ensure_log(change, interview_id)
        change.change(TableLog, log_id, started=change.at)
        change.summary = say("table_log.summaries.started", interview=interview_named(change.connection, interview_id))


def add_line(
    study: OpenStudy,
    interview_id: int,
    *,
    person: Person | None = None,
    at_ms: int | None = None,
    kind: str = SAID,
    words: str = "",
) -> int:
    """Write one line; whoever has no seat yet gets the next one. Returns the line's key.

    Raises `ValueRefused` for a kind there is not, a time before the clock was started, and a note without words.
    """
    with study.change("log.line") as change:
        log_id = ensure_log(change, interview_id)
        change.summary = say("table_log.summaries.line", interview=interview_named(change.connection, interview_id))
        return put_line(change, log_id, person=person, at_ms=at_ms, kind=kind, words=words)


def put_line(change: Change, log_id: int, *, person: Person | None, at_ms: int | None, kind: str, words: str) -> int:
    """Within an action: `add_line`."""
    written = prose(words)
    _refuse_impossible(kind, at_ms, written)
    seat_id = None if person is None else ensure_seat(change, log_id, person)
    place = {"log_id": log_id, "position": next_position(change.connection, LogLine, log_id)}
    return change.add(LogLine, **place, seat_id=seat_id, at_ms=at_ms, kind=kind, words=written, created=change.at)


def change_line(study: OpenStudy, line_id: int, *, words: str, seen: int | None = None) -> None:
    """Write a line's words anew. Raises `ChangedMeanwhile`, `ValueRefused` for a note without words."""
    with study.change("log.edit") as change:
        row = stored_row(change, LogLine, line_id)
        written = prose(words)
        _refuse_impossible(row["kind"], row["at_ms"], written)
        change.summary = say("table_log.summaries.line_changed", interview=_interview_of(change, row["log_id"]))
        change.change(LogLine, line_id, seen=seen, words=written)


def retell_line(study: OpenStudy, line_id: int, person: Person | None) -> None:
    """The line is about somebody else than was written, or about nobody. Raises `ChangedMeanwhile`."""
    with study.change("log.edit") as change:
        row = stored_row(change, LogLine, line_id)
        seat_id = None if person is None else ensure_seat(change, row["log_id"], person)
        change.summary = say("table_log.summaries.line_changed", interview=_interview_of(change, row["log_id"]))
        change.change(LogLine, line_id, seat_id=seat_id)


def remove_line(study: OpenStudy, line_id: int) -> None:
    """Take a line away. Raises `ChangedMeanwhile` if it is gone."""
    with study.change("log.remove") as change:
        row = stored_row(change, LogLine, line_id)
        change.summary = say("table_log.summaries.line_removed", interview=_interview_of(change, row["log_id"]))
        change.remove(LogLine, line_id)


def seat(study: OpenStudy, interview_id: int, *, code: str = "", called: str = "", role: str = PARTICIPANT) -> int:
    """Somebody sits down: a participant by code, or one with a temporary name until the code is known. The seat's key.

    A code that the substudy does not have yet becomes a participant of it. A temporary name that has a seat already is
    the same person: with `code` it is now said who she is. Raises `ValueRefused` where neither name is given.
    """
    with study.change("log.seat") as change:
        log_id = ensure_log(change, interview_id)
        change.summary = say("table_log.summaries.seat", interview=interview_named(change.connection, interview_id))
        return put_seat(change, log_id, code=code, called=called, role=role)


def put_seat(change: Change, log_id: int, *, code: str = "", called: str = "", role: str = PARTICIPANT) -> int:
    """Within an action: `seat`."""
    code, called = to_name(code), to_name(called)
    if not code and not called and role == PARTICIPANT:
        raise ValueRefused(what=say("kinds.participant"), value="", choices=say("errors.reasons.a_text"))
    participant_id = _ensure_participant(change, log_id, code) if code and role == PARTICIPANT else None
    known = _seat_of(change, log_id, role=role, participant_id=participant_id, called=called)
    if known is None:
        position = next_position(change.connection, Seat, log_id)
        who = {"role": role, "participant_id": participant_id, "called": called}
        return change.add(Seat, log_id=log_id, position=position, **who)
    told: dict[str, Any] = {"called": called} if called else {}
    if participant_id is not None:
        told["participant_id"] = participant_id
        for other in _unnamed_seats(change, log_id, called):
            change.change(Seat, other, participant_id=participant_id)
    change.change(Seat, known, **told)
    return known


def write_closing_summary(study: OpenStudy, interview_id: int, text: str) -> None:
    """The secretary's summing up at the end of the interview; an empty text takes it away."""
    with study.change("log.summary") as change:
        log_id = ensure_log(change, interview_id)
        change.summary = say("table_log.summaries.summary", interview=interview_named(change.connection, interview_id))
        change.change(TableLog, log_id, summary=prose(text))


def shift_log(study: OpenStudy, interview_id: int, by_ms: int) -> int:
    """Move all times of a log, when its clock and the recorder's were not started together. Returns how many lines.

    No time gets before the beginning.
    """
    with study.change("log.shift") as change:
        log_id = ensure_log(change, interview_id)
        change.summary = say("table_log.summaries.shifted", interview=interview_named(change.connection, interview_id))
        statement = select(col(LogLine.id), col(LogLine.at_ms)).where(col(LogLine.log_id) == log_id)
        rows: Any = change.connection.execute(statement.where(col(LogLine.at_ms).is_not(None))).all()
        return sum(change.change(LogLine, key, at_ms=max(0, at_ms + by_ms)) for key, at_ms in rows)


def wipe_temporary_names(study: OpenStudy, interview_id: int) -> WipeReport:
    """Wipe the temporary names of a log for good: from the seats, from the lines' words, and from the journal.

    Where a line's words hold such a name, the participant's code takes its place, or `…` where nobody said who it was.
    What is done so cannot be undone; backups made before still have the names.
    """
    with study.change("log.wipe", kind="mark") as change:
        log_id = ensure_log(change, interview_id)
        view = read_log(change.connection, interview_id)
        change.summary = say("table_log.summaries.wiped", interview=view.interview)
        placed_last = sorted(view.seats, key=lambda place: bool(place.participant))
        named = {place.called: place.participant or "…" for place in placed_last if place.called}
        replaced = _Replacing(named)
        lines = sum(change.change(LogLine, line.id, words=replaced.in_text(line.words)) for line in view.lines)
        change.change(TableLog, log_id, summary=replaced.in_text(view.summary))
        for place in view.seats:
            change.change(Seat, place.id, called="", participant_id=place.participant_id)
        if named:
            for table, column in ((Seat, "called"), (LogLine, "words"), (TableLog, "summary")):
                _rewrite(change, table, column, replaced)
    return WipeReport(len(named), lines, empty_write_ahead_log(study))


class _Replacing:
    """Temporary names and what takes their place, whatever their capitals, as words of their own."""

    def __init__(self, named: dict[str, str]) -> None:
        self._by_name = {name.casefold(): code for name, code in named.items()}
        longest_first = sorted(named, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)

    def in_text(self, text: str) -> str:
        """The text with every name replaced."""
        return self._pattern.sub(lambda match: self._by_name.get(match.group().casefold(), "…"), text)

    def holds(self, name: str) -> bool:
        """Whether this is one of the names."""
        return name.casefold() in self._by_name


def _rewrite(change: Change, table: type[SQLModel], column: str, replaced: _Replacing) -> None:
    def without(image: dict[str, Any]) -> dict[str, Any]:
        text = image.get(column, "")
        return image if not text else image | {column: "" if replaced.holds(text) else replaced.in_text(text)}

    rewrite_images(change, table, without)


def ensure_log(change: Change, interview_id: int) -> int:
    """Within an action: the key of the interview's log, which is made if it has none."""
    known = log_id_of(change.connection, interview_id)
    return change.add(TableLog, interview_id=interview_id) if known is None else known


def ensure_seat(change: Change, log_id: int, person: Person) -> int:
    """Within an action: where this person sits; a new seat, the next around the table, if she has none."""
    known = _seat_of(change, log_id, role=person.role, participant_id=person.participant_id, called=person.name)
    if known is not None:
        return known
    position = next_position(change.connection, Seat, log_id)
    who = {"role": person.role, "participant_id": person.participant_id, "called": person.called}
    return change.add(Seat, log_id=log_id, position=position, **who)


def _seat_of(change: Change, log_id: int, *, role: str, participant_id: int | None, called: str) -> int | None:
    """The seat of a participant, else of who is called so, else of a role."""
    statement: Any = select(col(Seat.id), col(Seat.role), col(Seat.participant_id), col(Seat.called))
    rows: Any = change.connection.execute(statement.where(col(Seat.log_id) == log_id).order_by(col(Seat.id))).all()
    for row in rows:
        if participant_id is not None and row.participant_id == participant_id:
            return int(row.id)
    for row in rows:
        free = participant_id is None or row.participant_id is None
        if called and free and row.called.casefold() == called.casefold():
            return int(row.id)
    by_role = role != PARTICIPANT and not called
    return next((int(row.id) for row in rows if by_role and row.role == role), None)


def _unnamed_seats(change: Change, log_id: int, called: str) -> list[int]:
    """The seats that have this temporary name and no code yet: she may have sat at another by her code already."""
    statement: Any = select(col(Seat.id), col(Seat.called)).where(
        col(Seat.log_id) == log_id, col(Seat.role) == PARTICIPANT, col(Seat.participant_id).is_(None)
    )
    rows: Any = change.connection.execute(statement).all()
    return [key for key, name in rows if called and name.casefold() == called.casefold()]


def _ensure_participant(change: Change, log_id: int, code: str) -> int:
    log = stored_row(change, TableLog, log_id)
    return ensure_participant(change, stored_row(change, Interview, log["interview_id"])["substudy_id"], code)


def _interview_of(change: Change, log_id: int) -> str:
    return interview_named(change.connection, stored_row(change, TableLog, log_id)["interview_id"])


def _refuse_impossible(kind: str, at_ms: int | None, words: str) -> None:
    if kind not in LINE_KINDS:
        raise ValueRefused(what=say("kinds.line_kind"), value=kind, choices=", ".join(LINE_KINDS))
    if at_ms is not None and at_ms < 0:
        raise ValueRefused(what=say("kinds.time"), value=at_ms, choices="0:00 …")
    if kind == NOTE and not words:
        raise ValueRefused(what=say("kinds.note"), value="", choices=say("errors.reasons.a_text"))
