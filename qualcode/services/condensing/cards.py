"""The cards of a code group: its units with their words, who speaks in them, and whether they are quoted."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import (
    AnalysisSubstudy,
    Coder,
    Coding,
    Interview,
    MeaningUnit,
    Participant,
    Quote,
    Substudy,
    Transcript,
)
from qualcode.services.voices import turn_places
from qualcode.views.condensing import CardView

Person = tuple[int, str]
"""A participant: key of the substudy, and code."""


class LaidCard(NamedTuple):
    """A card, and what decides where it lies: `column` is a subgroup or None, `interview` its substudy and name."""

    card: CardView
    column: int | None
    set_aside: bool
    people: tuple[Person, ...]
    interview: tuple[int, str]
    created: str


class Material(NamedTuple):
    """Who and what an analysis covers, in order: its participants and interviews by the name they are shown with.

    That is `SUBSTUDY:NAME` where two substudies have the same. `held` are the interviews, by key of the substudy and
    name.
    """

    people: dict[Person, str]
    held: dict[tuple[int, str], str]

    @property
    def interviews(self) -> int:
        """How many interviews there are."""
        return len(self.held)


def cards_of(connection: Connection, group_id: int) -> list[LaidCard]:
    """Every card of a group, in order of transcript and place."""
    rows = _rows(connection, group_id)
    turns = turn_places(connection, {row.transcript_id for row in rows})
    golden = _quoted(connection, group_id)
    laid: list[LaidCard] = []
    for row in rows:
        turn, speakers, codes = turns[row.transcript_id].at(row.start, row.end)
        card = CardView(
            coding_id=row.id,
            unit_id=row.unit_id,
            uid=row.uid,
            words=row.text,
            transcript_id=row.transcript_id,
            transcript=row.name,
            turn=turn,
            speakers=speakers,
            participants=codes,
            coder=row.initials,
            start=row.start,
            end=row.end,
            quoted=row.id in golden,
            golden=golden.get(row.id, False),
            reason=row.reason,
            version=row.version,
            substudy=row.substudy,
        )
        people = tuple((row.substudy_id, code) for code in codes)
        held = (row.substudy_id, row.interview)
        laid.append(LaidCard(card, row.subgroup_id, bool(row.set_aside), people, held, row.created))
    return laid


def _rows(connection: Connection, group_id: int) -> Sequence[Any]:
    statement: Any = (
        select(
            col(Coding.id),
            col(Coding.unit_id),
            col(Coding.subgroup_id),
            col(Coding.set_aside),
            col(Coding.reason),
            col(Coding.version),
            col(Coding.created),
            col(MeaningUnit.uid),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(MeaningUnit.text),
            col(MeaningUnit.transcript_id),
            col(Transcript.name),
            col(Interview.name).label("interview"),
            col(Interview.substudy_id),
            col(Substudy.name).label("substudy"),
            col(Coder.initials),
        )
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Coding.group_id) == group_id)
        .order_by(
            col(Substudy.position),
            col(Interview.position),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(Coding.id),
        )
    )
    return connection.execute(statement).all()


def _quoted(connection: Connection, group_id: int) -> dict[int, bool]:
    """The codings of a group that a quote is taken from, and whether one of these is golden."""
    statement: Any = select(col(Quote.coding_id), col(Quote.golden)).join(
        Coding, col(Coding.id) == col(Quote.coding_id)
    )
    quoted: dict[int, bool] = {}
    for coding_id, golden in connection.execute(statement.where(col(Coding.group_id) == group_id)):
        quoted[coding_id] = bool(golden) or quoted.get(coding_id, False)
    return quoted


def material_of(connection: Connection, analysis_id: int) -> Material:
    """The participants and interviews that an analysis covers."""
    covered = select(col(AnalysisSubstudy.substudy_id)).where(col(AnalysisSubstudy.analysis_id) == analysis_id)
    statement: Any = (
        select(col(Participant.substudy_id), col(Participant.code), col(Substudy.name))
        .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
        .where(col(Participant.substudy_id).in_(covered))
        .order_by(col(Substudy.position), col(Participant.position), col(Participant.id))
    )
    people = _told_apart(connection.execute(statement).all())
    interviews: Any = (
        select(col(Interview.substudy_id), col(Interview.name), col(Substudy.name).label("within"))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Interview.substudy_id).in_(covered), col(Interview.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Interview.id))
    )
    return Material(people, _told_apart(connection.execute(interviews).all()))


def _told_apart(rows: Sequence[Any]) -> dict[tuple[int, str], str]:
    """What each (key of a substudy, name, substudy) is shown as: the name, after its substudy where two have it."""
    known = Counter(name for _, name, _ in rows)
    return {(key, name): name if known[name] == 1 else f"{within}:{name}" for key, name, within in rows}
