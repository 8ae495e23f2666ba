"""The participants as a grid: a row each, a column per attribute, the cursor on one cell."""

from typing import NamedTuple

from rich.text import Text
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from qualcode.analysis.demographics import heading_of
from qualcode.locale import current_language, say
from qualcode.text.display import visible
from qualcode.text.values import NUMBER, split_values
from qualcode.tui.shown import shortened
from qualcode.views.participants import AttributeView, ParticipantTable, ParticipantView

_WIDEST = 30
_OWN = 2
"""Columns before the attributes: code and pseudonym."""


class Cell(NamedTuple):
    """What the cursor is on: whose row, which column. `attribute` is None in the participant's own two columns."""

    person: ParticipantView
    column: int
    attribute: AttributeView | None

    @property
    def value(self) -> str:
        """What stands there, as it is kept."""
        if self.attribute is not None:
            return dict(self.person.values).get(self.attribute.name, "")
        return self.person.pseudonym if self.column else self.person.code


class ParticipantGrid(DataTable[Text]):
    """Arrows move from cell to cell; enter, or a click on the cell one is on, opens it. The code stays in sight."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes, header_height=2, fixed_columns=1, zebra_stripes=False)
        self._table: ParticipantTable | None = None

    def show_table(self, table: ParticipantTable, *, code: str = "") -> None:
        """Show this; the cursor stays where it was, or goes to the participant of this code."""
        before, scrolled = self.cursor_coordinate, (self.scroll_x, self.scroll_y)
        same = self._table is not None and self._table.substudy == table.substudy
        self._table = table
        self.clear(columns=True)
        self.add_column(_heading(say("participants_screen.code"), ""))
        self.add_column(_heading(say("participants_screen.pseudonym"), ""))
        for attribute in table.attributes:
            self.add_column(_heading(attribute_name(attribute), say(f"participants.kind.{attribute.kind}")))
        for person in table.people:
            values = dict(person.values)
            shown = (value_shown(attribute, values.get(attribute.name, "")) for attribute in table.attributes)
            self.add_row(*(_words(words) for words in (person.code, person.pseudonym, *shown)))
        if not table.people:
            return
        row, column = (before.row, before.column) if same else (0, 0)
        codes = [person.code for person in table.people]
        row = codes.index(code) if code in codes else min(row, len(codes) - 1)
        self.move_cursor(row=row, column=min(column, len(table.attributes) + _OWN - 1), animate=False)
        if same and not code:
            self.scroll_to(*scrolled, animate=False, immediate=True)

    @property
    def cell(self) -> Cell | None:
        """What the cursor is on, None where there is nobody."""
        at: Coordinate = self.cursor_coordinate
        if self._table is None or at.row >= len(self._table.people):
            return None
        attribute = self._table.attributes[at.column - _OWN] if at.column >= _OWN else None
        return Cell(self._table.people[at.row], at.column, attribute)


def attribute_name(attribute: AttributeView) -> str:
    """What an attribute is called on the screen."""
    return heading_of(attribute, current_language())


def value_shown(attribute: AttributeView, text: str) -> str:
    """A value as it is read: with the decimal sign of the language, and a coded one with what it means."""
    if attribute.kind == NUMBER:
        return text.replace(",", ".") if current_language() == "en" else text.replace(".", ",")
    labels = {label.value: label.label for label in attribute.labels}
    if not labels:
        return text
    values = split_values(text, multiple=attribute.multiple)
    return "; ".join(f"{value} {labels[value]}" if value in labels else value for value in values)


def _heading(name: str, kind: str) -> Text:
    return Text.assemble(_words(name), "\n", (kind, "not bold italic"), end="", no_wrap=True)


def _words(words: str) -> Text:
    # Not a str, in which the table would read markup.
    return Text(shortened(visible(words), cells=_WIDEST), end="", no_wrap=True)
