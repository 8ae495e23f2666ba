"""The result chapter, put together from prose, participants' tables, result categories and quotes.

Words and order are settled here; how it looks is the exporter's. The prose is written in `chapter_texts.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import demographics
from qualcode.errors import NothingToExport, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, StudyRow, Substudy
from qualcode.model.studies import RECORDS
from qualcode.services.chapter.chapter_appendix import appendix_of, trace_of
from qualcode.services.chapter.chapter_comparison import NOT_COMPARED, comparison_of
from qualcode.services.chapter.chapter_fields import kept_fields
from qualcode.services.chapter.chapter_offers import offers_of
from qualcode.services.chapter.chapter_texts import SECTIONS, known_by, stored_texts, texts_by_part
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

Texts = Mapping[tuple[str, int | None], str]
"""The chapter's prose by part and substudy."""

_PROSE = ("recruitment", "summary", "conclusion")


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

    `analysis` leaves out the categories of the others, and the substudies that it is not of. Tables are numbered from
    `first_table`, else from the study's own number. An analysis of several substudies has a part after theirs,
    under its title. With `traced`, an appendix leads from every condensate and quote back to its units. Raises
    `NothingNamed`, `ValueRefused` for another order, and `NothingToExport` where there is nothing to print.
    """
    if order not in ORDERS:
        raise ValueRefused(what=say("kinds.chapter_order"), value=order, choices=", ".join(ORDERS))
    with study.reading() as connection:
        told = _gather(connection, substudy, analysis)
    language = told.language
    found = {key: categories(study, key) for keys in (*told.owned.values(), told.joint) for key in keys}
    number = told.about.first_table if first_table is None else first_table
    sources = told.printing.sources
    compared = comparison_of(study, language) if told.compared else NOT_COMPARED
    texts = {("discussion", None): compared.text, **told.texts}
    view = ChapterView(
        title=told.about.title,
        language=language,
        sections=tuple(_section(part, texts, language) for part in SECTIONS if texts.get((part, None))),
        substudies=_parts(told, texts, found, number),
        discussion=_section("discussion", texts, language),
        order=order,
        comparison=compared.table,
        uids=known_by(told.stored, texts, {row.id: row.name for row in told.chosen}, language),
    )
    if not view.sections and not view.substudies and not view.discussion[1]:
        raise NothingToExport(kind=say("kinds.chapter_prose"))
    return replace(
        view,
        comparison_number=number + sum(one.table is not None for one in view.substudies),
        appendix=appendix_of(study, list(found), found, language),
        trace=trace_of(study, chain.from_iterable(found.values()), told.printing.voices, sources) if traced else (),
        fields=kept_fields(study),
    )


@dataclass(frozen=True, slots=True)
class _Printing:
    """What decides how quotes are printed: how their sources are named, and whose words are held back."""

    sources: QuoteSources
    voices: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a chapter is made from, but for its categories. `whole` where it is the study's and not one substudy's.

    `compared` where all substudies are in it. `owned` are the analyses of each substudy, `joint` the titles of those
    that are of several.
    """

    about: Any
    language: str
    chosen: list[Any]
    whole: bool
    compared: bool
    owned: dict[int, list[int]]
    joint: dict[int, str]
    texts: Texts
    stored: dict[tuple[str, int | None], tuple[str, int, str]]
    tables: dict[int, TableView | None]
    printing: _Printing


def _gather(connection: Connection, substudy: str | None, analysis: str | None) -> _Told:
    about: Any = connection.execute(select(StudyRow)).one()
    language = language_of(connection)
    every = connection.execute(select(Substudy).order_by(col(Substudy.position), col(Substudy.id))).all()
    only = None if substudy is None else find_substudy(connection, substudy).id
    covered = {row.id for row in every} if analysis is None else _covered(connection, analysis)
    chosen: list[Any] = [row for row in every if only in (None, row.id) and row.id in covered]
    # What the author wrote goes first; the register is asked only for what she did not.
    texts = offers_of(connection, language) | texts_by_part(connection)
    whole = only is None or len(every) == 1
    owned, joint = _analyses(connection, [row.id for row in chosen], analysis)
    return _Told(
        about=about,
        language=language,
        chosen=chosen,
        whole=whole,
        compared=whole and len(chosen) == len(every),
        owned=owned,
        joint=joint,
        texts={place: text for place, text in texts.items() if whole or place[1] == only},
        stored=stored_texts(connection),
        tables={row.id: _table(connection, row, language) for row in chosen},
        printing=_Printing(quote_sources(connection, language), held_back_voices(connection)),
    )


