"""The steps between a meaning unit and the chapter: what lies on what, and how each is told."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, case, func, literal, select, union
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from qualcode.exporters.wording import quoted
from qualcode.model import (
    AnswerEvidence,
    CategoryCondensate,
    CodeGroup,
    Coder,
    Coding,
    ComparisonCell,
    ComparisonEvidence,
    ComparisonTopic,
    Condensate,
    EvaluationQuestion,
    GroupWithoutCategory,
    Interview,
    MeaningUnit,
    Paragraph,
    ParagraphCondensate,
    Passage,
    Quote,
    ResultCategory,
    Subgroup,
    Substudy,
    Transcript,
)
from qualcode.services.written_language import language_of
from qualcode.views.tracing import TracedStep

UNIT = "unit"
CODING = "coding"
EXAMPLE = "example"
"""A unit's place in a code group that stands in the analysis table, to show the method at work."""

TABLES: dict[str, type[SQLModel]] = {
    "answer": EvaluationQuestion,
    "comparison": ComparisonCell,
    "category": ResultCategory,
    "paragraph": Paragraph,
    "condensate": Condensate,
    "passage": Passage,
    "quote": Quote,
    "outcome": GroupWithoutCategory,
    "group": CodeGroup,
    "subgroup": Subgroup,
    EXAMPLE: Coding,
    CODING: Coding,
    UNIT: MeaningUnit,
}
"""What can be traced, from the answers and the chapter down to the units."""


class _Edge(NamedTuple):
    """`pairs` has a row (upper, lower) for each upper thing that stands on a lower one."""

    upper: str
    lower: str
    pairs: Any


def _pair(upper: Any, lower: Any) -> Any:
    return select(col(upper).label("upper"), col(lower).label("lower"))


_NOT_ASIDE = col(Coding.set_aside).is_(False)


def _evidence(lower: Any) -> Any:
    return _pair(ComparisonEvidence.cell_id, lower).where(col(lower).is_not(None))


def _answered(kind: str, lower: Any) -> Any:
    return (
        _pair(AnswerEvidence.question_id, lower.id)
        .join(lower, col(lower.uid) == col(AnswerEvidence.refers_uid))
        .where(col(AnswerEvidence.kind) == kind)
    )


_EDGES = (
    *(_Edge("answer", kind, _answered(kind, TABLES[kind])) for kind in ("category", "condensate", "quote", UNIT)),
    _Edge("comparison", "category", _evidence(ComparisonEvidence.category_id)),
    _Edge("comparison", "condensate", _evidence(ComparisonEvidence.condensate_id)),
    _Edge("comparison", "quote", _evidence(ComparisonEvidence.quote_id)),
    _Edge("category", "paragraph", _pair(Paragraph.category_id, Paragraph.id)),
    _Edge("category", "condensate", _pair(CategoryCondensate.category_id, CategoryCondensate.condensate_id)),
    _Edge("category", "passage", _pair(Passage.category_id, Passage.id)),
    _Edge("paragraph", "condensate", _pair(ParagraphCondensate.paragraph_id, ParagraphCondensate.condensate_id)),
    _Edge("paragraph", "quote", _pair(Paragraph.id, Paragraph.quote_id).where(col(Paragraph.quote_id).is_not(None))),
    _Edge(
        "condensate",
        CODING,
        _pair(Condensate.id, Coding.id).join(Coding, col(Coding.subgroup_id) == col(Condensate.subgroup_id)),
    ),
    _Edge("quote", CODING, _pair(Quote.id, Quote.coding_id)),
    _Edge(
        "outcome",
        CODING,
        _pair(GroupWithoutCategory.id, Coding.id)
        .join(Coding, col(Coding.group_id) == col(GroupWithoutCategory.group_id))
        .where(_NOT_ASIDE),
    ),
    _Edge("outcome", "group", _pair(GroupWithoutCategory.id, GroupWithoutCategory.group_id)),
    _Edge("subgroup", CODING, _pair(Coding.subgroup_id, Coding.id)),
    _Edge("group", CODING, _pair(Coding.group_id, Coding.id).where(_NOT_ASIDE)),
    _Edge(EXAMPLE, CODING, _pair(Coding.id, Coding.id).where(col(Coding.example))),
    _Edge(CODING, UNIT, _pair(Coding.id, Coding.unit_id)),
)
_PLACES_IN_THE_CODEBOOK = ("group", "subgroup")
"""Every unit says itself which code groups it is in, so the way up does not lead through them."""

