"""Whether somebody can be recognised in what is to be printed, judged as a whole.

What a reader puts together is the participants' table (exact, banded, totals), what stands after a quote (code,
pseudonym, nothing), the lead-in before it, and what the quote itself tells. A finding that a person has accepted with a
reason is remembered by its fingerprint; it speaks again when what was found has changed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import AcceptedFinding, Coder, StudyRow
from qualcode.services.acting import prose
from qualcode.services.naming import find_substudy
from qualcode.services.participants.described_people import people_of
from qualcode.services.synthesis.printed_quotes import PrintedQuote, printed_quotes, substudy_of_quote
from qualcode.services.synthesis.recognising import Found, findings_in
from qualcode.storage.opening import OpenStudy
from qualcode.views.recognisability import RecognisabilityFinding

_LEAST_LETTERS = 4
"""How much of a finding's id has to be given to name it."""


def recognisability_findings(
    study: OpenStudy, *, substudy: str | None = None, only_new: bool = False
) -> list[RecognisabilityFinding]:
    """What makes participants recognisable in the chapter as it would be printed now, by substudy and kind.

    With what has been accepted among it, marked as such, unless `only_new`. Raises `NothingNamed` for another substudy.
    """
    with study.reading() as connection:
        chosen = None if substudy is None else find_substudy(connection, substudy).name
        accepted = _accepted(connection)
        found = [found.finding for found in _found(connection) if chosen in (None, found.finding.substudy)]
    told = [replace(one, **accepted.get(one.id, {})) for one in found]
    return [one for one in told if not (only_new and one.accepted)]


def findings_in_file(study: OpenStudy, texts: Sequence[str]) -> list[RecognisabilityFinding]:
    """Of these findings those that are in a file with these texts, and that nobody has accepted."""
    whole = _plain(" ".join(texts))
    with study.reading() as connection:
        accepted = _accepted(connection)
        return [
            found.finding
            for found in _found(connection)
            if found.finding.id not in accepted and any(_stand_in(whole, words) for words in found.words)
        ]


def _found(connection: Connection) -> Iterator[Found]:
    language = connection.execute(select(col(StudyRow.language))).scalar_one()
    quotes = printed_quotes(connection)
    for people in people_of(connection, language):
        yield from findings_in(connection, people, _of(quotes, people.substudy_id), language=language)


def _stand_in(whole: str, words: Sequence[str]) -> bool:
    return all(re.search(rf"(?<!\w){re.escape(_plain(one))}(?!\w)", whole) for one in words)


def _plain(text: str) -> str:
    """The words with one blank between two, and without the quotation marks that a table in a text file doubles."""
    return " ".join(text.replace('"', "").split())


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
