"""What makes the participants of one substudy recognisable: in the table, after quotes, before them, and in them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection

from qualcode.analysis.demographics import EXACT, TOTALS, demographics
from qualcode.locale import say
from qualcode.services.condensing.quote_sources import CODE, NOTHING
from qualcode.services.participants.described_people import People, Person
from qualcode.services.register.consent import held_back
from qualcode.services.synthesis.printed_quotes import PrintedQuote
from qualcode.text.describing import described_in, holds_words
from qualcode.text.shortening import shortened
from qualcode.views.recognisability import (
    CONTENT,
    LEAD_IN,
    LEAD_INS,
    SOURCE,
    TABLE,
    TOTAL,
    RecognisabilityFinding,
)
from qualcode.views.table import TableView

_ID_LENGTH = 12
_SHOWN = 40


class Found(NamedTuple):
    """A finding, and the words by which it is in a file: it is where all of some one row of them stand."""

    finding: RecognisabilityFinding
    words: tuple[tuple[str, ...], ...]


def findings_in(
    connection: Connection, people: People, quotes: Sequence[PrintedQuote], *, language: str
) -> Iterator[Found]:
    """Everything found in one substudy's part of the chapter, the table first, without those who are not printed."""
    judging = _Judging(people)
    alone = {}
    if people.table_form != TOTALS:
        alone = _rows_of_one(_printed(connection, people, people.table_form, language))
    yield from _of_table(connection, people, language)
    yield from judging.sources(quotes, alone)
    yield from judging.lead_ins(quotes)
    yield from judging.contents(quotes)


def findings_in_table(connection: Connection, people: People, form: str, language: str) -> Iterator[Found]:
    """What the table of one substudy's participants tells in this form, whatever form the chapter has."""
    return _of_table(connection, replace(people, table_form=form), language)


def _of_table(connection: Connection, people: People, language: str) -> Iterator[Found]:
    judging, table = _Judging(people), _printed(connection, people, people.table_form, language)
    if people.table_form != TOTALS:
        yield from judging.rows(table, _rows_of_one(table))
    if people.table_form != EXACT:
        totals = _printed(connection, people, TOTALS, language)
        yield from judging.totals(totals, () if people.table_form == TOTALS else table.notes)


def _printed(connection: Connection, people: People, form: str, language: str) -> TableView:
    told: dict[str, Any] = {"form": form, "language": language, "chosen": True}
    return demographics(connection, people.substudy_id, without=held_back(connection), **told).view


def _rows_of_one(table: TableView) -> dict[str, tuple[str, ...]]:
    """The participants whose row, without the code, is nobody else's, with what stands in it."""
    rows = {str(row[0]): tuple(str(cell or "") for cell in row[1:]) for row in table.rows}
    counts = Counter(rows.values())
    return {code: row for code, row in rows.items() if any(row) and counts[row] == 1}


