"""What is on the page just now: the units and hits that its rows touch, and how each row looks. Pure.

Everything that is asked for a row is asked of the page's few units, not of the transcript's thousands.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from qualcode.text.span import Span
from qualcode.tui.widgets.transcript.cursor import Selection, units_under
from qualcode.tui.widgets.transcript.letters import Place, place_letters
from qualcode.tui.widgets.transcript.paint import Hit, Look, Mark
from qualcode.tui.widgets.transcript.rows import Row, Rows
from qualcode.views.transcript import PlacedUnit


@dataclass(frozen=True, slots=True)
class Page:
    """The units on the page in the order of the text, their places in the margin by unit id, and the hits."""

    units: tuple[PlacedUnit, ...] = ()
    places: Mapping[int, Place] | None = None
    hits: tuple[Hit, ...] = ()

    def look(self, row: Row, selection: Selection, standing_out: AbstractSet[int], *, show_active: bool) -> Look:
        """How this row looks with the cursor there; `standing_out` are the ids of the current and the marked units."""
        if row.blank:
            return Look()
        start, end = max(row.start, selection.start), min(row.end, selection.end)
        return Look(
            tuple(
                self._mark(unit, unit.id in standing_out) for unit in self.units if _touches(unit.start, unit.end, row)
            ),
            tuple(hit for hit in self.hits if _touches(hit.start, hit.end, row)),
            (start, end) if start < end else None,
            selection.active if show_active and start <= selection.active < end else None,
        )

    def _mark(self, unit: PlacedUnit, current: bool) -> Mark:
        place = (self.places or {})[unit.id]
        group = unit.groups[0][0] if unit.groups else 0
        return Mark(unit.start, unit.end, group, place.letter, place.lane, current, unit.changed)


def read_page(rows: Rows, visible: range, units: tuple[PlacedUnit, ...], hits: Iterable[Hit], before: Page) -> Page:
    """The page that shows these rows. Units that were on the page `before` keep their letters."""
    shown = rows.rows[visible.start : visible.stop]
    if not shown:
        return Page()
    start, end = shown[0].start, shown[-1].end
    on_page = units_under(units, Span(start, end))
    covered = {unit.id: (rows.row_of(unit.start), rows.row_of(unit.end - 1)) for unit in on_page}
    return Page(
        on_page,
        place_letters(covered, before.places or {}),
        tuple(hit for hit in hits if hit.start < end and hit.end > start),
    )


def order_units(units: Sequence[PlacedUnit]) -> tuple[PlacedUnit, ...]:
    """In the order of the text; of two that begin together the longer first, so that the shorter lies on top."""
    return tuple(sorted(units, key=lambda unit: (unit.start, -unit.end, unit.id)))


def _touches(start: int, end: int, row: Row) -> bool:
    return start < row.end and end > row.start
