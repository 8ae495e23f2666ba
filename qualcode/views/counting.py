"""Tables whose numbers can be opened to what they count."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.views.searching import SearchHit
from qualcode.views.table import Cell, TableView

UNITS = "units"
PEOPLE = "people"
TURNS = "turns"
TRANSCRIPTS = "transcripts"
PLACES = "places"

Key = int | tuple[int, int, int]
"""What is counted: a row of the study, or a place: the transcript's key, and where in its text."""

MOST_OPENED = 5000
"""More passages than this nobody looks through; the number itself is whole."""


@dataclass(frozen=True, slots=True)
class TableAsked:
    """Which table is asked for, by the names a user sees.

    `rows` and `columns` are an attribute, `code-group`, `participant`, `transcript`, `substudy` or `round`; `percent`
    is row, column or total; `split` counts a case with several values under each. `group` is the code group of a table
    of words, `within` how near groups must be to be found together (overlap, turn, near), `limit` the most rows.
    `form` is exact, banded or totals (of demographics), `by` the attribute that parts the informants.
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
    form: str = "exact"
    by: str = ""


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table, and behind each of its numbers the keys of what was counted, by (row, column) from 0.

    `of` says what they are keys of (meaning units, participants or records, turns, transcripts, places), and
    `of_columns` where a column counts something else.
    """

    view: TableView
    of: str = UNITS
    behind: Mapping[tuple[int, int], tuple[Key, ...]] = field(default_factory=dict)
    of_columns: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedNumber:
    """A number of a table and what it counts: the passages, and of people each by code and what is registered.

    `row` and `column` are what the table calls them. Of people the passages are the first words of each;
    `without_words` is how many say nothing, as records without open text.
    """

    row: str
    column: str
    number: Cell
    hits: tuple[SearchHit, ...]
    people: tuple[tuple[str, str], ...] = ()
    without_words: int = 0
