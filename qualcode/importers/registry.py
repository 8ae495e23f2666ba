"""Which importer reads a file. What the file holds decides; its name comes second.

To add a format: a module here with `read(source) -> ReadTranscript`, a row in `IMPORTERS`, and its marks in
`recognising.py`. A module loads, with its library, when the first file of its format is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from qualcode.errors import EmptyFile, NoSuchFormat, NotThatFormat, NoTurnsFound, UnknownFormat, UnreadableFile
from qualcode.importers.decoding import fitting_encoding
from qualcode.importers.label_decisions import decide_labels, told_labels
from qualcode.importers.places import problem
from qualcode.importers.recognising import Found, recognise
from qualcode.importers.source import Source, read_source
from qualcode.locale import say
from qualcode.text.normal_form import REPLACEMENT
from qualcode.text.turns import BETWEEN_CUES, BETWEEN_PARAGRAPHS
from qualcode.views.importing import AS_THE_FILE_SAYS, Decisions, ReadTranscript


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that transcripts are read from: its `name` as users type it, its suffixes, and its module."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    is_text: bool


IMPORTERS = (
    Importer("txt", (".txt", ".text"), "plain_text", is_text=True),
    Importer("docx", (".docx", ".docm", ".dotx"), "word", is_text=False),
    Importer("vtt", (".vtt", ".webvtt"), "webvtt", is_text=True),
    Importer("srt", (".srt", ".sbv"), "subrip", is_text=True),
    Importer("odt", (".odt", ".ott"), "open_document", is_text=False),
    Importer("rtf", (".rtf",), "rich_text", is_text=True),
    Importer("pdf", (".pdf",), "pdf", is_text=False),
    Importer("md", (".md", ".markdown", ".mdown", ".mkd"), "markdown", is_text=True),
    Importer("html", (".html", ".htm", ".xhtml"), "web_page", is_text=True),
    Importer("json", (".json", ".jsonl"), "json_transcript", is_text=True),
    Importer("tsv", (".tsv",), "stretch_table", is_text=True),
    # Only a file that is named: the tables beside a folder's transcripts are no talk.
    Importer("csv", (), "delimited", is_text=True),
    Importer("otr", (".otr",), "otranscribe", is_text=True),
    Importer("eaf", (".eaf",), "elan", is_text=True),
    Importer("textgrid", (".textgrid",), "praat", is_text=True),
    Importer("cha", (".cha",), "chat", is_text=True),
)
_CUT_BY_TIME = frozenset(("vtt", "srt", "json", "tsv", "eaf", "textgrid", "cha"))
"""Formats whose stretches cut speech anywhere, so that a turn of several is one paragraph."""
# Every text can be read line by line, if the user says so.
_ANY_TEXT = ("txt", "md")
_FOREIGN_TEXTS = ("yaml", "xml")
_BY_NAME = {importer.name: importer for importer in IMPORTERS}
_BY_SUFFIX = {suffix: importer for importer in IMPORTERS for suffix in importer.suffixes}


def importer_names() -> tuple[str, ...]:
    """The formats that can be read, as users type them after `--format`."""
    return tuple(_BY_NAME)


def importer_suffixes() -> tuple[str, ...]:
    """The endings, with dot and in small letters, of files worth looking at in a folder."""
    return tuple(_BY_SUFFIX)


def fitting_formats(path: Path, *, encoding: str | None = None) -> tuple[str, ...]:
    """The formats a file could be read in: what it is, and for text also line by line. Raises UnreadableFile."""
    source = read_source(path, encoding=encoding)
    found = recognise(source)
    return tuple(name for name, asked in _BY_NAME.items() if _fits(asked, found))


def is_text_format(name: str) -> bool:
    """Whether files of a format are text, so that somebody can say in which encoding."""
    return name in _BY_NAME and _BY_NAME[name].is_text


def read_transcript(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002  (the user's word)
    encoding: str | None = None,
    decisions: Decisions = AS_THE_FILE_SAYS,
) -> ReadTranscript:
    """Read one file's turns, with what a person should look at, and do to its labels what has been decided.

    `format` is an importer's name and overrules what the file seems to be, within reason: a picture is not read as
    text. `encoding` overrules the order in `decoding.py` (`mac-roman`).

    Raises UnreadableFile, EmptyFile, NoSuchFormat, UnknownFormat, NotThatFormat, and NoTurnsFound where there is text
    but nobody says anything.
    """
    if format is not None and format not in _BY_NAME:
        raise NoSuchFormat(format=format, formats=", ".join(importer_names()))
    source = read_source(path, encoding=encoding, told=told_labels(decisions))
    if not source.raw.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(file=str(path))
    found = recognise(source)
    importer = _choose(source, found, format)
    transcript = decide_labels(_read(source, found, importer), decisions, between=_between(importer.name))
    if not transcript.turns:
        raise NoTurnsFound(file=str(path))
    return _with_reason(transcript, source, found, importer, chosen=format is not None)


def _read(source: Source, found: Found, importer: Importer) -> ReadTranscript:
    """What the importer makes of it; of a file with another format's name that cannot be read, what it really is."""
    named = _BY_SUFFIX.get(source.suffix)
    try:
        transcript: ReadTranscript = import_module(f"qualcode.importers.{importer.module}").read(source)
    except UnreadableFile:
        if named is None or named.name == found.kind:
            raise
        raise NotThatFormat(file=str(source.path), found=found.shown, expected=named.name) from None
    return transcript


