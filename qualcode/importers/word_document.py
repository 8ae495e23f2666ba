"""A Word file that comes back from co-authors: its paragraphs with tracked changes, comments, footnotes and marks.

Read from the XML itself (ECMA-376 part 1, 17), since python-docx shows neither tracked changes nor fields nor the range
of a bookmark. Nothing in the file is obeyed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import join, normpath
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.archives import Archive, open_archive
from qualcode.importers.safe_xml import attribute, local_name, parse_xml
from qualcode.importers.source import read_source
from qualcode.importers.word_bibliographies import (
    BibliographyPlace,
    bibliographies_in,
    is_sources,
    kept_bibliography,
    kept_settings,
)
from qualcode.importers.word_losses import lost_in
from qualcode.importers.word_paragraphs import Note, ParagraphReading
from qualcode.locale import say
from qualcode.text.marks import HEADING, QUOTE, TEXT, emphasised
from qualcode.views.documents import LOOKS, DocumentParagraph, KeptBibliography, ReadDocument

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
        styles = _related(archive, main, "styles")
        looks = [] if styles is None else [one for one in styles if local_name(one) == "style"]
        reading = _Reading(
            styles=_style_names(looks),
            looks=looks,
            notes={kind: _told(archive, _target(archive, main, f"{kind}s"), kind) for kind in ("footnote", "endnote")},
            comments=_told(archive, _target(archive, main, "comments"), "comment"),
            links=_links(archive, main),
        )
        reading.go_through(body)
        settings = kept_settings(
            _related(archive, "", "custom-properties"),
            _related(archive, main, "settings"),
            next((part for part in _parts(archive, main, "customXml") if is_sources(part)), None),
        )
    if len(reading.paragraphs) > _MOST_PARAGRAPHS:
        raise UnreadableFile(file=str(path), reason=say("importing.reason.paragraphs", most=_MOST_PARAGRAPHS))
    return ReadDocument(path.name, tuple(reading.paragraphs), tuple(reading.bibliographies), settings)


@dataclass
class _Reading:
    """Goes through the blocks of a text; knows which of our bookmarks are open."""

    styles: Mapping[str, str]
    looks: "Sequence[_Element]"
    notes: Mapping[str, Mapping[str, Note]]
    comments: Mapping[str, Note]
    links: Mapping[str, str]
    paragraphs: list[DocumentParagraph] = field(default_factory=list)
    bibliographies: list[KeptBibliography] = field(default_factory=list)
    passed: int = 0
    open_marks: dict[str, str] = field(default_factory=dict)

    def go_through(self, blocks: "_Element", *, in_table: bool = False) -> None:
        """Take paragraphs in order, also those in tables and content controls."""
        children, done = list(blocks), 0
        lists = {} if in_table else bibliographies_in(children)
        for at, block in enumerate(children):
            name = local_name(block)
            if at in lists:
                self._put_aside(lists[at], children[at : lists[at].end], at)
                done = lists[at].end
            if at < done:
                continue
            if name == "p":
                self._take(block, in_table=in_table)
            elif name in ("tbl", "tr", "tc"):
                self.go_through(block, in_table=True)
            elif name in _BLOCKS_INSIDE:
                self.go_through(block, in_table=in_table)
            elif name in ("bookmarkStart", "bookmarkEnd"):
                self._turn(block)

    def _put_aside(self, place: BibliographyPlace, blocks: "Sequence[_Element]", at: int) -> None:
        """Keep a bibliography; what stands beside it in its first and last paragraph is text."""
        kept = kept_bibliography(place, self.looks, paragraph=self.passed + 1)
        for number, block in enumerate(blocks, start=at):
            beside = place.beside.get(number)
            if beside is not None and any(local_name(one) == "t" and one.text for one in beside.iter()):
                self._take(beside, in_table=False)
                continue
            for one in block.iter():
                self.passed += local_name(one) == "p"
                if local_name(one) in ("bookmarkStart", "bookmarkEnd"):
                    self._turn(one)
        if kept.xml:
            self.bibliographies.append(kept)

    def _take(self, element: "_Element", *, in_table: bool) -> None:
        self.passed += 1
        if self.styles.get(_style_of(element), "").startswith("heading"):
            # No text of ours goes on under the next heading, whatever became of its mark's end.
            self.open_marks.clear()
        marks = dict.fromkeys(self.open_marks.values())
        for mark in element.iter():
            if local_name(mark) in ("bookmarkStart", "bookmarkEnd"):
                marks |= dict.fromkeys(self._turn(mark))
        read = ParagraphReading(self.notes, self.links)
        read.go_through(element)
        told, told_every = emphasised(read.after, read.italics)
        lost = (*lost_in(element), *(() if told_every else (LOOKS,)))
        self.paragraphs.append(
            DocumentParagraph(
                number=self.passed,
                text=read.after,
                before=read.before,
                style=self.styles.get(read.style, read.style.lower()) if read.style else self.styles.get("", ""),
                marks=tuple(marks),
                in_table=in_table,
                changed_by=tuple(dict.fromkeys(read.authors)),
                comments=tuple(self.comments[key].text for key in read.commented if key in self.comments),
                fields=tuple(read.fields),
                lost=tuple(dict.fromkeys(lost)),
                emphasised=told if read.italics else "",
                is_joined=read.is_joined and bool(read.after.strip()),
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
    """The first part that a part (empty: the package) is related to in this way, empty where there is none."""
    return next(_targets(archive, part, kind), "")


def _targets(archive: Archive, part: str, kind: str) -> Iterator[str]:
    folder = part.rpartition("/")[0]
    for relation in _relations(archive, part, kind):
        if attribute(relation, "TargetMode") != "External":
            target = attribute(relation, "Target")
            found = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            if archive.has(found):
                yield found


def _relations(archive: Archive, part: str, kind: str) -> "Iterator[_Element]":
    folder, _, name = part.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    for relation in parse_xml(archive.read(relations), file=archive.file) if archive.has(relations) else ():
        if attribute(relation, "Type").rpartition("/")[2] == kind:
            yield relation


def _links(archive: Archive, part: str) -> dict[str, str]:
    """The addresses that a part's links lead to, by the relation's id."""
    return {attribute(one, "Id"): attribute(one, "Target") for one in _relations(archive, part, "hyperlink")}


def _parts(archive: Archive, part: str, kind: str) -> "Iterator[_Element]":
    """The parts that a part is related to in this way, read; one that is damaged is passed over."""
    for target in _targets(archive, part, kind):
        with suppress(UnreadableFile):
            yield parse_xml(archive.read(target), file=archive.file)


def _related(archive: Archive, part: str, kind: str) -> "_Element | None":
    """The part that a part is related to in this way, read."""
    target = _target(archive, part, kind)
    return parse_xml(archive.read(target), file=archive.file) if target else None


def _style_names(styles: "Sequence[_Element]") -> dict[str, str]:
    """The names of paragraph styles, in small letters, by id; under the empty id the default's."""
    names: dict[str, str] = {}
    for style in styles:
        if attribute(style, "type") == "paragraph":
            named = next((child for child in style if local_name(child) == "name"), None)
            name = "" if named is None else attribute(named, "val").lower()
            names[attribute(style, "styleId")] = name
            if attribute(style, "default") in ("1", "true"):
                names[""] = name
    return names


