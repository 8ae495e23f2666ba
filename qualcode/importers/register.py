"""The register from a file: JSON or YAML with its sections, or a table of one section.

YAML's reader is used for JSON too, since it knows the line that each entry begins on.
"""

from pathlib import Path
from typing import NoReturn

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qualcode.errors import BadTable, EmptyFile, ValueRefused
from qualcode.importers.source import read_source
from qualcode.importers.tables import read_rows
from qualcode.importers.yaml_tree import read_tree
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form
from qualcode.views.register import SECTIONS

Value = str | tuple[str, ...] | None
Entry = tuple[str, int, dict[str, Value]]
"""A section's name, the line of the file that the entry begins on, its values by field."""

SUFFIXES = (".json", ".yaml", ".yml")

_NOTHING = "tag:yaml.org,2002:null"


def read_register(path: Path, *, section: str | None = None) -> tuple[Entry, ...]:
    """The entries of a file, in its order.

    With `section`, the file is that section's list, or a table (CSV, XLSX) of it. Raises `ValueRefused` for a section
    there is not, or one that must be named; `BadTable` with the line, `UnreadableFile`, `EmptyFile`, `NotThatFormat`.
    """
    if section is not None and section not in SECTIONS:
        raise ValueRefused(what=say("kinds.register_section"), value=section, choices=", ".join(SECTIONS))
    if path.suffix.lower() in SUFFIXES:
        return _Reading(path).entries(section)
    if section is None:
        place, reason = say("importing.table.whole"), say("register.needs_section", sections=", ".join(SECTIONS))
        raise BadTable(file=str(path), place=place, reason=reason.rstrip("."))
    return tuple(
        (section, line, {name: None if cell is None else str(cell) for name, cell in cells.items()})
        for line, cells in read_rows(path)
    )


class _Reading:
    """Goes down the tree of a file; every complaint names a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: set[int] = set()

    def entries(self, section: str | None) -> tuple[Entry, ...]:
        root = self._root()
        if section is not None and not isinstance(root, MappingNode):
            return self._section(section, root)
        if not isinstance(root, MappingNode):
            self._refuse(root, "not_sections", sections=", ".join(SECTIONS))
        found: list[Entry] = []
        for key, inner in root.value:
            name = str(key.value)
            if name not in SECTIONS:
                self._refuse(key, "unknown_section", section=name, sections=", ".join(SECTIONS))
            if section in (None, name):
                found += self._section(name, inner)
        return tuple(found)

    def _root(self) -> Node | None:
        text = read_source(self._path).text
        if not text.strip():
            raise EmptyFile(file=str(self._path))
        return read_tree(self._path, text)

    def _section(self, name: str, inner: Node | None) -> tuple[Entry, ...]:
        if isinstance(inner, ScalarNode) and inner.tag == _NOTHING:
            return ()
        if not isinstance(inner, SequenceNode):
            self._refuse(inner, "not_a_list", section=name)
        return tuple((name, entry.start_mark.line + 1, self._entry(entry)) for entry in inner.value)

    def _entry(self, entry: Node) -> dict[str, Value]:
        if not isinstance(entry, MappingNode):
            self._refuse(entry, "not_an_entry")
        # An entry that stands in several places by reference would be as many entries as a small file likes.
        if id(entry) in self._seen:
            self._refuse(entry, "repeated")
        self._seen.add(id(entry))
        values: dict[str, Value] = {}
        for key, value in entry.value:
            name = str(key.value)
            if name in values:
                self._refuse(key, "field_twice", field=name)
            values[name] = self._value(name, value)
        return values

    def _value(self, name: str, value: Node) -> Value:
        if isinstance(value, ScalarNode):
            return None if value.tag == _NOTHING else _normal(value)
        if not isinstance(value, SequenceNode) or not all(isinstance(one, ScalarNode) for one in value.value):
            self._refuse(value, "nested", field=name)
        if id(value) in self._seen:
            self._refuse(value, "repeated")
        self._seen.add(id(value))
        return tuple(_normal(one) for one in value.value)

    def _refuse(self, where: Node | None, reason: str, **values: str) -> NoReturn:
        line = where.start_mark.line + 1 if where is not None and where.start_mark else 1
        place = say("importing.table.line", line=line)
        raise BadTable(file=str(self._path), place=place, reason=say(f"register.{reason}", **values))


def _normal(value: Node) -> str:
    return to_normal_form(str(value.value))[0].strip()
