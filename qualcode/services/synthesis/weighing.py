"""Going back to the transcripts with a result category: the passages that may nuance or contradict it.

They are of two kinds: units of the analysis that the category's condensates do not carry, and what the same
participants said that nobody has coded.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import CategoryCondensate, CodeGroup, Coding, Condensate, MeaningUnit, ResultCategory
from qualcode.services.material.transcripts import transcript_lines, transcript_view
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.synthesis import UNCODED, UNIT, WeighedPassage
from qualcode.views.transcript import TranscriptView

_FEWEST_WORDS = 4
"""Uncoded words fewer than this in a row are what is left between units, not something that was said."""


class _Unit(NamedTuple):
    """A unit of the analysis: where it stands, its groups, and whether the category's condensates carry it."""

    transcript_id: int
    span: Span
    groups: tuple[str, ...]
    near: bool
    carried: bool


def passages_to_weigh(study: OpenStudy, category_id: int) -> list[WeighedPassage]:
    """What may nuance or contradict a category: its own groups' other units, other units, then what is uncoded.

    Of the uncoded text only that of participants who speak in the category; all of theirs, turn by turn. Raises
    `ChangedMeanwhile` if the category is gone.
    """
    with study.reading() as connection:
        category = connection.execute(
            select(col(ResultCategory.analysis_id)).where(col(ResultCategory.id) == category_id)
        ).scalar_one_or_none()
        if category is None:
            raise ChangedMeanwhile(kind=say("tables.result_category"))
        units = _units(connection, category, category_id)
    texts = {line.id: transcript_view(study, line.id) for line in transcript_lines(study, category)}
    speaking = {
        (texts[unit.transcript_id].substudy, who)
        for unit in units
        if unit.carried and unit.transcript_id in texts
        for who in _who(texts[unit.transcript_id], unit.span)
    }
    others = [unit for unit in units if not unit.carried and unit.transcript_id in texts]
    told = [_of_unit(texts[unit.transcript_id], unit) for unit in sorted(others, key=lambda unit: not unit.near)]
    for text in texts.values():
        coded = [unit.span for unit in units if unit.transcript_id == text.id]
        told += _uncoded(text, coded, {who for substudy, who in speaking if substudy == text.substudy})
    return told


def _units(connection: Connection, analysis_id: int, category_id: int) -> list[_Unit]:
    """Every unit of an analysis, in the order of the transcripts."""
    resting: Any = (
        select(col(Condensate.subgroup_id))
        .join(CategoryCondensate, col(CategoryCondensate.condensate_id) == col(Condensate.id))
        .where(col(CategoryCondensate.category_id) == category_id)
    )
    subgroups = set(connection.execute(resting).scalars())
    statement: Any = (
        select(
            col(MeaningUnit.id),
            col(MeaningUnit.transcript_id),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(Coding.group_id),
            col(Coding.subgroup_id),
            col(CodeGroup.name),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .where(col(MeaningUnit.analysis_id) == analysis_id)
        .order_by(col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.id), col(CodeGroup.position))
    )
    rows = connection.execute(statement).all()
    own_groups = {row.group_id for row in rows if row.subgroup_id in subgroups}
    codings: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        codings[row.id].append(row)
    return [
        _Unit(
            transcript_id=these[0].transcript_id,
            span=Span(these[0].start, these[0].end),
            groups=tuple(row.name for row in these),
            near=any(row.group_id in own_groups for row in these),
            carried=any(row.subgroup_id in subgroups for row in these),
        )
        for these in codings.values()
    ]


def _of_unit(text: TranscriptView, unit: _Unit) -> WeighedPassage:
    return _passage(text, unit.span, kind=UNIT, groups=unit.groups)


def _uncoded(text: TranscriptView, coded: list[Span], speaking: set[str]) -> Iterator[WeighedPassage]:
    """What these participants said that is in no unit."""
    for turn in text.turns:
        if turn.speaker is None or turn.speaker.shown not in speaking:
            continue
        at = turn.start
        for span in sorted(coded, key=lambda span: span.start):
            if span.end <= at or span.start >= turn.end:
                continue
            yield from _stretch(text, at, span.start)
            at = max(at, span.end)
        yield from _stretch(text, at, turn.end)


def _stretch(text: TranscriptView, start: int, end: int) -> Iterator[WeighedPassage]:
    words = text.text[start:end]
    if len(words.split()) >= _FEWEST_WORDS:
        begins = start + len(words) - len(words.lstrip())
        yield _passage(text, Span(begins, begins + len(words.strip())), kind=UNCODED, groups=())


def _passage(text: TranscriptView, span: Span, *, kind: str, groups: tuple[str, ...]) -> WeighedPassage:
    turn = next((turn.number for turn in text.turns if turn.start <= span.start < turn.end), 1)
    return WeighedPassage(
        kind=kind,
        transcript_id=text.id,
        transcript=text.name,
        revision_id=text.revision_id,
        turn=turn,
        start=span.start,
        end=span.end,
        text=span.slice(text.text),
        groups=groups,
        participants=tuple(dict.fromkeys(_who(text, span))),
    )


def _who(text: TranscriptView, span: Span) -> Iterator[str]:
    for turn in text.turns:
        if turn.start < span.end and span.start < turn.end and turn.speaker is not None:
            yield turn.speaker.shown