def _told(archive: Archive, part: str, kind: str) -> dict[str, Note]:
    """What the footnotes or comments of a part say, by id, and the reference managers' fields in them."""
    told: dict[str, Note] = {}
    links = _links(archive, part)
    for note in parse_xml(archive.read(part), file=archive.file) if part else ():
        if local_name(note) == kind and not attribute(note, "type"):
            read = Note("")
            for paragraph in note.iter():
                if local_name(paragraph) == "p":
                    read = _continued(read, paragraph, links)
            author = attribute(note, "author")
            told[attribute(note, "id")] = Note(f"{author}: {read.text}") if author else read
    return told


def _continued(note: Note, paragraph: "_Element", links: Mapping[str, str]) -> Note:
    """A note with one more of its paragraphs."""
    more = ParagraphReading({}, links)
    more.go_through(paragraph)
    words = more.after.strip()
    if not words:
        return note
    begun = f"{note.text} " if note.text else ""
    fields = tuple(
        replace(one, shown=shown, place=len(note.fields) + one.place, before=one.before + begun.count(shown))
        for one in more.fields
        if (shown := one.shown if one.shown in words else one.shown.strip())
    )
    moved = len(begun) - len(more.after) + len(more.after.lstrip())
    italics = tuple((max(start + moved, len(begun)), end + moved) for start, end in more.italics)
    return Note(begun + words, note.fields + fields, note.italics + italics)
