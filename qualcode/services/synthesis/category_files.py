"""Step 4 without the app: result categories from a user's file. All of them, as one action, or none."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed
from qualcode.locale import say
from qualcode.model import (
    CategoryCondensate,
    CodeGroup,
    Coding,
    Condensate,
    MeaningUnit,
    Paragraph,
    Passage,
    Quote,
    ResultCategory,
)
from qualcode.services.acting import prose
from qualcode.services.naming import find_analysis, find_place
from qualcode.services.rows import FileRow, Transcripts
from qualcode.services.synthesis.links import put_link, unlink_paragraph
from qualcode.services.synthesis.synthesis import (
    insert_category,
    insert_paragraph,
    insert_passage,
    possible_heading,
    possible_stance,
    tie,
)
from qualcode.services.validating import reopen, state_of
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts
from qualcode.views.synthesis import ParagraphRow, PassageRow, ReadCategory


def load_categories(
    study: OpenStudy, read: Iterable[tuple[int, ReadCategory]], *, file: str, analysis: str | None = None
) -> LoadCounts:
    """Add or update categories, by heading within the analysis; what a file says of one replaces what stood.

    Condensates are given by their subgroup's path, quotes and passages by their original words. Raises `RowsRefused`
    with the line.
    """
    counts: Counter[str] = Counter()
    with study.change("categories.load") as change:
        loading = _Loading(change, file)
        for line, category in read:
            with FileRow(file, line, {}).named():
                named = find_analysis(change.connection, analysis or category.analysis or None)
                counts[loading.take(category, named.id, line)] += 1
        change.summary = say("summaries.categories_loaded", file=file)
    return LoadCounts(**{name: counts[name] for name in (NEW, CHANGED, ALREADY_THERE)})


class _Loading:
    """One file being taken in: what it names is looked up once."""

    def __init__(self, change: Change, file: str) -> None:
        self._change = change
        self._file = file
        self._transcripts = Transcripts(change.connection)
        self._quotes: dict[int, list[Any]] = {}

    def take(self, read: ReadCategory, analysis_id: int, line: int) -> str:
        """Add a category, or bring the one of this heading up to date. What came of it, as in `views.loading`."""
        known = _category(self._change.connection, analysis_id, possible_heading(read.heading))
        category_id = insert_category(self._change, analysis_id, read.heading) if known is None else known
        ground = self._set_ground(category_id, analysis_id, read.condensates)
        text = self._set_paragraphs(category_id, analysis_id, read.paragraphs, line)
        passages = self._set_passages(category_id, read.passages, line)
        if ground or text:
            reopen(self._change, category_id)
        told: dict[str, Any] = {} if read.validation is None else {"validation": prose(read.validation)}
        told |= {} if read.validated is None else state_of(self._change, category_id, validated=read.validated)
        validation = self._change.change(ResultCategory, category_id, **told)
        if known is None:
            return NEW
        return CHANGED if ground or text or passages or validation else ALREADY_THERE

    def _set_ground(self, category_id: int, analysis_id: int, paths: tuple[str, ...] | None) -> bool:
        if paths is None:
            return False
        wanted = {_condensate(self._change.connection, path, analysis_id) for path in paths}
        tied = select(col(CategoryCondensate.condensate_id)).where(col(CategoryCondensate.category_id) == category_id)
        there = set(self._change.connection.execute(tied).scalars())
        for condensate_id in sorted(wanted ^ there):
            tie(self._change, category_id, condensate_id, on=condensate_id in wanted)
        return wanted != there

    def _set_paragraphs(
        self, category_id: int, analysis_id: int, rows: tuple[ParagraphRow, ...] | None, line: int
    ) -> bool:
        """Let the category's paragraphs be these, changing where they stand only those that differ."""
        if rows is None:
            return False
        wanted = [
            (prose(row.lead_in), self._quote(row, category_id, analysis_id, line))
            if row.quote
            else (prose(row.text), None)
            for row in rows
        ]
        statement: Any = select(Paragraph).where(col(Paragraph.category_id) == category_id)
        there: Any = self._change.connection.execute(statement.order_by(col(Paragraph.position))).all()
        changed = len(wanted) != len(there)
        keys = [row.id for row in there]
        for row, (text, quote_id) in zip(there, wanted, strict=False):
            if (row.text, row.quote_id) != (text, quote_id):
                by: dict[str, Any] = {"coder_id": self._change.coder_id, "written": self._change.at}
                changed |= self._change.change(Paragraph, row.id, text=text, quote_id=quote_id, **by)
        for row in there[len(wanted) :]:
            unlink_paragraph(self._change, row.id)
            self._change.remove(Paragraph, row.id)
        for text, quote_id in wanted[len(there) :]:
            keys.append(insert_paragraph(self._change, category_id, text=text, quote_id=quote_id))
        linked = [self._link(key, row, analysis_id) for key, row in zip(keys, rows, strict=False)]
        return changed or any(linked)

    def _link(self, paragraph_id: int, row: ParagraphRow, analysis_id: int) -> bool:
        """Let a paragraph retell what the file says that it does; of one it says nothing of, the links stay."""
        before = len(self._change.images)
        wanted = {_condensate(self._change.connection, path, analysis_id) for path in row.retells}
        for condensate_id in sorted(wanted):
            put_link(self._change, paragraph_id, condensate_id, on=True)
        return len(self._change.images) > before

    def _set_passages(self, category_id: int, rows: tuple[PassageRow, ...] | None, line: int) -> bool:
        if rows is None:
            return False
        there = _passages(self._change.connection, category_id)
        changed = False
        for row in rows:
            place = {"transcript": row.transcript, "start": row.start, "end": row.end, "quote": row.quote}
            given = FileRow(self._file, line, place)
            transcript = self._transcripts.named(given)
            span = self._transcripts.span(given, transcript)
            if span is None:
                given.refuse(say("rows.no_place"))
            told: dict[str, Any] = {"stance": possible_stance(row.stance), "comment": prose(row.comment)}
            known = there.pop((transcript.id, span.start, span.end), None)
            if known is None:
                insert_passage(self._change, category_id, transcript_id=transcript.id, span=span, **told)
                changed = True
            else:
                changed |= self._change.change(Passage, known, **told)
        for gone in there.values():
            self._change.remove(Passage, gone)
        return changed or bool(there)

    def _quote(self, row: ParagraphRow, category_id: int, analysis_id: int, line: int) -> int:
        """The quote of these original words; of several, one from what the category rests on.

        Raises `NothingNamed`, and `AmbiguousName` for a transcript of two substudies.
        """
        if analysis_id not in self._quotes:
            self._quotes[analysis_id] = _quotes(self._change.connection, analysis_id)
        found = [quote for quote in self._quotes[analysis_id] if quote.text == row.quote]
        if row.transcript:
            named = self._transcripts.named(FileRow(self._file, line, {"transcript": row.transcript}))
            found = [quote for quote in found if quote.transcript_id == named.id]
        if not found:
            hint = say("synthesis.mark_first")
            raise NothingNamed(kind=say("kinds.quote"), name=shortened(row.quote), nearest=hint)
        ground = _ground(self._change.connection, category_id)
        return int(min(found, key=lambda quote: (quote.subgroup_id not in ground, not quote.golden, quote.id)).id)


