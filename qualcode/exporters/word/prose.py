"""Prose in Word: italics, footnotes, references to tables, and the fields that a reference manager once put there."""

import re
from collections.abc import Iterable, Iterator, Sequence

from qualcode.exporters.word.markup import FIELD_END, NAMESPACE, bookmark, field_begin, run
from qualcode.exporters.word.styles import Styles
from qualcode.exporters.wording import plain
from qualcode.text.marks import EMPHASIS, FOOTNOTE, nth_place
from qualcode.views.documents import KeptField

_LIST = r"\d+(?:(?:,\s\d+)*,?\s(?:og|eller|and|or)\s\d+|\s?[–-]\s?\d+)?"
_TABLES = re.compile(rf"\b(?:tabell(?:en|ene|ane)?|tables?)\s{_LIST}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_RAISED = '<w:vertAlign w:val="superscript"/>'


class Prose:
    """Turns plain text into runs, and gathers the footnotes of the whole file.

    `tables` are the numbers of the tables that stand in the file: "tabell 15" then follows its table when it moves.
    """

    def __init__(self, styles: Styles, tables: Iterable[int] = ()) -> None:
        self._styles = styles
        self._tables = {str(number) for number in tables}
        self.footnotes: list[str] = []

    def blocks(self, text: str, fields: Sequence[KeptField] = ()) -> list[str]:
        """The text's blocks between blank lines, each as runs. A kept field stands where its words still stand."""
        whole = plain(text)
        placed = _placed(whole, fields)
        return ["".join(self._pieces(whole, span, placed)) for span in _blocks(whole)]

    def footnotes_part(self) -> bytes:
        """`word/footnotes.xml`, empty where there are none."""
        if not self.footnotes:
            return b""
        return _footnotes_xml(self.footnotes, style=self._styles["footnote text"])

    def _pieces(self, text: str, span: tuple[int, int], placed: Sequence[tuple[int, KeptField]]) -> Iterator[str]:
        at, end = span
        for note in FOOTNOTE.finditer(text, at, end):
            yield from self._cited(text, (at, note.start()), placed)
            self.footnotes.append("".join(self._cited(text, note.span(1), placed, lead=" ")))
            yield f'<w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'
            at = note.end()
        yield from self._cited(text, (at, end), placed)

    def _cited(
        self, text: str, span: tuple[int, int], placed: Sequence[tuple[int, KeptField]], *, lead: str = ""
    ) -> Iterator[str]:
        at, end = span
        for found, kept in placed:
            if at <= found and found + len(kept.shown) <= end:
                yield from self._set_apart(lead + text[at:found])
                yield kept.xml
                at, lead = found + len(kept.shown), ""
        yield from self._set_apart(lead + text[at:end])

    def _set_apart(self, text: str) -> Iterator[str]:
        at = 0
        for words in EMPHASIS.finditer(text):
            yield from self._referred(text[at : words.start()])
            yield run(words[1], properties="<w:i/>")
            at = words.end()
        yield from self._referred(text[at:])

    def _referred(self, text: str) -> Iterator[str]:
        at = 0
        for named in _TABLES.finditer(text):
            for number in _NUMBER.finditer(text, *named.span()):
                if number[0] in self._tables:
                    yield _words(text[at : number.start()])
                    yield reference(int(number[0]))
                    at = number.end()
        yield _words(text[at:])


def _placed(text: str, fields: Sequence[KeptField]) -> list[tuple[int, KeptField]]:
    """Where each field stands, in order; of two in one place the first."""
    found = {nth_place(text, kept.shown, kept.before): kept for kept in sorted(fields, key=lambda one: -one.place)}
    return sorted((place, kept) for place, kept in found.items() if place >= 0)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands between blank lines, without the white space around it."""
    found, at = [], 0
    for part in _BLANK_LINES.split(text):
        start = text.index(part, at)
        at = start + len(part)
        if part.strip():
            found.append((start + len(part) - len(part.lstrip()), start + len(part.rstrip())))
    return found


def reference(number: int) -> str:
    """A cross-reference to a table: its number, which Word brings up to date, and a link to it."""
    return field_begin(rf"REF {table_bookmark(number)} \h") + run(str(number)) + FIELD_END


def references(numbers: Sequence[int], *, last: str) -> str:
    """Cross-references to tables in a list: "4", "4 og 5", with the word `last` before the last of them."""
    *most, final = (reference(number) for number in numbers)
    return run(", ").join(most) + run(f" {last} ") + final if most else final


def table_bookmark(number: int) -> str:
    """The name of the bookmark around a table's number."""
    return f"_RefTable{number}"


def bookmarked_number(number: int, field: str, *, mark: int) -> str:
    """A table's number, to be referred to."""
    return bookmark(table_bookmark(number), field, number=mark)


def _words(text: str) -> str:
    return run(text) if text else ""


def _footnotes_xml(notes: Sequence[str], *, style: str) -> bytes:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
        for kind, number, element in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    told = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"<w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteRef/></w:r>{runs}</w:p></w:footnote>"
        for number, runs in enumerate(notes, start=1)
    )
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{declaration}<w:footnotes xmlns:w="{NAMESPACE}">{separators}{told}</w:footnotes>'.encode()
