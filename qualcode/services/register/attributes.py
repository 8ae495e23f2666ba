"""How participants' attributes stand on paper: their headings, mean or median, one value or several."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed
from qualcode.locale import say
from qualcode.model import Attribute
from qualcode.services.naming import find_substudy
from qualcode.services.register.rows import RegisterRow, key_where, substudy_names
from qualcode.storage.journal import Change
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.views.loading import ALREADY_THERE, CHANGED
from qualcode.views.register import AttributeEntry


def attribute_forms(connection: Connection) -> tuple[AttributeEntry, ...]:
    """Every attribute, by substudy and in the order they were imported."""
    names = substudy_names(connection)
    order = list(names)
    rows: Any = connection.execute(select(Attribute).order_by(col(Attribute.position))).all()
    return tuple(
        AttributeEntry(names[row.substudy_id], row.name, row.caption, row.figures, bool(row.multiple))
        for row in sorted(rows, key=lambda row: order.index(row.substudy_id))
    )


def take_attribute(change: Change, row: RegisterRow) -> str:
    """How an attribute, which must be there, stands on paper."""
    told = row.told(AttributeEntry)
    owner, name = find_substudy(change.connection, told.pop("substudy")), to_name(told.pop("attribute"))
    key = key_where(change.connection, Attribute, {"substudy_id": owner.id, "name": name})
    if key is None:
        here = col(Attribute.substudy_id) == owner.id
        known: Any = change.connection.execute(select(col(Attribute.name)).where(here)).scalars().all()
        names = ", ".join(f"«{one}»" for one in nearest(name, known) or known[:5])
        hint = say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")
        raise NothingNamed(kind=say("kinds.attribute"), name=name, nearest=hint)
    return CHANGED if change.change(Attribute, key, **told) else ALREADY_THERE