class _Judging:
    """The findings of one substudy."""

    def __init__(self, people: People) -> None:
        self._people = people

    def rows(self, table: TableView, alone: dict[str, tuple[str, ...]]) -> Iterator[Found]:
        """Rows of the table that fit one participant alone."""
        if not alone:
            return
        key = "exact_rows" if self._people.table_form == EXACT else "banded_rows"
        attributes = "/".join(table.columns[1:])
        told = [f"{code}:{'|'.join(alone[code])}" for code in sorted(alone)]
        message = say(f"recognisability.{key}", count=len(alone), total=len(table.rows))
        words = [(code, *row) for code, row in alone.items()]
        yield self._finding(TABLE, alone, message, self._people.table_form, attributes, *told, words=words)

    def totals(self, table: TableView, notes: Sequence[str]) -> Iterator[Found]:
        """Values that the totals show one participant to have; of a table in bands, those that its notes count."""
        rows = [tuple(str(cell) for cell in row) for row in table.rows if row[2] == 1]
        words = rows
        if notes:
            counted = [row for row in rows if any(re.search(rf"\b{re.escape(row[1])}\W+1\b", note) for note in notes)]
            rows, words = counted, [row[1:] for row in counted]
        single = [": ".join(told[:2]) for told in rows]
        if single:
            message = say("recognisability.totals", count=len(single), values="; ".join(single))
            yield self._finding(TOTAL, (), message, *single, words=words)

    def sources(self, quotes: Sequence[PrintedQuote], alone: dict[str, tuple[str, ...]]) -> Iterator[Found]:
        """Codes after quotes that lead to rows which fit one participant alone: one finding for the substudy."""
        if self._people.quote_source != CODE:
            return
        quoted = {code for quote in quotes for code in quote.participants}
        led_people = [one for one in self._people.all if one.code in quoted and one.code in alone]
        led = [one.code for one in led_people]
        if led:
            told = [f"{self._uid(code)}:{'|'.join(alone[code])}" for code in led]
            message = say("recognisability.leads_to_row", count=len(led), participants=", ".join(led))
            words = [
                (one.code, quote.printed) for one in led_people for quote in quotes if one.code in quote.participants
            ]
            yield self._finding(SOURCE, led, message, *told, words=words)

    def lead_ins(self, quotes: Sequence[PrintedQuote]) -> Iterator[Found]:
        """Lead-ins that fit one participant, alone or together with others before the same source."""
        by_person: defaultdict[str, list[PrintedQuote]] = defaultdict(list)
        found: set[str] = set()
        for quote in quotes:
            if not quote.lead_in or len(quote.participants) != 1:
                continue
            code = quote.participants[0]
            by_person[code].append(quote)
            if self._points_to(code, [quote.lead_in]):
                found.add(code)
                message = say("recognisability.lead_in", lead_in=shortened(quote.lead_in), participant=code)
                what = (quote.uid, quote.lead_in)
                yield self._finding(
                    LEAD_IN, (code,), message, *what, where=quote.heading, words=[(quote.lead_in, quote.printed)]
                )
        if self._people.quote_source == NOTHING:
            return
        for code, theirs in by_person.items():
            texts = sorted({quote.lead_in for quote in theirs})
            if code not in found and len(texts) > 1 and self._points_to(code, texts):
                message = say("recognisability.lead_ins", count=len(texts), participant=code)
                yield self._finding(LEAD_INS, (code,), message, self._uid(code), *texts, words=[tuple(texts)])

    def contents(self, quotes: Sequence[PrintedQuote]) -> Iterator[Found]:
        """Printed words that say what only the one who speaks has."""
        for quote in quotes:
            for person in filter(None, map(self._people.person, quote.participants)):
                for told in self._told_in(quote, person):
                    message = say(
                        "recognisability.content",
                        words=shortened(quote.printed, length=_SHOWN),
                        value=told,
                        participant=person.code,
                    )
                    what, words = (quote.uid, told), [(quote.printed,)]
                    yield self._finding(CONTENT, (person.code,), message, *what, where=quote.heading, words=words)

    def _told_in(self, quote: PrintedQuote, person: Person) -> Iterator[str]:
        for known in person.values:
            alone = sum(known in one.values for one in self._people.all) == 1
            if alone and holds_words(quote.printed, known[1]):
                yield f"{known[0]}: {known[1]}"
        age = described_in(quote.printed).age
        if age is not None and age == person.age and sum(one.age == age for one in self._people.all) == 1:
            yield str(age)

    def _points_to(self, code: str, lead_ins: Sequence[str]) -> bool:
        fitting, told = self._people.fitting(lead_ins)
        return told and len(self._people.all) > 1 and [one.code for one in fitting] == [code]

    def _uid(self, code: str) -> str:
        person = self._people.person(code)
        return person.uid if person else code

    def _finding(
        self,
        kind: str,
        codes: Iterable[str],
        message: str,
        *what: str,
        words: Iterable[tuple[str, ...]],
        where: str = "",
    ) -> Found:
        """A finding, its id made of what was found and not of the words it is told in."""
        identity = "\x1f".join((kind, self._people.uid, *what))
        finding = RecognisabilityFinding(
            id=sha256(identity.encode()).hexdigest()[:_ID_LENGTH],
            kind=kind,
            substudy=self._people.name,
            participants=tuple(codes),
            where=where or self._people.name,
            message=message,
        )
        return Found(finding, tuple(words))
