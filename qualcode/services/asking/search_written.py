"""What the researchers wrote, as far as a search reads it: notes and condensates within the limits.

Nobody who took part says them, so a search that is limited to who speaks reads none. A note lies where its transcript
and its passage are; a condensate where the units are that it carries.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.model import (
    Analysis,
    CodeGroup,
    Coder,
    Coding,
    Condensate,
    Interview,
    MeaningUnit,
    Note,
    Subgroup,
    Substudy,
    Transcript,
)
from qualcode.services.asking.search_limits import Within
from qualcode.views.searching import CONDENSATES, CONTEXT, NOTES, SearchHit


class Written(NamedTuple):
    """What a researcher wrote, whole, and what is told of each hit in it."""

    text: str
    hit: SearchHit

    def told(self, start: int, end: int) -> SearchHit:
        """The hit at this place in the text, with the words around it."""
        before, match = self.text[max(0, start - CONTEXT) : start], self.text[start:end]
        after = self.text[end : end + CONTEXT]
        return self.hit._replace(start=start, end=end, before=before, match=match, after=after)


def written(connection: Connection, source: str, within: Within) -> Iterator[Written]:
    """The notes, or the condensates, that a search within these limits reads, in order."""
    if not within.by_speaker:
        yield from _READ[source](connection, within)


def _notes(connection: Connection, within: Within) -> Iterator[Written]:
    statement: Any = (
        select(
            col(Note.id),
            col(Note.text),
            func.coalesce(col(Note.start), col(MeaningUnit.start)),
            func.coalesce(col(Note.end), col(MeaningUnit.end)),
            col(Coder.initials),
            col(Transcript.name),
            col(Transcript.id),
            col(Substudy.name),
        )
        .join(Coder, col(Coder.id) == col(Note.coder_id))
        .join(Transcript, col(Transcript.id) == col(Note.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .outerjoin(MeaningUnit, col(MeaningUnit.id) == col(Note.unit_id))
        .where(col(Transcript.removed).is_(False), *within.conditions)
        .order_by(col(Note.id))
    )
    if within.analysis_id is not None:
        statement = statement.where(col(Note.analysis_id) == within.analysis_id)
    for key, text, start, end, coder, transcript, transcript_id, substudy in connection.execute(statement).all():
        if within.by_coding and (start is None or not within.holds_hit(transcript_id, start, end)):
            continue
        on = {"transcript": transcript, "transcript_id": transcript_id, "substudy": substudy}
        yield _written(NOTES, key, text, where=coder, **on)


def _condensates(connection: Connection, within: Within) -> Iterator[Written]:
    if within.coded is False:
        return
    statement: Any = (
        select(
            col(Condensate.id),
            col(Condensate.text),
            col(CodeGroup.name),
            col(Subgroup.name),
            col(CodeGroup.id),
            col(Analysis.id),
        )
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .where(*_of_condensates(within))
        .order_by(col(Analysis.position), col(CodeGroup.position), col(Subgroup.position))
    )
    for key, text, group, subgroup, group_id, analysis_id in connection.execute(statement).all():
        of = {"group_id": group_id, "analysis_id": analysis_id}
        yield _written(CONDENSATES, key, text, where=f"{group}/{subgroup}", **of)


def _of_condensates(within: Within) -> Iterator[Any]:
    """The conditions that a condensate meets: its analysis, group and subgroup, and where its units are."""
    if within.analysis_id is not None:
        yield col(Analysis.id) == within.analysis_id
    if within.place is not None:
        yield col(CodeGroup.id) == within.place.group_id
        if within.place.subgroup_id is not None:
            yield col(Subgroup.id) == within.place.subgroup_id
    if within.by_place:
        carried: Any = (
            select(col(Coding.subgroup_id))
            .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
            .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
            .join(Interview, col(Interview.id) == col(Transcript.interview_id))
            .where(col(Coding.subgroup_id).is_not(None), col(Transcript.removed).is_(False), *within.conditions)
        )
        yield col(Subgroup.id).in_(carried)


def _written(source: str, key: int, text: str, **told: Any) -> Written:
    place: dict[str, Any] = {"transcript": "", "turn": 0, "speaker": None, "participant": None, "start": 0, "end": 0}
    words = {"before": "", "match": "", "after": ""}
    return Written(text, SearchHit(**(place | words | {"source": source, "id": key} | told)))


_READ: dict[str, Callable[[Connection, Within], Iterator[Written]]] = {NOTES: _notes, CONDENSATES: _condensates}
