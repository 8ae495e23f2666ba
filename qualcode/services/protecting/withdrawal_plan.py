"""What a withdrawal reaches: her turns, what lies on them, and what is registered about her."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlmodel import SQLModel, col

from qualcode.model import (
    Coding,
    FieldNote,
    Interview,
    LogLine,
    MeaningUnit,
    Note,
    Participant,
    Passage,
    Quote,
    Seat,
    Speaker,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.storage.shapes import shape_of, tables_by_name
from qualcode.text.span import Span
from qualcode.views.withdrawing import ALL

Keys = defaultdict[type[SQLModel], set[int]]


@dataclass(slots=True)
class Plan:
    """What goes, by key. `spans` are her turns in the transcripts that stay; `gone` rows go, `flagged` ones stay.

    `alone` are the interviews in which nobody else took part, `interviews` those of them that go as a whole, with
    `transcripts`; `standing` are the codings that go or change.
    """

    id: int
    uid: str
    code: str
    pseudonym: str
    substudy_id: int
    substudy: str
    speakers: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)
    interviews: set[int] = field(default_factory=set)
    transcripts: set[int] = field(default_factory=set)
    spans: dict[int, list[Span]] = field(default_factory=dict)
    gone: Keys = field(default_factory=lambda: defaultdict(set))
    flagged: Keys = field(default_factory=lambda: defaultdict(set))


def plan_of(connection: Connection, participant_id: int, degree: str) -> Plan:
    """What a withdrawal of this degree reaches."""
    statement: Any = select(Participant, col(Substudy.name)).join(Substudy).where(col(Participant.id) == participant_id)
    row = connection.execute(statement).one()
    plan = Plan(row.id, row.uid, row.code, row.pseudonym, row.substudy_id, row.name)
    _find_speech(connection, plan, degree)
    for transcript_id, mine in plan.spans.items():
        _find_placed(connection, plan, transcript_id, mine)
    _find_beside(connection, plan)
    return plan


def _find_speech(connection: Connection, plan: Plan, degree: str) -> None:
    """Her turns; and where she was the only participant, with `all`, the whole interview.

    An import that was undone is out of sight but not out of the file: of that, too, the whole goes.
    """
    statement: Any = (
        select(
            col(Speaker.id),
            col(Speaker.transcript_id),
            col(Transcript.interview_id),
            col(Interview.design),
            col(Transcript.removed).label("transcript_removed"),
            col(Interview.removed).label("interview_removed"),
        )
        .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
    )
    undone = or_(col(Transcript.removed), col(Interview.removed)) & (col(Speaker.label) == plan.code)
    own_substudy = or_(col(Interview.substudy_id) == plan.substudy_id, col(Interview.substudy_id).is_(None))
    hers = or_(col(Speaker.participant_id) == plan.id, undone & own_substudy)
    for row in connection.execute(statement.where(hers)).all():
        plan.speakers.add(row.id)
        removed = row.transcript_removed or row.interview_removed
        alone = row.design == "individual" and not _others(connection, row.interview_id, plan.id)
        if alone or removed:
            plan.alone.add(row.interview_id)
        if removed or (alone and degree == ALL):
            plan.transcripts.add(row.transcript_id)
            plan.interviews.add(row.interview_id)
        else:
            plan.spans[row.transcript_id] = _turns(connection, row.transcript_id, plan.speakers)


def _others(connection: Connection, interview_id: int, participant_id: int) -> bool:
    statement: Any = (
        select(col(Speaker.id))
        .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
        .where(
            col(Transcript.interview_id) == interview_id,
            col(Speaker.participant_id).is_not(None),
            col(Speaker.participant_id) != participant_id,
        )
    )
    return connection.execute(statement.limit(1)).first() is not None


def _turns(connection: Connection, transcript_id: int, speakers: Iterable[int]) -> list[Span]:
    statement: Any = select(col(Turn.start), col(Turn.end)).where(
        col(Turn.transcript_id) == transcript_id, col(Turn.speaker_id).in_(sorted(speakers))
    )
    return [Span(start, end) for start, end in connection.execute(statement.order_by(col(Turn.start)))]


def _find_placed(connection: Connection, plan: Plan, transcript_id: int, mine: list[Span]) -> None:
    """What lies on her words goes; of units and passages, what also lies on others' words stays, flagged."""
    others: Any = select(col(Turn.start), col(Turn.end)).where(col(Turn.transcript_id) == transcript_id)
    rest = [span for one in connection.execute(others.order_by(col(Turn.start))) if (span := Span(*one)) not in mine]
    for table, rows in _placed(connection, transcript_id):
        for key, start, end in rows:
            if not _touches(mine, start, end):
                continue
            shared = table in (MeaningUnit, Passage) and _touches(rest, start, end)
            (plan.flagged if shared else plan.gone)[table].add(key)


def _placed(connection: Connection, transcript_id: int) -> Iterable[tuple[type[SQLModel], list[Any]]]:
    """Every table whose rows have a place in a transcript, and those rows: key, start, end."""
    for table in tables_by_name().values():
        shape = shape_of(table)
        if table is not Turn and {"id", "transcript_id", "start", "end"} <= set(shape.columns):
            core = shape.core
            rows = select(core.c.id, core.c.start, core.c.end)
            here = (core.c.transcript_id == transcript_id) & core.c.start.is_not(None)
            yield table, list(connection.execute(rows.where(here)))
    quotes: Any = (
        select(col(Quote.id), col(Quote.start), col(Quote.end))
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(col(MeaningUnit.transcript_id) == transcript_id)
    )
    yield Quote, list(connection.execute(quotes))


def _touches(spans: list[Span], start: int, end: int) -> bool:
    """Whether any of these spans (in order, apart) shares a character with `start`-`end`."""
    at = bisect_left(spans, end, key=lambda span: span.start)
    return at > 0 and spans[at - 1].end > start


def _find_beside(connection: Connection, plan: Plan) -> None:
    """Her lines in the table logs; and notes on interviews in which she was the only participant."""
    seats = select(col(Seat.id)).where(col(Seat.participant_id) == plan.id)
    plan.gone[LogLine] |= _keys(connection, select(col(LogLine.id)).where(col(LogLine.seat_id).in_(seats)))
    alone = sorted(plan.alone)
    theirs = select(col(Transcript.id)).where(col(Transcript.interview_id).in_(alone))
    plan.gone[Note] |= _keys(connection, select(col(Note.id)).where(col(Note.transcript_id).in_(theirs)))
    plan.gone[FieldNote] |= _keys(connection, select(col(FieldNote.id)).where(col(FieldNote.interview_id).in_(alone)))


def _keys(connection: Connection, statement: Any) -> set[int]:
    return set(connection.execute(statement).scalars())
