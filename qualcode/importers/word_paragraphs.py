"""One paragraph of a Word file as it reads: with its tracked changes accepted, with them rejected, and its fields."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.importers.safe_xml import attribute, local_name
from qualcode.views.documents import KeptField

if TYPE_CHECKING:
    from lxml.etree import _Element

_PASSED_OVER = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "Fallback", "rt", "instrText", "delInstrText", "txbxContent"}
)
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_GONE, _COME = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_OFF = ("0", "false", "off", "none")
_OF_A_REFERENCE_MANAGER = re.compile(r"\s*ADDIN\b", re.IGNORECASE)
_CONTROL = re.compile(r"MENDELEY|ZOTERO|CITAVI|EN\.CITE", re.IGNORECASE)
_KEPT_NAMES = frozenset(
    {"r", "rPr", "t", "instrText", "fldChar", "fldData", "tab", "br", "noBreakHyphen", "softHyphen", "sdt", "sdtPr"}
    | {"sdtContent", "tag", "alias", "id", "placeholder", "docPart", "fldSimple", "rStyle", "b", "i", "u", "vertAlign"}
    | {"lang", "noProof", "color", "sz", "szCs", "rFonts", "bCs", "iCs", "smallCaps", "caps"}
)
"""What a kept field may hold: anything else (links to other parts, scripts) is left out of it."""


@dataclass
class ParagraphReading:
    """A paragraph being read. `before` and `after` are its words without and with what was changed.

    `notes` are the footnotes and endnotes of the file, by kind and id.
    """

    notes: Mapping[str, Mapping[str, str]]
    before: str = ""
    after: str = ""
    style: str = ""
    authors: list[str] = field(default_factory=list)
    commented: list[str] = field(default_factory=list)
    fields: list[KeptField] = field(default_factory=list)
    _open: "list[_OpenField]" = field(default_factory=list)

    def go_through(self, element: "_Element", *, gone: bool = False, come: bool = False) -> None:
        """Take the words of an element and of all it holds."""
        for child in element:
            name = local_name(child)
            if name == "pPr":
                self.style = next((attribute(one, "val") for one in child if local_name(one) == "pStyle"), "")
                self._note_author(child)
            elif name in _GONE or name in _COME:
                self.authors.append(attribute(child, "author"))
                self.go_through(child, gone=gone or name in _GONE, come=come or name in _COME)
            elif name == "r":
                self._run(child, gone=gone, come=come)
            elif name == "sdt" and _CONTROL.search(_tag(child)):
                self._control(child)
            elif name == "commentReference":
                self.commented.append(attribute(child, "id"))
            elif name not in _PASSED_OVER:
                self.go_through(child, gone=gone, come=come)

    def _run(self, run: "_Element", *, gone: bool, come: bool) -> None:
        if any(local_name(one) == "vanish" and attribute(one, "val") not in _OFF for one in _properties(run)):
            return
        for opened in self._open:
            opened.runs.append(run)
        for child in run:
            name = local_name(child)
            if name in ("t", "delText") or name in _MARKS:
                words = _MARKS.get(name, child.text or "").replace("\u00ad", "")
                self._say(words, gone=gone or name == "delText", come=come)
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.notes.get(name.removesuffix("Reference"), {}).get(attribute(child, "id"), "")
                self._say(f"^[{note}]" if note else "", gone=gone, come=come)
            elif name == "commentReference":
                self.commented.append(attribute(child, "id"))
            elif name == "instrText" and self._open:
                self._open[-1].instruction += child.text or ""
            elif name == "fldChar":
                self._field(attribute(child, "fldCharType"), run)
            elif name in ("AlternateContent", "Choice", "ruby", "rubyBase"):
                self.go_through(child, gone=gone, come=come)

    def _say(self, words: str, *, gone: bool, come: bool) -> None:
        if not gone:
            self.after += words
        if not come:
            self.before += words

    def _field(self, mark: str, run: "_Element") -> None:
        if mark == "begin":
            self._open.append(_OpenField(len(self.after), [run]))
        elif mark == "end" and self._open:
            closed = self._open.pop()
            if not self._open and _OF_A_REFERENCE_MANAGER.match(closed.instruction):
                self._keep(closed.start, "".join(_kept(one) for one in closed.runs))

    def _control(self, control: "_Element") -> None:
        start = len(self.after)
        content = next((child for child in control if local_name(child) == "sdtContent"), None)
        if content is not None:
            self.go_through(content)
        self._keep(start, _kept(control))

    def _keep(self, start: int, xml: str) -> None:
        shown = self.after[start:]
        if shown.strip() and xml:
            before = self.after[:start].count(shown)
            self.fields.append(KeptField(shown, len(self.fields) + 1, xml, before))

    def _note_author(self, properties: "_Element") -> None:
        """A tracked change of the paragraph's end or looks."""
        for one in properties.iter():
            if local_name(one) in ("ins", "del", "pPrChange"):
                self.authors.append(attribute(one, "author"))


@dataclass
class _OpenField:
    """A field that has begun: where in the words, its runs so far, its instruction."""

    start: int
    runs: "list[_Element]"
    instruction: str = ""


def _kept(element: "_Element") -> str:
    """An element with what it may hold and nothing else, as XML that stands in any of our files.

    Empty where the file calls Word's namespace something else than `w`, which no reference manager's host does.
    """
    from lxml import etree

    if element.prefix != "w":
        return ""
    copied = etree.fromstring(etree.tostring(element, with_tail=False))
    for one in list(copied.iter()):
        parent = one.getparent()
        wanted = local_name(one) in _KEPT_NAMES and etree.QName(one).namespace == _namespace(element)
        if not wanted and parent is not None:
            parent.remove(one)
        for name in list(one.attrib):
            known = str(name).startswith((f"{{{_namespace(element)}}}", "{http://www.w3.org/XML/1998/namespace}"))
            if not known or "}rsid" in str(name):
                del one.attrib[name]
    etree.cleanup_namespaces(copied)
    text = etree.tostring(copied, encoding="unicode")
    return re.sub(r'\sxmlns:\w+="[^"]*"', "", text)


def _namespace(element: "_Element") -> str:
    return str(element.tag).partition("}")[0].lstrip("{")


def _properties(run: "_Element") -> "Iterator[_Element]":
    for child in run:
        if local_name(child) == "rPr":
            yield from child


def _tag(control: "_Element") -> str:
    """What a content control says of itself."""
    for child in control:
        if local_name(child) == "sdtPr":
            return " ".join(attribute(one, "val") for one in child if local_name(one) in ("tag", "alias"))
    return ""
