"""What services share within an action: a row that must be there, and a person's text in the form it is kept in."""

from typing import Any

from sqlmodel import SQLModel

from qualcode.errors import ChangedMeanwhile
from qualcode.locale import say
from qualcode.storage.journal import Change
from qualcode.storage.shapes import shape_of
from qualcode.text.normal_form import to_normal_form


def stored_row(change: Change, table: type[SQLModel], key: int) -> dict[str, Any]:
    """A row as it is now. Raises `ChangedMeanwhile` if somebody has taken it away."""
    row = change.row(table, key)
    if row is None:
        raise ChangedMeanwhile(kind=say(f"tables.{shape_of(table).name}"))
    return row


def prose(text: str) -> str:
    """A text somebody wrote, in normal form, without white space around it; its paragraphs stay."""
    return to_normal_form(text)[0].strip()
