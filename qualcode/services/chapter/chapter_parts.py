"""The parts of the chapter that somebody at work on an analysis may write, with what stands there now."""

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import AnalysisSubstudy
from qualcode.services.chapter.chapter_offers import offers_of
from qualcode.services.chapter.chapter_texts import (
    OF_A_SUBSTUDY,
    OF_AN_ANALYSIS,
    OF_THE_STUDY,
    THE_STUDY,
    Owner,
    Place,
    analysis_titles,
    part_name,
    substudy_names,
    written_texts,
)
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterPartView, ChapterTextView


def chapter_parts(study: OpenStudy, analysis_id: int) -> tuple[ChapterPartView, ...]:
    """What the analysis says of itself, then what describes its material, then the study's own parts.

    Where there are several analyses, each may have the study's parts of its own: they come last.
    """
    language = chapter_language(study)
    with study.reading() as connection:
        written, offered = written_texts(connection), offers_of(connection, language)
        substudies, titles = substudy_names(connection), analysis_titles(connection)
        places = _places(connection, analysis_id, several=len(titles) > 1)
    views = []
    for place in places:
        part, owner = place
        substudy, title = substudies.get(owner.substudy or 0, ""), titles.get(owner.analysis or 0, "")
        stands = written.get(place)
        text = ChapterTextView(substudy, part, stands.text if stands else "", title)
        offer = "" if stands or (title and part in OF_THE_STUDY) else offered.get(place, "")
        views.append(ChapterPartView(text, part_name(part, substudy or title), offer, stands.version if stands else 0))
    return tuple(views)


def _places(connection: Connection, analysis_id: int, *, several: bool) -> list[Place]:
    covered = select(col(AnalysisSubstudy.substudy_id)).where(col(AnalysisSubstudy.analysis_id) == analysis_id)
    keys = set(connection.execute(covered).scalars())
    own = Owner(analysis=analysis_id)
    return [
        *((part, own) for part in OF_AN_ANALYSIS),
        *((part, Owner(key)) for key in substudy_names(connection) if key in keys for part in OF_A_SUBSTUDY),
        *((part, THE_STUDY) for part in OF_THE_STUDY),
        *((part, own) for part in OF_THE_STUDY if several),
    ]
