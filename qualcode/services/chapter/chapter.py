"""The result chapter, put together from prose, participants' tables, result categories and quotes.

Words and order are settled here; how it looks is the exporter's. The prose is written in `chapter_texts.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import demographics
from qualcode.errors import NothingToExport, ValueRefused
from qualcode.locale import say
from qualcode.model import AnalysisSubstudy, StudyRow, Substudy
from qualcode.model.studies import RECORDS
from qualcode.services.chapter.chapter_appendix import appendix_of, trace_of
from qualcode.services.chapter.chapter_comparison import NOT_COMPARED, Compared, comparison_of
from qualcode.services.chapter.chapter_fields import kept_bibliographies, kept_fields, kept_settings
from qualcode.services.chapter.chapter_layout import Part, layout_of
from qualcode.services.chapter.chapter_offers import offers_of
from qualcode.services.chapter.chapter_texts import (
    OF_THE_STUDY,
    SECTIONS,
    THE_STUDY,
    Owner,
    Place,
    Prose,
    paper_title,
    written_texts,
)
from qualcode.services.chapter.chapter_ties import tied_tables
from qualcode.services.condensing.quote_sources import QuoteSources, quote_sources
from qualcode.services.naming import find_analysis, find_substudy
from qualcode.services.register.consent import held_back, held_back_voices, is_held_back
from qualcode.services.synthesis.categories import categories
from qualcode.services.written_language import language_of
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import (
    ORDERS,
    REPORT,
    ChapterCategory,
    ChapterParagraph,
    ChapterQuote,
    ChapterSubstudy,
    ChapterView,
)
from qualcode.views.synthesis import CategoryView, ParagraphView
from qualcode.views.table import TableView

Texts = Mapping[Place, Prose]
"""The chapter's prose by part and owner."""

_NOT_WRITTEN = Prose("")


def chapter(
    study: OpenStudy,
    *,
    substudy: str | None = None,
    analysis: str | None = None,
    first_table: int | None = None,
    order: str = REPORT,
    traced: bool = False,
) -> ChapterView:
    """The chapter in a report's order or a `paper`'s, in the study's language; of one substudy among several, its part.

    Parts that are not written have what the register offers, marked as such (`chapter_offers`). In a substudy where
    consent is registered, a quote of one without it is replaced by a sentence that says so.

    `analysis` leaves out what is of the others, and the substudies that it is not of; its own title, purpose, method or
    discussion stands for the study's then. Tables are numbered from `first_table`, else from the study's own number.
    The parts are as in `chapter_layout`. With `traced`, an appendix leads from every condensate and quote back to its
    units. Raises `NothingNamed`, `ValueRefused` for another order, `NothingToExport` where there is nothing to print.
    """
    if order not in ORDERS:
        raise ValueRefused(what=say("kinds.chapter_order"), value=order, choices=", ".join(ORDERS))
    with study.reading() as connection:
        told = _gather(connection, substudy, analysis)
    found = {part.analysis: categories(study, part.analysis) for part in told.parts if part.analysis is not None}
    compared = comparison_of(study, told.language) if told.compared else NOT_COMPARED
    view = _view(told, found, compared, told.about.first_table if first_table is None else first_table)
    if not view.sections and not view.substudies and not view.discussion[1]:
        raise NothingToExport(kind=say("kinds.chapter_prose"))
    printing, every = told.printing, chain.from_iterable(found.values())
    return replace(
        view,
        order=order,
        appendix=appendix_of(study, list(found), found, told.language),
        trace=trace_of(study, every, printing.voices, printing.sources) if traced else (),
        fields=kept_fields(study),
        bibliographies=kept_bibliographies(study),
        settings=kept_settings(study),
    )


def _view(told: "_Told", found: Mapping[int, Sequence[CategoryView]], compared: Compared, number: int) -> ChapterView:
    """The chapter without appendices and what reference managers put into it, its tables numbered from `number`."""
    language = told.language
    texts = {("discussion", THE_STUDY): Prose(compared.text), **told.texts}
    sections = [part for part in SECTIONS if texts.get((part, THE_STUDY), _NOT_WRITTEN).text]
    substudies = _parts(told, texts, found, number)
    return ChapterView(
        title=told.title,
        language=language,
        sections=tuple(_section(part, texts, language) for part in sections),
        substudies=substudies,
        discussion=_section("discussion", texts, language),
        comparison=compared.table,
        comparison_number=number + sum(one.table is not None for one in substudies),
        uids=_uids((*sections, "discussion"), texts, language),
    )