Reached = dict[str, "Select[Any] | Any"]
"""The keys that were reached, as a query for each kind."""


def reach_down(kind: str, key: int) -> Reached:
    """Everything below a thing, down to the units."""
    reached: Reached = {kind: select(literal(key).label("lower"))}
    for lower in list(TABLES)[list(TABLES).index(kind) + 1 :]:
        ways = [
            _step(edge.pairs, "lower", reached[edge.upper])
            for edge in _EDGES
            if edge.lower == lower and edge.upper in reached
        ]
        if ways:
            reached[lower] = ways[0] if len(ways) == 1 else union(*ways)
    return reached


def reach_up(kind: str, keys: Any) -> Reached:
    """Everything that stands on things (a query of one column, their keys), up to the categories."""
    reached: Reached = {kind: keys}
    above = list(TABLES)[: list(TABLES).index(kind)]
    for upper in (one for one in reversed(above) if one not in _PLACES_IN_THE_CODEBOOK):
        ways = [
            _step(edge.pairs, "upper", reached[edge.lower])
            for edge in _EDGES
            if edge.upper == upper and edge.lower in reached
        ]
        if ways:
            reached[upper] = ways[0] if len(ways) == 1 else union(*ways)
    return reached


def _step(pairs: Any, wanted: str, reached: Any) -> Any:
    """The other side of the pairs whose one side was reached."""
    every = pairs.subquery()
    other = "upper" if wanted == "lower" else "lower"
    return select(every.c[wanted]).where(every.c[other].in_(reached))


def tell_steps(connection: Connection, reached: Mapping[str, Any], *, leaving_out: str) -> tuple[TracedStep, ...]:
    """What was reached in words, kind by kind in the order it was reached; units and codings are told elsewhere."""
    told: list[TracedStep] = []
    for kind, keys in reached.items():
        if kind not in (leaving_out, UNIT, CODING):
            told.extend(_told(connection, kind, col(TABLES[kind].id).in_(keys)))  # type: ignore[attr-defined]
    return tuple(told)


def tell_one(connection: Connection, kind: str, key: int) -> TracedStep:
    """One thing in words."""
    return next(_told(connection, kind, col(TABLES[kind].id) == key))  # type: ignore[attr-defined]


def _told(connection: Connection, kind: str, condition: Any) -> Iterator[TracedStep]:
    # Asked for before a key takes words out of a group, so a statement less counts.
    language = language_of(connection) if kind == "paragraph" else ""
    for uid, name, text, coder, at, *placed in connection.execute(_STATEMENTS[kind].where(condition)):
        words = [text or "", *(quoted(words, language=language) for words in placed if words)]
        yield TracedStep(kind, uid, name or "", " ".join(words).strip(), coder or "", at or "")


_PATH = col(CodeGroup.name) + "/" + col(Subgroup.name)
_NOBODY = literal("")
_NAMESAKE = aliased(Transcript)
_WITHIN: Any = (
    select(col(Substudy.name))
    .join(Interview, col(Interview.substudy_id) == col(Substudy.id))
    .where(col(Interview.id) == col(Transcript.interview_id))
    .correlate(Transcript)
    .scalar_subquery()
)
_TRANSCRIPT: Any = case(
    (
        select(col(_NAMESAKE.id))
        .where(
            col(_NAMESAKE.name) == col(Transcript.name),
            col(_NAMESAKE.id) != col(Transcript.id),
            col(_NAMESAKE.removed).is_(False),
        )
        .correlate(Transcript)
        .exists(),
        _WITHIN + ":" + col(Transcript.name),
    ),
    else_=col(Transcript.name),
)
"""A transcript's name, with its substudy's before it where another has the same."""

