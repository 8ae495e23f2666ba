"""Rows of a user's table on their way in: a value is read as what it should be, and a bad row is named by its line.

All of a file or nothing: rows are stored within one action, and the first bad one ends it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import (
    EmptySpan,
    MissingError,
    QualcodeError,
    QuoteAcrossTurns,
    QuoteElsewhere,
    QuoteNotFound,
    QuoteNotUnique,
    RowsRefused,
    SpanOutsideTranscript,
    ValueRefused,
    WordsDiffer,
)
from qualcode.locale import say
from qualcode.model import Revision
from qualcode.services.acting import prose
from qualcode.services.naming import find_transcript, transcripts_holding
from qualcode.text.quotes import find_quote
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.named import NamedTranscript

NumberedRows = Iterable[tuple[int, Mapping[str, Any]]]
"""Rows with the line of the file that each begins on, the header being line 1."""

_OTHERS_NAMED = 3

TRUTHS = {"true": True, "1": True, "yes": True, "ja": True, "x": True, "false": False, "0": False, "no": False}
TRUTHS |= {"nei": False}
"""How tables say yes and no."""


class FileRow(NamedTuple):
    """A row, and where it stands."""

    file: str
    line: int
    values: Mapping[str, Any]

    def has(self, column: str) -> bool:
        """Whether the file has this column, filled in or not."""
        return column in self.values

    def text(self, column: str) -> str:
        """What stands in a column, in normal form; empty where the file says nothing."""
        value = self.values.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else prose(str(value))

    def needed(self, column: str) -> str:
        """What stands in a column that must be filled in."""
        value = self.text(column)
        if not value:
            self.refuse(say("rows.missing", column=column))
        return value

    def whole(self, column: str) -> int | None:
        """A whole number, None where nothing stands."""
        value = self.text(column)
        if not value:
            return None
        if not (value.isascii() and value.isdigit()):
            self.refuse(say("rows.not_whole", column=column, value=value))
        return int(value)

    def truth(self, column: str) -> bool | None:
        """Yes or no, None where the file says nothing."""
        value = self.text(column)
        if not value:
            return None
        if value.casefold() not in TRUTHS:
            self.refuse(say("rows.not_truth", column=column, value=value))
        return TRUTHS[value.casefold()]

    def refuse(self, reason: str) -> NoReturn:
        """Refuse the file because of this row."""
        raise RowsRefused(file=self.file, line=self.line, reason=reason)

    @contextmanager
    def named(self) -> Iterator[None]:
        """What goes wrong in here is told with the row's line."""
        try:
            yield
        except RowsRefused:
            raise
        except QualcodeError as error:
            # Of a name that leads nowhere or to several, and of a word that is none of a few, the hint lists them.
            reason = str(error) if isinstance(error, MissingError | ValueRefused) else error.message
            raise RowsRefused(file=self.file, line=self.line, reason=reason) from error


def file_rows(rows: NumberedRows, *, file: str) -> Iterator[FileRow]:
    """The rows of a file, ready to be read."""
    return (FileRow(file, line, values) for line, values in rows)


class Transcripts:
    """The transcripts that a file names, each looked up once, and the places it gives in them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[str, NamedTranscript] = {}
        self._texts: dict[int, str] = {}

    def named(self, row: FileRow) -> NamedTranscript:
        """The transcript a row names, with its substudy in a column of its own if need be, as lists of units have it.

        Raises `NothingNamed`, `AmbiguousName`.
        """
        name, substudy = row.needed("transcript"), row.text("substudy")
        name = f"{substudy}:{name}" if substudy and ":" not in name else name
        if name not in self._found:
            self._found[name] = find_transcript(self._connection, name)
        return self._found[name]

    def text(self, transcript: NamedTranscript) -> str:
        """The transcript's canonical text."""
        if transcript.revision_id not in self._texts:
            statement = select(col(Revision.text)).where(col(Revision.id) == transcript.revision_id)
            self._texts[transcript.revision_id] = self._connection.execute(statement).scalar_one()
        return self._texts[transcript.revision_id]

    def span(self, row: FileRow, transcript: NamedTranscript) -> Span | None:
        """The place a row gives by `start` and `end`, by a `quote` that stands there once, or both; None for neither.

        Raises `SpanOutsideTranscript`, `EmptySpan`, `WordsDiffer`, `QuoteNotFound`, `QuoteAcrossTurns`,
        `QuoteElsewhere`, `QuoteNotUnique`.
        """
        start, end, quote = row.whole("start"), row.whole("end"), row.text("quote")
        text = self.text(transcript)
        if start is None and end is None:
            return self._where(text, quote, transcript.name) if quote else None
        if start is None or end is None:
            row.refuse(say("rows.half_place"))
        if not start < end <= len(text):
            raise SpanOutsideTranscript(start=start, end=end, transcript=transcript.name, length=len(text))
        found = text[start:end].strip()
        if not found:
            raise EmptySpan(transcript=transcript.name, start=start, end=end)
        if quote and found != quote:
            raise WordsDiffer(
                start=start, end=end, transcript=transcript.name, found=shortened(found), quote=shortened(quote)
            )
        return Span(start, end)

    def _where(self, text: str, quote: str, transcript: str) -> Span:
        places = find_quote(text, quote)
        if len(places) > 1:
            raise QuoteNotUnique(quote=shortened(quote), transcript=transcript, times=len(places))
        if not places:
            if find_quote(" ".join(text.split()), " ".join(quote.split())):
                raise QuoteAcrossTurns(quote=shortened(quote), transcript=transcript)
            others = ", ".join(transcripts_holding(self._connection, quote)[:_OTHERS_NAMED])
            if others:
                raise QuoteElsewhere(quote=shortened(quote), transcript=transcript, others=others)
            raise QuoteNotFound(quote=shortened(quote), transcript=transcript)
        return Span(places[0], places[0] + len(quote))
