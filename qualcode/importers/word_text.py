"""The text of a Word paragraph as a reader sees it, out of the XML.

python-docx gives runs and paragraphs, but not what matters in a transcript that others have worked on: tracked
changes, hidden text, text boxes. All of it stands in the same XML, so `word/document.xml` is read here directly.
Element names: ECMA-376 part 1, 17.3.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.importers.paragraphs import Paragraph, Seen
from qualcode.importers.safe_xml import attribute, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

# Not read: properties, deleted and moved-away text, field codes, what a newer Word shows otherwise (Fallback).
_PASSED_OVER = frozenset({"pPr", "rPr", "sdtPr", "tblPr", "tcPr", "trPr", "Fallback", "rt"})
_CHANGED_AWAY = frozenset({"del", "moveFrom"})
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "footnotes", "commentReference": "comments"}
_OFF = ("0", "false", "off", "none")


def read_paragraph(paragraph: "_Element", seen: Seen, headings: frozenset[str] = frozenset()) -> Paragraph:
    """Read one `w:p`; `headings` are the ids of the styles that headings have."""
    pieces: list[str] = []
    bold_until, at, still_bold = 0, 0, True
    for words, is_bold in _pieces(paragraph, seen):
        pieces.append(words)
        at += len(words)
        still_bold = still_bold and (is_bold or not words.strip())
        if still_bold and is_bold:
            bold_until = at
    properties = _child(paragraph, "pPr")
    style = _child(properties, "pStyle")
    return Paragraph(
        "".join(pieces),
        bold_until,
        is_heading=style is not None and _value(style) in headings,
        is_numbered=properties is not None and _child(properties, "numPr") is not None,
    )


def _pieces(element: "_Element", seen: Seen, *, is_bold: bool = False) -> Iterator[tuple[str, bool]]:
    for child in element:
        name = local_name(child)
        if name in ("t", "delText") or name in _MARKS:
            yield _MARKS.get(name, child.text or ""), is_bold
        elif name in _REFERENCES:
            seen.counts[_REFERENCES[name]] += 1
        elif name in _CHANGED_AWAY:
            seen.counts["deleted"] += 1
        elif name == "txbxContent":
            seen.counts["text-boxes"] += 1
        elif name == "r":
            yield from _run(child, seen)
        elif name not in _PASSED_OVER:
            if name in ("ins", "moveTo"):
                seen.counts["inserted"] += 1
            yield from _pieces(child, seen, is_bold=is_bold)


def _run(run: "_Element", seen: Seen) -> Iterator[tuple[str, bool]]:
    properties = _child(run, "rPr")
    if _is_on(properties, "vanish"):
        seen.counts["hidden"] += 1
        return
    yield from _pieces(run, seen, is_bold=_is_on(properties, "b"))


def _is_on(properties: "_Element | None", name: str) -> bool:
    mark = _child(properties, name)
    return mark is not None and _value(mark) not in _OFF


def _child(element: "_Element | None", name: str) -> "_Element | None":
    if element is None:
        return None
    return next((child for child in element if local_name(child) == name), None)


def _value(element: "_Element") -> str:
    return attribute(element, "val")
