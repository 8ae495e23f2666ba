"""One paragraph of a Word file as it reads: with its tracked changes accepted, with them rejected, and its fields."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from qualcode.importers.safe_xml import attribute, local_name
from qualcode.importers.word_kept import kept_xml, link_xml
from qualcode.text.marks import nth_place
from qualcode.views.documents import KeptField

if TYPE_CHECKING:
    from lxml.etree import _Element

_PASSED_OVER = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "Fallback", "rt", "instrText", "delInstrText", "txbxContent"}
)
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_GONE, _COME = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_OFF = ("0", "false", "off", "none")
_KEPT_FIELD = re.compile(r'\s*(?:ADDIN\b|CITATION\b|HYPERLINK\s+"https?://)', re.IGNORECASE)
"""A reference manager's, Word's own citation, or a link to the web."""
_CONTROL = re.compile(r"MENDELEY|ZOTERO|CITAVI|EN\.CITE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """What a footnote, endnote or comment says, a reference manager's fields in it, and the places of its italics."""

    text: str
    fields: tuple[KeptField, ...] = ()
    italics: tuple[tuple[int, int], ...] = ()


@dataclass
class ParagraphReading:
    """A paragraph being read. `before` and `after` are its words without and with what was changed.

    `notes` are the footnotes and endnotes of the file, by kind and id, `links` the addresses it names, by id. `italics`
    are the places in `after` of words in italics that are not part of anything kept whole.
    """

    notes: Mapping[str, Mapping[str, Note]]
    links: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    style: str = ""
    authors: list[str] = field(default_factory=list)
    commented: list[str] = field(default_factory=list)
    fields: list[KeptField] = field(default_factory=list)
    italics: list[tuple[int, int]] = field(default_factory=list)
    is_joined: bool = False
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
            elif name == "fldSimple":
                self._simple(child, gone=gone, come=come)
            elif name == "sdt" and not gone and _is_a_citation(child):
                self._control(child)
            elif name == "hyperlink":
                self._link(child, gone=gone, come=come)
            elif name == "commentReference":
                self.commented.append(attribute(child, "id"))
            elif name not in _PASSED_OVER:
                self.go_through(child, gone=gone, come=come)

    def _run(self, run: "_Element", *, gone: bool, come: bool) -> None:
        if any(local_name(one) == "vanish" and attribute(one, "val") not in _OFF for one in _properties(run)):
            return
        is_italic = any(local_name(one) == "i" and attribute(one, "val") not in _OFF for one in _properties(run))
        for child in run:
            name = local_name(child)
            self._note_piece(run, child, gone=gone)
            if name in ("t", "delText") or name in _MARKS:
                words = _MARKS.get(name, child.text or "").replace("\u00ad", "")
                start = len(self.after)
                self._say(words, gone=gone or name == "delText", come=come)
                if is_italic and not self._open:
                    self._emphasise(start, len(self.after))
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.notes.get(name.removesuffix("Reference"), {}).get(attribute(child, "id"))
                self._note(note or Note(""), gone=gone, come=come)
            elif name == "commentReference":
                self.commented.append(attribute(child, "id"))
            elif name == "instrText" and self._open:
                self._open[-1].instruction += child.text or ""
            elif name == "fldChar" and not gone:
                self._field(attribute(child, "fldCharType"), run, child)
            elif name in ("AlternateContent", "Choice", "ruby", "rubyBase"):
                self.go_through(child, gone=gone, come=come)

    def _say(self, words: str, *, gone: bool, come: bool) -> None:
        if not gone:
            self.after += words
        if not come:
            self.before += words

    def _emphasise(self, start: int, end: int) -> None:
        """Words in italics, which Word often keeps in several runs."""
        if self.italics and self.italics[-1][1] == start:
            start = self.italics.pop()[0]
        self.italics += [(start, end)] if end > start else []

    def _note(self, note: Note, *, gone: bool, come: bool) -> None:
        """A footnote where it is referred to, in the words themselves."""
        if note.text:
            start = len(self.after) + len("^[")
            self._say(f"^[{note.text}]", gone=gone, come=come)
            for one in () if gone else note.fields:
                at = start + nth_place(note.text, one.shown, one.before)
                self._add(one.shown, one.xml, at)
            self.italics += [] if gone else [(start + first, start + end) for first, end in note.italics]

    def _note_piece(self, run: "_Element", piece: "_Element", *, gone: bool) -> None:
        """Part of every field that is open: a run may hold words beside it, too."""
        for opened in () if gone else self._open:
            opened.pieces.append((run, piece))

    def _field(self, mark: str, run: "_Element", piece: "_Element") -> None:
        if mark == "begin":
            self._open.append(_OpenField(len(self.after), [(run, piece)]))
        elif mark == "end" and self._open:
            closed = self._open.pop()
            if not self._open and _KEPT_FIELD.match(closed.instruction):
                self._keep(closed.start, kept_xml(_runs_of(closed.pieces)))

    def _simple(self, element: "_Element", *, gone: bool, come: bool) -> None:
        """A field whose instruction stands in an attribute."""
        start, known = len(self.after), len(self.fields)
        self.go_through(element, gone=gone, come=come)
        if not gone and not self._open and _KEPT_FIELD.match(attribute(element, "instr")):
            del self.fields[known:]
            self._keep(start, kept_xml([element]))

    def _link(self, element: "_Element", *, gone: bool, come: bool) -> None:
        """A link to an address that the file keeps elsewhere."""
        start, known = len(self.after), len(self.fields)
        self.go_through(element, gone=gone, come=come)
        address = self.links.get(attribute(element, "id"), "")
        if address and not gone and not self._open and len(self.fields) == known:
            self._keep(start, link_xml(element, address))

    def _control(self, control: "_Element") -> None:
        start, known = len(self.after), len(self.fields)
        content = next((child for child in control if local_name(child) == "sdtContent"), None)
        if content is not None:
            self.go_through(content)
        # A field within it (Citavi's) goes with it.
        del self.fields[known:]
        self._keep(start, kept_xml([control]))

    def _keep(self, start: int, xml: str) -> None:
        shown = self.after[start:]
        if shown.strip() and xml:
            self._add(shown, xml, start)
            self.italics = [(first, min(end, start)) for first, end in self.italics if first < start]

    def _add(self, shown: str, xml: str, at: int) -> None:
        self.fields.append(KeptField(shown, len(self.fields) + 1, xml, self.after[:at].count(shown)))

    def _note_author(self, properties: "_Element") -> None:
        """A tracked change of the paragraph's end or looks."""
        for one in properties.iter():
            if local_name(one) in ("ins", "del", "pPrChange"):
                self.authors.append(attribute(one, "author"))
                self.is_joined |= local_name(one) == "del"


