"""Searches that are kept under a name."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Versioned, not_blank


class SavedSearch(Versioned, table=True):
    """A search under a name, run anew each time. `limits` is JSON: what it is limited to, by the names a user sees."""

    __tablename__ = "saved_search"
    __table_args__ = (
        UniqueConstraint("name", name="uq_saved_search_name"),
        not_blank("name", table="saved_search"),
        not_blank("query", table="saved_search"),
    )

    name: str
    query: str
    regex: bool = False
    limits: str = "{}"
    coder_id: int = Field(foreign_key="coder.id")
    created: str