def _analyses(
    connection: Connection, substudy_ids: Sequence[int], title: str | None
) -> tuple[dict[int, list[int]], dict[int, str]]:
    """The analyses that are of one of these substudies alone, by substudy; and the titles of those of several."""
    statement: Any = (
        select(col(Analysis.id), col(Analysis.title), col(AnalysisSubstudy.substudy_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.analysis_id) == col(Analysis.id))
        .where(col(AnalysisSubstudy.substudy_id).in_(substudy_ids))
        .order_by(col(Analysis.position), col(Analysis.id))
    )
    if title is not None:
        statement = statement.where(col(Analysis.id) == find_analysis(connection, title).id)
    owned: dict[int, list[int]] = {key: [] for key in substudy_ids}
    joint: dict[int, str] = {}
    for (analysis_id, name), rows in groupby(connection.execute(statement), key=lambda row: (row[0], row[1])):
        covered = [row[2] for row in rows]
        if len(covered) == 1:
            owned[covered[0]].append(analysis_id)
        else:
            joint[analysis_id] = name
    return owned, joint


def _covered(connection: Connection, analysis: str) -> set[int]:
    """The substudies that an analysis is of."""
    key = find_analysis(connection, analysis).id
    statement = select(col(AnalysisSubstudy.substudy_id)).where(col(AnalysisSubstudy.analysis_id) == key)
    return set(connection.execute(statement).scalars())


def _table(connection: Connection, substudy: Any, language: str) -> TableView | None:
    """The demographic table in the form the substudy has chosen, None where nothing is registered, and of records."""
    if substudy.design == RECORDS:
        return None
    without = held_back(connection)
    view = demographics(
        connection, substudy.id, form=substudy.table_form, language=language, chosen=True, without=without
    )
    return view if view.rows and len(view.columns) > 1 else None


def _section(part: str, texts: Texts, language: str) -> tuple[str, str]:
    return say(f"chapter.heading.{part}", language=language), texts.get((part, None), "")


def _parts(
    given: _Told, texts: Texts, found: Mapping[int, Sequence[CategoryView]], number: int
) -> tuple[ChapterSubstudy, ...]:
    """The part of every substudy that has anything to print, its tables numbered on from `number`; then joint ones."""
    parts: list[ChapterSubstudy] = []
    numbers = _table_numbers(given, number)

    def add(name: str, views: Sequence[CategoryView], table: TableView | None, told: dict[str, str]) -> None:
        written = tuple(_category(category, place, given.printing) for place, category in enumerate(views, start=1))
        if any(told.values()) or table is not None or written:
            ties = tied_tables(views, numbers, told["summary"], given.printing.sources, given.printing.voices)
            shown = number + sum(one.table is not None for one in parts)
            parts.append(ChapterSubstudy(name, table=table, table_number=shown, categories=written, ties=ties, **told))

    for row in given.chosen:
        told = {part: texts.get((part, row.id), "") for part in _PROSE}
        views = [view for key in given.owned[row.id] for view in found[key]]
        add(row.name, views, given.tables[row.id], told)
    for key, title in given.joint.items():
        add(title, found[key], None, dict.fromkeys(_PROSE, ""))
    return tuple(parts)


def _table_numbers(given: _Told, first: int) -> dict[str, int]:
    """The number of each substudy's table that has a row for every participant, by the substudy's name."""
    shown = [(row, given.tables[row.id]) for row in given.chosen]
    numbered = enumerate(((row, table) for row, table in shown if table is not None), start=first)
    return {row.name: number for number, (row, table) in numbered if table.columns[0] == "participant"}


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
