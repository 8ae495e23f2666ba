"""Codebooks from YAML, a table (CSV, Excel), or REFI-QDA (.qdc)."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import BadTable, EmptyFile, NotThatFormat
from qualcode.importers.colours import full_colour
from qualcode.importers.recognising import recognise
from qualcode.importers.safe_xml import local_name, parse_xml
from qualcode.importers.source import read_source
from qualcode.importers.tables import Row, read_table
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form
from qualcode.views.codebook import ReadCodebook, ReadGroup, ReadSubgroup

if TYPE_CHECKING:
    from lxml.etree import _Element

_GROUP_FIELDS = ("definition", "inclusion", "exclusion", "example", "colour", "key", "retired")
_BETWEEN_LEVELS = " / "


def read_codebook(path: Path) -> ReadCodebook:
    """Read a codebook. BadTable with the place for what is wrong in it; NotThatFormat for another kind of file."""
    source = read_source(path)
    if not source.raw.strip():
        raise EmptyFile(file=str(path))
    kind = recognise(source).kind
    if kind == "xml":
        return _from_qdc(path, parse_xml(source.raw, file=path))
    if kind in ("csv", "xlsx") or (kind == "txt" and source.text.lstrip().lower().startswith("code_group")):
        return _from_table(path)
    if kind in ("yaml", "txt"):
        from qualcode.importers.codebook_yaml import from_yaml

        return from_yaml(path, source.text)
    raise NotThatFormat(
        file=str(path), found=say(f"importing.kind.{kind}"), expected=say("importing.table.codebook-formats")
    )


@dataclass
class _Growing:
    """Groups in the order in which they are met."""

    groups: dict[str, ReadGroup] = field(default_factory=dict)

    def describe_group(self, name: str, told: dict[str, str]) -> None:
        """Fill in what a later row tells about a group; empty cells take nothing away."""
        known = self.groups.get(name, ReadGroup(name))
        said: dict[str, Any] = {key: value for key, value in told.items() if value}
        self.groups[name] = replace(known, **said)

    def describe_subgroup(self, group: str, name: str, definition: str) -> None:
        """Fill in a subgroup, its group made if missing."""
        known = self.groups.setdefault(group, ReadGroup(group))
        others = {subgroup.name: subgroup for subgroup in known.subgroups}
        others[name] = ReadSubgroup(name, definition or others.get(name, ReadSubgroup(name)).definition)
        self.groups[group] = replace(known, subgroups=tuple(others.values()))


def _from_table(path: Path) -> ReadCodebook:
    """One row a code group or subgroup; a row with a subgroup describes the subgroup."""
    table = read_table(path)
    table.require("code_group", file=path)
    growing = _Growing()
    for line, row in table.rows:
        place = say("importing.table.line", line=line)
        name = _text(row, "code_group")
        if not name:
            raise BadTable(file=str(path), place=place, reason=say("importing.codebook.name-missing"))
        subgroup = _text(row, "subgroup")
        if subgroup:
            growing.describe_subgroup(name, subgroup, _text(row, "definition"))
        else:
            told = {key: _text(row, key) for key in _GROUP_FIELDS}
            growing.describe_group(name, told | {"colour": _colour(path, place, told["colour"])})
    return ReadCodebook(tuple(growing.groups.values()))


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)


def _colour(path: Path, place: str, written: str) -> str:
    colour = full_colour(written)
    if colour is None:
        raise BadTable(file=str(path), place=place, reason=say("importing.codebook.bad-colour", colour=written))
    return colour


def _from_qdc(path: Path, root: "_Element") -> ReadCodebook:
    """REFI-QDA codebook: a Code inside a Code is a subgroup, deeper ones are named with their way down.

    Elements are known by local name: programs disagree about the namespace's version.
    """
    book = root if local_name(root) == "CodeBook" else _child(root, "CodeBook")
    if book is None:
        found = local_name(root)
        place = say("importing.table.whole")
        raise BadTable(file=str(path), place=place, reason=say("importing.codebook.not-a-codebook", found=found))
    codes = _child(book, "Codes")
    growing = _Growing()
    for code in _codes(codes if codes is not None else book):
        name = _code_name(path, code)
        colour = _colour(path, name, (code.get("color") or "").strip())
        growing.describe_group(name, {"definition": _description(code), "colour": colour})
        for way, inner in _below(path, code, ()):
            growing.describe_subgroup(name, _BETWEEN_LEVELS.join(way), _description(inner))
    return ReadCodebook(tuple(growing.groups.values()))


def _below(path: Path, code: "_Element", way: tuple[str, ...]) -> list[tuple[tuple[str, ...], "_Element"]]:
    found: list[tuple[tuple[str, ...], _Element]] = []
    for inner in _codes(code):
        here = (*way, _code_name(path, inner))
        found.append((here, inner))
        found.extend(_below(path, inner, here))
    return found


def _codes(element: "_Element") -> list["_Element"]:
    return [child for child in element if local_name(child) == "Code"]


def _code_name(path: Path, code: "_Element") -> str:
    name = to_normal_form(code.get("name") or "")[0].strip()
    if not name:
        place = say("importing.table.line", line=code.sourceline or 1)
        raise BadTable(file=str(path), place=place, reason=say("importing.codebook.code-without-name"))
    return name


def _description(code: "_Element") -> str:
    told = _child(code, "Description")
    return "" if told is None else to_normal_form("".join(str(words) for words in told.itertext()))[0].strip()


def _child(element: "_Element", name: str) -> "_Element | None":
    return next((child for child in element if local_name(child) == name), None)
