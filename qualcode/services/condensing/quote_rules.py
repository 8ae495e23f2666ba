"""The rule for quotes in print: what was done to them, for the method part of the chapter."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.model import Analysis, Paragraph, QuoteRule
from qualcode.model.condensing import QUOTE_FORMS
from qualcode.services.acting import prose, stored_row
from qualcode.services.condensing.quote_lists import difference_of, quotes
from qualcode.services.written_language import language_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.quotes import CLARIFIED, SHORTENED, VERBATIM
from qualcode.views.quote_rules import QuoteRuleView
from qualcode.views.quotes import QuoteView

_SIGNED_FOR = frozenset({"edited", "normalised", "translated"})
"""Forms in which a person has signed what printing changed."""


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
    listed = quotes(study, analysis=row.title)
    used = [quote for quote in listed if quote.id in placed] or listed
    counts = Counter(quote.form for quote in used)
    forms = tuple((form, counts[form]) for form in QUOTE_FORMS if counts[form])
    unsigned = sum(quote.differs and not quote.signed for quote in used)
    offered = sentence_of(_done_to(used), language=language, all_signed=not unsigned)
    return QuoteRuleView(
        analysis_id=analysis_id,
        analysis=row.title,
        text=row.text or offered,
        written=bool(row.text),
        forms=forms,
        unsigned=unsigned,
        version=row.version or 0,
    )


def quote_rules(study: OpenStudy) -> list[QuoteRuleView]:
    """The rule of every analysis, in their order."""
    with study.reading() as connection:
        keys: Any = connection.execute(select(col(Analysis.id)).order_by(col(Analysis.position), col(Analysis.id)))
        analyses = list(keys.scalars())
    return [quote_rule_of(study, key) for key in analyses]


def _done_to(used: Iterable[QuoteView]) -> tuple[str, ...]:
    """All that was done: a quote that is edited or normalised may be shortened and clarified as well."""
    done: set[str] = set()
    for quote in used:
        difference = difference_of(quote)
        done.add(quote.form)
        done.update({SHORTENED} if difference.shortens else ())
        done.update({CLARIFIED} if difference.clarifies else ())
    return tuple(form for form in QUOTE_FORMS if form in done)


def sentence_of(forms: tuple[str, ...], *, language: str, all_signed: bool = True) -> str:
    """What was done to quotes of these forms, in sentences for a method part; empty where there are none.

    A sentence for each, and that changes were signed, where all are.
    """
    if not forms:
        return ""
    if forms == (VERBATIM,):
        return say("quote_rules.all_verbatim", language=language)
    told = [f"quote_rules.{form}" for form in QUOTE_FORMS if form in forms and form != VERBATIM]
    if all_signed and not _SIGNED_FOR.isdisjoint(forms):
        told.append("quote_rules.closing")
    return " ".join(say(key, language=language) for key in ("quote_rules.opening", *told))