@dataclass
class _OpenField:
    """A field that has begun: where in the words, its pieces so far with the runs they stand in, its instruction."""

    start: int
    pieces: "list[tuple[_Element, _Element]]"
    instruction: str = ""


def _runs_of(pieces: "Iterable[tuple[_Element, _Element]]") -> "Iterator[_Element]":
    """The runs that these pieces stand in, without what else stands there."""
    for run, inside in groupby(pieces, key=itemgetter(0)):
        wanted = {piece for _, piece in inside}
        part = deepcopy(run)
        for child, original in zip(list(part), run, strict=True):
            if original not in wanted and local_name(child) != "rPr":
                part.remove(child)
        part.tail = None
        yield part


def _properties(run: "_Element") -> "Iterator[_Element]":
    for child in run:
        if local_name(child) == "rPr":
            yield from child


def _is_a_citation(control: "_Element") -> bool:
    """Whether a content control holds a reference manager's citation, or one of Word's own."""
    told = (child for child in control if local_name(child) == "sdtPr")
    return bool(_CONTROL.search(_tag(control))) or any(local_name(one) == "citation" for one in next(told, ()))


def _tag(control: "_Element") -> str:
    """What a content control says of itself."""
    for child in control:
        if local_name(child) == "sdtPr":
            return " ".join(attribute(one, "val") for one in child if local_name(one) in ("tag", "alias"))
    return ""