_STATEMENTS: dict[str, Any] = {
    "answer": select(
        col(EvaluationQuestion.uid), col(EvaluationQuestion.text), col(EvaluationQuestion.assessment), _NOBODY, _NOBODY
    ).order_by(col(EvaluationQuestion.parent_id), col(EvaluationQuestion.position)),
    "comparison": select(
        col(ComparisonCell.uid), col(ComparisonTopic.title), col(ComparisonCell.text), _NOBODY, _NOBODY
    )
    .join(ComparisonTopic, col(ComparisonTopic.id) == col(ComparisonCell.topic_id))
    .order_by(col(ComparisonTopic.position)),
    "category": select(col(ResultCategory.uid), col(ResultCategory.heading), _NOBODY, _NOBODY, _NOBODY).order_by(
        col(ResultCategory.analysis_id), col(ResultCategory.position)
    ),
    "paragraph": select(
        col(Paragraph.uid),
        col(ResultCategory.heading),
        col(Paragraph.text),
        col(Coder.initials),
        col(Paragraph.written),
        col(Quote.printed),
    )
    .join(ResultCategory, col(ResultCategory.id) == col(Paragraph.category_id))
    .outerjoin(Quote, col(Quote.id) == col(Paragraph.quote_id))
    .outerjoin(Coder, col(Coder.id) == col(Paragraph.coder_id))
    .order_by(col(ResultCategory.position), col(Paragraph.position)),
    "condensate": select(col(Condensate.uid), _PATH, col(Condensate.text), col(Coder.initials), col(Condensate.written))
    .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
    .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
    .join(Coder, col(Coder.id) == col(Condensate.coder_id))
    .order_by(col(CodeGroup.position), col(Subgroup.position)),
    "passage": select(col(Passage.uid), _TRANSCRIPT, col(Passage.text), _NOBODY, _NOBODY)
    .join(Transcript, col(Transcript.id) == col(Passage.transcript_id))
    .order_by(col(Passage.id)),
    "quote": select(col(Quote.uid), _TRANSCRIPT, col(Quote.printed), col(Coder.initials), _NOBODY)
    .join(Coding, col(Coding.id) == col(Quote.coding_id))
    .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
    .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
    .join(Coder, col(Coder.id) == col(Quote.coder_id))
    .order_by(col(MeaningUnit.transcript_id), col(Quote.start)),
    "outcome": select(
        col(GroupWithoutCategory.uid),
        col(CodeGroup.name),
        col(GroupWithoutCategory.reason),
        col(Coder.initials),
        col(GroupWithoutCategory.written),
    )
    .join(CodeGroup, col(CodeGroup.id) == col(GroupWithoutCategory.group_id))
    .join(Coder, col(Coder.id) == col(GroupWithoutCategory.coder_id)),
    "group": select(col(CodeGroup.uid), col(CodeGroup.name), col(CodeGroup.definition), _NOBODY, _NOBODY),
    "subgroup": select(col(Subgroup.uid), _PATH, col(Subgroup.definition), _NOBODY, _NOBODY).join(
        CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id)
    ),
    EXAMPLE: select(col(Coding.uid), func.coalesce(_PATH, col(CodeGroup.name)), _NOBODY, _NOBODY, _NOBODY)
    .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
    .outerjoin(Subgroup, col(Subgroup.id) == col(Coding.subgroup_id)),
    UNIT: select(
        col(MeaningUnit.uid), _TRANSCRIPT, col(MeaningUnit.text), col(Coder.initials), col(MeaningUnit.created)
    )
    .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
    .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id)),
}
"""uid, name, text, coder, time of each kind, in the order in which they are read; last the quote a paragraph places."""
