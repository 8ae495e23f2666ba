"""XML from outside, parsed without letting it define entities, fetch anything, or grow without end."""

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.locale import say

if TYPE_CHECKING:
    from lxml.etree import _Element

FORBIDDEN_MARKS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def parse_xml(raw: bytes, *, file: Path) -> "_Element":
    """The root element. UnreadableFile for a document type or entities (no program of ours needs any) and bad XML."""
    from lxml import etree

    if any(mark in raw for mark in FORBIDDEN_MARKS):
        raise UnreadableFile(file=str(file), reason=say("importing.reason.entities"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as trouble:
        raise UnreadableFile(file=str(file), reason=say("importing.reason.bad-xml", trouble=trouble.msg)) from None
    return root


def attribute(element: "_Element", name: str) -> str:
    """The value of the attribute with this local name; empty when there is none."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def local_name(element: "_Element") -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
