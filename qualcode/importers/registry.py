"""Which importer reads a file. What the file holds decides; its name comes second.

To add a format: a module here with `read(source) -> ReadTranscript`, a row in `IMPORTERS`, and its marks in
`recognising.py`. A module loads, with its library, when the first file of its format is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from qualcode.errors import EmptyFile, NotThatFormat, NoTurnsFound, UnknownFormat, UnreadableFile
from qualcode.importers.places import problem
from qualcode.importers.recognising import Found, recognise
from qualcode.importers.source import Source, read_source
from qualcode.locale import say
from qualcode.views.importing import ReadTranscript


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
    Importer("srt", (".srt",), "subrip", is_text=True),
    Importer("odt", (".odt", ".ott"), "open_document", is_text=False),
    Importer("rtf", (".rtf",), "rich_text", is_text=True),
    Importer("pdf", (".pdf",), "pdf", is_text=False),
    Importer("md", (".md", ".markdown", ".mdown", ".mkd"), "markdown", is_text=True),
    Importer("html", (".html", ".htm", ".xhtml"), "web_page", is_text=True),
    Importer("json", (".json",), "json_transcript", is_text=True),
    Importer("tsv", (".tsv",), "stretch_table", is_text=True),
    Importer("otr", (".otr",), "otranscribe", is_text=True),
    Importer("eaf", (".eaf",), "elan", is_text=True),
    Importer("textgrid", (".textgrid",), "praat", is_text=True),
    Importer("cha", (".cha",), "chat", is_text=True),
)
# Every text can be read line by line, if the user says so.
_ANY_TEXT = ("txt", "md")
_BY_NAME = {importer.name: importer for importer in IMPORTERS}
_BY_SUFFIX = {suffix: importer for importer in IMPORTERS for suffix in importer.suffixes}


def importer_names() -> tuple[str, ...]:
    """The formats that can be read, as users type them after `--format`."""
    return tuple(_BY_NAME)


def importer_suffixes() -> tuple[str, ...]:
    """The endings, with dot and in small letters, of files worth looking at in a folder."""
    return tuple(_BY_SUFFIX)


def read_transcript(path: Path, *, format: str | None = None, encoding: str | None = None) -> ReadTranscript:  # noqa: A002  (the user's word)
    """Read one file's turns, with what a person should look at.

    `format` is an importer's name and overrules what the file seems to be, within reason: a picture is not read as
    text. `encoding` overrules the order in `decoding.py` (`mac-roman`).

    Raises UnreadableFile, EmptyFile, UnknownFormat, NotThatFormat, and NoTurnsFound where there is text but nobody
    says anything.
    """
    if format is not None and format not in _BY_NAME:
        raise UnknownFormat(file=str(path), found=format, formats=", ".join(importer_names()))
    source = read_source(path, encoding=encoding)
    if not source.raw.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(file=str(path))
    found = recognise(source)
    importer = _choose(source, found, format)
    transcript = _read(source, found, importer)
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


def read_conversation(
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002  (the user's word)
    encoding: str | None = None,
) -> ReadTranscript:
    """Read a file, or the files that `group_files` has found to be one conversation, as one transcript."""
    if len(paths) == 1:
        return read_transcript(paths[0], format=format, encoding=encoding)
    from qualcode.importers.praat import read_together

    transcript = read_together([read_source(path, encoding=encoding) for path in paths])
    if not transcript.turns:
        raise NoTurnsFound(file=", ".join(str(path) for path in paths))
    return replace(transcript, reason=Found("textgrid").reason)


def _choose(source: Source, found: Found, wanted: str | None) -> Importer:
    """The importer for what was found; NotThatFormat or UnknownFormat, naming the real kind, when there is none."""
    importer = _BY_NAME.get(found.kind)
    if wanted is not None:
        asked = _BY_NAME[wanted]
        fits = importer is not None and (asked is importer or (asked.name in _ANY_TEXT and importer.is_text))
        if fits:
            return asked
        raise NotThatFormat(file=str(source.path), found=found.shown, expected=wanted)
    if importer is not None:
        return importer
    expected = _BY_SUFFIX.get(source.suffix)
    if expected is not None:
        raise NotThatFormat(file=str(source.path), found=found.shown, expected=expected.name)
    raise UnknownFormat(file=str(source.path), found=found.shown, formats=", ".join(importer_names()))


def _with_reason(
    transcript: ReadTranscript, source: Source, found: Found, importer: Importer, *, chosen: bool
) -> ReadTranscript:
    """Say why it was read as it was, and list it where the name says something else."""
    problems = transcript.problems
    named = _BY_SUFFIX.get(source.suffix)
    if not chosen and named is not importer and source.suffix:
        told = problem(None, "suffix-disagrees", suffix=source.suffix, format=importer.name, found=found.shown)
        problems = (told, *problems)
    reason = say("importing.chosen.by-user", format=importer.name) if chosen else found.reason
    return replace(transcript, problems=problems, reason=reason)
