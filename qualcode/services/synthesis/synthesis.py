"""Step 4: writing result categories - heading, what they rest on, analytic text with quotes in it, validation.

What there is to read is in `categories.py`.
"""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import NameRefused, NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CategoryCondensate,
    CodeGroup,
    Coding,
    Condensate,
    Paragraph,
    Passage,
    Quote,
    ResultCategory,
    Subgroup,
)
from qualcode.model.synthesis import STANCES
from qualcode.services.acting import prose, stored_row
from qualcode.services.coding.keeping import drop_outcome_of_subgroup
from qualcode.services.evidence import drop_evidence
from qualcode.services.passages import read_passage
from qualcode.services.synthesis.links import unlink_category, unlink_condensate, unlink_paragraph
from qualcode.services.synthesis.placing import next_position, swap
from qualcode.services.validating import reopen, state_of
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.shortening import shortened
from qualcode.text.span import Span


def add_category(study: OpenStudy, analysis_id: int, heading: str) -> int:
    """Begin a result category, last in its analysis; its key. Raises `NameRefused` for an empty heading."""
    with study.change("category.add") as change:
        return insert_category(change, analysis_id, heading)


def change_category(study: OpenStudy, category_id: int, *, heading: str, seen: int | None = None) -> None:
    """Give a category another heading. What was validated is the text: that stands. Raises `ChangedMeanwhile`."""
    with study.change("category.edit") as change:
        change.summary = say("summaries.category_renamed", heading=possible_heading(heading))
        change.change(ResultCategory, category_id, seen=seen, heading=possible_heading(heading))


def remove_category(study: OpenStudy, category_id: int) -> None:
    """Take a category away with its text, passages and what ties it to condensates; quotes and condensates stay."""
    with study.change("category.remove") as change:
        heading = _heading(change, category_id)
        drop_evidence(change, category_id=category_id)
        unlink_category(change, category_id)
        for table in (Paragraph, Passage, CategoryCondensate):
            chosen: Any = select(col(table.id)).where(col(table.category_id) == category_id)
            for key in change.connection.execute(chosen).scalars().all():
                change.remove(table, key)
        change.remove(ResultCategory, category_id)
        change.summary = say("summaries.category_removed", heading=heading)


def move_category(study: OpenStudy, category_id: int, by: int) -> bool:
    """Move a category up (-1) or down (+1) among those of its analysis; False at the end of the list."""
    with study.change("category.move") as change:
        row = stored_row(change, ResultCategory, category_id)
        change.summary = say("summaries.category_moved", heading=row["heading"])
        return swap(change, ResultCategory, row, by=by, within="analysis_id")


def rest_on(study: OpenStudy, category_id: int, condensate_id: int, *, on: bool = True) -> None:
    """Let a category rest on a condensate, or no longer; a validated category must then be validated again.

    Raises `NothingNamed` for a condensate of another analysis.
    """
    with study.change("category.rest-on") as change:
        key = "rests_on" if on else "rests_no_longer_on"
        path = condensate_path(change, category_id, condensate_id)
        change.summary = say(f"summaries.{key}", heading=_heading(change, category_id), path=path)
        if tie(change, category_id, condensate_id, on=on):
            reopen(change, category_id)


def add_paragraph(
    study: OpenStudy, category_id: int, *, text: str = "", quote_id: int | None = None, after: int | None = None
) -> int:
    """Write a paragraph, or place a quote with `text` as the lead-in before it; its key.

    It comes after the paragraph `after`, else last. A validated category must be validated again. Raises `ValueRefused`
    for a paragraph that holds nothing, `NothingNamed` for a quote of another analysis.
    """
    with study.change("paragraph.add") as change:
        heading = _heading(change, category_id)
        change.summary = say("summaries.paragraph_written", heading=heading, words=shortened(text))
        place = None if after is None else make_room(change, category_id, after)
        key = insert_paragraph(change, category_id, text=text, quote_id=quote_id, position=place)
        reopen(change, category_id)
        return key


def change_paragraph(study: OpenStudy, paragraph_id: int, *, text: str, seen: int | None = None) -> None:
    """Write a paragraph anew, or the lead-in of a placed quote. Raises `ValueRefused` for one that holds nothing."""
    with study.change("paragraph.edit") as change:
        row = stored_row(change, Paragraph, paragraph_id)
        heading = _heading(change, row["category_id"])
        change.summary = say("summaries.paragraph_written", heading=heading, words=shortened(text))
        kept = possible_text(text, row["quote_id"])
        told = {} if kept == row["text"] else {"text": kept, "coder_id": change.coder_id, "written": change.at}
        if change.change(Paragraph, paragraph_id, seen=seen, **told):
            reopen(change, row["category_id"])


