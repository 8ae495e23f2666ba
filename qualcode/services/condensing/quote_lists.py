"""Quotes in lists, with everything a reader of the quote table is told: who speaks, and who that is."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.analysis.demographics import heading_of
from qualcode.model import (
    Analysis,
    Attribute,
    AttributeLabel,
    AttributeValue,
    CodeGroup,
    Coder,
    Coding,
    Interview,
    MeaningUnit,
    Participant,
    Quote,
    Subgroup,
    Substudy,
    Transcript,
)
from qualcode.services.naming import find_analysis, find_place, find_substudy
from qualcode.services.voices import TurnPlaces, turn_places
from qualcode.services.written_language import language_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.dialogue import lines_of
from qualcode.text.quotes import Difference, compare_printed
from qualcode.views.participants import AttributeView
from qualcode.views.quotes import QuoteLine, QuoteView

Attributes = dict[tuple[int, str], tuple[tuple[str, str], ...]]
"""What is registered about each participant, (substudy, code), as (attribute, value), both as paper shows them."""


def quotes(
    study: OpenStudy,
    *,
    analysis: str | None = None,
    substudy: str | None = None,
    group: str | None = None,
    unit_id: int | None = None,
) -> list[QuoteView]:
    """Quotes in the order of the codebook (unsorted units last in their group), then of transcript and place.

    Limited by names as the user sees them, or to those taken from one unit; `group` may be a subgroup's path. Raises
    `NothingNamed`, `AmbiguousName`.
    """
    with study.reading() as connection:
        conditions = _conditions(connection, analysis, substudy, group)
        if unit_id is not None:
            conditions.append(col(Coding.unit_id) == unit_id)
        rows = connection.execute(_statement(conditions)).all()
        turns = turn_places(connection, {row.transcript_id for row in rows})
        attributes = attributes_of(connection, {row.substudy_id for row in rows})
    return [_view(row, turns[row.transcript_id], attributes) for row in rows]


def unsigned_quotes(connection: Connection, analysis_id: int) -> list[tuple[int, str]]:
    """The quotes whose printed form changes something that nobody has signed: its code group, and the path it is at."""
    rows = _unsigned(connection, [col(CodeGroup.analysis_id) == analysis_id])
    return [(row.group_id, "/".join(filter(None, (row.group, row.subgroup)))) for row, _ in rows]


def unsigned_forms(connection: Connection) -> list[QuoteView]:
    """All the quotes of the study whose printed form changes something that nobody has signed."""
    return [view for _, view in _unsigned(connection, [])]


def _unsigned(connection: Connection, conditions: list[Any]) -> Iterator[tuple[Any, QuoteView]]:
    open_ones = (col(Quote.signed_by).is_(None), col(Quote.printed) != col(Quote.text))
    rows = connection.execute(_statement([*conditions, *open_ones])).all()
    turns = turn_places(connection, {row.transcript_id for row in rows})
    views = ((row, _view(row, turns[row.transcript_id], {})) for row in rows)
    return ((row, view) for row, view in views if view.differs)


def _conditions(connection: Connection, analysis: str | None, substudy: str | None, group: str | None) -> list[Any]:
    conditions: list[Any] = []
    analysis_id = None if analysis is None else find_analysis(connection, analysis).id
    if analysis_id is not None:
        conditions.append(col(CodeGroup.analysis_id) == analysis_id)
    if substudy is not None:
        conditions.append(col(Interview.substudy_id) == find_substudy(connection, substudy).id)
    if group is not None:
        place = find_place(connection, group, analysis_id=analysis_id)
        conditions.append(col(Coding.group_id) == place.group_id)
        if place.subgroup_id is not None:
            conditions.append(col(Coding.subgroup_id) == place.subgroup_id)
    return conditions


def _statement(conditions: list[Any]) -> Any:
    columns: tuple[Any, ...] = (
        *(col(column) for column in (Quote.id, Quote.uid, Quote.text, Quote.printed, Quote.form, Quote.golden)),
        *(col(column) for column in (Quote.start, Quote.end, Quote.signed_by, Quote.version, Quote.coding_id)),
        col(Analysis.title),
        col(CodeGroup.name).label("group"),
        func.coalesce(col(Subgroup.name), "").label("subgroup"),
        col(Coding.unit_id),
        col(Coding.group_id),
        col(MeaningUnit.transcript_id),
        col(Transcript.name).label("transcript"),
        col(Interview.substudy_id),
        col(Substudy.name).label("substudy"),
        col(Coder.initials),
    )
    in_material = (col(Substudy.position), col(Interview.position), col(Quote.start), col(Quote.end), col(Quote.id))
    return (
        select(*columns)
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(Coder, col(Coder.id) == col(Quote.coder_id))
        .outerjoin(Subgroup, col(Subgroup.id) == col(Coding.subgroup_id))
        .where(*conditions)
        .order_by(
            col(Analysis.position),
            col(CodeGroup.position),
            col(Coding.subgroup_id).is_(None),
            col(Subgroup.position),
            *in_material,
        )
    )


def _view(row: Any, turns: TurnPlaces, attributes: Attributes) -> QuoteView:
    turn, _, participants = turns.at(row.start, row.end)
    spoken = said_in(turns, row.start, row.end)
    lines, mixed = lines_of(row.text, row.printed, spoken)
    speakers = [speaker for _, speaker in spoken]
    alone = len(participants) == 1 and set(speakers) == set(participants)
    return QuoteView(
        id=row.id,
        uid=row.uid,
        analysis=row.title,
        code_group=row.group,
        subgroup=row.subgroup,
        text=row.text,
        printed=row.printed,
        form=row.form,
        golden=bool(row.golden),
        participants=participants,
        attributes=attributes.get((row.substudy_id, participants[0]), ()) if alone else (),
        transcript=row.transcript,
        substudy=row.substudy,
        turn=turn,
        start=row.start,
        end=row.end,
        coder=row.initials,
        differs=mixed or _compared(row.text, row.printed).differs,
        signed=row.signed_by is not None,
        lines=tuple(QuoteLine(*line) for line in lines),
        unit_id=row.unit_id,
        coding_id=row.coding_id,
        version=row.version,
        mixed=mixed,
        spoken=tuple(spoken),
        transcript_id=row.transcript_id,
    )


def difference_of(quote: QuoteView) -> Difference:
    """What the printed form of a quote does to its original."""
    return _compared(quote.text, quote.printed)


@lru_cache(maxsize=4096)
def _compared(original: str, printed: str) -> Difference:
    """Comparing costs length times length, and a list is read far more often than a quote is edited."""
    return compare_printed(original, printed)


def said_in(turns: TurnPlaces, start: int, end: int) -> list[tuple[int, str]]:
    """The turns that a passage touches: where each begins in it (code points), and who says it.

    That is the participant's code, else the label, else nothing.
    """
    first, last = bisect_right(turns.ends, start), bisect_left(turns.starts, end)
    touched = zip(turns.starts[first:last], turns.voices[first:last], strict=True)
    return [(max(0, begins - start), next(iter((*codes, *labels)), "")) for begins, (_, labels, codes) in touched]


def attributes_of(connection: Connection, substudy_ids: set[int]) -> Attributes:
    """What is registered about the participants of these substudies, in the order it was imported."""
    statement: Any = (
        select(
            col(Participant.substudy_id),
            col(Participant.code),
            col(Attribute.id),
            col(Attribute.name),
            col(Attribute.caption),
            col(Attribute.kind),
            func.coalesce(col(AttributeLabel.label), col(AttributeValue.text)).label("shown"),
        )
        .join(AttributeValue, col(AttributeValue.participant_id) == col(Participant.id))
        .join(Attribute, col(Attribute.id) == col(AttributeValue.attribute_id))
        .outerjoin(
            AttributeLabel,
            (col(AttributeLabel.attribute_id) == col(Attribute.id))
            & (col(AttributeLabel.value) == col(AttributeValue.text)),
        )
        .where(col(Participant.substudy_id).in_(substudy_ids))
        .order_by(col(Participant.id), col(Attribute.position))
    )
    language = language_of(connection)
    known: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(statement):
        if row.shown:
            heading = heading_of(AttributeView(row.id, row.name, row.caption, row.kind), language)
            known[row.substudy_id, row.code].append((heading, row.shown))
    return {person: tuple(values) for person, values in known.items()}
