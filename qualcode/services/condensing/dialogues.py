"""Who says what in a quote, from the turns it stands in."""

from sqlalchemy import Connection

from qualcode.services.condensing.quote_lists import said_in
from qualcode.services.voices import TurnPlaces, turn_places
from qualcode.text.dialogue import lines_of
from qualcode.text.span import Span
from qualcode.text.turns import BETWEEN_TURNS


def hides_speakers(connection: Connection, transcript_id: int, span: Span, *, original: str, printed: str) -> bool:
    """Whether several speak in the printed words without its saying who says what."""
    if BETWEEN_TURNS not in original:
        return False
    return hides_in(turn_places(connection, [transcript_id])[transcript_id], span, original=original, printed=printed)


def hides_in(turns: TurnPlaces, span: Span, *, original: str, printed: str) -> bool:
    """The same, where the turns are known."""
    return lines_of(original, printed, said_in(turns, span.start, span.end))[1]