def remove_paragraph(study: OpenStudy, paragraph_id: int) -> None:
    """Take a paragraph, or a placed quote with its lead-in, out of its category; the quote itself stays."""
    with study.change("paragraph.remove") as change:
        row = stored_row(change, Paragraph, paragraph_id)
        heading = _heading(change, row["category_id"])
        change.summary = say("summaries.paragraph_removed", heading=heading, words=shortened(row["text"]))
        unlink_paragraph(change, paragraph_id)
        change.remove(Paragraph, paragraph_id)
        reopen(change, row["category_id"])


def move_paragraph(study: OpenStudy, paragraph_id: int, by: int) -> bool:
    """Move a paragraph or a placed quote up (-1) or down (+1) within its category; False at the end."""
    with study.change("paragraph.move") as change:
        row = stored_row(change, Paragraph, paragraph_id)
        change.summary = say("summaries.paragraph_moved", heading=_heading(change, row["category_id"]))
        return swap(change, Paragraph, row, by=by, within="category_id")


def write_validation(
    study: OpenStudy,
    category_id: int,
    *,
    text: str | None = None,
    validated: bool | None = None,
    seen: int | None = None,
) -> None:
    """Write what came of going back to the transcripts, and whether the category holds; None leaves it as it is."""
    with study.change("category.validate") as change:
        key = {True: "validated", False: "not_validated", None: "validation_written"}[validated]
        change.summary = say(f"summaries.{key}", heading=_heading(change, category_id))
        given: dict[str, Any] = {} if validated is None else state_of(change, category_id, validated=validated)
        if text is not None:
            given["validation"] = prose(text)
        change.change(ResultCategory, category_id, seen=seen, **given)


def add_passage(
    study: OpenStudy,
    category_id: int,
    *,
    transcript_id: int,
    span: Span,
    stance: str = "nuances",
    comment: str = "",
    revision_id: int | None = None,
) -> int:
    """Note a passage that nuances, contradicts or supports a category; its key.

    `revision_id` as in `code_span`. Raises `ValueRefused` (stance), `SpanOutsideTranscript`, `EmptySpan`.
    """
    with study.change("passage.add") as change:
        heading = _heading(change, category_id)
        read_passage(change.connection, transcript_id, span, revision_id=revision_id)
        key = insert_passage(
            change, category_id, transcript_id=transcript_id, span=span, stance=stance, comment=comment
        )
        words = shortened(stored_row(change, Passage, key)["text"])
        change.summary = say("summaries.passage_noted", heading=heading, words=words)
        return key


def change_passage(
    study: OpenStudy, passage_id: int, *, stance: str | None = None, comment: str | None = None, seen: int | None = None
) -> None:
    """Say something else about a passage; None leaves it as it is. Raises `ValueRefused`."""
    with study.change("passage.edit") as change:
        row = stored_row(change, Passage, passage_id)
        heading = _heading(change, row["category_id"])
        change.summary = say("summaries.passage_noted", heading=heading, words=shortened(row["text"]))
        told = {
            "stance": row["stance"] if stance is None else possible_stance(stance),
            "comment": row["comment"] if comment is None else prose(comment),
        }
        change.change(Passage, passage_id, seen=seen, **told)


def remove_passage(study: OpenStudy, passage_id: int) -> None:
    """Take a noted passage away from its category."""
    with study.change("passage.remove") as change:
        row = stored_row(change, Passage, passage_id)
        heading = _heading(change, row["category_id"])
        change.summary = say("summaries.passage_removed", heading=heading, words=shortened(row["text"]))
        change.remove(Passage, passage_id)


def insert_category(change: Change, analysis_id: int, heading: str) -> int:
    """Within an action: a new category, last in its analysis."""
    stored_row(change, Analysis, analysis_id)
    kept = possible_heading(heading)
    change.summary = say("summaries.category_added", heading=kept)
    place = next_position(change.connection, ResultCategory, within="analysis_id", owner=analysis_id)
    return change.add(ResultCategory, analysis_id=analysis_id, heading=kept, position=place)


