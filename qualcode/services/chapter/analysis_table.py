"""The table that shows the analysis at work: from preliminary theme to result category, on chosen examples."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import (
    Analysis,
    CategoryCondensate,
    CodeGroup,
    Coding,
    Condensate,
    GroupTheme,
    Interview,
    MeaningUnit,
    Quote,
    ResultCategory,
    Subgroup,
    Substudy,
    Theme,
    Transcript,
)

COLUMNS = ("theme", "text", "code_group", "subgroup", "condensate", "category")


def example_rows(connection: Connection, analysis_id: int) -> list[tuple[Any, tuple[str, ...]]]:
    """The examples of an analysis with their place and the six cells of `COLUMNS`, in the order of the codebook.

    Those the author has chosen; where she has chosen none, the units of the golden quotes. A coding whose subgroup has
    no condensate yet, or rests in no category, has empty cells there.
    """
    chosen = _rows(connection, analysis_id, col(Coding.example).is_(True))
    golden = select(col(Quote.coding_id)).where(col(Quote.golden).is_(True))
    rows = chosen or _rows(connection, analysis_id, col(Coding.id).in_(golden))
    themes, headings = _themes(connection, analysis_id), _headings(connection, analysis_id)
    return [
        (
            row,
            (
                "; ".join(themes.get(row.group_id, ())),
                row.words,
                row.group,
                row.subgroup or "",
                row.condensate or "",
                "; ".join(headings.get(row.condensate_id, ())),
            ),
        )
        for row in rows
    ]


def _rows(connection: Connection, analysis_id: int, condition: Any) -> list[Any]:
    statement: Any = (
        select(
            col(Coding.group_id),
            col(MeaningUnit.text).label("words"),
            col(MeaningUnit.transcript_id),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(Transcript.name).label("transcript"),
            col(Interview.substudy_id),
            col(Substudy.name).label("substudy"),
            col(CodeGroup.name).label("group"),
            col(Subgroup.name).label("subgroup"),
            col(Condensate.id).label("condensate_id"),
            col(Condensate.text).label("condensate"),
        )
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .outerjoin(Subgroup, col(Subgroup.id) == col(Coding.subgroup_id))
        .outerjoin(Condensate, col(Condensate.subgroup_id) == col(Coding.subgroup_id))
        .where(col(CodeGroup.analysis_id) == analysis_id, condition)
        .order_by(
            col(CodeGroup.position),
            col(Subgroup.position),
            col(Substudy.position),
            col(Interview.position),
            col(MeaningUnit.start),
        )
    )
    return list(connection.execute(statement))


def _themes(connection: Connection, analysis_id: int) -> Mapping[int, list[str]]:
    """The preliminary themes that each code group came from; a group without any has none."""
    statement: Any = (
        select(col(GroupTheme.group_id), col(Theme.name))
        .join(Theme, col(Theme.id) == col(GroupTheme.theme_id))
        .where(col(Theme.analysis_id) == analysis_id)
        .order_by(col(Theme.position))
    )
    return _by_key(connection, statement)


def _headings(connection: Connection, analysis_id: int) -> Mapping[int, list[str]]:
    """The categories that rest on each condensate."""
    statement: Any = (
        select(col(CategoryCondensate.condensate_id), col(ResultCategory.heading))
        .join(ResultCategory, col(ResultCategory.id) == col(CategoryCondensate.category_id))
        .where(col(ResultCategory.analysis_id) == analysis_id)
        .order_by(col(ResultCategory.position))
    )
    return _by_key(connection, statement)


def _by_key(connection: Connection, statement: Any) -> Mapping[int, list[str]]:
    """Rows of a key and a name, as the names of each key."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, name in connection.execute(statement):
        found[key].append(name)
    return found
