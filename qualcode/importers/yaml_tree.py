"""The tree of a file in YAML (or JSON, which is YAML): plain values with the line that each stands on."""

from pathlib import Path

import yaml
from yaml.nodes import Node

from qualcode.errors import BadTable
from qualcode.locale import say

_DEEPEST = 50
"""Brackets within brackets; PyYAML looks at all that are open at every word, and a small file could hold it up."""


def read_tree(path: Path, text: str) -> Node | None:
    """The root of what a file says; None where it says nothing. No tags are obeyed and no objects made.

    Raises `BadTable` with the line that cannot be read.
    """
    try:
        root: Node | None = yaml.compose(text.replace("\t", " "), Loader=_Loader)
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        said = getattr(trouble, "problem", None) or str(trouble)
        place = say("importing.table.line", line=mark.line + 1) if mark else say("importing.table.whole")
    except RecursionError:
        place, said = say("importing.table.whole"), say("importing.table.too-deep")
    else:
        return root
    raise BadTable(file=str(path), place=place, reason=say("importing.table.bad-yaml", trouble=said))


class _Loader(yaml.SafeLoader):
    """Refuses what nobody writes before it takes its time."""

    def fetch_flow_collection_start(self, token: type[yaml.Token]) -> None:
        if self.flow_level >= _DEEPEST:
            raise yaml.MarkedYAMLError(problem=say("importing.table.too-deep"), problem_mark=self.get_mark())
        super().fetch_flow_collection_start(token)
