"""The user's tables of participants, and of what coded values mean: read into values before anything is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import BadTable
from qualcode.locale import say
from qualcode.services.naming import possible_name
from qualcode.services.rows import FileRow
from qualcode.text.normal_form import to_name

CODE_COLUMNS = ("participant", "deltaker", "deltakar", "informant", "kode")
PSEUDONYM_COLUMN = "pseudonym"
LABEL_COLUMNS = ("attribute", "value", "label")


@dataclass(frozen=True, slots=True)
class ReadParticipant:
    """One row: the participant's code, what the chapter may call her (or nothing), her values, its line."""

    code: str
    pseudonym: str
    values: dict[str, str]
    line: int = 0


@dataclass(frozen=True, slots=True)
class ReadLabel:
    """What one coded value of an attribute means, and the group that it belongs to (or none)."""

    attribute: str
    value: str
    label: str
    broader: str


def read_people(rows: Sequence[FileRow], *, file: str) -> list[ReadParticipant]:
    """The participants, in the order of the file. Raises `BadTable`, `RowsRefused` (no code, the same code twice)."""
    people: list[ReadParticipant] = []
    first_lines: dict[str, int] = {}
    for row, cells in _filled(rows, file=file):
        code_column = _code_column(row, cells)
        with row.named():
            code = possible_name(cells.pop(code_column), kind="participant")
        first = first_lines.setdefault(code.casefold(), row.line)
        if first != row.line:
            row.refuse(say("participants.twice", code=code, line=first))
        people.append(ReadParticipant(code, cells.pop(PSEUDONYM_COLUMN, ""), cells, row.line))
    return people


def read_labels(rows: Sequence[FileRow], *, file: str) -> list[ReadLabel]:
    """What coded values mean, in the order of the file. Raises `BadTable`, `RowsRefused` (empty cell, value twice)."""
    labels: list[ReadLabel] = []
    for row, cells in _filled(rows, file=file):
        attribute, value, label = (to_name(row.needed(column)) for column in LABEL_COLUMNS)
        if any((other.attribute, other.value) == (attribute, value) for other in labels):
            row.refuse(say("participants.value_twice", attribute=attribute, value=value))
        labels.append(ReadLabel(attribute, value, label, cells.get("group", "")))
    return labels


def _filled(rows: Sequence[FileRow], *, file: str) -> Iterator[tuple[FileRow, dict[str, str]]]:
    """The rows that say anything: every cell as text on one line, by column."""
    filled = False
    for row in rows:
        cells = {to_name(column): to_name(row.text(column)) for column in row.values}
        if any(cells.values()):
            filled = True
            yield row, cells
    if not filled:
        raise BadTable(file=file, place=say("participants.whole_file"), reason=say("participants.nothing"))


def _code_column(row: FileRow, columns: dict[str, str]) -> str:
    found = {column.casefold(): column for column in columns}
    for known in CODE_COLUMNS:
        if known in found:
            return found[known]
    reason = say("participants.no_column", column=CODE_COLUMNS[0], columns=", ".join(columns))
    raise BadTable(file=row.file, place=say("participants.first_line"), reason=reason)
