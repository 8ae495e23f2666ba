"""Tables whose numbers can be opened to what they count."""

from dataclasses import dataclass, field

from qualcode.views.table import TableView

UNITS = "units"
PEOPLE = "people"
TURNS = "turns"


@dataclass(frozen=True, slots=True)
class TableAsked:
    """Which table is asked for, by the names a user sees.

    `rows` and `columns` are an attribute, `code-group`, `participant`, `transcript`, `substudy` or `round`; `percent`
    is row, column or total; `split` counts a case with several values under each. `group` is the code group of a table
    of words, `within` how near groups must be to be found together (overlap, turn, near), `limit` the most rows.
    """

    kind: str
    rows: str = ""
    columns: str = ""
    percent: str = ""
    split: bool = False
    group: str = ""
    within: str = "overlap"
    substudy: str | None = None
    analysis: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table, and behind each of its numbers the keys of what was counted, by (row, column) from 0.

    `of` says what they are keys of: meaning units, participants (or records), or turns.
    """

    view: TableView
    of: str = UNITS
    behind: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
