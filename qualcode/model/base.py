"""What all stored rows share: an integer key for the file, a uid for the world."""

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


def new_uid() -> str:
    """A new random UUID (version 4) as 32 hexadecimal digits."""
    return UUID(bytes=secrets.token_bytes(16), version=4).hex


def now() -> str:
    """The time in UTC, to the millisecond, as ISO 8601. Orders nothing: rows are ordered by their keys."""
    stamp = datetime.fromtimestamp(time.time(), UTC)
    return f"{stamp:%Y-%m-%dT%H:%M:%S}.{stamp.microsecond // 1000:03d}Z"


SQLModel.metadata.naming_convention = {
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can address it on either engine."""


class Kept(SQLModel):
    """A row with a uid, by which it is merged, exchanged, and referred to from Word and from the journal."""

    # What is stored is not validated by pydantic; to build what would do it is half the time of loading the tables.
    model_config = {"defer_build": True}

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True, max_length=32)


class Versioned(Kept):
    """A row that two people may edit: a change names the version it saw, and is refused if there is a newer one."""

    version: int = Field(default=1)


def one_of(column: str, choices: Sequence[str], *, table: str) -> CheckConstraint:
    """The database's own promise that `column` holds one of `choices`."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}")


def not_blank(column: str, *, table: str) -> CheckConstraint:
    """The database's own promise that `column` is more than spaces."""
    return CheckConstraint(f"trim({column}) <> ''", name=f"ck_{table}_{column}_not_blank")


def span_check(table: str) -> CheckConstraint:
    """The database's own promise that a span is not empty and begins in the text."""
    return CheckConstraint('"start" >= 0 AND "end" > "start"', name=f"ck_{table}_span")
