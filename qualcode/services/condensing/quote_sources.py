"""What stands in parentheses after a quote, and before the lines of a dialogue: code, pseudonym, or nothing."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Participant, Substudy
from qualcode.views.quotes import QuoteLine, QuoteView

CODE = "code"
PSEUDONYM = "pseudonym"
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class QuoteSources:
    """How each participant is named in print: by substudy and code; empty for one who is not to be named.

    `coded` are the substudies that print the participants' codes, `hidden` those that print no source at all.
    """

    names: Mapping[tuple[str, str], str]
    coded: frozenset[str]
    hidden: frozenset[str]
    language: str

    def of(self, quote: QuoteView) -> str:
        """What stands after a quote: who speaks; after a dialogue among participants, the interview."""
        if quote.lines and len(quote.participants) > 1:
            return "" if quote.substudy in self.hidden else quote.transcript
        named = [self.names.get((quote.substudy, code), "") for code in quote.participants]
        return ", ".join(name for name in named if name)

    def lines(self, quote: QuoteView) -> tuple[QuoteLine, ...]:
        """The lines of a dialogue; one who is not to be named is told apart by a letter."""
        letters: dict[str, str] = {}
        return tuple(QuoteLine(self._speaker(quote, line.speaker, letters), line.text) for line in quote.lines)

    def told_apart(self, substudies: Collection[str]) -> "QuoteSources":
        """The sources where quotes of these substudies stand together: after the substudy where names are alike."""
        alike = Counter(name for (within, _), name in self.names.items() if within in substudies and name)
        names = {
            (within, code): f"{within} {name}" if within in substudies and alike[name] > 1 else name
            for (within, code), name in self.names.items()
        }
        return replace(self, names=names)

    def _speaker(self, quote: QuoteView, speaker: str, letters: dict[str, str]) -> str:
        if speaker not in quote.participants:
            return speaker
        name = self.names.get((quote.substudy, speaker), "")
        if name:
            return name
        letter = letters.setdefault(speaker, ascii_uppercase[len(letters) % len(ascii_uppercase)])
        return say("chapter.unnamed", language=self.language, letter=letter)


def quote_sources(connection: Connection, language: str) -> QuoteSources:
    """The sources of every quote in the study, as each substudy has chosen."""
    statement: Any = (
        select(
            col(Substudy.name).label("substudy"),
            col(Participant.code),
            col(Participant.pseudonym),
            col(Substudy.quote_source),
        )
        .join(Participant, col(Participant.substudy_id) == col(Substudy.id))
        .order_by(col(Substudy.position), col(Participant.position))
    )
    names: dict[tuple[str, str], str] = {}
    chosen: dict[str, str] = {}
    for row in connection.execute(statement):
        names[row.substudy, row.code] = {CODE: row.code, PSEUDONYM: row.pseudonym}.get(row.quote_source, "")
        chosen[row.substudy] = row.quote_source
    coded, hidden = (frozenset(name for name, source in chosen.items() if source == kind) for kind in (CODE, NOTHING))
    return QuoteSources(names, coded, hidden, language)
