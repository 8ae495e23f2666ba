"""Word files for the tests: made by python-docx, or bent by hand where it cannot make what people send."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from docx import Document

NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def save_paragraphs(path: Path, paragraphs: Sequence[str]) -> Path:
    """A Word file with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def save_table(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A Word file with one table."""
    document = Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def save_body(path: Path, body: str, *, before: str = "", **parts: str) -> Path:
    """A Word file around this XML (namespace w); `parts` are further parts of the zip by name, `__` being a slash."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", xml)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def paragraph(inside: str) -> str:
    """A `w:p` around runs."""
    return f"<w:p>{inside}</w:p>"


def run(text: str, *, bold: bool = False, hidden: bool = False) -> str:
    """A `w:r` with this text."""
    properties = ("<w:b/>" if bold else "") + ("<w:vanish/>" if hidden else "")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def zip_of(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """The bytes of a zip file that `change` has filled."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return stream.getvalue()