def _category(connection: Connection, analysis_id: int, heading: str) -> int | None:
    statement = select(col(ResultCategory.id)).where(
        col(ResultCategory.analysis_id) == analysis_id, col(ResultCategory.heading) == heading
    )
    return connection.execute(statement.order_by(col(ResultCategory.position))).scalars().first()


def _condensate(connection: Connection, path: str, analysis_id: int) -> int:
    place = find_place(connection, path, analysis_id=analysis_id)
    statement = select(col(Condensate.id)).where(col(Condensate.subgroup_id) == place.subgroup_id)
    key = connection.execute(statement).scalar_one_or_none()
    if key is None:
        raise NothingNamed(kind=say("kinds.condensate"), name=path, nearest=say("synthesis.write_first"))
    return key


def _passages(connection: Connection, category_id: int) -> dict[tuple[int, int, int], int]:
    statement: Any = select(Passage).where(col(Passage.category_id) == category_id)
    return {(row.transcript_id, row.start, row.end): row.id for row in connection.execute(statement)}


def _quotes(connection: Connection, analysis_id: int) -> list[Any]:
    statement: Any = (
        select(
            col(Quote.id),
            col(Quote.text),
            col(Quote.golden),
            col(Coding.subgroup_id),
            col(MeaningUnit.transcript_id),
        )
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
    )
    return list(connection.execute(statement))


def _ground(connection: Connection, category_id: int) -> set[int]:
    """The subgroups whose condensates a category rests on."""
    statement = (
        select(col(Condensate.subgroup_id))
        .join(CategoryCondensate, col(CategoryCondensate.condensate_id) == col(Condensate.id))
        .where(col(CategoryCondensate.category_id) == category_id)
    )
    return set(connection.execute(statement).scalars())
