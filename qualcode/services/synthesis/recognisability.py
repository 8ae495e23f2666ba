"""Whether somebody can be recognised in what is to be printed, judged as a whole.

What a reader puts together is the participants' table (exact, banded, totals), what stands after a quote (code,
pseudonym, nothing), the lead-in before it, and what the quote itself tells. A finding that a person has accepted with a
reason is remembered by its fingerprint; it speaks again when what was found has changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import BANDED, EXACT, FORMS, TOTALS
from qualcode.errors import NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import AcceptedFinding, Coder, StudyRow
from qualcode.services.acting import prose
from qualcode.services.naming import find_substudy
from qualcode.services.participants.described_people import people_of
from qualcode.services.synthesis.printed_quotes import PrintedQuote, printed_quotes, substudy_of_quote
from qualcode.services.synthesis.recognising import Found, findings_in, findings_in_table
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.views.recognisability import TABLE, TOTAL, RecognisabilityFinding

_OF_TABLES = (TABLE, TOTAL)
_DECIMALS = re.compile(r"(?<=\d),(?=\d)")
_LEAST_LETTERS = 4
"""How much of a finding's id has to be given to name it."""


def recognisability_findings(
    study: OpenStudy, *, substudy: str | None = None, only_new: bool = False
) -> list[RecognisabilityFinding]:
    """What makes participants recognisable in the chapter as it would be printed now, by substudy and kind.

    With what has been accepted among it, marked as such, unless `only_new`. Raises `NothingNamed` for another substudy.
    """
    language = chapter_language(study)
    with study.reading() as connection:
        chosen = None if substudy is None else find_substudy(connection, substudy).name
        accepted = _accepted(connection)
        found = [found.finding for found in _found(connection, language) if chosen in (None, found.finding.substudy)]
    told = [replace(one, **accepted.get(one.id, {})) for one in found]
    return [one for one in told if not (only_new and one.accepted)]


def findings_in_file(study: OpenStudy, texts: Sequence[str], *, kind: str) -> list[RecognisabilityFinding]:
    """Of these findings those that are in a file of this kind with these texts, and that nobody has accepted.

    The chapter's table is judged in the form that the substudy has chosen, a table of its own in the form that stands
    there; anywhere else a participant's values lead to her as they are registered, wherever they stand.
    """
    whole = _plain(" ".join(texts))
    language = chapter_language(study)
    with study.reading() as connection:
        accepted = _accepted(connection)
        found = list(_found(connection, language))
        if kind != "chapter":
            found = [one for one in found if one.finding.kind not in _OF_TABLES]
        # Passages that were searched for stand there with nothing that is registered of anybody.
        if kind not in ("chapter", "search"):
            for people in people_of(connection, language):
                told = {form: list(findings_in_table(connection, people, form, language)) for form in FORMS}
                found += _in_table(told, whole) if kind == "table" else told[EXACT]
    in_rows = kind in ("chapter", "table")
    there = [one.finding for one in found if _is_there(one, whole, in_rows=in_rows)]
    return [one for one in there if one.id not in accepted]


def _in_table(told: Mapping[str, Sequence[Found]], whole: str) -> Iterator[Found]:
    """What a table of its own tells, in the form that it has: exact rows tell all; under bands, a line tells totals."""
    there = {form: [one for one in found if _is_there(one, whole, in_rows=True)] for form, found in told.items()}
    if there[EXACT]:
        yield from there[EXACT]
        return
    yield from (one for one in there[BANDED] if one.finding.kind == TABLE)
    yield from islice((one for one in (*there[TOTALS], *there[BANDED]) if one.finding.kind == TOTAL), 1)


def _is_there(found: Found, whole: str, *, in_rows: bool) -> bool:
    """Whether a finding is in a text: by one row of its words, of totals by all of them."""
    in_a_row = in_rows and found.finding.kind in _OF_TABLES
    stand = (_stand_in(whole, words, in_a_row=in_a_row) for words in found.words)
    return all(stand) if found.finding.kind == TOTAL else any(stand)


def _found(connection: Connection, language: str) -> Iterator[Found]:
    quotes = printed_quotes(connection)
    for people in people_of(connection, language):
        yield from findings_in(connection, people, _of(quotes, people.substudy_id), language=language)


def _stand_in(whole: str, words: Sequence[str], *, in_a_row: bool) -> bool:
    """Whether all the words are there; `in_a_row` as the cells of a table are, one after the other."""
    sought = [re.escape(_plain(one)) for one in words if one]
    patterns = [r"\W+".join(sought)] if in_a_row else sought
    return all(re.search(rf"(?<!\w){one}(?!\w)", whole) for one in patterns)


