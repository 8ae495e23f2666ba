"""Agreement between coders, for those whose method asks for it.

Systematic text condensation does not: there several readers are to see more, not the same (`differing`). So the figures
are asked for by name, and stay out of the chapter.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.errors import NothingCoded, TooFewCoders, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    BlindCoding,
    CodeGroup,
    Coding,
    Interview,
    MeaningUnit,
    Revision,
    Sentence,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.services.naming import current_revision, find_analysis, find_coder, find_place, transcripts_called
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import read_plain
from qualcode.views.agreement import FEW, LEVELS, AgreementFigures, AgreementView, Disagreement
from qualcode.views.named import Named

if TYPE_CHECKING:
    from qualcode.analysis.places import Answers, Marked, Places
    from qualcode.analysis.unitizing import Unitized

Spans = dict[int, list[tuple[int, int]]]
Stretches = tuple[int, dict[tuple[int, int], list[tuple[int, int]]]]
"""How long a text is, and what each coder has in each group, joined."""


class Compared(NamedTuple):
    """What is compared: whose codings, in which groups (name by key, in order), in which transcripts."""

    coders: dict[int, str]
    groups: dict[int, str]
    marked: "dict[int, list[Marked]]"


class Text(NamedTuple):
    """A transcript that is compared."""

    id: int
    name: str
    text: str


def agreement(
    study: OpenStudy,
    coders: Sequence[str],
    *,
    group: str | None = None,
    level: str = "turn",
    analysis: str | None = None,
) -> AgreementView:
    """How far coders agree, and where they do not, in every transcript in which one of them has a coding.

    `level` is what is compared: units, turns, sentences or characters. Raises `TooFewCoders`,
    `ValueRefused` for a level that does not exist, `NothingNamed`, `AmbiguousName`, and `NothingCoded` where none of
    them has coded, or where they are still coding blind.
    """
    from qualcode.analysis.places import gather_answers

    names = list(dict.fromkeys(coders))
    if len(names) < 2:
        raise TooFewCoders(coders=", ".join(names) or say("agreement.nobody"))
    if level not in LEVELS:
        raise ValueRefused(what=say("kinds.level"), value=level, choices=", ".join(LEVELS))
    with study.reading() as connection:
        keys = {find_coder(connection, name): name for name in names}
        found = _analysis(connection, analysis, group, list(keys))
        compared = _compared(connection, found.id, keys, group)
        if not compared.marked:
            raise NothingCoded(coders=", ".join(keys.values()), analysis=found.name)
        texts = list(_texts(connection, list(compared.marked)))
        spans = _spans(connection, [text.id for text in texts], level)
    judged = [_judge(text, compared, spans, level) for text in texts]
    answers = gather_answers(judged, by_length=level == "character")
    unitized = _unitized([_stretches(compared, text) for text in texts], compared)
    figures = [_figures(answers, unitized, compared, level, at) for at in (*range(len(compared.groups)), None)]
    return AgreementView(
        analysis=found.name,
        coders=tuple(keys.values()),
        level=level,
        groups=tuple(figures[:-1]),
        overall=figures[-1],
        disagreements=tuple(_disagreements(texts, judged, answers, compared)),
    )


def _analysis(connection: Connection, title: str | None, group: str | None, coders: list[int]) -> Named:
    """The analysis that is named, by itself or by the group's name; else the only one that several of them coded in."""
    if title is None and group is not None:
        key = find_place(connection, group).analysis_id
        title = connection.execute(select(col(Analysis.title)).where(col(Analysis.id) == key)).scalar_one()
    if title is None:
        coded: Any = (
            select(col(Analysis.title))
            .join(MeaningUnit, col(MeaningUnit.analysis_id) == col(Analysis.id))
            .where(col(MeaningUnit.coder_id).in_(coders))
            .group_by(col(Analysis.id))
            .having(func.count(col(MeaningUnit.coder_id).distinct()) > 1)
        )
        titles = connection.execute(coded).scalars().all()
        title = titles[0] if len(titles) == 1 else None
    return find_analysis(connection, title)


