"""Bringing the chapter and the quotes out of the study, into files."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import translated
from qualcode.errors import NothingToExport
from qualcode.exporters import registry
from qualcode.locale import say
from qualcode.model import Participant, Substudy
from qualcode.services.called import names_called
from qualcode.services.chapter.chapter import chapter
from qualcode.services.condensing.quotes import quotes
from qualcode.services.naming import find_participant
from qualcode.services.register.consent import held_back_voices, is_held_back
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import REPORT
from qualcode.views.quotes import QuoteView
from qualcode.views.table import TableView


def export_chapter(
    study: OpenStudy,
    path: Path,
    *,
    substudy: str | None = None,
    analysis: str | None = None,
    template: Path | None = None,
    first_table: int | None = None,
    order: str = REPORT,
    traced: bool = False,
) -> None:
    """Write the result chapter as a Word file; a file that is there is replaced.

    What is chosen, ordered and numbered is told in `chapter.chapter`. Raises `NothingToExport`, `NothingNamed`,
    `ValueRefused`, `CannotWrite`, `TemplateUnusable`.
    """
    chosen: dict[str, Any] = {"substudy": substudy, "analysis": analysis, "first_table": first_table}
    view = chapter(study, order=order, traced=traced, **chosen)
    registry.write_chapter(view, path, template=template)


def export_quotes(
    study: OpenStudy,
    path: Path,
    *,
    substudy: str | None = None,
    analysis: str | None = None,
    group: str | None = None,
    participant: str | None = None,
    golden: bool = False,
    template: Path | None = None,
) -> None:
    """Write the quote table as .docx, .xlsx, .csv, .html or .md, by the ending of `path`, in the study's language.

    `group` is the path of a code group or subgroup; with `golden` only golden quotes are written. Quotes of
    participants without consent are left out, where consent is registered in their substudy.
    Raises as `export_chapter`.
    """
    language = chapter_language(study)
    with study.reading() as connection:
        voices = held_back_voices(connection)
        person = None if participant is None else _person(connection, participant)
    found = [
        one
        for one in quotes(study, analysis=analysis, substudy=substudy, group=group)
        if not is_held_back(one, voices)
        and (one.golden or not golden)
        and person in (None, *((one.substudy, code) for code in one.participants))
    ]
    if not found:
        raise NothingToExport(kind=say("kinds.quotes"))
    with study.reading() as connection:
        called = names_called(connection, {one.substudy for one in found})
    shown = (
        replace(
            quote,
            attributes=tuple((translated(name, language), value) for name, value in quote.attributes),
            participants=called.people_in(quote),
            transcript=called.transcript(quote),
        )
        for quote in _told_apart(found)
    )
    title = say("chapter.quote_table", language=language)
    registry.write_quotes(shown, path, title=title, language=language, template=template)


def export_table(study: OpenStudy, view: TableView, path: Path, *, template: Path | None = None) -> None:
    """Write a table as .csv, .xlsx, .docx or .html, by the ending of `path`, in the study's language.

    Raises `CannotWrite`, `TemplateUnusable`.
    """
    registry.write_table(view, path, language=chapter_language(study), template=template)


def _told_apart(found: Sequence[QuoteView]) -> Iterator[QuoteView]:
    """The quotes, their code group after its analysis (`ANALYSIS:GROUP`) where another's has the same name."""
    analyses: dict[str, set[str]] = defaultdict(set)
    for one in found:
        analyses[one.code_group].add(one.analysis)
    for one in found:
        alone = len(analyses[one.code_group]) == 1
        yield one if alone else replace(one, code_group=f"{one.analysis}:{one.code_group}")


def _person(connection: Connection, participant: str) -> tuple[str, str]:
    """Substudy and code of a participant. Raises `NothingNamed`, `AmbiguousName`."""
    found = find_participant(connection, participant)
    statement = (
        select(col(Substudy.name))
        .join(Participant, col(Participant.substudy_id) == col(Substudy.id))
        .where(col(Participant.id) == found.id)
    )
    return connection.execute(statement).scalar_one(), found.name
