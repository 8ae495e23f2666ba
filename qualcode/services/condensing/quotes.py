"""Step 3: quotes - marking them, their printed form, and the person who signs what printing changed.

The original is a span of the unit's own words, verifiable letter by letter. The printed form is what goes on paper.
"""

from typing import Any

from qualcode.errors import ChangedMeanwhile, QuoteOutsideUnits, ValueRefused
from qualcode.locale import say
from qualcode.model import CodeGroup, Coding, MeaningUnit, Quote
from qualcode.model.condensing import QUOTE_FORMS
from qualcode.services.acting import prose, stored_row
from qualcode.services.coding.coding import coding_at, quotes_of, remove_quote_row
from qualcode.services.condensing.dialogues import hides_speakers
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.passages import read_passage
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.quotes import CLAIMED, compare_printed, form_of
from qualcode.text.shortening import shortened
from qualcode.text.span import Span

__all__ = [
    "change_printed",
    "mark_quote",
    "mark_unit_quote",
    "put_quote",
    "quotes",
    "set_golden",
    "sign_off",
    "unmark_quote",
]


def mark_quote(
    study: OpenStudy,
    coding_id: int,
    *,
    span: Span | None = None,
    printed: str | None = None,
    form: str | None = None,
    golden: bool = False,
    revision_id: int | None = None,
) -> int:
    """Take a quote from a coding: a span of its unit, or the whole unit. Returns the quote's key.

    `revision_id` as in `code_span`, where a span is given. Printed as it was said if nothing else is given. A quote of
    the same words is not made twice: it is brought up to date with what is given. Raises `QuoteOutsideUnits` for a span
    that the unit does not hold, `ValueRefused` for a form that does not exist, `ChangedMeanwhile` for a coding that is
    gone.
    """
    with study.change("quote.mark") as change:
        unit = stored_row(change, MeaningUnit, stored_row(change, Coding, coding_id)["unit_id"])
        if span is not None:
            read_passage(change.connection, unit["transcript_id"], span, revision_id=revision_id)
        where = _trimmed(unit) if span is None else span
        known = next((q["id"] for q in quotes_of(change.connection, coding_id) if _span(q) == where), None)
        if known is None:
            return put_quote(
                change, coding_id, span=where, printed=printed, form=form, golden=golden, coder_id=change.coder_id
            )
        change.summary = say(
            "summaries.quote_changed", words=shortened(where.shift(-unit["start"]).slice(unit["text"]))
        )
        reprint(change, known, printed=printed, form=form, golden=golden or None)
        return int(known)


def mark_unit_quote(
    study: OpenStudy, unit_id: int, *, group_id: int, span: Span | None = None, revision_id: int | None = None
) -> int:
    """Take a quote from a unit as it stands in one of its code groups. Returns the quote's key.

    Raises as `mark_quote`, and `ChangedMeanwhile` if the unit is not in the group any more.
    """
    with study.reading() as connection:
        coding_id = coding_at(connection, unit_id, group_id)
    if coding_id is None:
        raise ChangedMeanwhile(kind=say("tables.coding"))
    return mark_quote(study, coding_id, span=span, revision_id=revision_id)


def put_quote(
    change: Change, coding_id: int, *, span: Span, printed: str | None, form: str | None, golden: bool, coder_id: int
) -> int:
    """Within an action: a new quote. Raises as `mark_quote`."""
    coding = stored_row(change, Coding, coding_id)
    unit = stored_row(change, MeaningUnit, coding["unit_id"])
    passage = read_passage(change.connection, unit["transcript_id"], span)
    if not Span(unit["start"], unit["end"]).contains(span):
        group = stored_row(change, CodeGroup, coding["group_id"])["name"]
        raise QuoteOutsideUnits(quote=shortened(passage.words), transcript=passage.transcript, group=group)
    shown = prose(printed or "") or passage.words
    change.summary = say("summaries.quote_marked", transcript=passage.transcript, words=shortened(passage.words))
    return change.add(
        Quote,
        coding_id=coding_id,
        revision_id=passage.revision_id,
        start=span.start,
        end=span.end,
        text=passage.words,
        printed=shown,
        form=_form(passage.words, shown, form),
        golden=golden,
        coder_id=coder_id,
    )


def unmark_quote(study: OpenStudy, quote_id: int) -> None:
    """Take a quote away. Raises `QuotePlaced` if it stands in a result category, `ChangedMeanwhile` if it is gone."""
    with study.change("quote.unmark") as change:
        change.summary = say("summaries.quote_removed", words=_words(change, quote_id))
        remove_quote_row(change, quote_id)


