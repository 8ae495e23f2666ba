"""which condensates the paragraphs of analytic text retell."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Paragraph, ParagraphCondensate
from qualcode.storage.journal import Change


def put_link(change: Change, paragraph_id: int, condensate_id: int, *, on: bool) -> None:
    """Link a paragraph to a condensate, or unlink it."""
    linked = _links(ParagraphCondensate.paragraph_id, paragraph_id).where(
        col(ParagraphCondensate.condensate_id) == condensate_id
    )
    known = change.connection.execute(linked).scalar_one_or_none()
    if on and known is None:
        change.add(ParagraphCondensate, paragraph_id=paragraph_id, condensate_id=condensate_id)
    elif known is not None and not on:
        change.remove(ParagraphCondensate, known)


def unlink_paragraph(change: Change, paragraph_id: int) -> None:
    """A paragraph that goes retells nothing."""
    _remove(change, _links(ParagraphCondensate.paragraph_id, paragraph_id))


def unlink_category(change: Change, category_id: int) -> None:
    """No paragraph of a category that goes retells anything."""
    _remove(change, _within(category_id))


def unlink_condensate(change: Change, category_id: int, condensate_id: int) -> None:
    """A category that no longer rests on a condensate does not retell it either."""
    _remove(change, _within(category_id).where(col(ParagraphCondensate.condensate_id) == condensate_id))


def _links(column: Any, key: int) -> Any:
    return select(col(ParagraphCondensate.id)).where(col(column) == key)


def _within(category_id: int) -> Any:
    own = select(col(Paragraph.id)).where(col(Paragraph.category_id) == category_id)
    return select(col(ParagraphCondensate.id)).where(col(ParagraphCondensate.paragraph_id).in_(own))


def _remove(change: Change, chosen: Any) -> None:
    for key in change.connection.execute(chosen).scalars().all():
        change.remove(ParagraphCondensate, key)
