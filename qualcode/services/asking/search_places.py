"""What one looks at around a hit, and what a search can be limited to: for the screen where one searches."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.analysis.demographics import translated
from qualcode.locale import current_language, say
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
    Sentence,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.storage.opening import OpenStudy
from qualcode.storage.wordings import newest_wording
from qualcode.text.ordering import natural_key
from qualcode.text.roles import ROLES
from qualcode.text.span import Span
from qualcode.text.values import split_values
from qualcode.views.searching import CONDENSATES, NOTES, TALK, HitContext, LimitChoice, SearchHit

_MOST = 200
"""A list of more participants or values than this is no list to choose from; such limits are typed on the command
line."""


def hit_context(study: OpenStudy, hit: SearchHit, *, analysis_id: int | None = None) -> HitContext | None:
    """The turn of a hit and the sentences it stands in, and how these are coded in an analysis.

    None where the transcript has been corrected since the hit was found. Of a note or condensate: the words around.
    """
    if hit.source != TALK:
        words = f"{hit.before}{hit.match}{hit.after}"
        return HitContext(words, hit.start - len(hit.before), hit.start, hit.end, ())
    with study.reading() as connection:
        wording = newest_wording(connection, hit.transcript_id)
        if wording is None or wording.id != hit.revision_id:
            return None
        begins, ends = _turn(connection, hit)
        sentences = _sentences(connection, hit)
        start = min([hit.start, *(sentence[0] for sentence in sentences)])
        end = max([hit.end, *(sentence[1] for sentence in sentences)])
        groups = _groups(connection, hit.transcript_id, Span(start, end), analysis_id)
        begins, ends = min(begins, start), max(ends, end)
        return HitContext(wording.text[begins:ends], begins, start, end, groups)


def limit_choices(study: OpenStudy, analysis_id: int | None = None) -> tuple[LimitChoice, ...]:
    """Everything a search can be limited to in this study, by the names one sees."""
    with study.reading() as connection:
        return tuple(_choices(connection, analysis_id))


def _choices(connection: Connection, analysis_id: int | None) -> Iterator[LimitChoice]:
    yield LimitChoice("coded", True, say("search.limit.coded"))
    yield LimitChoice("coded", False, say("search.limit.uncoded"))
    for source in (NOTES, CONDENSATES):
        yield LimitChoice("sources", source, say(f"search.limit.{source}"))
    for role in ROLES:
        yield _named("role", role, say(f"search.role.{role}"))
    for field, names in (
        ("substudy", _column(connection, select(col(Substudy.name)).order_by(col(Substudy.position)))),
        ("round", _column(connection, select(col(Interview.round)).where(col(Interview.round) != "").distinct())),
        ("group", _group_names(connection, analysis_id)),
        ("participant", list(_own_names(connection, _PEOPLE).values())),
        ("transcript", list(_own_names(connection, _TRANSCRIPTS).values())),
    ):
        if len(names) <= _MOST:
            yield from (_named(field, name, name) for name in names)
    for name, value, called, meaning in _values(connection):
        yield LimitChoice("attribute", f"{name}={value}", f"{called}: {meaning}")


def _named(field: str, value: str, shown: str) -> LimitChoice:
    return LimitChoice(field, value, f"{say(f'search.limit.{field}')}: {shown}")


def _column(connection: Connection, statement: Any) -> list[str]:
    return list(dict.fromkeys(connection.execute(statement).scalars()))


_PEOPLE: Any = (
    select(col(Participant.id), col(Participant.code), col(Substudy.name))
    .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
    .order_by(col(Participant.id))
)
_TRANSCRIPTS: Any = (
    select(col(Transcript.id), col(Transcript.name), col(Substudy.name))
    .join(Interview, col(Interview.id) == col(Transcript.interview_id))
    .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
    .where(col(Transcript.removed).is_(False))
    .order_by(col(Transcript.id))
)
_GROUPS: Any = (
    select(col(CodeGroup.id), col(CodeGroup.name), col(Analysis.title))
    .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
    .order_by(col(CodeGroup.position))
)


def _own_names(connection: Connection, statement: Any) -> dict[int, str]:
    """Names that are one's own, by key: `WITHIN:NAME` where two have the same."""
    rows = connection.execute(statement).all()
    counts = Counter(name for _, name, _ in rows)
    return {key: name if counts[name] == 1 else f"{within}:{name}" for key, name, within in rows}