def _between(name: str) -> str:
    return BETWEEN_CUES if name in _CUT_BY_TIME else BETWEEN_PARAGRAPHS


def read_conversation(paths: Sequence[Path], decisions: Decisions = AS_THE_FILE_SAYS) -> ReadTranscript:
    """Read a file, or the files that `group_files` has found to be one conversation, as one transcript.

    Raises what `read_transcript` raises.
    """
    encoding = _encoding_of(paths[0], decisions.encodings)
    if len(paths) == 1:
        return read_transcript(paths[0], format=decisions.format, encoding=encoding, decisions=decisions)
    from qualcode.importers.praat import read_together

    transcript = read_together([read_source(path, encoding=encoding) for path in paths])
    if not transcript.turns:
        raise NoTurnsFound(file=", ".join(str(path) for path in paths))
    transcript = decide_labels(transcript, decisions, between=BETWEEN_CUES)
    return replace(transcript, reason=Found("textgrid").reason)


def _encoding_of(path: Path, encodings: Sequence[str]) -> str | None:
    """The first of these in which every byte is a character, the first where none is; None where none is named."""
    if len(encodings) < 2:
        return encodings[0] if encodings else None
    return fitting_encoding(read_source(path, encoding=encodings[0]).raw, encodings)


def _choose(source: Source, found: Found, wanted: str | None) -> Importer:
    """The importer for what was found; NotThatFormat or UnknownFormat, naming the real kind, when there is none."""
    importer = _BY_NAME.get(found.kind)
    if found.kind == "locked-office":
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.office-locked"))
    if wanted is not None:
        asked = _BY_NAME[wanted]
        if _fits(asked, found):
            return asked
        raise NotThatFormat(file=str(source.path), found=found.shown, expected=wanted)
    if importer is not None:
        return importer
    expected = _BY_SUFFIX.get(source.suffix)
    if expected is not None:
        raise NotThatFormat(file=str(source.path), found=found.shown, expected=expected.name)
    raise UnknownFormat(file=str(source.path), found=found.shown, formats=", ".join(importer_names()))


def _fits(asked: Importer, found: Found) -> bool:
    """Whether a file can be read as what is asked for: it is that, or it is text and lines are asked for."""
    importer = _BY_NAME.get(found.kind)
    is_text = importer.is_text if importer is not None else found.kind in _FOREIGN_TEXTS
    return asked is importer or (asked.name in _ANY_TEXT and is_text)


def _with_reason(
    transcript: ReadTranscript, source: Source, found: Found, importer: Importer, *, chosen: bool
) -> ReadTranscript:
    """Say why it was read as it was, and list it where the name says something else."""
    problems = transcript.problems
    named = _BY_SUFFIX.get(source.suffix)
    is_called_so = named is importer or source.suffix == f".{importer.name}"
    if not chosen and not is_called_so and source.suffix:
        told = problem(None, "suffix-disagrees", suffix=source.suffix, format=importer.name, found=found.shown)
        problems = (told, *problems)
    if importer.is_text and (lost := source.decoded.text.count(REPLACEMENT)):
        key = "lost-before" if source.raw.count(REPLACEMENT.encode()) >= lost else "undecoded"
        problems = (problem(None, key, count=lost, encoding=source.decoded.encoding), *problems)
    reason = say("importing.chosen.by-user", format=importer.name) if chosen else found.reason
    return replace(transcript, problems=problems, reason=reason)
