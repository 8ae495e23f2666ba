"""What the work itself tells the reporting guidelines: who coded, how codes came about, what was validated."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import (
    Analysis,
    Coder,
    MeaningUnit,
    Paragraph,
    Passage,
    ReadingMark,
    ResultCategory,
    Substudy,
    Theme,
)
from qualcode.storage.opening import OpenStudy
from qualcode.views.status import AnalysisStatus, StudyStatus

Of = Collection[int]
"""The keys of the analyses that are told of."""


def work_facts(study: OpenStudy, about: StudyStatus, language: str, *, of: Of) -> dict[str, str]:
    """The facts by name; empty where there is nothing to tell yet. `of` and `about` are of the analyses to be told."""
    with study.reading() as connection:
        return {
            "method": _method(about, language),
            "frame": _frames(connection, of),
            "coders": _people(connection, MeaningUnit, "coders", language, of),
            "readers": _people(connection, ReadingMark, "readers", language, of),
            "codes": _codes(about, language),
            "themes": _themes(connection, language, of),
            "quotes": _quotes(connection, about, language, of),
            "validation": _validation(connection, about, language, of),
            "categories": _categories(connection, of),
            "breadth": _breadth(connection, language, of),
        }


def _method(about: StudyStatus, language: str) -> str:
    """Systematic text condensation, if that is what has been done."""
    return say("reporting.method", language=language) if any(one.condensates for one in about.analyses) else ""


def _frames(connection: Connection, of: Of) -> str:
    statement: Any = (
        select(col(Analysis.title), col(Analysis.frame))
        .where(col(Analysis.id).in_(of))
        .order_by(col(Analysis.position))
    )
    return "\n".join(f"{title}: {frame}" for title, frame in connection.execute(statement) if frame)


def _people(connection: Connection, table: type[MeaningUnit | ReadingMark], fact: str, language: str, of: Of) -> str:
    at_work = select(col(table.coder_id)).where(col(table.analysis_id).in_(of))
    statement = select(col(Coder.initials)).where(col(Coder.id).in_(at_work)).order_by(col(Coder.initials))
    names = list(connection.execute(statement).scalars())
    return say(f"reporting.{fact}", language=language, count=len(names), names=", ".join(names)) if names else ""


def _codes(about: StudyStatus, language: str) -> str:
    def told(one: AnalysisStatus) -> str:
        counts = (
            say(f"reporting.codes.{name}", language=language, count=getattr(one, name))
            for name in ("code_groups", "subgroups", "meaning_units")
        )
        return f"{one.title}: {', '.join(counts)}"

    return "\n".join(told(one) for one in about.analyses if one.code_groups)


def _themes(connection: Connection, language: str, of: Of) -> str:
    """How many themes the readers' lists have, and how many the team agreed on."""
    noted = select(func.count(col(Theme.coder_id)), func.count()).where(col(Theme.analysis_id).in_(of))
    listed, every = connection.execute(noted).one()
    return say("reporting.themes", language=language, total=listed, agreed=every - listed) if every else ""


def _quotes(connection: Connection, about: StudyStatus, language: str, of: Of) -> str:
    in_use = select(col(ResultCategory.id)).where(col(ResultCategory.analysis_id).in_(of))
    placed = select(func.count()).where(col(Paragraph.quote_id).is_not(None), col(Paragraph.category_id).in_(in_use))
    count = connection.execute(placed).scalar_one()
    if not count:
        return ""
    material = [one.name for one in about.substudies]
    sources: Any = connection.execute(
        select(col(Substudy.name), col(Substudy.quote_source))
        .where(col(Substudy.name).in_(material))
        .order_by(col(Substudy.position), col(Substudy.id))
    )
    named = ", ".join(f"{name}: {say(f'reporting.source.{source}', language=language)}" for name, source in sources)
    return say("reporting.quotes", language=language, count=count, sources=named)


def _validation(connection: Connection, about: StudyStatus, language: str, of: Of) -> str:
    total = sum(one.result_categories for one in about.analyses)
    validated = sum(one.result_categories_validated for one in about.analyses)
    passages = sum(_passages(connection, of).values())
    told = say("reporting.validation", language=language, validated=validated, total=total, passages=passages)
    return told if validated else ""


def _categories(connection: Connection, of: Of) -> str:
    statement: Any = (
        select(col(Analysis.title), col(ResultCategory.heading))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .where(col(Analysis.id).in_(of))
        .order_by(col(Analysis.position), col(ResultCategory.position))
    )
    return "\n".join(f"{title}: {heading}" for title, heading in connection.execute(statement))


def _breadth(connection: Connection, language: str, of: Of) -> str:
    counts = _passages(connection, of)
    against = {name: counts.get(name, 0) for name in ("nuances", "contradicts")}
    return say("reporting.breadth", language=language, **against) if any(against.values()) else ""


def _passages(connection: Connection, of: Of) -> dict[str, int]:
    """How many passages were found for the categories, by what they do to these."""
    statement: Any = (
        select(col(Passage.stance), func.count())
        .join(ResultCategory, col(ResultCategory.id) == col(Passage.category_id))
        .where(col(ResultCategory.analysis_id).in_(of))
        .group_by(col(Passage.stance))
    )
    return {stance: int(count) for stance, count in connection.execute(statement)}
