"""A file that was just written, read as anybody who gets it could: every text in it, and what it says of its origin."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

_PACKED = frozenset({".docx", ".xlsx", ".odt", ".ods", ".qdpx", ".zip"})
_BINARY = frozenset({".parquet", ".pdf"})
_PICTURE = ".png"
_PICTURE_TEXTS = (b"tEXt", b"iTXt")
_MARKED = (".xml", ".rels", ".qde", ".html", ".htm", ".xhtml", ".svg", ".qdc")
# Closing one of these ends a stretch of words: paragraph, cell, row, line, string.
_ENDS = re.compile(r"</(?:\w+:)?(?:p|tc|tr|c|si|td|th|li|h[1-6]|div|title|text)>|<(?:\w+:)?(?:br|tab|cr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"""\s[\w:.-]+\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_WHO = re.compile(r"<(?:\w+:)?(creator|lastModifiedBy|Company|Manager|HyperlinkBase)>([^<]+)<")


class WrittenText(NamedTuple):
    """Words in a file: its name, the part of it where it has parts, and the words without marks."""

    file: str
    part: str
    text: str

    @property
    def where(self) -> str:
        """The file and the part."""
        return f"{self.file}: {self.part}" if self.part else self.file


def written_texts(path: Path) -> Iterator[WrittenText]:
    """The words of a file or of every file in a folder, part by part; tables in binary form are passed over.

    Of a picture they are those it is described with, which hold every word that is drawn.
    """
    for file, part, raw in _parts(path):
        ending = Path(part or file).suffix.lower()
        text = "\n".join(_described(raw)) if ending == _PICTURE else raw.decode("utf-8", "replace")
        if ending in _MARKED:
            words, values = words_and_values(text)
            text = "\n".join([words, *values])
        yield WrittenText(file, part, text)


def words_and_values(marked: str) -> tuple[str, list[str]]:
    """What a text with marks says, and the different values in its tags."""
    values = dict.fromkeys(first or second for first, second in _ATTRIBUTE.findall(marked))
    return unescape(_TAG.sub("", _ENDS.sub("\n", marked))), [unescape(one) for one in values]


def telling_properties(path: Path) -> Iterator[tuple[str, str]]:
    """What a Word file or workbook says of who made it, as (where, what): author, company, comments, other's names."""
    for file, part, raw in _parts(path):
        if part.startswith("docProps/"):
            for name, value in _WHO.findall(raw.decode("utf-8", "replace")):
                yield f"{file}: {part}", f"{name}: {unescape(value)}"
        elif re.search(r"(^|/)(comments\w*|people|persons?)(/|\d*\.xml$)", part):
            yield f"{file}: {part}", part


def _described(picture: bytes) -> Iterator[str]:
    """The texts in a PNG file (PNG specification 11.3.3): each chunk has length, type, content and a checksum."""
    at = 8
    while at + 12 <= len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        if picture[at + 4 : at + 8] in _PICTURE_TEXTS:
            kind, content = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
            yield content.replace(b"\0", b"\n").decode("latin-1" if kind == b"tEXt" else "utf-8", "replace")
        at += 12 + length


def _parts(path: Path) -> Iterator[tuple[str, str, bytes]]:
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        ending = file.suffix.lower()
        if file.is_dir() or ending in _BINARY:
            continue
        if ending not in _PACKED:
            yield file.name, "", file.read_bytes()
            continue
        try:
            with ZipFile(file) as archive:
                for name in archive.namelist():
                    if not name.endswith("/") and Path(name).suffix.lower() not in _BINARY:
                        yield file.name, name, archive.read(name)
        except BadZipFile:
            yield file.name, "", file.read_bytes()
