"""What a command names: an analysis, a code group or transcripts, by the names that the user sees."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Analysis
from qualcode.services.naming import find_analysis, find_place, find_transcript
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


def analysis_if_named(study: OpenStudy, title: str | None) -> int | None:
    """The key of the analysis of this title, None where none is named. Raises `NothingNamed`."""
    return None if title is None else analysis_named(study, title)


def analyses_named(study: OpenStudy, title: str | None) -> list[tuple[int, str]]:
    """The analysis of this title, else all of them: key and title, in their order. Raises `NothingNamed`."""
    with study.reading() as connection:
        statement: Any = select(col(Analysis.id), col(Analysis.title)).order_by(
            col(Analysis.position), col(Analysis.id)
        )
        if title is not None:
            statement = statement.where(col(Analysis.id) == find_analysis(connection, title).id)
        return [(row.id, row.title) for row in connection.execute(statement)]


def transcript_named(study: OpenStudy, name: str) -> int:
    """The key of a transcript. Raises `NothingNamed`, `AmbiguousName`."""
    with study.reading() as connection:
        return find_transcript(connection, name).id


def analysis_and_transcripts(
    study: OpenStudy, analysis: str | None, transcripts: Iterable[str]
) -> tuple[int, list[int] | None]:
    """The keys of an analysis and of transcripts; None for these where none is named.

    Where no analysis is named, it is the only one that covers the first transcript. Raises `NothingNamed`,
    `AmbiguousName`.
    """
    with study.reading() as connection:
        found = [find_transcript(connection, name) for name in transcripts]
        covering = found[0].substudy_id if found else None
        chosen = find_analysis(connection, analysis, substudy_id=covering).id
    return chosen, [one.id for one in found] or None
