"""What a command names: an analysis, or a code group, by the names that the user sees."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Analysis
from qualcode.services.naming import find_analysis, find_place
from qualcode.storage.opening import OpenStudy


def group_named(study: OpenStudy, name: str, *, analysis: str | None = None) -> int:
    """The key of a code group. Raises `NothingNamed`, `AmbiguousName`."""
    with study.reading() as connection:
        analysis_id = None if analysis is None else find_analysis(connection, analysis).id
        return find_place(connection, name, analysis_id=analysis_id).group_id


def analysis_named(study: OpenStudy, title: str | None) -> int:
    """The key of an analysis, of the only one where none is named. Raises `NothingNamed`, `AmbiguousName`."""
    with study.reading() as connection:
        return find_analysis(connection, title).id


def analyses_named(study: OpenStudy, title: str | None) -> list[tuple[int, str]]:
    """The analysis of this title, else all of them: key and title, in their order. Raises `NothingNamed`."""
    with study.reading() as connection:
        statement: Any = select(col(Analysis.id), col(Analysis.title)).order_by(
            col(Analysis.position), col(Analysis.id)
        )
        if title is not None:
            statement = statement.where(col(Analysis.id) == find_analysis(connection, title).id)
        return [(row.id, row.title) for row in connection.execute(statement)]
