"""The bibliographies that reference managers keep in a Word file, and the settings they know their citations by.

A bibliography is a field that goes over many paragraphs (Zotero, EndNote, Mendeley Desktop), or a content control
around them (Mendeley Cite, Citavi). It is nobody's text: it is taken out of the text whole, and kept as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from qualcode.importers.safe_xml import attribute, local_name
from qualcode.importers.word_kept import kept_xml, looks_xml
from qualcode.importers.word_paragraphs import ParagraphReading
from qualcode.views.documents import PROPERTY, SOURCES, VARIABLE, KeptBibliography, KeptSetting

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAY_GO_ON = re.compile(r"\s*(?:ADDIN|BIBLIOGRAPHY)\b", re.IGNORECASE)
_LISTS = re.compile(
    r"\s*(?:BIBLIOGRAPHY\b|ADDIN\s+"
    r"(?:[A-Z0-9_.]*(?:BIBL|REFLIST|\.BIB\b)|Mendeley\s+Bibliography|PAPERS2_CITATIONS\s*<papers2_bibl))",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"BIBLIOGRAPHY", re.IGNORECASE)
_CUT_AWAY = frozenset({"del", "moveFrom", "txbxContent", "Fallback"})
_PROPERTIES = re.compile(r"ZOTERO_PREF_\d+|Mendeley (?:Document|Citation Style)_\d+")
_VARIABLES = re.compile(r"EN\.(?:InstantFormat|Layout|Libraries|UseJSCitationFormat)")
_SOURCES = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_MOST_SETTINGS = 200
_LONGEST_SETTING = 20_000


@dataclass(frozen=True, slots=True)
class BibliographyPlace:
    """Where a bibliography stands among blocks: before which one it ends, what it is, what stands beside it.

    `beside` are paragraphs with the words that stand before or after it in its first or last one, by their places.
    """

    end: int
    elements: "tuple[_Element, ...]"
    beside: "Mapping[int, _Element]"


def bibliographies_in(blocks: "Sequence[_Element]") -> dict[int, BibliographyPlace]:
    """The bibliographies among these blocks, by the place of their first one. A field that never ends is none."""
    found: dict[int, BibliographyPlace] = {}
    done, ends = 0, True
    for at, block in enumerate(blocks):
        if at < done:
            continue
        place = _control_at(block, at) if local_name(block) == "sdt" else None
        begin, ending = _first_list(block) if ends and local_name(block) == "p" else (None, None)
        if begin is not None:
            last, ending = (at, ending) if ending is not None else _goes_on(blocks, at)
            # Behind one that never ends, no other can be told.
            ends = ending is not None
            place = _field_at(blocks, (at, begin), (last, ending)) if ending is not None else None
        if place is not None:
            found[at] = place
            done = place.end
    return found


def _control_at(block: "_Element", at: int) -> BibliographyPlace | None:
    holds = any(local_name(one) == "p" for one in block.iter())
    is_list = _CONTROL.search(_tag(block)) or any(local_name(one) == "bibliography" for one in _properties(block))
    return BibliographyPlace(at + 1, (block,), {}) if holds and is_list else None


def _goes_on(blocks: "Sequence[_Element]", at: int) -> "tuple[int, _Element | None]":
    """In which block a field ends that is open at the end of this one, and where."""
    for last, block in enumerate(blocks[at + 1 :], start=at + 1):
        if local_name(block) not in ("p", "bookmarkStart", "bookmarkEnd"):
            break
        ending = _ending(block)
        if ending is not None:
            return last, ending
    return at, None


def _field_at(
    blocks: "Sequence[_Element]", begin: "tuple[int, _Element]", end: "tuple[int, _Element]"
) -> BibliographyPlace:
    (at, first), (last, ending) = begin, end
    edges: dict[int, tuple[_Element | None, _Element | None]] = {at: (first, None), last: (None, ending)}
    if at == last:
        edges = {at: (first, ending)}
    paragraphs = [one for one in range(at, last + 1) if local_name(blocks[one]) == "p"]
    inside = tuple(_cut(blocks[one], *edges.get(one, (None, None)), inside=True) for one in paragraphs)
    return BibliographyPlace(
        last + 1, inside, {one: _cut(blocks[one], *marks, inside=False) for one, marks in edges.items()}
    )


def kept_bibliography(place: BibliographyPlace, styles: "Sequence[_Element]", *, paragraph: int) -> KeptBibliography:
    """What is kept of it. `styles` are the file's, `paragraph` the number of its first one."""
    xml = kept_xml(place.elements)
    used = set(re.findall(r'<w:pStyle w:val="([^"]*)"', xml))
    looks = "".join(_style_xml(one) for one in styles if escape(attribute(one, "styleId")) in used)
    shown = []
    for element in place.elements:
        for one in element.iter():
            if local_name(one) == "p":
                read = ParagraphReading({})
                read.go_through(one)
                shown.append(read.after.strip())
    return KeptBibliography("\n".join(line for line in shown if line), xml, looks, paragraph=paragraph)


