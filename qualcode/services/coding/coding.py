"""Step 2: marking meaning units and coding them into code groups.

A unit is (analysis, transcript, start, end, coder): another group on the same words by the same coder is another coding
of that unit. The everyday acts here are prepared statements, because a coder waits for each of them.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, NothingNamed, QuotePlaced
from qualcode.locale import say
from qualcode.model import (
    AnalysisSubstudy,
    CodeGroup,
    Coding,
    Interview,
    MeaningUnit,
    Note,
    Paragraph,
    Question,
    Quote,
    ResultCategory,
    Transcript,
)
from qualcode.services.acting import stored_row
from qualcode.services.evidence import compared_in
from qualcode.services.passages import Passage, read_passage, require_unit, unit_words
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared
from qualcode.text.shortening import shortened
from qualcode.text.span import Span

_COVERED = Prepared(
    select(col(AnalysisSubstudy.id))
    .join(Interview, col(Interview.substudy_id) == col(AnalysisSubstudy.substudy_id))
    .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
    .where(col(Transcript.id) == bindparam("transcript"), col(AnalysisSubstudy.analysis_id) == bindparam("analysis"))
)
_GROUP = Prepared(select(col(CodeGroup.analysis_id), col(CodeGroup.name)).where(col(CodeGroup.id) == bindparam("key")))
_UNIT_AT = Prepared(
    select(col(MeaningUnit.id)).where(
        col(MeaningUnit.analysis_id) == bindparam("analysis"),
        col(MeaningUnit.transcript_id) == bindparam("transcript"),
        col(MeaningUnit.start) == bindparam("from"),
        col(MeaningUnit.end) == bindparam("to"),
        col(MeaningUnit.coder_id) == bindparam("coder"),
    )
)
_CODING = Prepared(
    select(col(Coding.id)).where(col(Coding.unit_id) == bindparam("unit"), col(Coding.group_id) == bindparam("group"))
)


class Coded(NamedTuple):
    """What coding a passage came to: the unit, and whether its place in the group is `new`."""

    unit_id: int
    coding_id: int
    new: bool


def code_span(
    study: OpenStudy,
    *,
    transcript_id: int,
    span: Span,
    group_id: int,
    subgroup_id: int | None = None,
    revision_id: int | None = None,
) -> Coded:
    """Put the words of `span` into a code group; nothing changes if this coder has them there already.

    Who codes what she sees gives the `revision_id` of what she sees: `ChangedMeanwhile` is raised if there is a later
    one, or group or transcript is gone. Raises `SpanOutsideTranscript`, `EmptySpan`, `NothingNamed` (other material).
    """
    with study.change("unit.code") as change:
        return place_span(
            change,
            transcript_id=transcript_id,
            span=span,
            group_id=group_id,
            subgroup_id=subgroup_id,
            revision_id=revision_id,
        )


def toggle_span(
    study: OpenStudy, *, transcript_id: int, span: Span, group_id: int, revision_id: int | None = None
) -> bool:
    """Put the words of `span` into a code group, or take them out if this coder has them there. True: now in.

    Raises as `code_span`, and `StillInUse` when a quote of the coding stands in a result category.
    """
    with study.change("unit.code") as change:
        coded = place_span(change, transcript_id=transcript_id, span=span, group_id=group_id, revision_id=revision_id)
        if not coded.new:
            change.action = "unit.uncode"
            name = _group(change.connection, group_id).name
            change.summary = say("summaries.uncoded", group=name, words=unit_words(change, coded.unit_id))
            take_out(change, coded.coding_id)
        return coded.new


def place_span(
    change: Change,
    *,
    transcript_id: int,
    span: Span,
    group_id: int,
    subgroup_id: int | None = None,
    revision_id: int | None = None,
) -> Coded:
    """Within an action: the unit on these words, made if need be, placed in the group if it is not there."""
    group = _group(change.connection, group_id)
    passage = read_passage(change.connection, transcript_id, span, revision_id=revision_id)
    pair = {"transcript": transcript_id, "analysis": group.analysis_id}
    if _COVERED.run(change.connection, pair).first() is None:
        raise NothingNamed(kind=say("kinds.code_group"), name=group.name, nearest=say("errors.reasons.other_material"))
    unit_id, _ = ensure_unit(
        change,
        analysis_id=group.analysis_id,
        transcript_id=transcript_id,
        coder_id=change.coder_id,
        span=span,
        passage=passage,
    )
    change.summary = say(
        "summaries.coded", group=group.name, transcript=passage.transcript, words=shortened(passage.words)
    )
    return _place_unit(change, unit_id, group_id=group_id, subgroup_id=subgroup_id)


def ensure_unit(
    change: Change, *, analysis_id: int, transcript_id: int, coder_id: int, span: Span, passage: Passage
) -> tuple[int, bool]:
    """Within an action: a coder's unit on a verified passage, made if it is not there. True if it is new."""
    found = unit_at(
        change.connection, analysis_id=analysis_id, transcript_id=transcript_id, coder_id=coder_id, span=span
    )
    if found is not None:
        return found, False
    made = change.add(
        MeaningUnit,
        analysis_id=analysis_id,
        transcript_id=transcript_id,
        revision_id=passage.revision_id,
        start=span.start,
        end=span.end,
        text=passage.words,
        coder_id=coder_id,
        created=change.at,
    )
    return made, True


