"""Taking in records, question by question: which file, what its columns are, and then doing it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from qualcode.importers.tables import UserTable, read_table
from qualcode.locale import say
from qualcode.services.material.records import import_records
from qualcode.services.material.records_told import told_lines
from qualcode.text.values import DATE_ORDERS, dates_with_slashes
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.dialogs.write import Field, FormDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.views.records import RecordColumns

_SUFFIXES = (".csv", ".xlsx")
_ID, _TEXT, _MULTIPLE, _LEFT = "id", "text", "multiple", ""
_USES = (_LEFT, _MULTIPLE, _TEXT)
"""What a column can be: something registered, registered with several values, or open text."""

_SHOWN = 3
_LONG = 40
"""So many different values of a column are shown; where one is longer than this, it is proposed as open text."""

_NAME, _DATES, _COLUMN = "name", "dates", "column {}"


class RecordsTask:
    """A set of records comes out of one table; nothing is stored before its columns have been looked at."""

    def __init__(self, screen: PlaceScreen) -> None:
        self._screen = screen

    def begin(self) -> None:
        """Which file."""
        folder = self._screen.session.files_folder
        dialog = FilesDialog(say("records.which_file"), _SUFFIXES, folder=folder, several=False)
        self._screen.ask(dialog, self._read)

    def _read(self, paths: list[Path]) -> None:
        path = paths[0]
        self._screen.session.folder = path.parent
        table = read_table(path)
        if not table.other_sheets:
            self._ask_id(path, table)
            return
        choices = [Choice(name, name) for name in (table.sheet, *table.other_sheets)]
        dialog = ChooseDialog(say("participants_screen.which_sheet", file=path.name), choices)
        self._screen.ask(dialog, lambda name: self._ask_id(path, read_table(path, sheet=name)))

    def _ask_id(self, path: Path, table: UserTable) -> None:
        """Which column names the records; one in which no two are the same comes first."""
        values = {column: _values(table, column) for column in table.columns}
        naming = [column for column in table.columns if len(set(values[column])) == len(table.rows)]
        choices = [Choice(column, column, _examples(values[column])) for column in table.columns]
        dialog = ChooseDialog(
            say("records.which_id", file=path.name),
            choices,
            highlighted=next(iter(naming), None),
            explanation=say("records.which_id_help", count=len(table.rows)),
        )
        self._screen.ask(dialog, partial(self._ask_columns, path, table))

    def _ask_columns(self, path: Path, table: UserTable, named_by: str) -> None:
        """What the set is called, and what each of the other columns is."""
        columns = [column for column in table.columns if column != named_by]
        uses = [(use, say(f"records.uses.{use or 'registered'}")) for use in _USES]
        fields = [Field(_NAME, say("records.set_name"), path.stem)]
        values = {column: _values(table, column) for column in columns}
        for place, column in enumerate(columns):
            proposed = _TEXT if any(len(value) > _LONG for value in values[column]) else _LEFT
            label = f"{column}: {_examples(values[column])}"
            fields.append(Field(_COLUMN.format(place), label, proposed, choices=uses))
        if any(dates_with_slashes(told) is None for told in values.values()):
            orders = [(order, say(f"records.dates.{order or 'unknown'}")) for order in ("", *DATE_ORDERS)]
            fields.append(Field(_DATES, say("records.which_dates"), choices=orders))

        def take_in(answer: dict[str, str]) -> None:
            used = {column: answer[_COLUMN.format(place)] for place, column in enumerate(columns)}
            told = RecordColumns(named_by, *(tuple(c for c in columns if used[c] == use) for use in (_TEXT, _MULTIPLE)))
            self._take_in(path, table, told, name=answer[_NAME], date_order=answer.get(_DATES, ""))

        title = say("records.which_columns", file=path.name)
        self._screen.ask(FormDialog(title, fields, explanation=say("records.which_columns_help")), take_in)

    def _take_in(self, path: Path, table: UserTable, columns: RecordColumns, *, name: str, date_order: str) -> None:
        report = import_records(
            self._screen.session.study, table.rows, name=name, columns=columns, file=path.name, date_order=date_order
        )
        self._screen.session.read_again()
        self._screen.show()
        title, *told = told_lines(report)
        told += [say("records.dates_again")] if report.dates_unclear else []
        self._screen.ask(ShowDialog(title, "\n".join(told)), lambda _: None)


def _values(table: UserTable, column: str) -> list[str]:
    """What stands in a column, where anything does."""
    return [str(row[column]) for _, row in table.rows if row.get(column) not in (None, "")]


def _examples(values: Sequence[str]) -> str:
    some = list(dict.fromkeys(values))
    return " · ".join(" ".join(value.split())[:_LONG] for value in some[:_SHOWN]) + (" …" if len(some) > _SHOWN else "")
