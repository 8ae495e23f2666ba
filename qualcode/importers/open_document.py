"""OpenDocument texts, from LibreOffice: paragraphs, lists and tables of `content.xml`, in the order they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.archives import open_archive
from qualcode.importers.paragraphs import MOST_PARAGRAPHS, Gathering, Paragraph
from qualcode.importers.safe_xml import attribute, local_name, parse_xml
from qualcode.importers.source import Source
from qualcode.locale import say
from qualcode.views.importing import ReadTranscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH = re.compile(rb"<(?:\w+:)?[ph][ />]")
_BLOCKS_INSIDE = frozenset(
    re.split(
        r"\s+",
        "section list list-item list-header index-body table-of-content illustration-index numbered-paragraph",
    )
)
_ROWS_INSIDE = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle|overskrift|tittel|undertittel)\b", re.IGNORECASE)
_BESIDE = {"note": "footnotes", "annotation": "comments", "text-box": "text-boxes", "hidden-text": "hidden"}
_PASSED_OVER = frozenset(("tracked-changes", "annotation-end", "ruby-text", "hidden-paragraph"))
_MOST_SPACES = 100


def read(source: Source) -> ReadTranscript:
    """Read an OpenDocument text's turns. Places are paragraphs, counted from 1, or rows of a table."""
    with open_archive(source.raw, file=source.path) as archive:
        raw = archive.read("content.xml")
        named = archive.read("styles.xml") if archive.has("styles.xml") else None
    if sum(1 for _ in _PARAGRAPH.finditer(raw)) > MOST_PARAGRAPHS:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.paragraphs", most=MOST_PARAGRAPHS))
    root = parse_xml(raw, file=source.path)
    text = next((element for element in root.iter() if local_name(element) == "text" and _is_body(element)), None)
    if text is None:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.part-missing", part="office:text"))
    roots = [root] if named is None else [parse_xml(named, file=source.path), root]
    file = _OpenFile(_Styles.of(roots))
    file.go_through(text)
    return file.gathered.finish("odt", told=source.told)


def _is_body(element: "_Element") -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == "body"


@dataclass(frozen=True)
class _Styles:
    """The names of the styles that are bold, hidden, or a heading's; a style made by hand has its parent's nature."""

    bold: frozenset[str]
    hidden: frozenset[str]
    headings: frozenset[str]

    @classmethod
    def of(cls, roots: list["_Element"]) -> "_Styles":
        found: dict[str, set[str]] = {"bold": set(), "hidden": set(), "headings": set()}
        for style in (element for root in roots for element in root.iter() if local_name(element) == "style"):
            name, parent = attribute(style, "name"), attribute(style, "parent-style-name")
            properties = [child for child in style if local_name(child) == "text-properties"]
            weights = [weight for child in properties if (weight := attribute(child, "font-weight"))]
            is_bold = weights[-1] == "bold" if weights else parent in found["bold"]
            shown = attribute(style, "display-name") or name
            found["bold"].update([name] if is_bold else [])
            found["hidden"].update([name] if any(attribute(p, "display") == "none" for p in properties) else [])
            if _HEADING_STYLE.match(shown) or _HEADING_STYLE.match(parent) or parent in found["headings"]:
                found["headings"].add(name)
        return cls(**{kind: frozenset(names) for kind, names in found.items()})


@dataclass
class _OpenFile:
    """Goes through the blocks of an OpenDocument text."""

    styles: _Styles
    gathered: Gathering = field(default_factory=Gathering)

    def go_through(self, blocks: "_Element") -> None:
        """Take paragraphs and tables in order, also those in sections and lists."""
        for block in blocks:
            name = local_name(block)
            if name in ("p", "h"):
                self.gathered.take_paragraph(self._paragraph(block, is_heading=name == "h"))
            elif name == "table":
                rows = [[self._cell(cell) for cell in row if local_name(cell) == "table-cell"] for row in _rows(block)]
                marked = any(local_name(child) == "table-header-rows" for child in block)
                self.gathered.take_table([row for row in rows if row], marked_header=marked)
            elif name == "tracked-changes":
                self._note_changes(block)
            elif name == "frame":
                self.gathered.seen.counts["text-boxes"] += sum(1 for inner in block if local_name(inner) == "text-box")
            elif name in _BLOCKS_INSIDE:
                self.go_through(block)

    def _note_changes(self, changes: "_Element") -> None:
        """What was deleted stands here and nowhere else; what was put in stands in the text."""
        for kind, told in (("deletion", "deleted"), ("insertion", "inserted")):
            count = sum(1 for change in changes.iter() if local_name(change) == kind)
            if count:
                self.gathered.seen.counts[told] += count

    def _paragraph(self, element: "_Element", *, is_heading: bool) -> Paragraph:
        style = attribute(element, "style-name")
        pieces: list[str] = []
        length, bold_until, still_bold = 0, 0, True
        for words, is_bold in self._pieces(element, is_bold=style in self.styles.bold):
            pieces.append(words)
            length += len(words)
            still_bold = still_bold and (is_bold or not words.strip())
            if still_bold and is_bold:
                bold_until = length
        whole_bold = style in self.styles.bold and bold_until == length
        heading = is_heading or style in self.styles.headings
        return Paragraph("".join(pieces), 0 if whole_bold else bold_until, is_heading=heading)

    def _pieces(self, element: "_Element", *, is_bold: bool) -> Iterator[tuple[str, bool]]:
        if element.text:
            yield _space(element.text), is_bold
        for child in element:
            name = local_name(child)
            if name in _BESIDE:
                self.gathered.seen.counts[_BESIDE[name]] += 1
            elif attribute(child, "style-name") in self.styles.hidden and name == "span":
                self.gathered.seen.counts["hidden"] += 1
            elif name == "s":
                yield " " * _spaces(child), is_bold
            elif name in ("tab", "line-break"):
                yield "\t" if name == "tab" else "\n", is_bold
            elif name not in _PASSED_OVER:
                yield from self._pieces(child, is_bold=self._is_bold(child, inherited=is_bold))
            if child.tail:
                yield _space(child.tail), is_bold

    def _is_bold(self, span: "_Element", *, inherited: bool) -> bool:
        style = attribute(span, "style-name")
        return style in self.styles.bold if local_name(span) == "span" and style else inherited

    def _cell(self, cell: "_Element") -> str:
        paragraphs = (element for element in cell.iter() if local_name(element) in ("p", "h"))
        texts = ["".join(words for words, _ in self._pieces(element, is_bold=False)) for element in paragraphs]
        return "\n".join(text for text in texts if text.strip())


def _rows(table: "_Element") -> Iterator["_Element"]:
    for child in table:
        if local_name(child) == "table-row":
            yield child
        elif local_name(child) in _ROWS_INSIDE:
            yield from _rows(child)


def _space(text: str) -> str:
    """White space in the XML is one space; what is meant otherwise has an element of its own."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _spaces(element: "_Element") -> int:
    count = attribute(element, "c")
    return min(int(count), _MOST_SPACES) if len(count) <= 4 and count.isascii() and count.isdigit() else 1