def kept_settings(
    properties: "_Element | None", settings: "_Element | None", sources: "_Element | None"
) -> tuple[KeptSetting, ...]:
    """What reference managers have put among a document's own properties, and among the variables of its settings.

    `sources` are those that Word's own citations name.
    """
    told = () if properties is None else properties
    found = [KeptSetting(PROPERTY, attribute(one, "name"), "".join(map(str, one.itertext()))) for one in told]
    variables = () if settings is None else (one for one in settings.iter() if local_name(one) == "docVar")
    found += [KeptSetting(VARIABLE, attribute(one, "name"), attribute(one, "val")) for one in variables]
    kept = {(one.kind, one.name): one for one in found if _is_setting(one)}
    listed = () if sources is None else (KeptSetting(SOURCES, "Sources", _sources_xml(sources)),)
    return (*tuple(kept.values())[:_MOST_SETTINGS], *listed)


def is_sources(part: "_Element") -> bool:
    """Whether a part of a file is the list of the sources that Word's own citations name (ECMA-376 part 1, 22.6)."""
    return str(part.tag) == f"{{{_SOURCES}}}Sources"


def _sources_xml(sources: "_Element") -> str:
    """The sources with what the format knows, and nothing else."""
    from lxml import etree

    whole = etree.Element(
        f"{{{_SOURCES}}}Sources",
        {str(name): str(value) for name, value in sources.attrib.items()},
        nsmap={"b": _SOURCES},
    )
    whole.extend(etree.fromstring(etree.tostring(one, with_tail=False)) for one in sources)
    for one in list(whole.iter()):
        parent = one.getparent()
        if parent is not None and not str(one.tag).startswith(f"{{{_SOURCES}}}"):
            parent.remove(one)
    etree.cleanup_namespaces(whole, top_nsmap={"b": _SOURCES})
    return etree.tostring(whole, encoding="unicode")


def _is_setting(one: KeptSetting) -> bool:
    known = _PROPERTIES if one.kind == PROPERTY else _VARIABLES
    return bool(known.fullmatch(one.name)) and len(one.value) <= _LONGEST_SETTING


def _first_list(paragraph: "_Element") -> "tuple[_Element | None, _Element | None]":
    """Where a paragraph's first bibliography begins, and where it ends if that is in the paragraph as well.

    A reference manager's field that goes on in the next paragraph is one, whatever it calls itself.
    """
    depth, instruction, begin = 0, "", None
    for one in _parts(paragraph):
        kind = attribute(one, "fldCharType")
        if kind == "begin":
            depth += 1
            if depth == 1:
                begin, instruction = one, ""
        elif kind == "end" and depth:
            depth -= 1
            if depth == 0 and _LISTS.match(instruction):
                return begin, one
        elif local_name(one) == "instrText" and depth == 1:
            instruction += one.text or ""
    return (begin, None) if depth and _MAY_GO_ON.match(instruction) else (None, None)


def _ending(paragraph: "_Element") -> "_Element | None":
    """Where a field that was open before this paragraph ends in it."""
    depth = 1
    for one in _parts(paragraph):
        kind = attribute(one, "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth == 0:
            return one
    return None


def _parts(element: "_Element") -> "Iterator[_Element]":
    """The parts of fields in order, but for those that were deleted."""
    for child in element:
        name = local_name(child)
        if name in ("fldChar", "instrText"):
            yield child
        elif name not in _CUT_AWAY:
            yield from _parts(child)


def _cut(paragraph: "_Element", first: "_Element | None", last: "_Element | None", *, inside: bool) -> "_Element":
    """A paragraph with what stands from the run of `first` to that of `last` (None: its edges), or with the rest."""
    whole = deepcopy(paragraph)
    runs = [one for one in paragraph.iter() if local_name(one) == "r"]
    from_here = 0 if first is None else runs.index(_run_of(first))
    to_here = len(runs) - 1 if last is None else runs.index(_run_of(last))
    for number, run in enumerate([one for one in whole.iter() if local_name(one) == "r"]):
        parent = run.getparent()
        if (from_here <= number <= to_here) != inside and parent is not None:
            parent.remove(run)
    return whole


def _run_of(part: "_Element") -> "_Element":
    """The run that a part of a field stands in."""
    parent = part.getparent()
    return part if parent is None or local_name(part) == "r" else _run_of(parent)


def _tag(control: "_Element") -> str:
    return " ".join(attribute(one, "val") for one in _properties(control) if local_name(one) in ("tag", "alias"))


def _properties(control: "_Element") -> "Iterator[_Element]":
    return (one for child in control if local_name(child) == "sdtPr" for one in child)


def _style_xml(style: "_Element") -> str:
    """A style with its name and how it sets paragraphs, and nothing else."""
    name = next((attribute(child, "val") for child in style if local_name(child) == "name"), "")
    if not name or attribute(style, "type") != "paragraph":
        return ""
    looks = looks_xml(style)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{escape(attribute(style, "styleId"))}">'
        f'<w:name w:val="{escape(name)}"/>{f"<w:pPr>{looks}</w:pPr>" if looks else ""}</w:style>'
    )
