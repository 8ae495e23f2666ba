"""Word files: paragraphs and tables in the order they stand, told what is not speech."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.archives import Archive, open_archive
from qualcode.importers.places import Place, cleaning_problems, problem
from qualcode.importers.safe_xml import attribute, local_name, parse_xml
from qualcode.importers.source import Source
from qualcode.importers.talk import Line, read_talk
from qualcode.importers.word_tables import WordTable, table_lines
from qualcode.importers.word_text import Seen, WordParagraph, read_paragraph
from qualcode.locale import say
from qualcode.text.labels import LONGEST
from qualcode.text.normal_form import Cleaned, to_normal_form
from qualcode.views.importing import Problem, ReadTranscript

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARAGRAPHS = 200_000
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
    talk = read_talk(file.lines)
    problems = (*cleaning_problems(file.all_cleaned()), *file.problems, *file.seen_problems(), *talk.problems)
    return ReadTranscript("docx", "utf-8", talk.turns, problems)


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


@dataclass
class _WordFile:
    """What has been gathered so far."""

    headings: frozenset[str]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    cleaned: list[Cleaned] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def go_through(self, blocks: "_Element") -> None:
        """Take paragraphs and tables in order, also those inside content controls."""
        for block in blocks:
            name = local_name(block)
            if name == "p":
                self._take_paragraph(read_paragraph(block, self.seen))
            elif name == "tbl":
                self._take_table(block)
            elif name in _BLOCKS_INSIDE:
                self.go_through(block)

    def all_cleaned(self) -> tuple[Cleaned, ...]:
        """What the normal form took out of the whole file."""
        kinds = dict.fromkeys(lost.kind for lost in self.cleaned)
        return tuple(Cleaned(kind, sum(lost.count for lost in self.cleaned if lost.kind == kind)) for kind in kinds)

    def seen_problems(self) -> list[Problem]:
        """Tracked changes, hidden text, text boxes, notes: told once each, with how many."""
        return [problem(None, kind, count=count) for kind, count in sorted(self.seen.counts.items())]

    def _take_paragraph(self, paragraph: WordParagraph) -> None:
        self.paragraphs += 1
        text = self._normal(_part_bold_label(paragraph))
        place = Place("paragraph", self.paragraphs)
        if paragraph.is_numbered and text.strip():
            self.seen.counts["numbered"] += 1
        is_heading = paragraph.style in self.headings
        rows = [row for row in text.split("\n") if row.strip()]
        self.lines.extend(Line(row, place, is_heading=is_heading, breaks=index == 0) for index, row in enumerate(rows))

    def _take_table(self, table: "_Element") -> None:
        self.tables += 1
        rows = tuple(tuple(self._cells(row)) for row in _children(table, "tr"))
        marked = any(local_name(mark) == "tblHeader" for row in _children(table, "tr") for mark in row.iter())
        lines, told = table_lines(WordTable(self.tables, rows, marked))
        self.lines.extend(lines)
        self.problems.extend(told)

    def _cells(self, row: "_Element") -> Iterator[str]:
        for cell in _children(row, "tc"):
            texts = [read_paragraph(p, self.seen).text for p in cell.iter() if local_name(p) == "p"]
            yield self._normal("\n".join(text for text in texts if text.strip())).replace("\t", " ").strip()

    def _normal(self, text: str) -> str:
        normal, cleaned = to_normal_form(text, keep_tabs=True)
        self.cleaned.extend(cleaned)
        return normal


def _part_bold_label(paragraph: WordParagraph) -> str:
    """`**Kari** Jeg tenkte` gets the tab that the bold type stands for."""
    label, rest = paragraph.text[: paragraph.bold_until], paragraph.text[paragraph.bold_until :]
    stands_alone = not rest.strip() or not label.strip()
    if stands_alone or len(label.strip()) > LONGEST or label.rstrip()[-1] in ":\n" or rest.lstrip(" ")[0] in ":\t\n":
        return paragraph.text
    has_time = re.match(r"\s*[\[(]?\d+:\d\d", rest) is not None
    return paragraph.text if has_time else f"{label.rstrip()}\t{rest.lstrip()}"


def _children(element: "_Element", name: str) -> Iterator["_Element"]:
    """The children of this name, also those inside content controls."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in _BLOCKS_INSIDE:
            yield from _children(child, name)
