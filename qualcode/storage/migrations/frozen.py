"""A released schema as data: the statements that made it, and what rows from before get in columns they lack."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MADE = "made"
"""A value that is made for each row: `{"made": "uid"}` or `{"made": "now"}`."""


@dataclass(frozen=True, slots=True)
class FrozenTable:
    """One table: its statement, and a value for each column that has one when nothing is said."""

    name: str
    sql: str
    defaults: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FrozenSchema:
    """Everything that is in a study's file besides rows; `searched` are the virtual tables of the search index."""

    version: int
    tables: tuple[FrozenTable, ...]
    indexes: tuple[str, ...]
    searched: Mapping[str, str]


@cache
def frozen_schema(version: int) -> FrozenSchema:
    """The schema of this number, as it was released."""
    stored = json.loads(Path(__file__).with_name(f"schema_{version}.json").read_text(encoding="utf-8"))
    tables = tuple(FrozenTable(one["name"], one["sql"], one["defaults"]) for one in stored["tables"])
    return FrozenSchema(stored["version"], tables, tuple(stored["indexes"]), stored["searched"])


def plain_sql(sql: str) -> str:
    """A statement without what makes no difference: quotation marks, and how it is broken into lines."""
    return re.sub(r"\s+", " ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")").strip()
