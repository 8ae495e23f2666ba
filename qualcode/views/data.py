"""The study as tidy tables, for R, pandas and statistics programs."""

from dataclasses import dataclass

from qualcode.views.table import Cell


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of a tidy table: its name, what it holds (`text`, `number`, `truth`), and what that means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """A tidy table: one case a row, one variable a column; no value is None."""

    name: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