def _plain(text: str) -> str:
    """The words with one blank between two, decimals after a point, and no quotation marks: tables double them."""
    return _DECIMALS.sub(".", " ".join(text.replace('"', "").split()))


def accept_finding(study: OpenStudy, finding_id: str, reason: str) -> RecognisabilityFinding:
    """Accept a finding, by its id or the beginning of it, with a reason: it is remembered and speaks no more.

    Given again with another reason, that one stands. Raises `NothingNamed` for a finding that is not there,
    `ValueRefused` where there is no reason.
    """
    finding = _find(study, finding_id)
    kept = prose(reason)
    if not kept:
        raise ValueRefused(what=say("kinds.reason"), value=reason, choices=say("recognisability.some_words"))
    with study.change("finding.accept") as change:
        change.summary = say("summaries.finding_accepted", message=finding.message)
        known = _stored(change.connection, finding.id)
        told: dict[str, Any] = {"reason": kept, "coder_id": change.coder_id, "at": change.at}
        if known is None:
            change.add(AcceptedFinding, fingerprint=finding.id, **told)
        elif known.reason != kept:
            change.change(AcceptedFinding, known.id, **told)
    return finding


def take_back_acceptance(study: OpenStudy, finding_id: str) -> None:
    """A finding is not accepted after all, and speaks again. Raises `NothingNamed`."""
    finding = _find(study, finding_id)
    with study.change("finding.reopen") as change:
        change.summary = say("summaries.finding_reopened", message=finding.message)
        known = _stored(change.connection, finding.id)
        if known is not None:
            change.remove(AcceptedFinding, known.id)


def whom_lead_in_fits(study: OpenStudy, quote_id: int, lead_in: str) -> tuple[str, ...]:
    """The participants of the quote's substudy that a lead-in fits; nobody named where it says nothing of who it is.

    One code alone is a warning: who speaks can be found by anybody who knows who took part.
    """
    with study.reading() as connection:
        language = connection.execute(select(col(StudyRow.language))).scalar_one()
        substudy_id = substudy_of_quote(connection, quote_id)
        people = next((one for one in people_of(connection, language) if one.substudy_id == substudy_id), None)
    if people is None:
        return ()
    fitting, told = people.fitting([lead_in])
    return tuple(one.code for one in fitting) if told else ()


def speaks_otherwise(study: OpenStudy, quote_id: int, lead_in: str, participants: Sequence[str]) -> str:
    """Who speaks in the quote, where the lead-in says another sex or age than is registered of her; empty if not.

    Of a quote of several nothing is said: a lead-in tells of one.
    """
    if len(participants) != 1:
        return ""
    with study.reading() as connection:
        language = connection.execute(select(col(StudyRow.language))).scalar_one()
        substudy_id = substudy_of_quote(connection, quote_id)
        theirs = [one for one in people_of(connection, language) if one.substudy_id == substudy_id]
    return participants[0] if any(one.contradicts(participants[0], lead_in) for one in theirs) else ""


def _find(study: OpenStudy, finding_id: str) -> RecognisabilityFinding:
    found = recognisability_findings(study)
    wanted = finding_id.strip().casefold()
    named = [one for one in found if len(wanted) >= _LEAST_LETTERS and one.id.startswith(wanted)]
    if len(named) != 1:
        raise NothingNamed(
            kind=say("kinds.finding"), name=finding_id, nearest=say("recognisability.ids", count=len(found))
        )
    return named[0]


def _stored(connection: Connection, fingerprint: str) -> Any:
    statement: Any = select(col(AcceptedFinding.id), col(AcceptedFinding.reason))
    return connection.execute(statement.where(col(AcceptedFinding.fingerprint) == fingerprint)).one_or_none()


def _accepted(connection: Connection) -> dict[str, dict[str, Any]]:
    statement: Any = select(
        col(AcceptedFinding.fingerprint), col(AcceptedFinding.reason), col(AcceptedFinding.at), col(Coder.initials)
    ).join(Coder, col(Coder.id) == col(AcceptedFinding.coder_id))
    return {
        row.fingerprint: {"accepted": True, "reason": row.reason, "coder": row.initials, "at": row.at}
        for row in connection.execute(statement)
    }


def _of(quotes: list[PrintedQuote], substudy_id: int) -> list[PrintedQuote]:
    return [quote for quote in quotes if quote.substudy_id == substudy_id]
