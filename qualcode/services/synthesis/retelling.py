"""Step 4: which condensates a paragraph of analytic text retells, and the sections that are offered for subgroups."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import (
    CategoryCondensate,
    CodeGroup,
    Condensate,
    Paragraph,
    ParagraphCondensate,
    ResultCategory,
    Subgroup,
)
from qualcode.services.acting import stored_row
from qualcode.services.synthesis.links import put_link
from qualcode.services.synthesis.synthesis import condensate_path, insert_paragraph, tie
from qualcode.services.validating import reopen
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy


def link_paragraph(study: OpenStudy, paragraph_id: int, condensate_id: int, *, on: bool = True) -> None:
    """Say that a paragraph retells a condensate, or no longer. The category then rests on it too.

    Raises `ValueRefused` for a placed quote, which retells nothing, `NothingNamed` for another analysis' condensate.
    """
    with study.change("paragraph.link") as change:
        row = stored_row(change, Paragraph, paragraph_id)
        if row["quote_id"] is not None:
            raise ValueRefused(
                what=say("kinds.paragraph"), value=say("kinds.quote"), choices=say("synthesis.only_paragraphs")
            )
        path = condensate_path(change, row["category_id"], condensate_id)
        change.summary = say("summaries.paragraph_linked" if on else "summaries.paragraph_unlinked", path=path)
        put_link(change, paragraph_id, condensate_id, on=on)
        if on and tie(change, row["category_id"], condensate_id, on=True):
            reopen(change, row["category_id"])


def add_sections(study: OpenStudy, category_id: int) -> int:
    """A paragraph to begin from for every condensate that the category rests on and no paragraph retells yet.

    Each begins as the condensate's own words, linked to it: retelling them in the third person is the author's work.
    Returns how many were made.
    """
    with study.change("paragraph.sections") as change:
        heading = stored_row(change, ResultCategory, category_id)["heading"]
        untold = _untold(change, category_id)
        change.summary = say("summaries.sections_added", count=len(untold), heading=heading)
        for row in untold:
            made = insert_paragraph(change, category_id, text=row.text, quote_id=None)
            put_link(change, made, row.id, on=True)
        if untold:
            reopen(change, category_id)
        return len(untold)


def _untold(change: Change, category_id: int) -> list[Any]:
    """The condensates a category rests on that none of its paragraphs retells, in the order of the codebook."""
    told = (
        select(col(ParagraphCondensate.condensate_id))
        .join(Paragraph, col(Paragraph.id) == col(ParagraphCondensate.paragraph_id))
        .where(col(Paragraph.category_id) == category_id)
    )
    statement: Any = (
        select(col(Condensate.id), col(Condensate.text))
        .join(CategoryCondensate, col(CategoryCondensate.condensate_id) == col(Condensate.id))
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .where(col(CategoryCondensate.category_id) == category_id, col(Condensate.id).not_in(told))
        .order_by(col(CodeGroup.position), col(Subgroup.position))
    )
    return list(change.connection.execute(statement))
