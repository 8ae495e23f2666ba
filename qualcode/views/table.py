"""A table as it is shown, printed or saved."""

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows in the order of `columns`, numbers as numbers.

    `notes` explain coded values and end with the summary line.

    `headings` are the columns as a reader sees them (same length as `columns`); `marks` gives the letter of the
    lettered note that belongs to a column (column name -> "a"), and `lettered` those notes in order ("K=kvinne,
    M=mann" under "a").
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    lettered: tuple[tuple[str, str], ...] = ()