def insert_paragraph(
    change: Change, category_id: int, *, text: str, quote_id: int | None, position: int | None = None
) -> int:
    """Within an action: a new paragraph at a position that is free, else last."""
    if quote_id is not None:
        _refuse_quote_from_elsewhere(change, category_id, quote_id)
    if position is None:
        position = next_position(change.connection, Paragraph, within="category_id", owner=category_id)
    kept = possible_text(text, quote_id)
    by = {"coder_id": change.coder_id, "written": change.at}
    return change.add(Paragraph, category_id=category_id, text=kept, quote_id=quote_id, position=position, **by)


def insert_passage(
    change: Change, category_id: int, *, transcript_id: int, span: Span, stance: str, comment: str
) -> int:
    """Within an action: a passage with its words as they stand in the transcript."""
    passage = read_passage(change.connection, transcript_id, span)
    return change.add(
        Passage,
        category_id=category_id,
        transcript_id=transcript_id,
        revision_id=passage.revision_id,
        start=span.start,
        end=span.end,
        text=passage.words,
        stance=possible_stance(stance),
        comment=prose(comment),
    )


def tie(change: Change, category_id: int, condensate_id: int, *, on: bool) -> bool:
    """Within an action: tie a category to a condensate, or untie it. False if it was so already."""
    here = select(col(CategoryCondensate.id)).where(
        col(CategoryCondensate.category_id) == category_id, col(CategoryCondensate.condensate_id) == condensate_id
    )
    tied = change.connection.execute(here).scalar_one_or_none()
    if on and tied is None:
        change.add(CategoryCondensate, category_id=category_id, condensate_id=condensate_id)
        drop_outcome_of_subgroup(change, stored_row(change, Condensate, condensate_id)["subgroup_id"])
    elif tied is not None and not on:
        unlink_condensate(change, category_id, condensate_id)
        change.remove(CategoryCondensate, tied)
    return on is (tied is None)


def condensate_path(change: Change, category_id: int, condensate_id: int) -> str:
    """Within an action: the subgroup whose condensate this is. Raises `NothingNamed` if it is another analysis'."""
    row: Any = change.connection.execute(
        select(col(CodeGroup.name).label("group"), col(Subgroup.name))
        .join(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
        .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
        .join(ResultCategory, col(ResultCategory.analysis_id) == col(CodeGroup.analysis_id))
        .where(col(Condensate.id) == condensate_id, col(ResultCategory.id) == category_id)
    ).one_or_none()
    if row is None:
        raise NothingNamed(kind=say("kinds.condensate"), name="", nearest=say("synthesis.other_analysis"))
    return f"{row.group}/{row.name}"


def make_room(change: Change, category_id: int, after: int) -> int:
    """Within an action: the position right after a paragraph, with those that follow moved on."""
    before = stored_row(change, Paragraph, after)["position"]
    following: Any = select(col(Paragraph.id), col(Paragraph.position)).where(
        col(Paragraph.category_id) == category_id, col(Paragraph.position) > before
    )
    for row in change.connection.execute(following).all():
        change.change(Paragraph, row.id, position=row.position + 1)
    return int(before) + 1


def possible_heading(heading: str) -> str:
    """A heading as it is kept: on one line. Raises `NameRefused` if there is nothing in it."""
    kept = to_name(heading)
    if not kept:
        raise NameRefused(kind=say("tables.result_category"), name=heading, reason=say("errors.reasons.empty_name"))
    return kept


def possible_text(text: str, quote_id: int | None) -> str:
    """A paragraph's text as it is kept. Raises `ValueRefused` if there is nothing in it and no quote either."""
    kept = prose(text)
    if not kept and quote_id is None:
        raise ValueRefused(what=say("kinds.paragraph"), value=text, choices=say("synthesis.words_or_quote"))
    return kept


def possible_stance(stance: str) -> str:
    """A stance that there is. Raises `ValueRefused`."""
    if stance not in STANCES:
        raise ValueRefused(what=say("kinds.stance"), value=stance, choices=", ".join(STANCES))
    return stance


def _refuse_quote_from_elsewhere(change: Change, category_id: int, quote_id: int) -> None:
    own = (
        select(col(Quote.id))
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .join(ResultCategory, col(ResultCategory.analysis_id) == col(CodeGroup.analysis_id))
        .where(col(Quote.id) == quote_id, col(ResultCategory.id) == category_id)
    )
    if change.connection.execute(own).scalar_one_or_none() is None:
        raise NothingNamed(kind=say("kinds.quote"), name="", nearest=say("synthesis.other_analysis"))


def _heading(change: Change, category_id: int) -> str:
    return str(stored_row(change, ResultCategory, category_id)["heading"])
