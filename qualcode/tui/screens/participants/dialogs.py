"""What is asked on the participants' table: a value, and the file that participants are taken from."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.content import Content

from qualcode.importers.tables import read_table
from qualcode.locale import say
from qualcode.services.participants.participant_files import PSEUDONYM_COLUMN
from qualcode.services.participants.participants import import_labels, import_participants, preview_participants
from qualcode.services.rows import NumberedRows
from qualcode.text.ordering import natural_key
from qualcode.text.values import CATEGORY
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
from qualcode.tui.widgets.participant_grid import Cell, attribute_name, value_shown
from qualcode.views.participants import AttributeView, ParticipantsPreview, ParticipantTable

_SUFFIXES = (".csv", ".xlsx")


def value_dialog(cell: Cell, table: ParticipantTable) -> Dialog[Any]:
    """The question that fits the cell: a list for a category (with what coded values mean), else a line."""
    attribute = cell.attribute
    if attribute is None:
        name = say("participants_screen.pseudonym_field" if cell.column else "participants_screen.code")
        return TextDialog(f"{cell.person.code} · {name}", cell.value, may_be_empty=bool(cell.column))
    title = f"{cell.person.code} · {attribute_name(attribute)}"
    if attribute.kind != CATEGORY:
        wanted = say(f"participants.wanted.{attribute.kind}")
        return TextDialog(title, value_shown(attribute, cell.value), explanation=wanted, may_be_empty=True)
    if attribute.multiple:
        return TextDialog(title, cell.value, explanation=_several(attribute), may_be_empty=True)
    emptied = [Choice("", say("participants_screen.emptied"))] if cell.value else []
    if attribute.labels:
        coded = [Choice(one.value, f"{one.value} {one.label}", one.broader) for one in attribute.labels]
        return ChooseDialog(title, [*coded, *emptied], highlighted=cell.value)
    written = {dict(person.values).get(attribute.name, "") for person in table.people} - {""}
    choices = [Choice(value, value) for value in sorted(written, key=natural_key)]
    new = say("participants_screen.new_value")
    return ChooseDialog(title, [*choices, *emptied], offers_new=new, highlighted=cell.value)


def _several(attribute: AttributeView) -> str:
    coded = ", ".join(f"{one.value} {one.label}" for one in attribute.labels)
    return " ".join(part for part in (say("participants_screen.several"), coded) if part)


class ImportTask:
    """Which file, what it would change, and then taking it in."""

    def __init__(self, screen: PlaceScreen, substudy: str) -> None:
        self._screen = screen
        self._substudy = substudy

    def begin(self) -> None:
        """Which file."""
        folder = self._screen.session.files_folder
        title = say("participants_screen.which_file", substudy=self._substudy)
        self._screen.ask(FilesDialog(title, _SUFFIXES, folder=folder, several=False), self._with_rows(self._look_at))

    def begin_with_labels(self) -> None:
        """Which file says what coded values mean; it is taken in, and what it spoke of in vain is told."""
        folder = self._screen.session.files_folder
        title = say("participants_screen.which_labels", substudy=self._substudy)
        dialog = FilesDialog(title, _SUFFIXES, folder=folder, several=False)
        self._screen.ask(dialog, self._with_rows(self._take_in_labels))

    def _with_rows(self, then: Callable[[Path, NumberedRows], None]) -> Callable[[list[Path]], None]:
        """What is done with a file that was chosen: `then` gets its rows, of the sheet that is meant if it has more."""

        def read(paths: list[Path]) -> None:
            path = paths[0]
            self._screen.session.folder = path.parent
            table = read_table(path)
            if not table.other_sheets:
                then(path, table.rows)
                return
            choices = [Choice(name, name) for name in (table.sheet, *table.other_sheets)]
            title = say("participants_screen.which_sheet", file=path.name)
            self._screen.ask(ChooseDialog(title, choices), lambda name: then(path, read_table(path, sheet=name).rows))

        return read

    def _take_in_labels(self, path: Path, rows: NumberedRows) -> None:
        report = import_labels(self._screen.session.study, rows, substudy=self._substudy, file=path.name)
        told = [say("participants.labels", count=report.labels)]
        if report.labels_passed_over:
            told.append(say("participants.labels_passed_over", names=", ".join(report.labels_passed_over)))
        self._screen.tell("\n".join(told))
        self._screen.show()

    def _look_at(self, path: Path, rows: NumberedRows) -> None:
        study = self._screen.session.study
        preview = preview_participants(study, rows, substudy=self._substudy, file=path.name)
        changes = bool(preview.report.added or preview.changes or preview.attributes)
        title = say("participants_screen.preview", file=path.name, substudy=self._substudy)

        def take_in(_: bool) -> None:
            import_participants(study, rows, substudy=self._substudy, file=path.name)
            self._screen.tell(say("participants_screen.taken_in", file=path.name))
            self._screen.show()

        self._screen.ask(AgreeDialog(title, preview_words(preview), agrees=changes), take_in)


def summary_lines(summary: str) -> Content:
    """The line that sums the table up, a line for each attribute."""
    return shown(summary.replace(". ", ".\n"))


def preview_words(preview: ParticipantsPreview) -> Content:
    """What a file would change: who is new, which columns are, and each cell that becomes another."""
    report = preview.report
    lines = []
    if report.added:
        lines.append(say("participants.added", count=len(report.added), codes=", ".join(report.added)))
    if preview.attributes:
        kinds = {taken.name: say(f"participants.kind.{taken.kind}") for taken in report.attributes}
        names = ", ".join(f"{name} ({kinds[name]})" for name in preview.attributes)
        lines.append(say("participants_screen.new_attributes", names=names))
    lines += [say(f"participants.kind_lost.{kind}", name=name, value=value) for name, kind, value in report.kinds_lost]
    lines += [
        say(f"participants.unlike.{one.kind}", name=one.attribute, value=one.value, line=one.line)
        for one in report.unlike
    ]
    if report.dates_unclear:
        lines.append(say("participants.dates_unclear", names=", ".join(report.dates_unclear)))
    for change in preview.changes:
        pseudonym = say("participants_screen.pseudonym")
        name = pseudonym if change.attribute == PSEUDONYM_COLUMN else change.attribute
        lines.append(f"{change.participant} · {name}: {change.before or '–'} → {change.after or '–'}")
    if report.withdrawn:
        lines.append(say("participants.withdrawn", count=len(report.withdrawn), codes=", ".join(report.withdrawn)))
    if report.unchanged:
        lines.append(say("participants.unchanged", count=len(report.unchanged), codes=", ".join(report.unchanged)))
    return Content("\n").join(shown(" ".join(line.split())) for line in lines)
