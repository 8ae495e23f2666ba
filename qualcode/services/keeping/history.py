"""What has been done, by whom, and taking it back."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from qualcode.errors import NothingToExport, ValueRefused
from qualcode.exporters import registry
from qualcode.locale import say
from qualcode.model import Coder, JournalEntry
from qualcode.model.record_keeping import TOLD_MARKS
from qualcode.services.entries import about, entries, with_rows
from qualcode.services.register.consent import speech_held_back
from qualcode.services.written_language import chapter_language
from qualcode.storage import undoing
from qualcode.storage.opening import OpenStudy
from qualcode.text.moments import moment
from qualcode.text.values import parse_date
from qualcode.views.history import HistoryRow
from qualcode.views.papers import PaperSection, PaperTable, PaperView
from qualcode.views.table import TableView

_SHARES = (8, 20, 10, 62)
_QUOTED = re.compile(r'"([^"]+)"|«([^»]+)»')
_UID = re.compile(r"[0-9a-f]{32}")


def history(
    study: OpenStudy,
    *,
    limit: int | None = None,
    coder: str | None = None,
    action: str | None = None,
    since: str | None = None,
    about: str | None = None,
) -> list[HistoryRow]:
    """What was done, newest first; at most `limit` entries. That a transcript was opened is not told here.

    Only by `coder`; only this `action` (`unit.code`), or those of its beginning (`unit`); only from the day `since` on;
    only `about` what has this uid, or what is told in these words. Raises `ValueRefused` for a day that is none.
    """
    told = or_(col(JournalEntry.kind) != "mark", col(JournalEntry.action).in_(TOLD_MARKS))
    statement = entries().where(told).limit(limit)
    if coder is not None:
        statement = statement.where(col(Coder.initials) == coder)
    if action is not None:
        these = col(JournalEntry.action).startswith(f"{action.rstrip('.')}.", autoescape=True)
        statement = statement.where(or_(col(JournalEntry.action) == action, these))
    if since is not None:
        statement = statement.where(col(JournalEntry.at) >= _day(since))
    if about is not None:
        statement = statement.where(_about(about))
    with study.reading() as connection:
        return [HistoryRow(*row) for row in connection.execute(statement)]


def export_history(study: OpenStudy, path: Path, **chosen: Any) -> None:
    """Write what was done as .csv, .xlsx, .docx or .html, newest first; `chosen` as in `history`.

    A summary that quotes somebody without consent is held back.
    Raises `NothingToExport`, `CannotWrite`.
    """
    rows = history(study, **chosen)
    if not rows:
        raise NothingToExport(kind=say("kinds.history"))
    language = chapter_language(study)
    headings = tuple(say(f"journal.columns.{column}", language=language) for column in HistoryRow._fields)
    title = say("journal.title", language=language)
    with study.reading() as connection:
        silent = [words for _, words in speech_held_back(connection)]
    instead = say("answering.held_back", language=language)
    told = [row._replace(summary=instead) if _quotes(row.summary, silent) else row for row in rows]
    view = TableView(title, HistoryRow._fields, tuple(tuple(row) for row in told), headings=headings)
    # To be read: the action's id says nothing that the summary does not.
    lines = tuple((str(row.id), moment(row.at), row.coder, row.summary) for row in told)
    table = PaperTable((*headings[:3], headings[4]), lines, _SHARES)
    registry.write_paper(PaperView(title, language, (PaperSection("", 0, "", table),), view), path)


def _quotes(summary: str, speech: Sequence[str]) -> bool:
    """Whether a summary quotes any of this: several words of it, for one word is nobody's own."""
    quoted = (" ".join(words.rstrip("…").split()) for pair in _QUOTED.findall(summary) for words in pair if speech)
    return any(words in said for words in quoted if " " in words for said in speech)


def _day(text: str) -> str:
    day = parse_date(text)
    if day is None:
        raise ValueRefused(what=say("kinds.day"), value=text, choices=say("journal.a_day"))
    return day


def _about(sought: str) -> Any:
    """The condition that an entry is about what has this uid, or tells of it in these words."""
    if _UID.fullmatch(sought):
        return col(JournalEntry.id).in_(with_rows(select(col(JournalEntry.id))).where(about([sought])))
    return col(JournalEntry.summary).contains(sought, autoescape=True)


def undo(study: OpenStudy) -> str:
    """Take back the newest thing this coder did that still stands; says what it was.

    Raises `NothingToUndo`, and `StandsInTheWay` where later work, hers or another's, rests on it.
    """
    with study.change("history.undo", kind="undo") as change:
        return undoing.undo_newest(change, study.coder).summary


def redo(study: OpenStudy) -> str:
    """Do again what this coder took back last; says what it was. Raises `NothingToRedo`, `StandsInTheWay`."""
    with study.change("history.redo", kind="redo") as change:
        return undoing.redo_newest(change, study.coder).summary