@dataclass(frozen=True, slots=True)
class _Printing:
    """What decides how quotes are printed: how their sources are named, and whose words are held back."""

    sources: QuoteSources
    voices: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a chapter is made from, but for its categories. `compared` where all substudies are in it."""

    about: Any
    title: str
    language: str
    parts: list[Part]
    compared: bool
    texts: Texts
    tables: dict[int | None, TableView | None]
    printing: _Printing


def _gather(connection: Connection, substudy: str | None, analysis: str | None) -> _Told:
    about: Any = connection.execute(select(StudyRow)).one()
    language = language_of(connection)
    every: list[Any] = list(connection.execute(select(Substudy)).all())
    only = None if substudy is None else find_substudy(connection, substudy).id
    paper = None if analysis is None else find_analysis(connection, analysis).id
    chosen = [row for row in every if only in (None, row.id) and _is_of(connection, paper, row.id)]
    whole = only is None or len(every) == 1
    return _Told(
        about=about,
        title=paper_title(connection, paper) or about.title,
        language=language,
        parts=_chosen_parts(connection, {row.id for row in chosen}, paper),
        compared=whole and len(chosen) == len(every),
        texts=_texts(connection, language, paper, whole=whole),
        tables={row.id: _table(connection, row, language) for row in chosen},
        printing=_Printing(quote_sources(connection, language), held_back_voices(connection)),
    )


def _texts(connection: Connection, language: str, paper: int | None, *, whole: bool) -> Texts:
    """What the author wrote goes first; the register is asked only for what she did not."""
    written = written_texts(connection)
    offered = {place: Prose(text) for place, text in offers_of(connection, language, paper).items()}
    texts = offered | written | _own(written, paper)
    return {place: text for place, text in texts.items() if whole or place[1] != THE_STUDY}


def _own(texts: Texts, paper: int | None) -> dict[Place, Prose]:
    """What an analysis has of its own of the study's parts, in the place of the study's."""
    owned = ((part, texts.get((part, Owner(analysis=paper)))) for part in OF_THE_STUDY if paper is not None)
    return {(part, THE_STUDY): text for part, text in owned if text is not None}


def _chosen_parts(connection: Connection, substudy_ids: Collection[int], paper: int | None) -> list[Part]:
    """The parts that have something of these substudies, or of one analysis, without what is of others."""
    covering = select(col(AnalysisSubstudy.analysis_id)).where(col(AnalysisSubstudy.substudy_id).in_(substudy_ids))
    analyses = set(connection.execute(covering).scalars()) if paper is None else {paper}
    parts = [
        part._replace(
            substudy=part.substudy if part.substudy in substudy_ids else None,
            analysis=part.analysis if part.analysis in analyses else None,
        )
        for part in layout_of(connection, paper)
    ]
    return [part for part in parts if part.substudy is not None or part.analysis is not None]


def _is_of(connection: Connection, paper: int | None, substudy_id: int) -> bool:
    """Whether an analysis is of a substudy; each is, where no analysis is chosen."""
    covered = select(col(AnalysisSubstudy.id)).where(
        col(AnalysisSubstudy.analysis_id) == paper, col(AnalysisSubstudy.substudy_id) == substudy_id
    )
    return paper is None or connection.execute(covered).first() is not None


def _table(connection: Connection, substudy: Any, language: str) -> TableView | None:
    """The demographic table in the form the substudy has chosen, None where nothing is registered, and of records."""
    if substudy.design == RECORDS:
        return None
    without = held_back(connection)
    view = demographics(
        connection, substudy.id, form=substudy.table_form, language=language, chosen=True, without=without
    ).view
    return view if view.rows and len(view.columns) > 1 else None


def _section(part: str, texts: Texts, language: str) -> tuple[str, str]:
    return say(f"chapter.heading.{part}", language=language), texts.get((part, THE_STUDY), _NOT_WRITTEN).text


def _uids(parts: Sequence[str], texts: Texts, language: str) -> dict[str, tuple[str, int]]:
    """The stored rows of the study's parts, by heading."""
    stored = {_section(part, texts, language)[0]: texts[part, THE_STUDY] for part in parts}
    return {heading: (prose.uid, prose.version) for heading, prose in stored.items() if prose.uid}


def _parts(
    given: _Told, texts: Texts, found: Mapping[int, Sequence[CategoryView]], number: int
) -> tuple[ChapterSubstudy, ...]:
    """Every part that has anything to print, its tables numbered on from `number`."""
    parts: list[ChapterSubstudy] = []
    numbers = _table_numbers(given, number)
    for part in given.parts:
        told = {name: texts.get(place, _NOT_WRITTEN) for name, place in part.places}
        table = given.tables.get(part.substudy)
        views = () if part.analysis is None else found[part.analysis]
        if not (any(one.text for one in told.values()) or table is not None or views):
            continue
        printing = replace(given.printing, sources=given.printing.sources.told_apart(part.of))
        prose = {name: told.get(name, _NOT_WRITTEN).text for name in ("recruitment", "summary", "conclusion")}
        parts.append(
            ChapterSubstudy(
                heading=part.heading,
                table=table,
                table_number=number + sum(one.table is not None for one in parts),
                categories=tuple(_category(one, place, printing) for place, one in enumerate(views, start=1)),
                ties=tied_tables(views, numbers, prose["summary"], given.printing.sources, given.printing.voices),
                uids={name: (one.uid, one.version) for name, one in told.items() if one.uid},
                **prose,
            )
        )
    return tuple(parts)


def _table_numbers(given: _Told, first: int) -> dict[str, int]:
    """The number of each substudy's table that has a row for every participant, by the substudy's name."""
    shown = [(part.heading, given.tables.get(part.substudy)) for part in given.parts]
    numbered = enumerate(((name, table) for name, table in shown if table is not None), start=first)
    return {name: number for number, (name, table) in numbered if table.columns[0] == "participant"}


def _category(category: CategoryView, number: int, printing: _Printing) -> ChapterCategory:
    parts = tuple(_part(paragraph, printing) for paragraph in category.paragraphs)
    return ChapterCategory(
        number=number, heading=category.heading, parts=parts, uid=category.uid, version=category.version
    )


def _part(paragraph: ParagraphView, printing: _Printing) -> ChapterParagraph | ChapterQuote:
    quote = paragraph.quote
    if quote is None:
        return ChapterParagraph(paragraph.text, paragraph.uid, paragraph.version)
    sources = printing.sources
    if is_held_back(quote, printing.voices):
        return ChapterParagraph(say("transcripts_export.quote_left_out", language=sources.language))
    return ChapterQuote(
        lead_in=paragraph.text,
        text=quote.printed,
        source=sources.of(quote),
        lines=sources.lines(quote),
        uid=paragraph.uid,
        version=paragraph.version,
        quote_version=quote.version,
    )
