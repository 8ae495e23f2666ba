"""The comparison from a user's table: a row per topic and analysis. All rows, as one action, or none."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel, col

from qualcode.locale import say
from qualcode.model import ComparisonCell, ComparisonEvidence, ComparisonTopic, Condensate, Quote, ResultCategory
from qualcode.services.evidence import drop_evidence
from qualcode.services.naming import find_analysis, find_place
from qualcode.services.rows import FileRow, NumberedRows, file_rows
from qualcode.services.synthesis.comparing import insert_topic, put_cell, put_evidence
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.views.comparing import CATEGORY, CONDENSATE, EVIDENCE_KINDS
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts


def load_comparison(study: OpenStudy, rows: NumberedRows, *, file: str, analysis: str | None = None) -> LoadCounts:
    """Add or update topics by their title: `topic`, and perhaps `conclusion`; a cell by `analysis`, `stance`, `text`.

    `evidence` has a line for each thing that the cell rests on: `category: HEADING`, `condensate: GROUP/SUBGROUP`,
    `quote: UID`; where it is filled, the cell rests on these and on nothing else. `analysis` is meant where a row with
    a stance, text or evidence does not say which. Raises `RowsRefused` with the line.
    """
    came_to: list[str] = []
    with study.change("comparison.load") as change:
        for row in file_rows(rows, file=file):
            with row.named():
                came_to.append(_load(change, row, analysis))
        change.summary = say("summaries.comparison_loaded", file=file)
    return LoadCounts.of(came_to)


def _load(change: Change, row: FileRow, analysis: str | None) -> str:
    title = to_name(row.needed("topic"))
    chosen = select(col(ComparisonTopic.id)).where(col(ComparisonTopic.title) == title)
    topic_id = change.connection.execute(chosen).scalar_one_or_none()
    new = topic_id is None
    if topic_id is None:
        topic_id = insert_topic(change, title)
    before = len(change.images)
    if row.text("conclusion"):
        change.change(ComparisonTopic, topic_id, text=row.text("conclusion"))
    stance, text = row.text("stance") or None, row.text("text") or None
    if row.text("analysis") or stance or text or row.text("evidence"):
        analysis_id = find_analysis(change.connection, row.text("analysis") or analysis).id
        put_cell(change, topic_id, analysis_id, stance=stance, text=text)
        if row.text("evidence"):
            _rest_on(change, row, topic_id, analysis_id)
    if new:
        return NEW
    return CHANGED if len(change.images) > before else ALREADY_THERE


def _rest_on(change: Change, row: FileRow, topic_id: int, analysis_id: int) -> None:
    """Let the cell rest on exactly what the row lists."""
    wanted = [_named(change.connection, row, line, analysis_id) for line in row.text("evidence").split("\n") if line]
    cell: Any = select(col(ComparisonCell.id)).where(
        col(ComparisonCell.topic_id) == topic_id, col(ComparisonCell.analysis_id) == analysis_id
    )
    cell_id = change.connection.execute(cell).scalar_one_or_none()
    if cell_id is not None and not _is_so(change.connection, cell_id, wanted):
        drop_evidence(change, cell_id=cell_id)
    for kind, key in wanted:
        put_evidence(change, topic_id, analysis_id, kind=kind, key=key)


def _is_so(connection: Connection, cell_id: int, wanted: list[tuple[str, int]]) -> bool:
    statement = select(ComparisonEvidence).where(col(ComparisonEvidence.cell_id) == cell_id)
    rows: Any = connection.execute(statement).all()
    columns = [(kind, f"{kind}_id") for kind in EVIDENCE_KINDS]
    there = [(kind, getattr(row, name)) for row in rows for kind, name in columns if getattr(row, name) is not None]
    return sorted(there) == sorted(set(wanted))


def _named(connection: Connection, row: FileRow, line: str, analysis_id: int) -> tuple[str, int]:
    """What a line of evidence names: its kind, and its key."""
    kind, _, name = (part.strip() for part in line.partition(":"))
    if kind not in EVIDENCE_KINDS or not name:
        row.refuse(say("comparing.bad_evidence", line=line))
    key = _key(connection, kind, name, analysis_id)
    if key is None:
        row.refuse(say("comparing.no_evidence", kind=say(f"kinds.{kind}"), name=name))
    return kind, key


def _key(connection: Connection, kind: str, name: str, analysis_id: int) -> int | None:
    table: type[SQLModel]
    if kind == CONDENSATE:
        table = Condensate
        wanted = col(Condensate.subgroup_id) == find_place(connection, name, analysis_id=analysis_id).subgroup_id
    elif kind == CATEGORY:
        table = ResultCategory
        wanted = (col(ResultCategory.heading) == name) & (col(ResultCategory.analysis_id) == analysis_id)
    else:
        table, wanted = Quote, col(Quote.uid) == name
    found: Any = connection.execute(select(col(table.id)).where(wanted)).scalars().first()
    return None if found is None else int(found)
