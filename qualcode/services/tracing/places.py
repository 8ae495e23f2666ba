"""Where in the app one finds a thing that is traced: the page it is written on, or the words that were said."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import (
    CodeGroup,
    Coding,
    Condensate,
    GroupWithoutCategory,
    MeaningUnit,
    Paragraph,
    Passage,
    Quote,
    ResultCategory,
    Subgroup,
)
from qualcode.services.tracing.tracing import find_thing
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span


class ThingPlace(NamedTuple):
    """A place of the app, and what one looks at there: keys, a span, a subgroup by its name."""

    place: str
    looking: dict[str, Any]


_OF_GROUP: tuple[Any, ...] = (col(CodeGroup.analysis_id), col(CodeGroup.id).label("group_id"))

_SAID: dict[str, Any] = {
    "unit": select(
        col(MeaningUnit.analysis_id),
        col(MeaningUnit.transcript_id),
        col(MeaningUnit.id).label("unit_id"),
        col(MeaningUnit.start),
        col(MeaningUnit.end),
        col(MeaningUnit.id),
    ),
    "quote": select(
        col(MeaningUnit.analysis_id),
        col(MeaningUnit.transcript_id),
        col(MeaningUnit.id).label("unit_id"),
        col(Quote.start),
        col(Quote.end),
        col(Quote.id),
    )
    .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
    .join(Quote, col(Quote.coding_id) == col(Coding.id)),
    "passage": select(
        col(ResultCategory.analysis_id),
        col(Passage.transcript_id),
        col(Passage.start),
        col(Passage.end),
        col(Passage.id),
    ).join(Passage, col(Passage.category_id) == col(ResultCategory.id)),
}
_SORTED: dict[str, Any] = {
    "group": select(*_OF_GROUP, col(CodeGroup.id)),
    "subgroup": select(*_OF_GROUP, col(Subgroup.name).label("subgroup"), col(Subgroup.id)).join(
        Subgroup, col(Subgroup.group_id) == col(CodeGroup.id)
    ),
    "condensate": select(*_OF_GROUP, col(Subgroup.name).label("subgroup"), col(Condensate.id))
    .join(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
    .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id)),
    "outcome": select(*_OF_GROUP, col(GroupWithoutCategory.id)).join(
        GroupWithoutCategory, col(GroupWithoutCategory.group_id) == col(CodeGroup.id)
    ),
}
_OF_CATEGORY: tuple[Any, ...] = (col(ResultCategory.analysis_id), col(ResultCategory.id).label("category_id"))
_WRITTEN: dict[str, Any] = {
    "category": select(*_OF_CATEGORY, col(ResultCategory.id)),
    "paragraph": select(*_OF_CATEGORY, col(Paragraph.id)).join(
        Paragraph, col(Paragraph.category_id) == col(ResultCategory.id)
    ),
}
"""What one looks at, by the kind of thing; the last column is the thing's own key."""

_PAGES = {"comparison": "comparing", "answer": "answering"}
"""Kinds that have a page where one sees all of them."""


def place_of(study: OpenStudy, uid: str) -> ThingPlace:
    """Where the thing with this uid is: words in their transcript, what is sorted or written on its page.

    Raises `NothingNamed` if it is gone, `AmbiguousName`.
    """
    with study.reading() as connection:
        kind, key = find_thing(connection, uid)
        if kind in _PAGES:
            return ThingPlace(_PAGES[kind], {})
        if kind in _SAID:
            found = {"unit_id": None, **_looking(connection, _SAID[kind], key)}
            return ThingPlace("coding", found | {"span": Span(found.pop("start"), found.pop("end"))})
        if kind in _SORTED:
            return ThingPlace("condensing", {"unit_id": None, **_looking(connection, _SORTED[kind], key)})
        return ThingPlace("synthesis", _looking(connection, _WRITTEN[kind], key))


def _looking(connection: Connection, statement: Any, key: int) -> dict[str, Any]:
    *_, own = statement.selected_columns
    row = connection.execute(statement.where(own == key)).one()
    return dict(zip(row._fields[:-1], row[:-1], strict=True))
