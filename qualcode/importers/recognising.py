"""What a file is, by what it holds. Only a look, without the libraries of the formats: nothing is parsed here."""

import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from qualcode.errors import UnreadableFile
from qualcode.importers.decoding import is_binary
from qualcode.importers.source import LARGEST_TEXT, MOST_LINES, Source
from qualcode.importers.talk_tables import holds_talk
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
    ("content.xml", "opendocument"),
)
_TEXT_MARKS = (
    ("<!doctype html", "html"),
    ("<html", "html"),
    ("<head", "html"),
    ("<body", "html"),
    ("<meta", "html"),
    ("<?xml", "xml"),
    ("<annotation_document", "eaf"),
    ("@utf8", "cha"),
    ("@begin", "cha"),
    ('file type = "oo', "textgrid"),
    ('"ootextfile', "textgrid"),
)
_XML_ROOTS = {"annotation_document": "eaf", "html": "html"}
_ROOT = re.compile(r"<(?:\w+:)?([a-z_][\w.-]*)[\s/>]", re.IGNORECASE)
_CHAT_LINES = re.compile(r"^\*\w{1,8}:\t", re.MULTILINE)
_BOLD_LABELS = re.compile(
    r"^[ ]{0,3}(?:\*\*[^*\n]{1,60}(?:\*\*[ ]?:|:\*\*)|__[^_\n]{1,40}(?:__[ ]?:|:__))", re.MULTILINE
)
_STRETCH_TABLE = re.compile(r"\s*start\tend\ttext[ ]*(?:\n|$)")
_SUFFIXES_OF_HTML = (".html", ".htm", ".xhtml")
_SUFFIXES_OF_JSON = {".json": "json", ".jsonl": "json", ".otr": "otr"}
_SUFFIXES_OF_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
# Texts that are no talk, known by name only: their content is lines like any other.
_FOREIGN_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "yaml",
}
_LOOKED_AT = 65536
# Whatever is passed over is passed over once, so that a line break is not tried as the end of one part and then of
# the next: thousands of empty lines after figures took minutes.
_TIMING = re.compile(
    r"^[^\S\n]*+(?:\d++[^\S\n]*+\n\s*+)?\d{1,2}:\d{1,2}(?::\d{1,2})?[.,:]\d{1,3}\s*-->\s*\d{1,2}:[\d:.,]+"
    r"(?:[^\S\n]++[A-Za-z]\w*+:\S++)*+[^\S\n]*+$",
    re.MULTILINE,
)
# YouTube's captions: `0:00:00.190,0:00:10.880`
_SBV_TIMING = re.compile(r"\s*\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}[ \t]*\n")
_FIRST_TIMING_WITHIN = 2000
_FIRST_LABELS_WITHIN = 20_000
_OBJECT_A_LINE = re.compile(r"\s*\{[^\n]*\}[ \t]*\n\s*\{[^\n]*\}[ \t]*(?:\n|$)")
_BEGINS_AN_OBJECT = re.compile(r"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,40}\"\s*:")
_OTR_FIELDS = {"media", "media-source", "media-time"}
_PDF_WITHIN = 1024


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
    """Look at the first bytes, the parts of a zip file, and the shape of a text. UnreadableFile for an endless text."""
    kind = _kind_of_bytes(source)
    if kind is None:
        _refuse_endless(source)
    return Found(kind or _kind_of_text(source))


def _refuse_endless(source: Source) -> None:
    """Before anything looks at every character of it."""
    if len(source.raw) > LARGEST_TEXT:
        reason = say("importing.reason.text-too-large", most=LARGEST_TEXT // 1024**2)
        raise UnreadableFile(file=str(source.path), reason=reason)
    if max(source.raw.count(b"\n"), source.raw.count(b"\r")) > MOST_LINES:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.lines", most=MOST_LINES))


def _kind_of_bytes(source: Source) -> str | None:
    raw = source.raw
    if raw.startswith(_ZIP):
        return _kind_of_zip(raw)
    if raw.startswith(_OLE):
        return "locked-office" if "EncryptedPackage".encode("utf-16-le") in raw else "old-office"
    for magic, kind in _MAGIC:
        if raw.startswith(magic) and (kind != "bitmap" or is_binary(raw)):
            return "image" if kind == "bitmap" else kind
    if b"%PDF-" in raw[:_PDF_WITHIN] and is_binary(raw):
        return "pdf"
    if raw[4:8] == b"ftyp":
        return "sound"
    return "binary" if is_binary(raw) else None


def _kind_of_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = archive.namelist()
            kind = next(
                (
                    kind
                    for part, kind in _ZIP_PARTS
                    if any(name == part or (part.endswith("/") and name.startswith(part)) for name in names)
                ),
                "zip",
            )
            return _kind_of_opendocument(archive) if kind == "opendocument" else kind
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        return "damaged-zip"


def _kind_of_opendocument(archive: zipfile.ZipFile) -> str:
    """A text unless it says that it is something else: spreadsheets have the same parts."""
    if "mimetype" not in archive.namelist():
        return "odt"
    with archive.open("mimetype") as part:
        told = part.read(100).decode("ascii", "replace").strip()
    return "odt" if told.startswith("application/vnd.oasis.opendocument.text") else "opendocument"


def _kind_of_text(source: Source) -> str:
    text = source.text[:_LOOKED_AT].lstrip()
    if re.match(r"WEBVTT(?:\s|$)", text):
        return "vtt"
    if _TIMING.search(text[:_FIRST_TIMING_WITHIN]) or _SBV_TIMING.match(text):
        return "srt"
    start = text[:20].lower()
    marked = next((kind for mark, kind in _TEXT_MARKS if start.startswith(mark)), None)
    if marked == "xml":
        root = _ROOT.search(text)
        return _XML_ROOTS.get(root.group(1).lower(), "xml") if root else "xml"
    if marked is None and start[:1] in ("{", "["):
        marked = _kind_of_json(source.text, named=_SUFFIXES_OF_JSON.get(source.suffix))
    if marked is None and start[:1] == "<" and source.suffix in _SUFFIXES_OF_HTML:
        marked = "html"
    if marked is None and source.suffix == ".cha" and _CHAT_LINES.search(text):
        marked = "cha"
    return marked or _kind_of_lines(text, source.suffix)


def _kind_of_lines(text: str, suffix: str) -> str:
    """Text that nothing at its beginning tells about."""
    if _STRETCH_TABLE.match(text):
        return "tsv"
    if suffix in _FOREIGN_SUFFIXES:
        return _FOREIGN_SUFFIXES[suffix]
    if any(holds_talk([cell.strip('" ') for cell in text.split("\n", 1)[0].split(mark)]) for mark in ",;\t"):
        return "csv"
    is_markdown = suffix in _SUFFIXES_OF_MARKDOWN or len(_BOLD_LABELS.findall(text[:_FIRST_LABELS_WITHIN])) > 1
    return "md" if is_markdown else "txt"


def _kind_of_json(text: str, *, named: str | None) -> str | None:
    """`otr` for what oTranscribe writes, `json` for any other JSON and for what was cut off, None if it is none.

    `named` is the one of these two that the file's name promises.
    """
    try:
        content = json.loads(text)
    except ValueError:
        return named or ("json" if _OBJECT_A_LINE.match(text) or _BEGINS_AN_OBJECT.match(text) else None)
    except RecursionError:
        return named
    if isinstance(content, dict) and isinstance(content.get("text"), str) and _OTR_FIELDS & content.keys():
        return "otr"
    return "json" if isinstance(content, dict | list) else None