def unit_at(connection: Connection, *, analysis_id: int, transcript_id: int, coder_id: int, span: Span) -> int | None:
    """The key of a coder's unit on exactly this span, None if there is none."""
    where = {
        "analysis": analysis_id,
        "transcript": transcript_id,
        "from": span.start,
        "to": span.end,
        "coder": coder_id,
    }
    found: int | None = _UNIT_AT.run(connection, where).scalar_one_or_none()
    return found


def move_unit(study: OpenStudy, *, unit_id: int, from_group: int, to_group: int) -> None:
    """Move a unit from one code group to another; its quotes come along. If it is there already, it only leaves."""
    with study.change("unit.move") as change:
        group = _group(change.connection, to_group)
        change.summary = say("summaries.moved", group=group.name, words=unit_words(change, unit_id))
        coding = coding_at(change.connection, unit_id, from_group)
        if coding is None:
            raise NothingNamed(kind=say("kinds.unit"), name=unit_words(change, unit_id), nearest="")
        if require_unit(change, unit_id)["analysis_id"] != group.analysis_id:
            reason = say("errors.reasons.other_material")
            raise NothingNamed(kind=say("kinds.code_group"), name=group.name, nearest=reason)
        twin = coding_at(change.connection, unit_id, to_group)
        if twin is None:
            change.change(Coding, coding, group_id=to_group, subgroup_id=None, set_aside=False, reason="")
        elif twin != coding:
            move_coding_into(change, coding, twin)


def move_coding_into(change: Change, coding_id: int, kept_id: int) -> None:
    """Within an action: take a coding away and leave its quotes to another one of the same words."""
    for quote in quotes_of(change.connection, coding_id):
        change.change(Quote, quote["id"], coding_id=kept_id)
    change.remove(Coding, coding_id)


def take_out(change: Change, coding_id: int, *, keep_unit: bool = False) -> None:
    """Within an action: take a coding away with its quotes; a unit left in no group goes with its last coding.

    Raises `QuotePlaced` if one of the quotes stands in a result category.
    """
    coding = change.row(Coding, coding_id)
    if coding is None:
        return
    for quote in quotes_of(change.connection, coding_id):
        remove_quote_row(change, quote["id"])
    change.remove(Coding, coding_id)
    if not keep_unit and not codings_of(change.connection, coding["unit_id"]):
        drop_unit(change, coding["unit_id"])


def remove_quote_row(change: Change, quote_id: int) -> None:
    """Within an action: take a quote away. Raises `QuotePlaced` naming the categories and comparisons it stands in."""
    statement: Any = (
        select(col(ResultCategory.heading))
        .join(Paragraph, col(Paragraph.category_id) == col(ResultCategory.id))
        .where(col(Paragraph.quote_id) == quote_id)
        .order_by(col(ResultCategory.position))
    )
    headings = dict.fromkeys(change.connection.execute(statement).scalars())
    uses = ", ".join([f"«{heading}»" for heading in headings])
    uses = ", ".join(part for part in (uses, compared_in(change.connection, quote_id=quote_id)) if part)
    if uses:
        printed = stored_row(change, Quote, quote_id)["printed"]
        raise QuotePlaced(quote=shortened(printed), uses=uses)
    change.remove(Quote, quote_id)


def _place_unit(change: Change, unit_id: int, *, group_id: int, subgroup_id: int | None) -> Coded:
    existing = coding_at(change.connection, unit_id, group_id)
    if existing is not None:
        moved = subgroup_id is not None and change.change(
            Coding, existing, subgroup_id=subgroup_id, set_aside=False, reason=""
        )
        return Coded(unit_id, existing, moved)
    coding = change.add(Coding, unit_id=unit_id, group_id=group_id, subgroup_id=subgroup_id, created=change.at)
    return Coded(unit_id, coding, new=True)


def _group(connection: Connection, group_id: int) -> Any:
    group = _GROUP.run(connection, {"key": group_id}).one_or_none()
    if group is None:
        raise ChangedMeanwhile(kind=say("tables.code_group"))
    return group


def coding_at(connection: Connection, unit_id: int, group_id: int) -> int | None:
    """The key of a unit's coding in a group, None if it is not there."""
    found: int | None = _CODING.run(connection, {"unit": unit_id, "group": group_id}).scalar_one_or_none()
    return found


def codings_of(connection: Connection, unit_id: int) -> list[dict[str, Any]]:
    """The rows of a unit's codings."""
    rows = connection.execute(select(Coding).where(col(Coding.unit_id) == unit_id)).mappings()
    return [dict(row) for row in rows]


def quotes_of(connection: Connection, coding_id: int) -> list[dict[str, Any]]:
    """The rows of a coding's quotes."""
    rows = connection.execute(select(Quote).where(col(Quote.coding_id) == coding_id)).mappings()
    return [dict(row) for row in rows]


def notes_of(connection: Connection, unit_id: int) -> list[int]:
    """The keys of a unit's notes."""
    rows = connection.execute(select(col(Note.id)).where(col(Note.unit_id) == unit_id)).scalars()
    return [key for key in rows if key is not None]


def questions_of(connection: Connection, unit_id: int) -> list[int]:
    """The keys of the questions about a unit."""
    rows = connection.execute(select(col(Question.id)).where(col(Question.unit_id) == unit_id)).scalars()
    return [key for key in rows if key is not None]


def drop_unit(change: Change, unit_id: int) -> None:
    """Within an action: take away a unit that is in no group, with its notes and what was asked about it."""
    for note in notes_of(change.connection, unit_id):
        change.remove(Note, note)
    for question in questions_of(change.connection, unit_id):
        change.remove(Question, question)
    change.remove(MeaningUnit, unit_id)
