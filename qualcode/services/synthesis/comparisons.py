"""The comparison as it stands, with the evidence of every cell: what screens, lists and the chapter read."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    CodeGroup,
    ComparisonCell,
    ComparisonEvidence,
    ComparisonTopic,
    Condensate,
    ResultCategory,
    Subgroup,
    Substudy,
)
from qualcode.services.condensing.quote_lists import quotes
from qualcode.storage.opening import OpenStudy
from qualcode.views.comparing import (
    CATEGORY,
    CONDENSATE,
    QUOTE,
    ComparisonCellView,
    ComparisonColumn,
    ComparisonRow,
    ComparisonTopicView,
    ComparisonView,
    EvidenceView,
)

_Cells = dict[tuple[int, int], ComparisonCellView]


def comparison_view(study: OpenStudy) -> ComparisonView:
    """The comparison: a column for every analysis that has a result category or a cell, a row for every topic."""
    with study.reading() as connection:
        evidence = _evidence(connection)
        quoted = _has_quotes(connection)
    # Listing quotes is the dear part; most comparisons rest on categories alone.
    told = {one.id: (one.uid, ", ".join(one.participants), one.printed) for one in quotes(study)} if quoted else {}
    with study.reading() as connection:
        cells = _cells(connection, evidence, told)
        columns = tuple(
            column
            for column in _columns(connection)
            if column.categories or any(analysis == column.analysis_id for _, analysis in cells)
        )
        rows: Any = connection.execute(
            select(ComparisonTopic).order_by(col(ComparisonTopic.position), col(ComparisonTopic.id))
        ).all()
    return ComparisonView(columns, tuple(_topic(row, columns, cells) for row in rows))


def comparison_rows(study: OpenStudy) -> list[ComparisonRow]:
    """The comparison as a list that can be loaded again: a row for each cell that says something, or for the topic."""
    view = comparison_view(study)
    titles = {column.analysis_id: column.title for column in view.columns}
    rows: list[ComparisonRow] = []
    for topic in view.topics:
        filled = [cell for cell in topic.cells if cell.stance or cell.text or cell.evidence]
        for cell in filled:
            evidence = "\n".join(f"{one.kind}: {one.uid if one.kind == QUOTE else one.label}" for one in cell.evidence)
            title = titles[cell.analysis_id]
            rows.append(ComparisonRow(topic.title, topic.text, title, cell.stance, cell.text, evidence))
        if not filled:
            rows.append(ComparisonRow(topic.title, topic.text, "", "", "", ""))
    return rows


def _topic(row: Any, columns: tuple[ComparisonColumn, ...], cells: _Cells) -> ComparisonTopicView:
    return ComparisonTopicView(
        id=row.id,
        uid=row.uid,
        title=row.title,
        text=row.text,
        cells=tuple(
            cells.get((row.id, column.analysis_id), ComparisonCellView(column.analysis_id, "", "", (), 0))
            for column in columns
        ),
        version=row.version,
    )


def _columns(connection: Connection) -> list[ComparisonColumn]:
    covered: defaultdict[int, list[str]] = defaultdict(list)
    substudies: Any = (
        select(col(AnalysisSubstudy.analysis_id), col(Substudy.name))
        .join(Substudy, col(Substudy.id) == col(AnalysisSubstudy.substudy_id))
        .order_by(col(Substudy.position))
    )
    for analysis_id, name in connection.execute(substudies):
        covered[analysis_id].append(name)
    headings: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    categories: Any = select(
        col(ResultCategory.analysis_id), col(ResultCategory.id), col(ResultCategory.uid), col(ResultCategory.heading)
    ).order_by(col(ResultCategory.position), col(ResultCategory.id))
    for analysis_id, key, uid, heading in connection.execute(categories):
        headings[analysis_id].append((key, uid, heading))
    in_use: Any = select(col(Analysis.id), col(Analysis.title)).where(~col(Analysis.retired))
    analyses = in_use.order_by(col(Analysis.position), col(Analysis.id))
    return [
        ComparisonColumn(key, title, tuple(covered[key]), tuple(headings[key]))
        for key, title in connection.execute(analyses)
    ]


def _evidence(connection: Connection) -> list[Any]:
    return list(connection.execute(select(ComparisonEvidence).order_by(col(ComparisonEvidence.id))))


def _has_quotes(connection: Connection) -> bool:
    there = select(col(ComparisonEvidence.id)).where(col(ComparisonEvidence.quote_id).is_not(None)).limit(1)
    return connection.execute(there).scalar_one_or_none() is not None


def _cells(connection: Connection, evidence: list[Any], told: dict[int, tuple[str, str, str]]) -> _Cells:
    """The cells that are written, by topic and analysis, each with what it rests on."""
    named: Any = select(col(ResultCategory.id), col(ResultCategory.uid), col(ResultCategory.heading))
    categories = {row.id: (row.uid, row.heading, "") for row in connection.execute(named)}
    condensates = _condensates(connection)
    by_cell: defaultdict[int, list[EvidenceView]] = defaultdict(list)
    for row in evidence:
        for kind, key, known in (
            (CATEGORY, row.category_id, categories),
            (CONDENSATE, row.condensate_id, condensates),
            (QUOTE, row.quote_id, told),
        ):
            if key in known:
                by_cell[row.cell_id].append(EvidenceView(row.id, kind, key, *known[key]))
    cells: Any = connection.execute(select(ComparisonCell)).all()
    return {
        (row.topic_id, row.analysis_id): ComparisonCellView(
            row.analysis_id, row.stance, row.text, tuple(by_cell[row.id]), row.version, row.uid
        )
        for row in cells
    }


def _condensates(connection: Connection) -> dict[int, tuple[str, str, str]]:
    statement: Any = (
        select(
            col(Condensate.id),
            col(Condensate.uid),
            col(Condensate.text),
            col(CodeGroup.name).label("group"),
            col(Subgroup.name),
        )
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
    )
    return {row.id: (row.uid, f"{row.group}/{row.name}", row.text) for row in connection.execute(statement)}