def change_printed(
    study: OpenStudy,
    quote_id: int,
    printed: str,
    *,
    form: str | None = None,
    golden: bool | None = None,
    signed: bool | None = None,
    seen: int | None = None,
) -> None:
    """Print a quote in another form; what was signed is no longer what is printed, so the signature goes.

    An empty text prints it as it was said. In the same act it can be made golden or not, and this person can sign what
    the printed form changes, or take a signature back. Raises `ValueRefused` for a form that does not exist,
    `ChangedMeanwhile`.
    """
    with study.change("quote.print") as change:
        before = stored_row(change, Quote, quote_id)
        shown = printed if prose(printed) else before["text"]
        reprint(change, quote_id, printed=shown, form=form, golden=golden, seen=seen)
        if signed is not None:
            _sign(change, quote_id, signed=signed)
        after = stored_row(change, Quote, quote_id)
        change.summary = say(f"summaries.{_what_changed(before, after)}", words=_words(change, quote_id))


def reprint(
    change: Change,
    quote_id: int,
    *,
    printed: str | None = None,
    form: str | None = None,
    golden: bool | None = None,
    seen: int | None = None,
) -> bool:
    """Within an action: bring a quote up to date with what is given; False if it was so already."""
    quote = stored_row(change, Quote, quote_id)
    shown = prose(printed or "") or quote["printed"]
    claimed = form or (quote["form"] if quote["form"] in CLAIMED else None)
    values: dict[str, Any] = {"printed": shown, "form": _form(quote["text"], shown, claimed), "words_before": ""}
    if shown != quote["printed"]:
        values |= {"signed_by": None, "signed": ""}
    if golden is not None:
        values["golden"] = golden
    return change.change(Quote, quote_id, seen=seen, **values)


def sign_off(study: OpenStudy, quote_id: int) -> None:
    """This person accepts what the printed form changes; nothing to do where it changes nothing, or is signed."""
    with study.change("quote.sign") as change:
        change.summary = say("summaries.quote_signed", words=_words(change, quote_id))
        _sign(change, quote_id, signed=True)


def set_golden(study: OpenStudy, quote_id: int, *, golden: bool = True) -> None:
    """Make a quote a golden quote (gullsitat), the one that illustrates its subgroup; or no longer."""
    with study.change("quote.golden") as change:
        key = "summaries.quote_golden" if golden else "summaries.quote_not_golden"
        change.summary = say(key, words=_words(change, quote_id))
        change.change(Quote, quote_id, golden=golden)


def _sign(change: Change, quote_id: int, *, signed: bool) -> None:
    """This person signs the printed form, if it changes something and nobody has; or the signature is taken back."""
    quote = stored_row(change, Quote, quote_id)
    if not signed:
        change.change(Quote, quote_id, signed_by=None, signed="")
    elif quote["signed_by"] is None and _changes_something(change, quote):
        change.change(Quote, quote_id, signed_by=change.coder_id, signed=change.at)


def _what_changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What an act on a printed form is called in the journal: by the weightiest of what it did."""
    if (before["printed"], before["form"]) != (after["printed"], after["form"]):
        return "quote_changed"
    if before["golden"] != after["golden"]:
        return "quote_golden" if after["golden"] else "quote_not_golden"
    if before["signed_by"] != after["signed_by"]:
        return "quote_signed" if after["signed_by"] else "quote_unsigned"
    return "quote_changed"


def _form(words: str, printed: str, claimed: str | None) -> str:
    if claimed is not None and claimed not in QUOTE_FORMS:
        raise ValueRefused(what=say("kinds.quote_form"), value=claimed, choices=", ".join(QUOTE_FORMS))
    return form_of(words, printed, claimed)


def _changes_something(change: Change, quote: dict[str, Any]) -> bool:
    """Whether the printed form changes words, or hides who of several says what."""
    original, printed = quote["text"], quote["printed"]
    if compare_printed(original, printed).differs:
        return True
    unit = stored_row(change, MeaningUnit, stored_row(change, Coding, quote["coding_id"])["unit_id"])
    return hides_speakers(change.connection, unit["transcript_id"], _span(quote), original=original, printed=printed)


def _words(change: Change, quote_id: int) -> str:
    return shortened(stored_row(change, Quote, quote_id)["printed"])


def _span(quote: dict[str, Any]) -> Span:
    return Span(quote["start"], quote["end"])


def _trimmed(unit: dict[str, Any]) -> Span:
    """A unit's span without the white space at its ends."""
    words = str(unit["text"])
    start = int(unit["start"]) + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
