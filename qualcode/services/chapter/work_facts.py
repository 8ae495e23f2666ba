"""What the work itself tells the reporting guidelines: who coded, how codes came about, what was validated."""

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


def work_facts(study: OpenStudy, about: StudyStatus, language: str) -> dict[str, str]:
    """The facts by name; empty where there is nothing to tell yet."""
    with study.reading() as connection:
        return {
            "method": _method(about, language),
            "frame": _frames(connection),
            "coders": _people(connection, MeaningUnit.coder_id, "coders", language),
            "readers": _people(connection, ReadingMark.coder_id, "readers", language),
            "codes": _codes(about, language),
            "themes": _themes(connection, about, language),
            "quotes": _quotes(connection, language),
            "validation": _validation(connection, about, language),
            "categories": _categories(connection),
            "breadth": _breadth(connection, language),
        }


def _method(about: StudyStatus, language: str) -> str:
    """Systematic text condensation, if that is what has been done."""
    return say("reporting.method", language=language) if any(one.condensates for one in about.analyses) else ""


def _frames(connection: Connection) -> str:
    statement: Any = select(col(Analysis.title), col(Analysis.frame)).order_by(col(Analysis.position))
    return "\n".join(f"{title}: {frame}" for title, frame in connection.execute(statement) if frame)


def _people(connection: Connection, column: Any, fact: str, language: str) -> str:
    statement = select(col(Coder.initials)).where(col(Coder.id).in_(select(col(column)))).order_by(col(Coder.initials))
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


def _themes(connection: Connection, about: StudyStatus, language: str) -> str:
    agreed = select(func.count()).select_from(Theme).where(col(Theme.coder_id).is_(None))
    total = sum(one.themes for one in about.analyses)
    count = connection.execute(agreed).scalar_one()
    return say("reporting.themes", language=language, total=total, agreed=count) if total else ""


def _quotes(connection: Connection, language: str) -> str:
    placed = select(func.count()).select_from(Paragraph).where(col(Paragraph.quote_id).is_not(None))
    count = connection.execute(placed).scalar_one()
    if not count:
        return ""
    sources: Any = connection.execute(select(col(Substudy.name), col(Substudy.quote_source)))
    named = ", ".join(f"{name}: {say(f'reporting.source.{source}', language=language)}" for name, source in sources)
    return say("reporting.quotes", language=language, count=count, sources=named)


def _validation(connection: Connection, about: StudyStatus, language: str) -> str:
    total = sum(one.result_categories for one in about.analyses)
    validated = sum(one.result_categories_validated for one in about.analyses)
    passages = connection.execute(select(func.count()).select_from(Passage)).scalar_one()
    told = say("reporting.validation", language=language, validated=validated, total=total, passages=passages)
    return told if validated else ""


def _categories(connection: Connection) -> str:
    statement: Any = (
        select(col(Analysis.title), col(ResultCategory.heading))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .order_by(col(Analysis.position), col(ResultCategory.position))
    )
    return "\n".join(f"{title}: {heading}" for title, heading in connection.execute(statement))


def _breadth(connection: Connection, language: str) -> str:
    statement = select(col(Passage.stance), func.count()).group_by(col(Passage.stance))
    rows: Any = connection.execute(statement).all()
    counts: dict[str, int] = dict(rows)
    against = {name: counts.get(name, 0) for name in ("nuances", "contradicts")}
    return say("reporting.breadth", language=language, **against) if any(against.values()) else ""
