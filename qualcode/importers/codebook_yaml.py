"""Codebooks in YAML, the form in which people write them by hand; every complaint names a line."""

from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qualcode.errors import BadTable
from qualcode.importers.colours import full_colour
from qualcode.importers.yaml_tree import read_tree
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form
from qualcode.views.codebook import ReadCodebook, ReadGroup, ReadSubgroup

_BOOK_FIELDS = ("analysis", "question", "frame", "groups")
_GROUP_FIELDS = ("name", "definition", "inclusion", "exclusion", "example", "colour", "key", "retired", "subgroups")
_SUBGROUP_FIELDS = ("name", "definition")


def from_yaml(path: Path, text: str) -> ReadCodebook:
    """Read `analysis, question, frame, groups[name, definition, ..., subgroups[name, definition]]`.

    Only the tree of plain values is read: no tags, no objects, no anchors.
    """
    return _Reading(path).book(read_tree(path, text))


class _Reading:
    """Goes down the tree; knows the file, so that a complaint can name it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def book(self, root: Node | None) -> ReadCodebook:
        fields = self._fields(root, _BOOK_FIELDS, "not-a-mapping")
        if "groups" not in fields:
            raise self._bad(root, "groups-missing")
        groups: dict[str, ReadGroup] = {}
        for node in self._list(fields["groups"], "groups"):
            group = self._group(node)
            if group.name in groups:
                raise self._bad(node, "group-twice", name=group.name)
            groups[group.name] = group
        told = {name: self._text(fields.get(name), name) for name in ("analysis", "question", "frame")}
        return ReadCodebook(tuple(groups.values()), **told)

    def _group(self, node: Node) -> ReadGroup:
        fields = self._fields(node, _GROUP_FIELDS, "group-not-mapping")
        told = {name: self._text(fields.get(name), name) for name in _GROUP_FIELDS if name != "subgroups"}
        if not told["name"]:
            raise self._bad(node, "name-missing")
        colour = full_colour(told["colour"])
        if colour is None:
            raise self._bad(fields["colour"], "bad-colour", colour=told["colour"])
        told["colour"] = colour
        subgroups: dict[str, ReadSubgroup] = {}
        for inner in self._list(fields.get("subgroups"), "subgroups"):
            subgroup = self._subgroup(inner)
            if subgroup.name in subgroups:
                raise self._bad(inner, "subgroup-twice", name=subgroup.name, group=told["name"])
            subgroups[subgroup.name] = subgroup
        return ReadGroup(**told, subgroups=tuple(subgroups.values()))

    def _subgroup(self, node: Node) -> ReadSubgroup:
        """A mapping with name and definition, or the bare name."""
        if isinstance(node, ScalarNode):
            name, definition = self._text(node, "name"), ""
        else:
            fields = self._fields(node, _SUBGROUP_FIELDS, "subgroup-name-missing")
            name, definition = (self._text(fields.get(part), part) for part in _SUBGROUP_FIELDS)
        if not name:
            raise self._bad(node, "subgroup-name-missing")
        return ReadSubgroup(name, definition)

    def _fields(self, node: Node | None, known: tuple[str, ...], otherwise: str) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise self._bad(node, otherwise)
        fields: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in known:
                raise self._bad(key, "unknown-field", field=name, fields=", ".join(known))
            fields[name] = value
        return fields

    def _list(self, node: Node | None, name: str) -> list[Node]:
        if node is None or self._is_empty(node):
            return []
        if not isinstance(node, SequenceNode):
            raise self._bad(node, "not-a-list", field=name)
        return list(node.value)

    def _text(self, node: Node | None, name: str) -> str:
        if node is None or self._is_empty(node):
            return ""
        if not isinstance(node, ScalarNode):
            raise self._bad(node, "not-text", field=name)
        return to_normal_form(str(node.value))[0].strip()

    def _is_empty(self, node: Node) -> bool:
        return bool(node.tag == "tag:yaml.org,2002:null")

    def _bad(self, node: Node | None, reason: str, **values: str) -> BadTable:
        line = node.start_mark.line + 1 if node is not None and node.start_mark else 1
        place = say("importing.table.line", line=line)
        return BadTable(file=str(self.path), place=place, reason=say(f"importing.codebook.{reason}", **values))
