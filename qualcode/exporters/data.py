"""Tidy tables as CSV and Parquet, for programs."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from qualcode.errors import CannotWrite
from qualcode.exporters.files import replacing
from qualcode.exporters.spreadsheets import write_csv
from qualcode.exporters.wording import plain
from qualcode.locale import say
from qualcode.views.data import DataTable
from qualcode.views.table import Cell

_TYPES = {"text": "string", "number": "Float64", "truth": "boolean"}


def can_write_parquet() -> bool:
    """Whether Parquet can be written here: the extra `data` is installed."""
    return find_spec("pyarrow") is not None


def write_tables(tables: Sequence[DataTable], folder: Path) -> tuple[Path, ...]:
    """Write each table as `NAME.csv`, and as `NAME.parquet` where that can be done; the files.

    The folder is made if need be. In CSV a text that a spreadsheet would run as a formula gets an apostrophe before it;
    Parquet has every text as it is. Raises `CannotWrite`.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        reason = say("exporting.reasons.no_folder", folder=folder.parent)
        raise CannotWrite(path=folder, reason=fault.strerror or reason) from fault
    written: list[Path] = []
    for table in tables:
        place = folder / f"{table.name}.csv"
        write_csv([column.name for column in table.columns], table.rows, place)
        written.append(place)
        if can_write_parquet():
            written.append(_write_parquet(table, folder / f"{table.name}.parquet"))
    return tuple(written)


def _write_parquet(table: DataTable, path: Path) -> Path:
    from pandas import DataFrame, Series

    told = {}
    for at, column in enumerate(table.columns):
        cells = [_printable(row[at]) for row in table.rows]
        told[column.name] = Series(cells, dtype=_type(column.kind, cells))
    with replacing(path) as out:
        DataFrame(told).to_parquet(out, engine="pyarrow", index=False)
    return path


def _type(kind: str, cells: Sequence[Cell]) -> str:
    """The type of a column: whole numbers, such as offsets, stay whole, so that they can point into a text."""
    if kind == "number" and all(cell is None or isinstance(cell, int) for cell in cells):
        return "Int64"
    return _TYPES[kind]


def _printable(cell: Cell) -> Cell:
    return plain(cell) if isinstance(cell, str) else cell
