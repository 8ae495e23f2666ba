"""Step 2: giving meaning units another shape - resize, split, merge, remove.

What hangs on a unit (its groups, notes, quotes) goes along; what cannot go along stops the act, in a sentence.
"""

from typing import Any

from qualcode.errors import ChangedMeanwhile, QuoteLeftOut, ValueRefused
from qualcode.locale import say
from qualcode.model import Coding, MeaningUnit, Note, Question, Quote
from qualcode.services.coding.coding import (
    coding_at,
    codings_of,
    drop_unit,
    ensure_unit,
    move_coding_into,
    notes_of,
    questions_of,
    quotes_of,
    take_out,
    unit_at,
)
from qualcode.services.passages import Passage, read_passage, require_unit, unit_words
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.text.span import Span


def resize_unit(
    study: OpenStudy, *, unit_id: int, span: Span, seen: int | None = None, revision_id: int | None = None
) -> None:
    """Let a unit begin and end elsewhere. `seen` is the unit's version, `revision_id` as in `code_span`.

    Raises as `code_span`; `QuoteLeftOut` if a quote would fall outside it.
    """
    with study.change("unit.resize") as change:
        unit = require_unit(change, unit_id)
        passage = read_passage(change.connection, unit["transcript_id"], span, revision_id=revision_id)
        _refuse_if_quote_outside(change, unit_id, span)
        change.summary = say("summaries.resized", transcript=passage.transcript, words=shortened(passage.words))
        if seen is not None and seen != unit["version"]:
            raise ChangedMeanwhile(kind=say("tables.meaning_unit"))
        _take_shape(change, unit, span, passage)


def split_unit(study: OpenStudy, *, unit_id: int, at: int, seen: int | None = None) -> int:
    """Split a unit in two at an offset: both halves stand where the unit stood. Returns the second half's key.

    White space at the cut belongs to neither. Raises `ValueRefused` when the cut leaves a half without words,
    `QuoteLeftOut` when a quote lies across it, `ChangedMeanwhile` if the unit has a later version than `seen`.
    """
    with study.change("unit.split") as change:
        unit = require_unit(change, unit_id)
        if seen is not None and seen != unit["version"]:
            raise ChangedMeanwhile(kind=say("tables.meaning_unit"))
        cut = at - unit["start"]
        first, second = unit["text"][: max(cut, 0)].rstrip(), unit["text"][max(cut, 0) :]
        if not first.strip() or not second.strip():
            raise ValueRefused(what=say("kinds.cut"), value=at, choices=f"{unit['start'] + 1}-{unit['end'] - 1}")
        begin = unit["end"] - len(second.lstrip())
        left, right = Span(unit["start"], unit["start"] + len(first)), Span(begin, unit["end"])
        change.summary = say("summaries.split", words=shortened(unit["text"]))
        words = Passage(unit["revision_id"], second.lstrip(), "")
        other, _ = ensure_unit(change, **_owner(unit), span=right, passage=words)
        change.change(MeaningUnit, other, discuss=bool(unit["discuss"]))
        for coding in codings_of(change.connection, unit_id):
            half = coding_at(change.connection, other, coding["group_id"])
            if half is None:
                half = change.add(Coding, **_placement(coding), unit_id=other, created=change.at)
            _share_quotes(change, coding["id"], half, left, right)
        _take_shape(change, unit, left, words._replace(words=first))
        return other


def merge_units(study: OpenStudy, *, unit_ids: list[int]) -> int:
    """Make one unit of several in the same transcript: from the first word to the last, in all their groups.

    The first one (by place) stays and keeps its notes; notes and quotes of the others come to it. Returns its key.
    """
    with study.change("unit.merge") as change:
        units = sorted((require_unit(change, key) for key in set(unit_ids)), key=lambda unit: unit["start"])
        kept, others = units[0], units[1:]
        if not others or any(_owner(unit) != _owner(kept) for unit in others):
            raise ValueRefused(what=say("kinds.merge"), value=len(units), choices=say("errors.reasons.merge_rule"))
        span = Span(kept["start"], max(unit["end"] for unit in units))
        passage = read_passage(change.connection, kept["transcript_id"], span)
        for unit in others:
            _merge_into(change, kept["id"], unit["id"])
        twin = _twin(change, kept, span)
        if twin is not None:
            _merge_into(change, kept["id"], twin)
        _take_shape(change, kept, span, passage)
        change.summary = say("summaries.merged", count=len(units), words=shortened(passage.words))
        return int(kept["id"])


def remove_unit(study: OpenStudy, *, unit_id: int) -> None:
    """Take a unit away from every group, with its notes and quotes. Raises `QuotePlaced` if a category quotes it."""
    with study.change("unit.remove") as change:
        change.summary = say("summaries.unit_removed", words=unit_words(change, unit_id))
        for coding in codings_of(change.connection, unit_id):
            take_out(change, coding["id"], keep_unit=True)
        drop_unit(change, unit_id)


def _owner(unit: dict[str, Any]) -> dict[str, int]:
    return {column: unit[column] for column in ("analysis_id", "transcript_id", "coder_id")}


def _twin(change: Change, unit: dict[str, Any], span: Span) -> int | None:
    """The same coder's other unit that has this span already."""
    found = unit_at(change.connection, **_owner(unit), span=span)
    return None if found == unit["id"] else found


def _take_shape(change: Change, unit: dict[str, Any], span: Span, passage: Passage) -> None:
    """Give a unit its new span; if the coder has a unit there already, the two become one."""
    twin = _twin(change, unit, span)
    if twin is not None:
        _merge_into(change, twin, unit["id"])
        return
    change.change(
        MeaningUnit,
        unit["id"],
        start=span.start,
        end=span.end,
        text=passage.words,
        words_before="",
        revision_id=passage.revision_id,
    )


def _placement(coding: dict[str, Any]) -> dict[str, Any]:
    return {column: coding[column] for column in ("group_id", "subgroup_id", "set_aside", "reason")}


def _share_quotes(change: Change, coding_id: int, other_coding: int, left: Span, right: Span) -> None:
    for quote in quotes_of(change.connection, coding_id):
        span = Span(quote["start"], quote["end"])
        if right.contains(span):
            change.change(Quote, quote["id"], coding_id=other_coding)
        elif not left.contains(span):
            raise QuoteLeftOut(quote=shortened(quote["printed"]))


def _refuse_if_quote_outside(change: Change, unit_id: int, span: Span) -> None:
    for coding in codings_of(change.connection, unit_id):
        for quote in quotes_of(change.connection, coding["id"]):
            if not span.contains(Span(quote["start"], quote["end"])):
                raise QuoteLeftOut(quote=shortened(quote["printed"]))


def _merge_into(change: Change, kept_id: int, gone_id: int) -> None:
    """Everything that hung on one unit hangs on the other; a coding both have is kept once, with all its quotes."""
    for coding in codings_of(change.connection, gone_id):
        twin = coding_at(change.connection, kept_id, coding["group_id"])
        if twin is None:
            change.change(Coding, coding["id"], unit_id=kept_id)
            continue
        move_coding_into(change, coding["id"], twin)
    for note in notes_of(change.connection, gone_id):
        change.change(Note, note, unit_id=kept_id)
    for question in questions_of(change.connection, gone_id):
        change.change(Question, question, unit_id=kept_id)
    if require_unit(change, gone_id)["discuss"]:
        change.change(MeaningUnit, kept_id, discuss=True)
    change.remove(MeaningUnit, gone_id)
