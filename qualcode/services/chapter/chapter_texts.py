"""The prose of the result chapter, and how each substudy stands in it: form of the table, source of the quotes."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import ChapterText, StudyRow, Substudy
from qualcode.model.studies import CHAPTER_PARTS, SOURCES, TABLE_FORMS
from qualcode.services.acting import prose
from qualcode.services.naming import find_substudy
from qualcode.services.rows import NumberedRows, file_rows
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterFormView, ChapterTextView
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts

SECTIONS = ("purpose", "method", "analysis", "ethics")
"""The prose before the substudies, in the report's order."""

OF_THE_STUDY = (*SECTIONS, "discussion")
OF_A_SUBSTUDY = tuple(part for part in CHAPTER_PARTS if part not in OF_THE_STUDY)


def chapter_texts(study: OpenStudy) -> list[ChapterTextView]:
    """The chapter's prose that is written, in the order it is printed; `substudy` is empty for the study's own."""
    with study.reading() as connection:
        texts = texts_by_part(connection)
        rows: Any = connection.execute(
            select(col(Substudy.id), col(Substudy.name)).order_by(col(Substudy.position))
        ).all()
    own = [ChapterTextView("", part, texts.get((part, None), "")) for part in OF_THE_STUDY]
    theirs = [ChapterTextView(row.name, part, texts.get((part, row.id), "")) for row in rows for part in OF_A_SUBSTUDY]
    return [view for view in (*own[:-1], *theirs, own[-1]) if view.text]


def write_chapter_text(study: OpenStudy, part: str, text: str, *, substudy: str | None = None) -> None:
    """Write one part of the chapter's prose, paragraphs parted by a blank line; an empty text takes it away.

    Purpose, method, analysis, ethics and discussion are the study's; recruitment, summary and conclusion a substudy's.
    Raises `ValueRefused` for another part, or one that belongs to the other of the two; `NothingNamed`.
    """
    with study.change("chapter.write") as change:
        change.summary = say("summaries.chapter_text", part=part)
        put_text(change, part, text, substudy or "")


def load_chapter_texts(study: OpenStudy, rows: NumberedRows, *, file: str) -> LoadCounts:
    """Add or update the chapter's prose from rows of `part`, `text` and `substudy`. Raises `RowsRefused`."""
    counts: Counter[str] = Counter()
    with study.change("chapter.load") as change:
        for row in file_rows(rows, file=file):
            with row.named():
                counts[put_text(change, row.needed("part"), row.text("text"), row.text("substudy"))] += 1
        change.summary = say("summaries.chapter_texts_loaded", file=file)
    return LoadCounts(**{name: counts[name] for name in (NEW, CHANGED, ALREADY_THERE)})


def chapter_form(study: OpenStudy, substudy: str) -> ChapterFormView:
    """How a substudy stands in the chapter. Raises `NothingNamed`."""
    with study.reading() as connection:
        found = find_substudy(connection, substudy)
        columns = (col(Substudy.name), col(Substudy.table_form), col(Substudy.quote_source))
        return ChapterFormView(*connection.execute(select(*columns).where(col(Substudy.id) == found.id)).one())


def set_chapter_form(
    study: OpenStudy, substudy: str, *, table_form: str | None = None, quote_source: str | None = None
) -> None:
    """Choose how a substudy's participants are shown (exact, banded, totals), and how quotes name their source.

    The source is the participant's code, a pseudonym, or none. None leaves it as it is. Raises `ValueRefused`,
    `NothingNamed`.
    """
    with study.change("chapter.form") as change:
        found = find_substudy(change.connection, substudy)
        change.summary = say("summaries.chapter_form", substudy=found.name)
        given = {
            "table_form": _possible("form", table_form, TABLE_FORMS),
            "quote_source": _possible("source", quote_source, SOURCES),
        }
        chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        change.change(Substudy, found.id, **chosen)


def set_first_table(study: OpenStudy, number: int) -> None:
    """Say what number the chapter's first table has: what comes before it in the report. Raises `ValueRefused`."""
    if number < 1:
        raise ValueRefused(what=say("kinds.table"), value=number, choices="1, 2, 3 …")
    with study.change("chapter.first-table") as change:
        change.summary = say("summaries.first_table", number=number)
        key = change.connection.execute(select(col(StudyRow.id))).scalar_one()
        assert key is not None  # noqa: S101 - the study's own row is there as long as the study
        change.change(StudyRow, key, first_table=number)


def texts_by_part(connection: Connection) -> dict[tuple[str, int | None], str]:
    """Every text of the chapter by part and substudy (None: the study's own)."""
    columns = (col(ChapterText.part), col(ChapterText.substudy_id), col(ChapterText.text))
    rows: Any = connection.execute(select(*columns)).all()
    return {(row.part, row.substudy_id): row.text for row in rows if row.text}


def stored_texts(connection: Connection) -> dict[tuple[str, int | None], tuple[str, int, str]]:
    """The uid, version and text of every part that is written, by part and substudy (None: the study's own)."""
    rows: Any = connection.execute(select(ChapterText)).all()
    return {(row.part, row.substudy_id): (row.uid, row.version, row.text) for row in rows if row.text}


def known_by(
    stored: Mapping[tuple[str, int | None], tuple[str, int, str]],
    printed: Mapping[tuple[str, int | None], str],
    names: Mapping[int, str],
    language: str,
) -> dict[str, tuple[str, int]]:
    """Uid and version of the texts that are printed as they are stored, by heading, or "substudy/part"."""
    known: dict[str, tuple[str, int]] = {}
    for (part, owner), (uid, version, text) in stored.items():
        if printed.get((part, owner)) == text:
            of_study = say(f"chapter.heading.{part}", language=language) if owner is None else ""
            known[of_study or f"{names.get(owner or 0, '')}/{part}"] = uid, version
    return known


def put_text(change: Change, part: str, text: str, substudy: str) -> str:
    """Within an action: a part of the prose is this text from now on. What came of it, as in `views.loading`."""
    _possible("chapter_part", part, OF_A_SUBSTUDY if substudy else OF_THE_STUDY)
    owner = find_substudy(change.connection, substudy).id if substudy else None
    same = col(ChapterText.substudy_id).is_(None) if owner is None else col(ChapterText.substudy_id) == owner
    statement = select(col(ChapterText.id)).where(col(ChapterText.part) == part, same)
    known, written = change.connection.execute(statement).scalar_one_or_none(), prose(text)
    if known is None:
        if written:
            change.add(ChapterText, part=part, substudy_id=owner, text=written)
        return NEW if written else ALREADY_THERE
    if written:
        return CHANGED if change.change(ChapterText, known, text=written) else ALREADY_THERE
    change.remove(ChapterText, known)
    return CHANGED


def _possible(kind: str, value: str | None, choices: tuple[str, ...]) -> str | None:
    if value is not None and value not in choices:
        raise ValueRefused(what=say(f"kinds.{kind}"), value=value, choices=", ".join(choices))
    return value
