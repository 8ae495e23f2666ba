"""Pictures of the material: what each shows, as numbers, in the order it is drawn."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.analysis.coded import Scope, code_groups_of
from qualcode.errors import NothingToCount, NothingToExport, ValueRefused
from qualcode.exporters import registry
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CodeGroup,
    Coder,
    Coding,
    Interview,
    MeaningUnit,
    Revision,
    Speaker,
    Substudy,
)
from qualcode.model import Transcript as Text
from qualcode.services.asking.material_tables import flow_rows
from qualcode.services.asking.tables import count_table, scope_of, told_limits
from qualcode.services.naming import current_revision
from qualcode.services.register.consent import held_back
from qualcode.services.register.recruitment import recruitment_flow
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.text.drawing import draw_bars, draw_course, draw_heat
from qualcode.text.moments import day
from qualcode.text.shortening import shortened
from qualcode.views.counting import TableAsked
from qualcode.views.pictures import (
    BARS,
    COOCCURRENCE,
    FREQUENCIES,
    HEAT,
    LINES,
    MATRIX,
    NETWORK,
    PICTURES,
    PORTRAIT,
    PROGRESS,
    RECRUITMENT,
    SPANS,
    PictureView,
)

_MINUTE = 16
"""A time begins with its minute, in so many characters; the day is another where the clock on the wall is."""

_PAIRS_TOLD = 10
"""So many pairs of a net are told to those who do not see it."""


def picture(
    study: OpenStudy, kind: str, *, analysis: str | None = None, substudy: str | None = None, consenting: bool = False
) -> PictureView:
    """What a picture shows, in the study's language; `consenting` leaves out people without consent.

    Raises `ValueRefused` for a kind that does not exist, `NothingNamed`, `AmbiguousName`, `NothingToCount` or
    `NothingToExport` where there is nothing to draw.
    """
    draw = _DRAWN.get(kind)
    if draw is None:
        raise ValueRefused(what=say("kinds.picture"), value=kind, choices=", ".join(PICTURES))
    view = draw(study, analysis, substudy, consenting)
    if not view.rows:
        raise NothingToCount(reason=say("counting.none.coded"))
    return view


def export_picture(study: OpenStudy, view: PictureView, path: Path, *, template: Path | None = None) -> None:
    """Write a picture as .svg, .png or .docx, by the ending of `path`. Raises `CannotWrite`, `ExtraMissing`."""
    registry.write_picture(view, path, language=chapter_language(study), template=template)


def picture_lines(view: PictureView, *, width: int) -> list[str]:
    """The picture in letters, no wider than so many cells, with its title and notes."""
    rows: Any = view.rows
    if view.form == HEAT:
        drawn = draw_heat([(str(row[0]), row[1:]) for row in rows], columns=view.columns[1:], width=width)
    elif view.form == SPANS:
        drawn = draw_course(rows, width=width)
    elif view.form == NETWORK:
        drawn = draw_bars(_pairs_below(rows, width), series=view.columns[1:], width=width)
    else:
        drawn = draw_bars([(str(row[0]), row[1:]) for row in rows], series=view.columns[1:], width=width)
    return [view.title, "", *drawn, *(["", *view.notes] if view.notes else [])]


def _pairs_below(rows: Sequence[Sequence[Any]], width: int) -> list[tuple[str, list[int | None]]]:
    """Each pair of a net once, under the first of the two: side by side, long names would leave the second no room."""
    below: list[tuple[str, list[int | None]]] = []
    for at, row in enumerate(rows, start=1):
        numbers = [None if column <= at else number or None for column, number in enumerate(row[1:], start=1)]
        below.append((f"{shortened(str(row[0]), length=width - 8)} ({row[at]})", numbers))
    return below


def _frequencies(study: OpenStudy, analysis: str | None, substudy: str | None, consenting: bool) -> PictureView:
    asked = TableAsked("crosstab", rows="code-group", columns="substudy", analysis=analysis, substudy=substudy)
    table = count_table(study, asked, consenting=consenting).view
    counts = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows[:-1]}
    with study.reading() as connection:
        groups = code_groups_of(connection, scope_of(connection, asked).analyses)
        every = connection.execute(select(col(Substudy.name)).order_by(col(Substudy.position), col(Substudy.id)))
        names = [name for name in every.scalars() if name in table.columns]
    rows = tuple(
        (group.name, *(counts[group.name][name] for name in names)) for group in groups if group.name in counts
    )
    # Where there is no material there is no bar: the table's words about a dash have nothing to stand by.
    dash = say("counting.not_in", language=chapter_language(study))
    notes = tuple(note for note in table.notes if note != dash)
    return _view(study, FREQUENCIES, BARS, ("code-group", *names), rows, notes=notes)


def _matrix(study: OpenStudy, analysis: str | None, substudy: str | None, consenting: bool) -> PictureView:
    table = count_table(study, TableAsked("matrix", analysis=analysis, substudy=substudy), consenting=consenting).view
    rows = tuple(row[:-1] for row in table.rows[:-1])
    return _view(study, MATRIX, HEAT, table.columns[:-1], rows, notes=table.notes)


def _together(study: OpenStudy, analysis: str | None, substudy: str | None, consenting: bool) -> PictureView:
    asked = TableAsked("cooccurrence", analysis=analysis, substudy=substudy)
    table = count_table(study, asked, consenting=consenting).view
    language = chapter_language(study)
    of_the_table = {say(f"counting.{key}", language=language) for key in ("cooccurrence.overlap", "not_in")}
    limits = (note for note in table.notes if note not in of_the_table)
    told = "note" if _strongest(table.rows) else "none"
    notes = (*limits, say(f"pictures.cooccurrence.{told}", language=language))
    return _view(study, COOCCURRENCE, NETWORK, table.columns, table.rows, notes=notes)


def _recruitment(study: OpenStudy, analysis: str | None, substudy: str | None, consenting: bool) -> PictureView:
    del analysis, consenting
    flows, language = recruitment_flow(study, substudy), chapter_language(study)
    if not flows:
        raise NothingToExport(kind=say("kinds.recruitment"))
    steps: dict[str, dict[str, int]] = defaultdict(dict)
    names = [flow.substudy for flow in flows]
    for flow in flows:
        for step, count, _ in flow_rows(flow, language):
            if isinstance(count, int):
                steps[str(step)][flow.substudy] = steps[str(step)].get(flow.substudy, 0) + count
    # A step that is not registered in a substudy is not nought there: it has no bar.
    rows = tuple((step, *map(counts.get, names)) for step, counts in steps.items())
    return _view(study, RECRUITMENT, BARS, ("step", *names), rows)


def _portrait(study: OpenStudy, analysis: str | None, substudy: str | None, consenting: bool) -> PictureView:
    statement: Any = (
        select(
            col(Text.id),
            col(Text.name),
            col(Substudy.name),
            col(Analysis.id),
            col(CodeGroup.id),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            func.length(col(Revision.text)),
        )
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .join(Text, col(Text.id) == col(MeaningUnit.transcript_id))
        .join(Revision, col(Revision.transcript_id) == col(Text.id))
        .where(current_revision())
        .order_by(col(Substudy.position), col(Interview.position), col(Text.id))
        .order_by(col(Analysis.position), col(CodeGroup.position), col(MeaningUnit.start), col(MeaningUnit.end))
    )
    columns = ("transcript", "code_group", "start", "end", "length")
    asked = TableAsked(PORTRAIT, analysis=analysis, substudy=substudy)
    with study.reading() as connection:
        scope = scope_of(connection, asked)
        found = connection.execute(_within(connection, statement, scope, consenting=consenting))
        notes = _notes(connection, scope, asked, chapter_language(study), consenting=consenting)
        spans = list(dict.fromkeys(tuple(row) for row in found))
        groups = {group.id: group.name for group in code_groups_of(connection, {row[3] for row in spans})}
    within = {key: (name, substudy_name) for key, name, substudy_name, *_ in spans}
    several = Counter(name for name, _ in within.values())
    names = {key: name if several[name] == 1 else f"{of}:{name}" for key, (name, of) in within.items()}
    rows = tuple((names[key], groups[group], *place) for key, _, _, _, group, *place in spans)
    return _view(study, PORTRAIT, SPANS, columns, rows, notes=notes)


def _progress(study: OpenStudy, analysis: str | None, substudy: str | None, consenting: bool) -> PictureView:
    minute = func.substr(col(MeaningUnit.created), 1, _MINUTE)
    statement: Any = (
        select(minute, col(Coder.initials), func.count())
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .join(Text, col(Text.id) == col(MeaningUnit.transcript_id))
        .group_by(minute, col(Coder.initials))
        .order_by(minute, col(Coder.initials))
    )
    asked = TableAsked(PROGRESS, analysis=analysis, substudy=substudy)
    with study.reading() as connection:
        scope = scope_of(connection, asked)
        made = connection.execute(_within(connection, statement, scope, consenting=consenting)).all()
        notes = _notes(connection, scope, asked, chapter_language(study), consenting=consenting)
    coders = sorted({coder for _, coder, _ in made})
    so_far, rows = dict.fromkeys(coders, 0), {}
    for at, coder, count in made:
        so_far[coder] += count
        when = day(f"{at}Z")
        rows[when] = (when, *so_far.values())
    return _view(study, PROGRESS, LINES, ("day", *coders), tuple(rows.values()), notes=notes)


def _within(connection: Connection, statement: Any, scope: Scope, *, consenting: bool) -> Any:
    """The statement on units limited to a scope, without interviews of people without consent."""
    limited = (
        statement.join(Interview, col(Interview.id) == col(Text.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(Analysis, col(Analysis.id) == col(MeaningUnit.analysis_id))
        .where(
            col(Text.removed).is_(False),
            col(MeaningUnit.analysis_id).in_(scope.analyses),
            col(Interview.substudy_id).in_(scope.substudies),
        )
    )
    return limited.where(col(Text.id).not_in(_with_somebody_held_back(connection))) if consenting else limited


def _with_somebody_held_back(connection: Connection) -> Any:
    """The transcripts in which somebody without consent speaks."""
    return select(col(Speaker.transcript_id)).where(col(Speaker.participant_id).in_(held_back(connection)))


def _notes(
    connection: Connection, scope: Scope, asked: TableAsked, language: str, *, consenting: bool
) -> tuple[str, ...]:
    """What a picture is limited to, as a table tells it, and the interviews left out of what leaves the study."""
    limits = tuple(told_limits(connection, scope, asked, language, of_codings=True))
    return (*limits, *_left_out(connection, scope, language)) if consenting else limits


def _left_out(connection: Connection, scope: Scope, language: str) -> tuple[str, ...]:
    """What a reader is told where interviews are left out whole, because somebody in them has not consented."""
    every: Any = select(func.count(col(Text.id).distinct())).join(
        MeaningUnit, col(MeaningUnit.transcript_id) == col(Text.id)
    )
    coded = _within(connection, every, scope, consenting=False)
    count = connection.execute(coded.where(col(Text.id).in_(_with_somebody_held_back(connection)))).scalar_one()
    return (say("pictures.left_out", language=language, count=count),) if count else ()


def _view(
    study: OpenStudy,
    kind: str,
    form: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Any, ...], ...],
    *,
    notes: tuple[str, ...] = (),
) -> PictureView:
    language = chapter_language(study)
    title = say(f"pictures.{kind}.title", language=language)
    told = say(f"pictures.{kind}.alternative", language=language, count=len({row[0] for row in rows}))
    figures = "; ".join(f"{name} {number}" for name, number in _in_figures(form, columns, rows))
    alternative = f"{told} {figures}." if figures else told
    return PictureView(kind, form, title, alternative, columns, rows, notes)


def _in_figures(form: str, columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> list[tuple[str, int]]:
    """What stands out in a picture, for those who hear it: sums, the strongest pairs, places coded, the last day."""
    if form == NETWORK:
        return [(name, number) for number, name in _strongest(rows)[:_PAIRS_TOLD]]
    if form == SPANS:
        return list(Counter(str(row[0]) for row in rows).items())
    if form == LINES:
        return list(zip(columns[1:], rows[-1][1:], strict=True)) if rows else []
    return [(str(row[0]), sum(cell for cell in row[1:] if isinstance(cell, int))) for row in rows]


def _strongest(rows: Sequence[Sequence[Any]]) -> list[tuple[int, str]]:
    """The pairs of code groups that stand together, most often first."""
    pairs = [
        (row[two + 1], f"{row[0]} – {rows[two][0]}")
        for one, row in enumerate(rows)
        for two in range(one + 1, len(rows))
        if row[two + 1]
    ]
    return sorted(pairs, key=lambda pair: -pair[0])


_DRAWN: dict[str, Callable[[OpenStudy, str | None, str | None, bool], PictureView]] = {
    FREQUENCIES: _frequencies,
    MATRIX: _matrix,
    COOCCURRENCE: _together,
    PORTRAIT: _portrait,
    PROGRESS: _progress,
    RECRUITMENT: _recruitment,
}
