"""The quotes that stand in result categories, as they are going to be printed: lead-in, words, and who speaks."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Coding, Interview, MeaningUnit, Paragraph, Quote, ResultCategory, Transcript
from qualcode.services.voices import turn_places


class PrintedQuote(NamedTuple):
    """A placed quote: the paragraph's uid, the category's heading, lead-in, printed words, and who speaks."""

    uid: str
    heading: str
    lead_in: str
    printed: str
    substudy_id: int
    participants: tuple[str, ...]


def printed_quotes(connection: Connection) -> list[PrintedQuote]:
    """Every placed quote of the study, in the order of the categories."""
    statement: Any = (
        select(
            col(Paragraph.uid),
            col(Paragraph.text),
            col(ResultCategory.heading),
            col(Quote.printed),
            col(Quote.start),
            col(Quote.end),
            col(MeaningUnit.transcript_id),
            col(Interview.substudy_id),
        )
        .join(ResultCategory, col(ResultCategory.id) == col(Paragraph.category_id))
        .join(Quote, col(Quote.id) == col(Paragraph.quote_id))
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .order_by(col(ResultCategory.analysis_id), col(ResultCategory.position), col(Paragraph.position))
    )
    rows = connection.execute(statement).all()
    turns = turn_places(connection, {row.transcript_id for row in rows})
    return [
        PrintedQuote(
            row.uid,
            row.heading,
            row.text,
            row.printed,
            row.substudy_id,
            turns[row.transcript_id].at(row.start, row.end)[2],
        )
        for row in rows
    ]


def substudy_of_quote(connection: Connection, quote_id: int) -> int | None:
    """The key of the substudy that a quote was said in."""
    statement: Any = (
        select(col(Interview.substudy_id))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .join(MeaningUnit, col(MeaningUnit.transcript_id) == col(Transcript.id))
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(Quote, col(Quote.coding_id) == col(Coding.id))
        .where(col(Quote.id) == quote_id)
    )
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else int(found)
