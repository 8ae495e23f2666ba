"""What a paragraph of a Word file has that plain text cannot hold, so that it can be told before it is lost."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.importers.safe_xml import attribute, local_name
from qualcode.views.documents import BOOKMARKS, LOOKS, PICTURE

if TYPE_CHECKING:
    from lxml.etree import _Element

_PICTURES = frozenset({"drawing", "pict", "object"})
_LOOKS = frozenset({"b", "u", "strike"})
_OFF = ("0", "false", "off", "none")
_OF_ZOTERO = "ZOTERO_BREF"
_NOT_READ = frozenset({"sdt", "hyperlink", "del", "moveFrom", "pPr", "Fallback"})
"""What is gone, and what keeps its looks because it is kept whole."""


def lost_in(paragraph: "_Element") -> tuple[str, ...]:
    """Which kinds (`PICTURE`, `LOOKS`, `BOOKMARKS`) it has, each once."""
    return tuple(dict.fromkeys(_found(paragraph)))


def _found(paragraph: "_Element") -> Iterator[str]:
    depth = 0
    for one in _read(paragraph):
        name = local_name(one)
        if name == "fldChar":
            depth += {"begin": 1, "end": -1}.get(attribute(one, "fldCharType"), 0)
        elif name in _PICTURES:
            yield PICTURE
        elif name == "bookmarkStart" and attribute(one, "name").startswith(_OF_ZOTERO):
            yield BOOKMARKS
        elif name == "r" and depth <= 0 and _is_set_apart(one):
            yield LOOKS


def _is_set_apart(run: "_Element") -> bool:
    looks = (one for child in run if local_name(child) == "rPr" for one in child)
    has_words = any(local_name(child) == "t" and (child.text or "").strip() for child in run)
    return has_words and any(local_name(one) in _LOOKS and attribute(one, "val") not in _OFF for one in looks)


def _read(element: "_Element") -> "Iterator[_Element]":
    for child in element:
        if local_name(child) not in _NOT_READ:
            yield child
            yield from _read(child)
