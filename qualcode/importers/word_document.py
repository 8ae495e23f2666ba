"""A Word file that comes back from co-authors: its paragraphs with tracked changes, comments, footnotes and marks.

Read from the XML itself (ECMA-376 part 1, 17), since python-docx shows neither tracked changes nor fields nor the range
of a bookmark. Nothing in the file is obeyed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.archives import Archive, open_archive
from qualcode.importers.safe_xml import attribute, local_name, parse_xml
from qualcode.importers.source import read_source
from qualcode.importers.word_paragraphs import ParagraphReading
from qualcode.locale import say
from qualcode.text.marks import HEADING, QUOTE, TEXT
from qualcode.views.documents import DocumentParagraph, ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCUMENT = "word/document.xml"
_MOST_PARAGRAPHS = 200_000
_OURS = (TEXT, QUOTE, HEADING)
_BLOCKS_INSIDE = frozenset(
    {"sdt", "sdtContent", "customXml", "AlternateContent", "Choice", "ins", "moveTo", "smartTag"}
)


def read_document(path: Path) -> ReadDocument:
    """Read a Word file's paragraphs, those in tables too. Raises `UnreadableFile`."""
    source = read_source(path)
    with open_archive(source.raw, file=path) as archive:
        if not archive.has("[Content_Types].xml"):
            raise UnreadableFile(file=str(path), reason=say("exporting.reasons.not_word"))
        main = _target(archive, "", "officeDocument") or _DOCUMENT
        root = parse_xml(archive.read(main), file=path)
        body = next((child for child in root if local_name(child) == "body"), None)
        if body is None:
            raise UnreadableFile(file=str(path), reason=say("importing.reason.part-missing", part="body"))
        reading = _Reading(
            styles=_styles(archive, main),
            notes={kind: _told(archive, _target(archive, main, f"{kind}s"), kind) for kind in ("footnote", "endnote")},
            comments=_told(archive, _target(archive, main, "comments"), "comment"),
        )
        reading.go_through(body)
    if len(reading.paragraphs) > _MOST_PARAGRAPHS:
        raise UnreadableFile(file=str(path), reason=say("importing.reason.paragraphs", most=_MOST_PARAGRAPHS))
    return ReadDocument(path.name, tuple(reading.paragraphs))


@dataclass
class _Reading:
    """Goes through the blocks of a text; knows which of our bookmarks are open."""

    styles: Mapping[str, str]
    notes: Mapping[str, Mapping[str, str]]
    comments: Mapping[str, str]
    paragraphs: list[DocumentParagraph] = field(default_factory=list)
    open_marks: dict[str, str] = field(default_factory=dict)

    def go_through(self, blocks: "_Element", *, in_table: bool = False) -> None:
        """Take paragraphs in order, also those in tables and content controls."""
        for block in blocks:
            name = local_name(block)
            if name == "p":
                self._take(block, in_table=in_table)
            elif name in ("tbl", "tr", "tc"):
                self.go_through(block, in_table=True)
            elif name in _BLOCKS_INSIDE:
                self.go_through(block, in_table=in_table)
            elif name in ("bookmarkStart", "bookmarkEnd"):
                self._turn(block)

    def _take(self, element: "_Element", *, in_table: bool) -> None:
        if self.styles.get(_style_of(element), "").startswith("heading"):
            # No text of ours goes on under the next heading, whatever became of its mark's end.
            self.open_marks.clear()
        marks = dict.fromkeys(self.open_marks.values())
        for mark in element.iter():
            if local_name(mark) in ("bookmarkStart", "bookmarkEnd"):
                marks |= dict.fromkeys(self._turn(mark))
        read = ParagraphReading(self.notes)
        read.go_through(element)
        self.paragraphs.append(
            DocumentParagraph(
                number=len(self.paragraphs) + 1,
                text=read.after,
                before=read.before,
                style=self.styles.get(read.style, read.style.lower()) if read.style else self.styles.get("", ""),
                marks=tuple(marks),
                in_table=in_table,
                changed_by=tuple(dict.fromkeys(read.authors)),
                comments=tuple(self.comments.get(key, "") for key in read.commented),
                fields=tuple(read.fields),
            )
        )

    def _turn(self, mark: "_Element") -> Iterator[str]:
        """Open or close a bookmark; its name, if it is one of ours."""
        found: list[str] = []
        key, name = attribute(mark, "id"), attribute(mark, "name")
        if local_name(mark) == "bookmarkEnd":
            # LibreOffice begins one that spans paragraphs a second time in the last of them, and ends it once.
            ended = self.open_marks.pop(key, None)
            self.open_marks = {known: one for known, one in self.open_marks.items() if one != ended}
        elif name.startswith(_OURS):
            self.open_marks[key] = name
            found.append(name)
        return iter(found)


def _style_of(paragraph: "_Element") -> str:
    for child in paragraph:
        if local_name(child) == "pPr":
            return next((attribute(one, "val") for one in child if local_name(one) == "pStyle"), "")
    return ""


def _target(archive: Archive, part: str, kind: str) -> str:
    """The part that a part (empty: the package) is related to in this way, empty where there is none."""
    folder, _, name = part.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    if not archive.has(relations):
        return ""
    for relation in parse_xml(archive.read(relations), file=archive.file):
        if attribute(relation, "Type").rpartition("/")[2] == kind and attribute(relation, "TargetMode") != "External":
            target = attribute(relation, "Target")
            found = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            return found if archive.has(found) else ""
    return ""


def _styles(archive: Archive, main: str) -> dict[str, str]:
    """The names of paragraph styles, in small letters, by id; under the empty id the default's."""
    part = _target(archive, main, "styles")
    names: dict[str, str] = {}
    for style in parse_xml(archive.read(part), file=archive.file) if part else ():
        if local_name(style) == "style" and attribute(style, "type") == "paragraph":
            named = next((child for child in style if local_name(child) == "name"), None)
            name = "" if named is None else attribute(named, "val").lower()
            names[attribute(style, "styleId")] = name
            if attribute(style, "default") in ("1", "true"):
                names[""] = name
    return names


def _told(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """What the footnotes or comments of a part say, by id."""
    told: dict[str, str] = {}
    for note in parse_xml(archive.read(part), file=archive.file) if part else ():
        if local_name(note) == kind and not attribute(note, "type"):
            texts = []
            for paragraph in note.iter():
                if local_name(paragraph) == "p":
                    read = ParagraphReading({})
                    read.go_through(paragraph)
                    texts.append(read.after.strip())
            author = attribute(note, "author")
            text = " ".join(text for text in texts if text)
            told[attribute(note, "id")] = f"{author}: {text}" if author else text
    return told
