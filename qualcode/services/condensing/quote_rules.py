"""The rule for quotes in print: what was done to them, for the method part of the chapter."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import Analysis, Paragraph, QuoteRule, Transcript
from qualcode.model.condensing import QUOTE_FORMS
from qualcode.services.acting import prose, stored_row
from qualcode.services.condensing.quote_lists import difference_of, quotes
from qualcode.services.register.consent import held_back_voices, is_held_back
from qualcode.services.written_language import language_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.editing import EDITS, edits_of
from qualcode.text.quotes import CLAIMED, CLARIFIED, EDITED, SHORTENED, VERBATIM
from qualcode.views.quote_rules import QuoteRuleView
from qualcode.views.quotes import QuoteView

_OTHER_WORDS = ("summary", "normalised")
"""Transcripts that are not verbatim: their quotes cannot be."""

_FOR_READERS = (EDITED, *CLAIMED)
_DIALOGUE, _JOINED, _CLOSING = "dialogue", "joined", "closing"

PARTS = (*map("from_{}".format, _OTHER_WORDS), SHORTENED, CLARIFIED, *_FOR_READERS, _DIALOGUE, _JOINED, _CLOSING)
"""What can be told of quotes, in this order; the last, that a person signed all that printing changed."""


def write_quote_rule(study: OpenStudy, analysis_id: int, text: str, *, seen: int | None = None) -> None:
    """Write what was done to the quotes of an analysis; empty leaves it to the sentence made of the forms in use.

    `seen` is the version the author was looking at, 0 if there was none. Raises `ChangedMeanwhile`.
    """
    with study.change("quote-rule.write") as change:
        analysis = stored_row(change, Analysis, analysis_id)["title"]
        change.summary = say("summaries.quote_rule_written", analysis=analysis)
        statement: Any = select(col(QuoteRule.id), col(QuoteRule.version))
        known = change.connection.execute(statement.where(col(QuoteRule.analysis_id) == analysis_id)).one_or_none()
        if seen is not None and seen != (known.version if known else 0):
            raise ChangedMeanwhile(kind=say("tables.quote_rule"))
        kept = prose(text)
        if known is None and kept:
            change.add(QuoteRule, analysis_id=analysis_id, text=kept)
        elif known is not None and kept:
            change.change(QuoteRule, known.id, text=kept)
        elif known is not None:
            change.remove(QuoteRule, known.id)


def quote_rule_of(study: OpenStudy, analysis_id: int) -> QuoteRuleView:
    """The rule of an analysis, in the study's language. Raises `ChangedMeanwhile` if the analysis is gone."""
    with study.reading() as connection:
        told: Any = (
            select(col(Analysis.title), col(QuoteRule.text), col(QuoteRule.version))
            .outerjoin(QuoteRule, col(QuoteRule.analysis_id) == col(Analysis.id))
            .where(col(Analysis.id) == analysis_id)
        )
        row = connection.execute(told).one_or_none()
        if row is None:
            raise ChangedMeanwhile(kind=say("tables.analysis"))
        language = language_of(connection)
        placed = set(
            connection.execute(select(col(Paragraph.quote_id)).where(col(Paragraph.quote_id).is_not(None))).scalars()
        )
        voices, written = held_back_voices(connection), _not_verbatim(connection)
    listed = [quote for quote in quotes(study, analysis=row.title) if not is_held_back(quote, voices)]
    used = [quote for quote in listed if quote.id in placed]
    shown = used or listed
    counts = Counter(map(_form_of, shown))
    return QuoteRuleView(
        analysis_id=analysis_id,
        analysis=row.title,
        text=row.text or (sentence_of(_done_to(shown, written), language=language) if shown else ""),
        written=bool(row.text),
        forms=tuple((form, counts[form]) for form in QUOTE_FORMS if counts[form]),
        placed=len(used),
        unsigned=sum(map(_is_unsigned, shown)),
        version=row.version or 0,
    )


def quote_rules(study: OpenStudy) -> list[QuoteRuleView]:
    """The rule of every analysis, in their order."""
    with study.reading() as connection:
        keys: Any = connection.execute(select(col(Analysis.id)).order_by(col(Analysis.position), col(Analysis.id)))
        analyses = list(keys.scalars())
    return [quote_rule_of(study, key) for key in analyses]


def sentence_of(done: Collection[str], *, language: str) -> str:
    """What was done to quotes (`PARTS`, and of the edited ones `EDITS`), in sentences for a method part.

    Where nothing was done, or no more than giving each speaker a line, they are verbatim.
    """
    edits = ", ".join(say(f"quote_rules.edits.{edit}", language=language) for edit in EDITS if edit in done)
    told = [say(f"quote_rules.{part}", language=language, edits=edits) for part in PARTS if part in done]
    opening = "opening" if set(done) - {_DIALOGUE} else "all_verbatim"
    return " ".join((say(f"quote_rules.{opening}", language=language), *told))


def _done_to(shown: Sequence[QuoteView], written: Mapping[int, str]) -> frozenset[str]:
    """All that was done: a quote that is edited or normalised may be shortened, and a dialogue, as well."""
    done: set[str] = set()
    for quote in shown:
        difference, form = difference_of(quote), _form_of(quote)
        done |= {f"from_{written[quote.transcript_id]}"} if quote.transcript_id in written else set()
        done |= {form, *edits_of(quote.text, difference.changes)} if form == EDITED else {form}
        done |= {SHORTENED} if difference.shortens else set()
        done |= {CLARIFIED} if difference.clarifies else set()
        done |= {_JOINED} if quote.mixed else {_DIALOGUE} if quote.lines else set()
    if any(quote.differs for quote in shown) and not any(map(_is_unsigned, shown)):
        done.add(_CLOSING)
    return frozenset(done - {VERBATIM})


def _form_of(quote: QuoteView) -> str:
    """The form as the words are now: they may have been corrected since the quote was printed."""
    seen = difference_of(quote).form
    return quote.form if quote.form in CLAIMED and seen != VERBATIM else seen


def _is_unsigned(quote: QuoteView) -> bool:
    return quote.differs and not quote.signed


def _not_verbatim(connection: Connection) -> dict[int, str]:
    """How the transcripts that do not have the very words were written, by their keys."""
    statement: Any = select(col(Transcript.id), col(Transcript.kind)).where(col(Transcript.kind).in_(_OTHER_WORDS))
    return {row.id: row.kind for row in connection.execute(statement)}
