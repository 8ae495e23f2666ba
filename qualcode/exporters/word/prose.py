"""Prose in Word: footnotes, references to tables, and the fields that a reference manager once put there."""

import re
from collections.abc import Iterable, Iterator, Sequence

from qualcode.exporters.word.markup import FIELD_END, NAMESPACE, bookmark, field_begin, run
from qualcode.exporters.word.styles import Styles
from qualcode.text.marks import FOOTNOTE
from qualcode.views.documents import KeptField

_TABLE = re.compile(r"(?i)(?<=\btabell )\d+|(?<=\btabellen )\d+|(?<=\btable )\d+")
_RAISED = '<w:vertAlign w:val="superscript"/>'


class Prose:
    """Turns plain text into runs, and gathers the footnotes of the whole file.

    `tables` are the numbers of the tables that stand in the file: "tabell 15" then follows its table when it moves.
    """

    def __init__(self, styles: Styles, tables: Iterable[int] = ()) -> None:
        self._styles = styles
        self._tables = {str(number) for number in tables}
        self.footnotes: list[str] = []

    def runs(self, text: str, fields: Sequence[KeptField] = ()) -> str:
        """The text as runs. A kept field stands where its words still stand, as many times as it was there."""
        return "".join(self._pieces(text, list(fields)))

    def footnotes_part(self) -> bytes:
        """`word/footnotes.xml`, empty where there are none."""
        if not self.footnotes:
            return b""
        return _footnotes_xml(self.footnotes, style=self._styles["footnote text"])

    def _pieces(self, text: str, fields: list[KeptField]) -> Iterator[str]:
        at = 0
        for kept in sorted(fields, key=lambda one: one.place):
            found = text.find(kept.shown, at) if kept.shown else -1
            if found >= 0:
                yield from self._noted(text[at:found])
                yield kept.xml
                at = found + len(kept.shown)
        yield from self._noted(text[at:])

    def _noted(self, text: str) -> Iterator[str]:
        at = 0
        for note in FOOTNOTE.finditer(text):
            yield from self._referred(text[at : note.start()])
            self.footnotes.append(note[1])
            yield f'<w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'
            at = note.end()
        yield from self._referred(text[at:])

    def _referred(self, text: str) -> Iterator[str]:
        at = 0
        for number in _TABLE.finditer(text):
            if number[0] in self._tables:
                yield _words(text[at : number.start()])
                yield reference(int(number[0]))
                at = number.end()
        yield _words(text[at:])


def reference(number: int) -> str:
    """A cross-reference to a table: its number, which Word brings up to date, and a link to it."""
    return field_begin(rf"REF {table_bookmark(number)} \h") + run(str(number)) + FIELD_END


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
        f"<w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteRef/></w:r>{run(f' {text}')}</w:p></w:footnote>"
        for number, text in enumerate(notes, start=1)
    )
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{declaration}<w:footnotes xmlns:w="{NAMESPACE}">{separators}{told}</w:footnotes>'.encode()
