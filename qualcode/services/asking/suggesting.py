"""Suggestions: passages like those in a code group, and groups for a passage. Local, and never a coding by themselves.

A suggestion becomes a coding only when somebody takes it; what is taken and refused is kept, so that the study's own
hit rate can stand where other programs print a percentage of confidence. While somebody codes blind, there are none:
they would make coders more alike than they are.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, case, func, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, SuggestionsOff, TooFewExamples
from qualcode.locale import say
from qualcode.model import Analysis, BlindCoding, CodeGroup, Coder, Revision, SuggestionDecision, Transcript
from qualcode.services.acting import stored_row
from qualcode.services.asking.suggest_material import Learnt, coded_spans, examples, examples_of, learn, material_of
from qualcode.services.coding.coding import Coded, place_span
from qualcode.services.naming import find_analysis, find_place, find_transcript
from qualcode.services.passages import read_passage
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.named import NamedPlace
from qualcode.views.suggesting import (
    Decided,
    GroupSuggestions,
    HitRate,
    PassageSuggestions,
    SuggestedGroup,
    SuggestedPassage,
)

if TYPE_CHECKING:
    from qualcode.analysis.likeness import Pace
    from qualcode.analysis.suggesting import Examples

_NONE_YET = HitRate(0, 0)
OFFERED = 3
"""So many groups are offered for a passage: the right one is among them two times in three."""


class _Asked(NamedTuple):
    """What is looked for: the direction, among which passages, and from how many examples it was learnt."""

    learnt: Learnt
    direction: Any
    open_to: Any
    examples: int


def suggest_passages(
    study: OpenStudy, group: str, *, analysis: str | None = None, limit: int = 20, pace: "Pace | None" = None
) -> PassageSuggestions:
    """Passages like those in a code group (or subgroup) that are not coded there, best first.

    Not among them is what this coder has refused in the same wording. `pace` is told how far learning from the text has
    come, and may raise to stop it. Raises `NothingNamed`, `AmbiguousName`,
    `TooFewExamples` under five units, `SuggestionsOff` while somebody codes blind in the analysis.
    """
    from qualcode.analysis.likeness import can_learn

    with study.reading() as connection:
        of = None if analysis is None else find_analysis(connection, analysis).id
        place = find_place(connection, group, analysis_id=of)
        known = _require_examples(connection, place)
    learnt = learn(study, pace=pace)
    with study.reading() as connection:
        asked = _ask(connection, place, known, learnt, study.coder)
        rates = _hit_rates(connection)
        uid = connection.execute(select(col(CodeGroup.uid)).where(col(CodeGroup.id) == place.group_id)).scalar()
    found = asked.learnt.likeness.best(asked.direction, open_to=asked.open_to, most=limit)
    passages = []
    for rank, one in enumerate(found, start=1):
        here = asked.learnt.passages[one.at]
        name = asked.learnt.names[here.transcript_id]
        passages.append(
            SuggestedPassage(
                here.transcript_id, here.revision_id, name, here.turn, here.start, here.end, here.text,
                round(one.score, 4), rank, one.words,
            )
        )  # fmt: skip
    rate = rates.get(str(uid), _NONE_YET)
    return PassageSuggestions(place.group_id, place.path, tuple(passages), asked.examples, rate, can_learn())


def suggest_groups(
    study: OpenStudy, analysis_id: int, *, transcript_id: int, span: Span, pace: "Pace | None" = None
) -> GroupSuggestions:
    """Up to three code groups for a passage, best first; those it is in already are left out.

    Only groups with five units or more can be offered. `pace` is as for `suggest_passages`. Raises `TooFewExamples`
    where there are none, `SuggestionsOff` while somebody codes blind in the analysis, `SpanOutsideTranscript`,
    `EmptySpan`.
    """
    from qualcode.analysis.likeness import can_learn
    from qualcode.analysis.suggesting import FEWEST

    with study.reading() as connection:
        _refuse_blind(connection, analysis_id)
        words = read_passage(connection, transcript_id, span).words
        known = {key: one for key, one in examples(connection, analysis_id).items() if len(one.words) >= FEWEST}
        if not known:
            raise TooFewExamples(group=say("suggesting.every_group"), count=0, needed=FEWEST)
        held = {key for key in known if _holds(connection, key, transcript_id, span)}
        rates, named = _hit_rates(connection), _groups(connection, analysis_id)
    found = learn(study, pace=pace).likeness.groups_for(words, known, most=OFFERED + len(held))
    offered = [one for one in found if one[0] not in held][:OFFERED]
    groups = [
        SuggestedGroup(key, named[key][0], round(score, 4), rank, carried, rates.get(named[key][1], _NONE_YET))
        for rank, (key, score, carried) in enumerate(offered, start=1)
    ]
    return GroupSuggestions(tuple(groups), can_learn())


def suggest_groups_at(
    study: OpenStudy, transcript: str, start: int, end: int, *, analysis: str | None = None
) -> GroupSuggestions:
    """Groups for the words at `start`-`end` of a transcript by name. Raises `NothingNamed`, and as `suggest_groups`."""
    with study.reading() as connection:
        place = find_transcript(connection, transcript)
        of = find_analysis(connection, analysis, substudy_id=place.substudy_id).id
    return suggest_groups(study, of, transcript_id=place.id, span=Span(start, end))


def take_suggestion(
    study: OpenStudy,
    *,
    transcript_id: int,
    span: Span,
    revision_id: int,
    group_id: int,
    decided: Decided,
    suggested_for: int | None = None,
) -> Coded:
    """Code a suggested passage into a group, and remember what became of the suggestion. Raises as `code_span`.

    It was taken if the group is the one it was `suggested_for` (the same one, if not said); else it led elsewhere.
    """
    asked = group_id if suggested_for is None else suggested_for
    with study.change("suggestion.take") as change:
        coded = place_span(change, transcript_id=transcript_id, span=span, group_id=group_id, revision_id=revision_id)
        _remember(change, transcript_id, span, revision_id, {asked: decided}, taken=asked == group_id)
        return coded


def refuse_suggestion(
    study: OpenStudy, *, transcript_id: int, span: Span, revision_id: int, refused: Mapping[int, Decided]
) -> None:
    """Say no to a passage for these groups: it is not suggested there to this coder again while its words stand.

    Raises `SpanOutsideTranscript`, `EmptySpan`, and `ChangedMeanwhile` if transcript or group are no longer as seen.
    """
    with study.change("suggestion.refuse") as change:
        words = read_passage(change.connection, transcript_id, span, revision_id=revision_id).words
        names = [f"«{stored_row(change, CodeGroup, key)['name']}»" for key in refused]
        _remember(change, transcript_id, span, revision_id, refused, taken=False)
        change.summary = say("suggesting.refused", group=", ".join(names), words=shortened(words))


def hit_rates(study: OpenStudy, analysis_id: int) -> dict[str, HitRate]:
    """How suggestions have fared in an analysis, by code group; only groups somebody has decided about."""
    with study.reading() as connection:
        rates = _hit_rates(connection)
        return {name: rates[uid] for name, uid in _groups(connection, analysis_id).values() if uid in rates}


def _require_examples(connection: Connection, place: NamedPlace) -> "Examples":
    """What the place is known by. Raises `TooFewExamples`, `SuggestionsOff`."""
    from qualcode.analysis.suggesting import FEWEST

    _refuse_blind(connection, place.analysis_id)
    own = examples_of(connection, place)
    if len(own.words) < FEWEST:
        raise TooFewExamples(group=f"«{place.path}»", count=len(own.words), needed=FEWEST)
    return own


def _ask(connection: Connection, place: NamedPlace, own: "Examples", learnt: Learnt, coder: str) -> _Asked:
    import numpy as np

    from qualcode.analysis.suggesting import Examples, others_than

    groups = examples(connection, place.analysis_id)
    here = set(own.words)
    others = Examples(tuple(words for words in others_than(groups, place.group_id).words if words not in here))
    open_to = np.zeros(len(learnt.passages), dtype=np.bool_)
    for key in material_of(connection, place.analysis_id):
        of = learnt.transcripts.get(key, range(0))
        open_to[of.start : of.stop] = True
    closed = [coded_spans(connection, place.group_id), _refused(connection, place.group_id, learnt, coder)]
    for by_transcript in closed:
        for key, spans in by_transcript.items():
            open_to[list(learnt.touched(key, spans))] = False
    return _Asked(learnt, learnt.likeness.direction(own, others), open_to, len(own.words))


def _refuse_blind(connection: Connection, analysis_id: int) -> None:
    blind = select(col(BlindCoding.id)).where(col(BlindCoding.analysis_id) == analysis_id, col(BlindCoding.done) == "")
    if connection.execute(blind).first() is not None:
        title = connection.execute(select(col(Analysis.title)).where(col(Analysis.id) == analysis_id)).scalar_one()
        raise SuggestionsOff(analysis=title)


def _refused(connection: Connection, group_id: int, learnt: Learnt, coder: str) -> Mapping[int, list[tuple[int, int]]]:
    """What this coder has refused for a group, by transcript, where the words still stand as they did."""
    statement: Any = (
        select(
            col(Revision.transcript_id), col(Revision.id), col(SuggestionDecision.start), col(SuggestionDecision.end)
        )
        .join(SuggestionDecision, col(SuggestionDecision.revision_uid) == col(Revision.uid))
        .join(CodeGroup, col(CodeGroup.uid) == col(SuggestionDecision.group_uid))
        .join(Coder, col(Coder.id) == col(SuggestionDecision.coder_id))
        .where(col(CodeGroup.id) == group_id, col(Coder.initials) == coder, col(SuggestionDecision.taken).is_(False))
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for key, revision_id, start, end in connection.execute(statement):
        here = learnt.transcripts.get(key)
        if here and learnt.passages[here.start].revision_id == revision_id:
            found.setdefault(key, []).append((start, end))
    return found


def _holds(connection: Connection, group_id: int, transcript_id: int, span: Span) -> bool:
    spans = coded_spans(connection, group_id).get(transcript_id, ())
    return any(start < span.end and span.start < end for start, end in spans)


def _groups(connection: Connection, analysis_id: int) -> dict[int, tuple[str, str]]:
    """The code groups of an analysis: name and uid."""
    statement: Any = select(col(CodeGroup.id), col(CodeGroup.name), col(CodeGroup.uid))
    rows = connection.execute(statement.where(col(CodeGroup.analysis_id) == analysis_id))
    return {key: (name, uid) for key, name, uid in rows}


def _hit_rates(connection: Connection) -> dict[str, HitRate]:
    """By a group's uid: how many suggestions were taken of those decided about."""
    taken = func.sum(case((col(SuggestionDecision.taken), 1), else_=0))
    statement: Any = select(col(SuggestionDecision.group_uid), taken, func.count())
    rows = connection.execute(statement.group_by(col(SuggestionDecision.group_uid)))
    return {uid: HitRate(int(good), int(total)) for uid, good, total in rows}


def _remember(
    change: Change, transcript_id: int, span: Span, revision_id: int, groups: Mapping[int, Decided], *, taken: bool
) -> None:
    wording = change.row(Revision, revision_id)
    if wording is None:
        raise ChangedMeanwhile(kind=say("tables.revision"))
    for group_id, decided in groups.items():
        change.add(
            SuggestionDecision,
            group_uid=stored_row(change, CodeGroup, group_id)["uid"],
            transcript_uid=stored_row(change, Transcript, transcript_id)["uid"],
            revision_uid=wording["uid"],
            start=span.start,
            end=span.end,
            asked=decided.asked,
            rank=decided.rank,
            taken=taken,
            coder_id=change.coder_id,
            at=change.at,
        )
