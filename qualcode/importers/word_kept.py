"""What a reference manager has put into a Word file, taken out so that it can stand in any of our files.

Citations and bibliographies are kept as Word's own XML, with what their program reads. Nothing else is: no link to
another part of the file, no name of who wrote it, and no field that would fetch or run something.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.importers.safe_xml import attribute, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_OF_RUNS = frozenset(
    {"r", "rPr", "t", "instrText", "fldChar", "fldData", "tab", "br", "noBreakHyphen", "softHyphen", "sdt", "sdtPr"}
    | {"sdtContent", "tag", "alias", "placeholder", "docPart", "fldSimple", "rStyle", "b", "i", "u", "vertAlign"}
    | {"citation", "bibliography"}
    | {"lang", "noProof", "color", "sz", "szCs", "rFonts", "bCs", "iCs", "smallCaps", "caps"}
)
_LOOKS_OF_PARAGRAPHS = ("pStyle", "keepNext", "keepLines", "tabs", "spacing", "ind", "contextualSpacing", "jc")
"""In the order of the schema (ECMA-376 part 1, 17.3.1.26)."""
_KEPT = _OF_RUNS | {"p", "pPr", *_LOOKS_OF_PARAGRAPHS}
_OPENED = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "customXml", "customXmlInsRange"})
"""What stands around words and is not kept, but the words are."""
_HARMLESS = re.compile(
    r"\s*(?:ADDIN\b|CITATION\b|BIBLIOGRAPHY\b"
    r'|HYPERLINK\s+(?:\\l\s+)?"(?:https?://|#|_)[^"]*"\s*(?:\\\w\s*)*$)',
    re.IGNORECASE,
)
_ON_THE_WEB = re.compile(r'https?://[^"\s<>\\]{1,2000}')
_NAMESPACES = re.compile(r'\sxmlns:\w+="[^"]*"')


def kept_xml(elements: Iterable["_Element"]) -> str:
    """These elements (runs, content controls, paragraphs) with what they may hold and nothing else, one after another.

    Empty where the file calls Word's namespace something else than `w`, which no reference manager's host does.
    """
    from lxml import etree

    originals = list(elements)
    if not originals or any(one.prefix != "w" for one in originals):
        return ""
    namespace = str(originals[0].tag).partition("}")[0].lstrip("{")
    whole = etree.Element(f"{{{namespace}}}body", nsmap={"w": namespace})
    whole.extend(etree.fromstring(etree.tostring(one, with_tail=False)) for one in originals)
    for one in list(whole.iter()):
        _clean(one, namespace)
    _disarm(whole)
    etree.cleanup_namespaces(whole, top_nsmap={"w": namespace})
    return "".join(_NAMESPACES.sub("", etree.tostring(one, encoding="unicode", with_tail=False)) for one in whole)


def link_xml(element: "_Element", address: str) -> str:
    """A link (`w:hyperlink`) as a field, which needs no relation to an address; empty for what is not on the web."""
    from lxml import etree

    if not _ON_THE_WEB.fullmatch(address) or element.prefix != "w":
        return ""
    namespace = str(element.tag).partition("}")[0].lstrip("{")
    whole = etree.Element(f"{{{namespace}}}fields", nsmap={"w": namespace})
    for kind in ("begin", "", "separate"):
        run = etree.SubElement(whole, f"{{{namespace}}}r")
        if kind:
            etree.SubElement(run, f"{{{namespace}}}fldChar").set(f"{{{namespace}}}fldCharType", kind)
        else:
            etree.SubElement(run, f"{{{namespace}}}instrText").text = f' HYPERLINK "{address}" '
    whole.append(etree.fromstring(etree.tostring(element, with_tail=False)))
    end = etree.SubElement(etree.SubElement(whole, f"{{{namespace}}}r"), f"{{{namespace}}}fldChar")
    end.set(f"{{{namespace}}}fldCharType", "end")
    return kept_xml(whole)


def looks_xml(style: "_Element") -> str:
    """How a paragraph style sets its paragraphs, as the inside of `w:pPr`; empty where it says nothing."""
    looks = next((child for child in style if local_name(child) == "pPr"), None)
    kept = kept_xml([looks]) if looks is not None else ""
    return re.sub(r"^<w:pPr/?>|</w:pPr>$", "", kept)


def _clean(one: "_Element", namespace: str) -> None:
    parent = one.getparent()
    name = local_name(one)
    if parent is None:
        return
    if name in _OPENED:
        _open(one)
    elif name not in _KEPT or str(one.tag) != f"{{{namespace}}}{name}":
        parent.remove(one)
    for key in list(one.attrib):
        known = str(key).startswith((f"{{{namespace}}}", "{http://www.w3.org/XML/1998/namespace}"))
        if not known or "}rsid" in str(key):
            del one.attrib[key]
    if name == "pPr":
        one[:] = sorted(one, key=_rank)


def _rank(look: "_Element") -> int:
    name = local_name(look)
    return _LOOKS_OF_PARAGRAPHS.index(name) if name in _LOOKS_OF_PARAGRAPHS else len(_LOOKS_OF_PARAGRAPHS)


def _open(one: "_Element") -> None:
    """Put what an element holds in its place."""
    parent = one.getparent()
    if parent is not None:
        at = parent.index(one)
        parent[at : at + 1] = list(one)


@dataclass
class _Field:
    """A field within what is kept: the parts that make it one, and its instruction."""

    parts: "list[_Element]"
    instruction: str = ""
    shows: bool = False


def _disarm(whole: "_Element") -> None:
    """Make plain words of every field that is not whole, or is neither a reference manager's nor a link to the web."""
    opened: list[_Field] = []
    for one in list(whole.iter()):
        name, kind = local_name(one), attribute(one, "fldCharType")
        if name == "fldSimple" and not _HARMLESS.match(attribute(one, "instr")):
            _open(one)
        elif name == "fldChar" and kind == "begin":
            opened.append(_Field([one]))
        elif name in ("fldChar", "instrText") and not opened:
            _drop(one)
        elif name == "instrText":
            opened[-1].parts.append(one)
            opened[-1].instruction += "" if opened[-1].shows else one.text or ""
        elif name == "fldChar":
            opened[-1].parts.append(one)
            opened[-1].shows = True
            if kind == "end" and not _HARMLESS.match((closed := opened.pop()).instruction):
                _drop(*closed.parts)
    _drop(*(part for left in opened for part in left.parts))


def _drop(*parts: "_Element") -> None:
    for one in parts:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