def _compared(connection: Connection, analysis_id: int, coders: dict[int, str], group: str | None) -> Compared:
    from qualcode.analysis.places import Marked

    statement: Any = (
        select(
            col(MeaningUnit.transcript_id),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(MeaningUnit.coder_id),
            col(Coding.group_id),
            col(Coding.subgroup_id),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .where(col(MeaningUnit.analysis_id) == analysis_id, col(MeaningUnit.coder_id).in_(list(coders)))
        .where(col(Transcript.removed).is_(False))
    )
    rows = read_plain(connection, statement)
    blind = _blind(connection, analysis_id)
    wanted = None if group is None else find_place(connection, group, analysis_id=analysis_id)
    used = {row[4] for row in rows} if wanted is None else {wanted.group_id}
    groups = {key: name for key, name in _groups(connection, analysis_id) if key in used}
    numbers, who = {key: at for at, key in enumerate(groups)}, {key: at for at, key in enumerate(coders)}
    marked: dict[int, list[Marked]] = defaultdict(list)
    for transcript, start, end, coder, group_id, subgroup_id in rows:
        if transcript in blind:
            continue
        there = marked[transcript]
        if wanted is None or (wanted.group_id == group_id and wanted.subgroup_id in (None, subgroup_id)):
            there.append(Marked(start, end, who[coder], numbers[group_id]))
    if wanted is not None:
        groups = {wanted.group_id: wanted.path}
    return Compared(coders, groups, dict(marked))


def _blind(connection: Connection, analysis_id: int) -> set[int]:
    """Transcripts in which somebody is still coding blind: nothing is told of them."""
    statement = select(col(BlindCoding.transcript_id)).where(
        col(BlindCoding.analysis_id) == analysis_id, col(BlindCoding.done) == ""
    )
    return set(connection.execute(statement).scalars())


def _groups(connection: Connection, analysis_id: int) -> list[tuple[int, str]]:
    statement = select(col(CodeGroup.id), col(CodeGroup.name)).where(col(CodeGroup.analysis_id) == analysis_id)
    rows: Any = connection.execute(statement.order_by(col(CodeGroup.position), col(CodeGroup.id)))
    return [(key, name) for key, name in rows]


def _texts(connection: Connection, transcripts: list[int]) -> Iterator[Text]:
    statement: Any = (
        select(col(Transcript.id), col(Revision.text))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.id).in_(transcripts))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    names = transcripts_called(connection)
    return (Text(key, names[key], text) for key, text in read_plain(connection, statement))


def _spans(connection: Connection, transcripts: list[int], level: str) -> Spans:
    if level not in ("turn", "sentence"):
        return {}
    table: Any = Turn if level == "turn" else Sentence
    statement: Any = select(col(table.transcript_id), col(table.start), col(table.end))
    found: Spans = defaultdict(list)
    for key, start, end in read_plain(
        connection, statement.where(col(table.transcript_id).in_(transcripts)).order_by(col(table.start))
    ):
        found[key].append((start, end))
    return found


def _judge(text: Text, compared: Compared, spans: Spans, level: str) -> "Places":
    from qualcode.analysis.places import judge_characters, judge_places, judge_units

    sizes = {"coders": len(compared.coders), "groups": len(compared.groups)}
    marked = compared.marked[text.id]
    if level == "unit":
        return judge_units(marked, **sizes)
    if level == "character":
        return judge_characters(len(text.text), marked, **sizes)
    return judge_places(spans[text.id], marked, **sizes)


def _stretches(compared: Compared, text: Text) -> Stretches:
    """What each coder has of a text in each group."""
    from qualcode.analysis.unitizing import joined

    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for one in compared.marked[text.id]:
        spans[one.coder, one.group].append((one.start, one.end))
    return len(text.text), {key: joined(found) for key, found in spans.items()}


def _unitized(stretches: list[Stretches], compared: Compared) -> "list[Unitized]":
    """Of each group, what every coder has marked in all the texts."""
    from qualcode.analysis.unitizing import Unitized

    gathered = [Unitized() for _ in compared.groups]
    for length, found in stretches:
        for group, unitized in enumerate(gathered):
            unitized.add(length, [found.get((coder, group), []) for coder in range(len(compared.coders))])
    return gathered


def _figures(
    answers: "Answers", unitized: "list[Unitized]", compared: Compared, level: str, at: int | None
) -> AgreementFigures:
    """The figures of one group, by its number, or of all groups at once: then a place is alike if its sets are."""
    from qualcode.analysis.agreement import alpha, alpha_interval, kappa, percent_agreement, tally_patterns
    from qualcode.analysis.unitizing import alpha_of

    labels = answers.of(at)
    coded = (labels != 0).any(axis=1)
    patterns, counts = tally_patterns(labels, answers.counts)
    return AgreementFigures(
        code_group="" if at is None else list(compared.groups.values())[at],
        n=int(counts.sum()),
        coded=int(answers.counts[coded].sum()),
        percent=percent_agreement(patterns, counts),
        kappa=kappa(patterns, counts),
        alpha=alpha(patterns, counts),
        unitizing=alpha_of(unitized if at is None else [unitized[at]]),
        interval=None if level == "character" else alpha_interval(patterns, counts),
        few=int(answers.places[coded].sum()) < FEW,
    )


def _disagreements(
    texts: list[Text], judged: "list[Places]", answers: "Answers", compared: Compared
) -> Iterator[Disagreement]:
    names, coders = list(compared.groups.values()), list(compared.coders.values())
    told = [
        {
            coder: tuple(name for name, has in zip(names, row, strict=True) if has)
            for coder, row in zip(coders, pattern, strict=True)
        }
        for pattern in answers.patterns.tolist()
    ]
    differs = (answers.patterns != answers.patterns[:, :1]).any(axis=(1, 2)).tolist()
    patterns = iter(answers.which.tolist())  # of all texts, one after the other
    for text, places in zip(texts, judged, strict=True):
        for start, end, pattern in zip(places.starts.tolist(), places.ends.tolist(), patterns, strict=False):
            if differs[pattern]:
                yield Disagreement(text.name, start, end, text.text[start:end], told[pattern])