def _group_names(connection: Connection, analysis_id: int | None) -> list[str]:
    """The groups of one analysis, or of all, under names that are theirs alone in the whole study."""
    names = _own_names(connection, _GROUPS)
    if analysis_id is None:
        return list(names.values())
    here: Any = select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis_id)
    return [names[key] for key in connection.execute(here.order_by(col(CodeGroup.position))).scalars()]


def _values(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Every value of every category that somebody has: attribute, value, and what both are called."""
    statement: Any = (
        select(col(Attribute.name), col(Attribute.caption), col(Attribute.multiple), col(AttributeValue.text))
        .join(AttributeValue, col(AttributeValue.attribute_id) == col(Attribute.id))
        .where(col(Attribute.kind) == "category")
        .distinct()
    )
    labelled: Any = select(col(Attribute.name), col(AttributeLabel.value), col(AttributeLabel.label)).join(
        AttributeLabel, col(AttributeLabel.attribute_id) == col(Attribute.id)
    )
    meanings = {(name, value): label for name, value, label in connection.execute(labelled)}
    language = current_language()
    found = {
        (name, value, caption or translated(name, language), meanings.get((name, value), value))
        for name, caption, multiple, text in connection.execute(statement)
        for value in split_values(text, multiple=multiple)
    }
    return sorted(found, key=lambda one: (one[0], natural_key(one[1])))[:_MOST]


def _turn(connection: Connection, hit: SearchHit) -> tuple[int, int]:
    statement: Any = select(col(Turn.start), col(Turn.end)).where(
        col(Turn.transcript_id) == hit.transcript_id, col(Turn.start) <= hit.start, col(Turn.end) > hit.start
    )
    found = connection.execute(statement).first()
    return (found.start, found.end) if found else (hit.start, hit.end)


def _sentences(connection: Connection, hit: SearchHit) -> list[tuple[int, int]]:
    statement: Any = select(col(Sentence.start), col(Sentence.end)).where(
        col(Sentence.transcript_id) == hit.transcript_id, col(Sentence.start) < hit.end, col(Sentence.end) > hit.start
    )
    return [(row.start, row.end) for row in connection.execute(statement)]


def _groups(connection: Connection, transcript_id: int, span: Span, analysis_id: int | None) -> tuple[str, ...]:
    """The names of the groups; with who coded so, where more than one has coded in the transcript."""
    statement: Any = (
        select(col(CodeGroup.name), col(Coder.initials))
        .join(Coding, col(Coding.group_id) == col(CodeGroup.id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .where(
            col(MeaningUnit.transcript_id) == transcript_id,
            col(MeaningUnit.start) < span.end,
            col(MeaningUnit.end) > span.start,
        )
        .order_by(col(CodeGroup.position), col(Coder.initials))
    )
    coders: Any = select(func.count(col(MeaningUnit.coder_id).distinct())).where(
        col(MeaningUnit.transcript_id) == transcript_id
    )
    if analysis_id is not None:
        statement = statement.where(col(MeaningUnit.analysis_id) == analysis_id)
        coders = coders.where(col(MeaningUnit.analysis_id) == analysis_id)
    by_whom: dict[str, dict[str, None]] = {}
    for name, initials in connection.execute(statement):
        by_whom.setdefault(name, {})[initials] = None
    if connection.execute(coders).scalar_one() <= 1:
        return tuple(by_whom)
    return tuple(f"{name} ({', '.join(who)})" for name, who in by_whom.items())
