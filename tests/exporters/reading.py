"""How the tests read a Word file back: its parts as indented XML, its paragraphs as style and words."""

from pathlib import Path
from zipfile import ZipFile

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_parts(path: Path) -> dict[str, str]:
    """Every part of the archive, its XML indented, so that a difference can be read."""
    with ZipFile(path) as archive:
        return {name: _indented(archive.read(name)) for name in archive.namelist()}


def read_text(path: Path) -> etree._Element:
    """The main part."""
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def read_styled(path: Path) -> list[tuple[str, str]]:
    """The paragraphs outside tables and contents: (name of the style, words), as python-docx sees them."""
    document = Document(str(path))
    return [(str(paragraph.style.name), paragraph.text) for paragraph in document.paragraphs if paragraph.style]


def words_of(element: etree._Element) -> str:
    """What an element shows: its runs, line breaks as newlines, field codes left out."""
    stands_for = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(stands_for.get(str(found.tag), found.text or "") for found in element.iter(f"{W}t", *stands_for))


def _indented(content: bytes) -> str:
    root = etree.fromstring(content)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")
