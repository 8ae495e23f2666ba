"""Word files: paragraphs and tables in the order they stand, told what is not speech."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.archives import Archive, open_archive
from qualcode.importers.paragraphs import MOST_PARAGRAPHS, Gathering
from qualcode.importers.safe_xml import attribute, local_name, parse_xml
from qualcode.importers.source import Source
from qualcode.importers.word_text import read_paragraph
from qualcode.locale import say
from qualcode.views.importing import ReadTranscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH = re.compile(rb"<(?:\w+:)?p[ />]")
_MAIN_PART = "word/document.xml"
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle|overskrift|tittel|undertittel)\b", re.IGNORECASE)
_BLOCKS_INSIDE = frozenset({"sdt", "sdtContent", "customXml", "AlternateContent", "Choice", "ins", "moveTo"})


def read(source: Source) -> ReadTranscript:
    """Read a Word file's turns. Places are paragraphs, counted from 1 as they stand in the file, or rows of a table."""
    with open_archive(source.raw, file=source.path) as archive:
        body = _body(archive)
        file = _WordFile(_heading_styles(archive))
        file.go_through(body)
    return file.gathered.finish("docx", told=source.told)


def _body(archive: Archive) -> "_Element":
    raw = archive.read(_main_part(archive))
    if sum(1 for _ in _PARAGRAPH.finditer(raw)) > MOST_PARAGRAPHS:
        raise UnreadableFile(file=str(archive.file), reason=say("importing.reason.paragraphs", most=MOST_PARAGRAPHS))
    root = parse_xml(raw, file=archive.file)
    body = next((child for child in root if local_name(child) == "body"), None)
    if body is None:
        raise UnreadableFile(file=str(archive.file), reason=say("importing.reason.part-missing", part="body"))
    return body


def _main_part(archive: Archive) -> str:
    """The part that holds the text: some programs do not call it `word/document.xml`."""
    if archive.has(_MAIN_PART) or not archive.has("_rels/.rels"):
        return _MAIN_PART
    relations = parse_xml(archive.read("_rels/.rels"), file=archive.file)
    kinds = {relation.get("Type", "").rpartition("/")[2]: relation.get("Target", "") for relation in relations}
    return kinds.get("officeDocument", _MAIN_PART).lstrip("/")


def _heading_styles(archive: Archive) -> frozenset[str]:
    """The ids of heading and title styles; Word translates the ids, never the names of its own styles."""
    if not archive.has("word/styles.xml"):
        return frozenset({"Heading1", "Heading2", "Heading3", "Title", "Subtitle"})
    root = parse_xml(archive.read("word/styles.xml"), file=archive.file)
    found: set[str] = set()
    for style in root:
        named = next((child for child in style if local_name(child) == "name"), None)
        if named is not None and _HEADING_STYLE.match(attribute(named, "val")):
            found.add(attribute(style, "styleId"))
    return frozenset(found)


@dataclass(frozen=True)
class _WordFile:
    """Goes through the blocks of a Word file."""

    headings: frozenset[str]
    gathered: Gathering = field(default_factory=Gathering)

    def go_through(self, blocks: "_Element") -> None:
        """Take paragraphs and tables in order, also those inside content controls."""
        for block in blocks:
            name = local_name(block)
            if name == "p":
                self.gathered.take_paragraph(read_paragraph(block, self.gathered.seen, self.headings))
            elif name == "tbl":
                rows = [[self._cell(cell) for cell in _children(row, "tc")] for row in _children(block, "tr")]
                marked = any(local_name(mark) == "tblHeader" for row in _children(block, "tr") for mark in row.iter())
                self.gathered.take_table(rows, marked_header=marked)
            elif name in _BLOCKS_INSIDE:
                self.go_through(block)

    def _cell(self, cell: "_Element") -> str:
        texts = [read_paragraph(p, self.gathered.seen).text for p in cell.iter() if local_name(p) == "p"]
        return "\n".join(text for text in texts if text.strip())


def _children(element: "_Element", name: str) -> Iterator["_Element"]:
    """The children of this name, also those inside content controls."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in _BLOCKS_INSIDE:
            yield from _children(child, name)
