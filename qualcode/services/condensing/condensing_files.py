"""Step 3 without the app: condensates and quotes from a user's table. All rows, as one action, or none.

The coder column says whose a row is, whoever loads it.
"""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import QuoteOutsideUnits
from qualcode.locale import say
from qualcode.model import AnalysisSubstudy, Coding, MeaningUnit, Quote
from qualcode.services.condensing.condensing import put_condensate
from qualcode.services.condensing.quotes import put_quote, reprint
from qualcode.services.naming import find_analysis, find_place
from qualcode.services.rows import FileRow, NumberedRows, Transcripts, file_rows
from qualcode.services.themes.reading_files import coder_of
from qualcode.services.voices import turn_places
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts
from qualcode.views.named import NamedPlace, NamedTranscript


def load_condensates(study: OpenStudy, rows: NumberedRows, *, file: str, analysis: str | None = None) -> LoadCounts:
    """Add or update condensates: `code_group` (`Group/Subgroup`), `text`, and perhaps `coder`, `analysis`.

    What is loaded stands on the units that are in the subgroup now. Raises `RowsRefused` with the line.
    """
    came_to: list[str] = []
    with study.change("condensates.load") as change:
        for row in file_rows(rows, file=file):
            with row.named():
                place = find_place(
                    change.connection, row.needed("code_group"), analysis_id=_named(change, row, analysis)
                )
                if place.subgroup_id is None:
                    row.refuse(say("rows.no_subgroup"))
                text, coder_id = row.needed("text"), coder_of(change, row)
                came_to.append(put_condensate(change, subgroup_id=place.subgroup_id, coder_id=coder_id, text=text))
        change.summary = say("summaries.condensates_loaded", file=file)
    return LoadCounts.of(came_to)


def load_quotes(study: OpenStudy, rows: NumberedRows, *, file: str, analysis: str | None = None) -> LoadCounts:
    """Add or update quotes: `transcript`, `quote` or `start`,`end`, `code_group`; perhaps `printed`, `form`, `golden`.

    Also `coder`, `participant` (whose words they are said to be), and `analysis` where the group's name does not tell.
    The original must lie inside one unit coded in that group (and subgroup, if the path has one); the coder's own unit
    is preferred. Words that the coder has quoted there, or that are quoted from that unit, are that quote; it stays the
    one's who took it. Signatures are never loaded: they are a person's act. Raises `RowsRefused`.
    """
    came_to: list[str] = []
    with study.change("quotes.load") as change:
        transcripts = Transcripts(change.connection)
        for row in file_rows(rows, file=file):
            with row.named():
                came_to.append(_load_quote(change, row, transcripts, analysis))
        change.summary = say("summaries.quotes_loaded", file=file)
    return LoadCounts.of(came_to)


def _load_quote(change: Change, row: FileRow, transcripts: Transcripts, analysis: str | None) -> str:
    transcript = transcripts.named(row)
    span = transcripts.span(row, transcript)
    if span is None:
        row.refuse(say("rows.no_place"))
    _refuse_other_speakers(change.connection, row, transcript, span)
    analysis_id = _named(change, row, analysis) or _only_covering(change.connection, transcript.substudy_id)
    place = find_place(change.connection, row.needed("code_group"), analysis_id=analysis_id)
    holding = _codings_holding(change.connection, transcript, span, place)
    if not holding:
        words = span.slice(transcripts.text(transcript))
        raise QuoteOutsideUnits(quote=shortened(words), transcript=transcript.name, group=place.path)
    coder_id = coder_of(change, row)
    coding = min(holding, key=lambda held: (held.coder_id != coder_id, held.end - held.start, held.id))
    given: dict[str, Any] = {"printed": row.text("printed") or None, "form": row.text("form") or None}
    golden = row.truth("golden")
    taken = _taken(change.connection, [held.id for held in holding], span)
    known = [q for q in taken if not row.text("coder") or q.coder_id == coder_id or q.coding_id == coding.id]
    if known:
        quote = min(known, key=lambda q: (q.coder_id != coder_id, q.coding_id != coding.id, q.id))
        return CHANGED if reprint(change, quote.id, **given, golden=golden) else ALREADY_THERE
    put_quote(change, coding.id, span=span, **given, golden=bool(golden), coder_id=coder_id)
    return NEW


def _refuse_other_speakers(connection: Connection, row: FileRow, transcript: NamedTranscript, span: Span) -> None:
    """A row that says whose words it quotes must be right about it."""
    told = [code.strip() for code in (row.text("participant") or row.text("participants")).split(",") if code.strip()]
    if not told:
        return
    _, labels, codes = turn_places(connection, [transcript.id])[transcript.id].at(span.start, span.end)
    if not set(told) <= {*codes, *labels}:
        row.refuse(say("rows.another_participant", told=", ".join(told), said=", ".join(codes or labels) or "?"))


def _named(change: Change, row: FileRow, analysis: str | None) -> int | None:
    title = analysis or row.text("analysis")
    return find_analysis(change.connection, title).id if title else None


def _only_covering(connection: Connection, substudy_id: int) -> int | None:
    """The analysis that covers a substudy, if there is only one; otherwise the path has to say which."""
    statement = select(col(AnalysisSubstudy.analysis_id)).where(col(AnalysisSubstudy.substudy_id) == substudy_id)
    covering = connection.execute(statement).scalars().all()
    return covering[0] if len(covering) == 1 else None


def _codings_holding(connection: Connection, transcript: NamedTranscript, span: Span, place: NamedPlace) -> list[Any]:
    """The codings in a place of the codebook whose units hold a span."""
    statement: Any = (
        select(col(Coding.id), col(MeaningUnit.coder_id), col(MeaningUnit.start), col(MeaningUnit.end))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(
            col(Coding.group_id) == place.group_id,
            col(MeaningUnit.transcript_id) == transcript.id,
            col(MeaningUnit.start) <= span.start,
            col(MeaningUnit.end) >= span.end,
        )
    )
    if place.subgroup_id is not None:
        statement = statement.where(col(Coding.subgroup_id) == place.subgroup_id)
    return list(connection.execute(statement))


def _taken(connection: Connection, coding_ids: list[int], span: Span) -> list[Any]:
    """The quotes of exactly this span that are taken from these codings."""
    statement: Any = select(col(Quote.id), col(Quote.coding_id), col(Quote.coder_id)).where(
        col(Quote.coding_id).in_(coding_ids), col(Quote.start) == span.start, col(Quote.end) == span.end
    )
    return list(connection.execute(statement))
