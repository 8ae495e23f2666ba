"""The material and the questions put to it: adding and changing substudies and analyses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from qualcode.errors import NameTaken, StillInUse, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, Interview, MeaningUnit, Substudy, Transcript
from qualcode.model.studies import DESIGNS, RECORDS, SAMPLINGS
from qualcode.services.naming import find_analysis, find_substudy, possible_name
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.shapes import references_to
from qualcode.views.material import AnalysisView, SubstudyView


def set_substudy(
    study: OpenStudy, name: str, *, design: str | None = None, sampling: str | None = None
) -> SubstudyView:
    """Add a substudy, or change the one of this name; what is None stays as it is.

    A new one gets an analysis of its own, named after it (or is covered by the one that has that title already).
    Interviews that had the substudy's design follow it. Raises `NameRefused`, `ValueRefused`.
    """
    _refuse_unless("design", design, DESIGNS)
    _refuse_unless("sampling", sampling, SAMPLINGS)
    kept = possible_name(name, kind="substudy")
    given: dict[str, Any] = {
        column: value for column, value in (("design", design), ("sampling", sampling)) if value is not None
    }
    with study.change("substudy.edit") as change:
        known = _key_of(change.connection, Substudy, "name", kept)
        change.summary = say("summaries.substudy_changed", name=kept)
        if known is None:
            change.action = "substudy.new"
            change.summary = say("summaries.substudy_added", name=kept)
            known = change.add(Substudy, name=kept, position=_next_position(change.connection, Substudy), **given)
            _cover(change, _own_analysis(change, kept), known)
        else:
            _change_design(change, known, design)
            change.change(Substudy, known, **given)
    return next(view for view in substudies(study) if view.name == kept)


def take_record_set(change: Change, name: str) -> int:
    """Within an action: the set of records of this name, made with an analysis of its own if need be; its key.

    Raises `NameRefused`, and `NameTaken` where a substudy of interviews has the name.
    """
    kept = possible_name(name, kind="substudy")
    known = _key_of(change.connection, Substudy, "name", kept)
    if known is None:
        position = _next_position(change.connection, Substudy)
        known = change.add(Substudy, name=kept, design=RECORDS, position=position)
        _cover(change, _own_analysis(change, kept), known)
    elif (change.row(Substudy, known) or {}).get("design") != RECORDS:
        raise NameTaken(kind=say("kinds.substudy"), name=kept)
    return known


def set_analysis(
    study: OpenStudy,
    title: str,
    *,
    question: str | None = None,
    frame: str | None = None,
    substudies: Sequence[str] | None = None,
) -> AnalysisView:
    """Add an analysis, or change the one of this title; what is None stays as it is.

    `substudies` are all it is to cover from now on; a new analysis that says nothing covers the whole material.
    Raises `NothingNamed` (a substudy), `StillInUse` when units stand in a substudy it is to leave, `NameRefused`.
    """
    kept = possible_name(title, kind="analysis")
    given: dict[str, Any] = {
        column: value for column, value in (("question", question), ("frame", frame)) if value is not None
    }
    with study.change("analysis.edit") as change:
        covered = None if substudies is None else [find_substudy(change.connection, name).id for name in substudies]
        known = _key_of(change.connection, Analysis, "title", kept)
        change.summary = say("summaries.analysis_changed", title=kept)
        if known is None:
            change.action = "analysis.new"
            change.summary = say("summaries.analysis_added", title=kept)
            known = change.add(Analysis, title=kept, position=_next_position(change.connection, Analysis), **given)
            covered = _all_substudies(change.connection) if covered is None else covered
        else:
            change.change(Analysis, known, **given)
        if covered is not None:
            _cover_exactly(change, known, set(covered))
    return next(view for view in analyses(study) if view.title == kept)


def add_analysis(
    study: OpenStudy, title: str, *, question: str = "", frame: str = "", substudies: Sequence[str] | None = None
) -> AnalysisView:
    """Add an analysis. Raises as `set_analysis`, and `NameTaken` if there is one of this title."""
    kept = possible_name(title, kind="analysis")
    if any(view.title == kept for view in analyses(study)):
        raise NameTaken(kind=say("kinds.analysis"), name=kept)
    return set_analysis(study, kept, question=question, frame=frame, substudies=substudies)


def change_analysis(
    study: OpenStudy,
    analysis_id: int,
    *,
    title: str,
    question: str,
    frame: str,
    substudies: Sequence[str],
    seen: int | None = None,
) -> None:
    """Change everything an analysis says of itself, its title included, and what it covers.

    Raises `NameTaken`, `NameRefused`, `ChangedMeanwhile`, and `StillInUse` as `set_analysis`.
    """
    kept = possible_name(title, kind="analysis")
    with study.change("analysis.edit") as change:
        change.summary = say("summaries.analysis_changed", title=kept)
        if _key_of(change.connection, Analysis, "title", kept) not in (None, analysis_id):
            raise NameTaken(kind=say("kinds.analysis"), name=kept)
        change.change(Analysis, analysis_id, seen=seen, title=kept, question=question, frame=frame)
        _cover_exactly(change, analysis_id, {find_substudy(change.connection, name).id for name in substudies})


def rename_analysis(study: OpenStudy, title: str, new: str) -> None:
    """Give an analysis another title. Raises `NothingNamed`, `NameTaken`, `NameRefused`."""
    kept = possible_name(new, kind="analysis")
    with study.change("analysis.edit") as change:
        known = find_analysis(change.connection, title)
        change.summary = say("summaries.analysis_renamed", title=known.name, name=kept)
        if _key_of(change.connection, Analysis, "title", kept) not in (None, known.id):
            raise NameTaken(kind=say("kinds.analysis"), name=kept)
        change.change(Analysis, known.id, title=kept)


def retire_analysis(study: OpenStudy, title: str, *, retired: bool = True) -> bool:
    """Retire an analysis, or bring it back; one in which nothing has been done is taken away. Whether it was.

    Raises `NothingNamed`, and `StillInUse` for the last one that is not retired.
    """
    with study.change("analysis.retire") as change:
        known = find_analysis(change.connection, title)
        change.summary = say("summaries.analysis_retired" if retired else "summaries.analysis_back", title=known.name)
        others = select(col(Analysis.id)).where(col(Analysis.id) != known.id, ~col(Analysis.retired))
        if retired and change.connection.execute(others).first() is None:
            raise StillInUse(name=f"«{known.name}»", uses=say("study.only_analysis"))
        if not retired or _holds_work(change.connection, known.id):
            change.change(Analysis, known.id, retired=retired)
            return False
        covering = select(col(AnalysisSubstudy.id)).where(col(AnalysisSubstudy.analysis_id) == known.id)
        for key in change.connection.execute(covering).scalars().all():
            change.remove(AnalysisSubstudy, key or 0)
        change.remove(Analysis, known.id)
        return True


def _holds_work(connection: Connection, analysis_id: int) -> bool:
    """Whether anything but its substudies belongs to an analysis."""
    places = [(table, column) for table, column in references_to(Analysis) if table is not AnalysisSubstudy]
    return any(
        connection.execute(select(col(getattr(table, "id"))).where(col(getattr(table, column)) == analysis_id)).first()  # noqa: B009
        for table, column in places
    )


def substudies(study: OpenStudy) -> tuple[SubstudyView, ...]:
    """All substudies, in their order, with the analyses that cover them."""
    with study.reading() as connection:
        statement = select(Substudy).order_by(col(Substudy.position), col(Substudy.id))
        rows: Any = connection.execute(statement).all()
        links = _links(connection)
    titles = [(link.substudy_id, link.title) for link in links]
    return tuple(
        SubstudyView(row.id, row.uid, row.name, row.design, row.sampling, _second_of(titles, row.id), row.version)
        for row in rows
    )


def analyses(study: OpenStudy) -> tuple[AnalysisView, ...]:
    """All analyses, in their order and those retired last, with the substudies they cover."""
    with study.reading() as connection:
        statement = select(Analysis).order_by(col(Analysis.retired), col(Analysis.position), col(Analysis.id))
        rows: Any = connection.execute(statement).all()
        links = _links(connection)
    names = [(link.analysis_id, link.name) for link in links]
    return tuple(
        AnalysisView(
            row.id, row.uid, row.title, row.question, row.frame, _second_of(names, row.id), row.version, row.retired
        )
        for row in rows
    )


def _second_of(pairs: Sequence[tuple[int, str]], key: int) -> tuple[str, ...]:
    return tuple(name for owner, name in pairs if owner == key)


def _links(connection: Connection) -> Any:
    """Which analysis covers which substudy, by the order of both."""
    statement = (
        select(
            col(AnalysisSubstudy.analysis_id),
            col(AnalysisSubstudy.substudy_id),
            col(Analysis.title),
            col(Substudy.name),
        )
        .join(Analysis, col(Analysis.id) == col(AnalysisSubstudy.analysis_id))
        .join(Substudy, col(Substudy.id) == col(AnalysisSubstudy.substudy_id))
        .order_by(col(Analysis.position), col(Substudy.position))
    )
    return connection.execute(statement).all()


def _refuse_unless(what: str, value: str | None, choices: Sequence[str]) -> None:
    if value is not None and value not in choices:
        listed = ", ".join(choice for choice in choices if choice)
        raise ValueRefused(what=say(f"kinds.{what}"), value=value, choices=listed)


def _key_of(connection: Connection, table: type[SQLModel], column: str, name: str) -> int | None:
    statement: Any = select(col(getattr(table, "id"))).where(col(getattr(table, column)) == name)  # noqa: B009
    key: int | None = connection.execute(statement).scalar_one_or_none()
    return key


def _next_position(connection: Connection, table: type[Analysis] | type[Substudy]) -> int:
    return int(connection.execute(select(func.coalesce(func.max(col(table.position)), 0))).scalar_one()) + 1


def _own_analysis(change: Change, title: str) -> int:
    known = _key_of(change.connection, Analysis, "title", title)
    if known is not None:
        return known
    return change.add(Analysis, title=title, position=_next_position(change.connection, Analysis))


def _change_design(change: Change, substudy_id: int, design: str | None) -> None:
    before = change.row(Substudy, substudy_id)
    if before is None or design is None or before["design"] == design:
        return
    statement = select(col(Interview.id)).where(
        col(Interview.substudy_id) == substudy_id,
        col(Interview.design) == before["design"],
        col(Interview.removed).is_(False),
    )
    interviews: Any = change.connection.execute(statement).scalars().all()
    for interview in interviews:
        change.change(Interview, interview, design=design)


def _all_substudies(connection: Connection) -> list[int]:
    rows: Any = connection.execute(select(col(Substudy.id)).order_by(col(Substudy.position))).scalars().all()
    return list(rows)


def _cover(change: Change, analysis_id: int, substudy_id: int) -> None:
    change.add(AnalysisSubstudy, analysis_id=analysis_id, substudy_id=substudy_id, created=change.at)


def _cover_exactly(change: Change, analysis_id: int, wanted: set[int]) -> None:
    statement = select(col(AnalysisSubstudy.id), col(AnalysisSubstudy.substudy_id))
    rows: Any = change.connection.execute(statement.where(col(AnalysisSubstudy.analysis_id) == analysis_id)).all()
    for row in rows:
        if row.substudy_id not in wanted:
            _refuse_if_coded(change.connection, analysis_id, row.substudy_id)
            change.remove(AnalysisSubstudy, row.id)
    covered = {row.substudy_id for row in rows}
    for substudy_id in sorted(wanted - covered):
        _cover(change, analysis_id, substudy_id)


def _refuse_if_coded(connection: Connection, analysis_id: int, substudy_id: int) -> None:
    statement = (
        select(func.count())
        .select_from(MeaningUnit)
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(MeaningUnit.analysis_id) == analysis_id, col(Interview.substudy_id) == substudy_id)
    )
    count = connection.execute(statement).scalar_one()
    if count:
        name = connection.execute(select(col(Substudy.name)).where(col(Substudy.id) == substudy_id)).scalar_one()
        raise StillInUse(name=f"«{name}»", uses=say("summaries.units_there", count=count))
