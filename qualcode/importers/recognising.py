"""What a file is, by what it holds. Only the standard library, and only a look: nothing is parsed here."""

import json
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from qualcode.importers.decoding import is_binary
from qualcode.importers.source import Source
from qualcode.locale import say

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "bitmap"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"ID3", "sound"),
    (b"\xff\xfb", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"RIFF", "sound"),
    (b"\x1a\x45\xdf\xa3", "sound"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_PARTS = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("content.xml", "odt"),
)
_TEXT_MARKS = (
    ("<!doctype html", "html"),
    ("<html", "html"),
    ("<?xml", "xml"),
    ("@utf8", "chat"),
    ("@begin", "chat"),
    ('file type = "oo', "textgrid"),
)
# Texts that are no talk, known by name only: their content is lines like any other.
_FOREIGN_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "yaml",
}
_LOOKED_AT = 65536
_TIMING = re.compile(r"^\s*(?:\d+\s*\n\s*)?\d{1,2}:\d{1,2}(?::\d{1,2})?[.,:]\d{1,3}\s*-->\s*\d{1,2}:", re.MULTILINE)
_FIRST_TIMING_WITHIN = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """What a file turned out to be: the name of one of our formats, or of something that is none of them."""

    kind: str

    @property
    def shown(self) -> str:
        """The kind in the user's language: `a PDF`, `an Excel file`."""
        return say(f"importing.kind.{self.kind}")

    @property
    def reason(self) -> str:
        """Why it is taken to be that, in a sentence."""
        return say(f"importing.chosen.{self.kind}")


def recognise(source: Source) -> Found:
    """Look at the first bytes, the parts of a zip file, and the shape of a text."""
    return Found(_kind_of_bytes(source) or _kind_of_text(source))


def _kind_of_bytes(source: Source) -> str | None:
    raw = source.raw
    if raw.startswith(_ZIP):
        return _kind_of_zip(raw)
    if raw.startswith(_OLE):
        return "locked-office" if "EncryptedPackage".encode("utf-16-le") in raw else "old-office"
    for magic, kind in _MAGIC:
        if raw.startswith(magic) and (kind != "bitmap" or is_binary(raw)):
            return "image" if kind == "bitmap" else kind
    if raw[4:8] == b"ftyp":
        return "sound"
    return "binary" if is_binary(raw) else None


def _kind_of_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "damaged-zip"
    for part, kind in _ZIP_PARTS:
        if any(name == part or (part.endswith("/") and name.startswith(part)) for name in names):
            return kind
    return "zip"


def _kind_of_text(source: Source) -> str:
    text = source.text[:_LOOKED_AT].lstrip()
    if re.match(r"WEBVTT(?:\s|$)", text):
        return "vtt"
    if _TIMING.search(text[:_FIRST_TIMING_WITHIN]):
        return "srt"
    start = text[:20].lower()
    marked = next((kind for mark, kind in _TEXT_MARKS if start.startswith(mark)), None)
    if marked is None and start[:1] in ("{", "[") and _is_json(source.text):
        return "json"
    return marked or _FOREIGN_SUFFIXES.get(source.suffix, "txt")


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
