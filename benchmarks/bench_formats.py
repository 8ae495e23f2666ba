"""What reading each format costs, against the bare parse of its library or of the standard library.

    python -m benchmarks.bench_formats [WORDS]

The bare parse gets the text, or the tree, out of the file and does nothing with it: no labels, times, turns, places or
problems. What we pay on top of it is for those. Where we have no library, for formats that are lines, it is the floor:
the lines, cut once.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.big_study import WORDS
from benchmarks.timing import compare
from qualcode.importers.registry import read_transcript
from tests.importers import other_files

ROUNDS = 5
PER_TURN = 25


def talk(words: int) -> list[tuple[str, str]]:
    """Turns of two people, about so many words in all."""
    said = [" ".join(WORDS[(turn + at) % len(WORDS)] for at in range(PER_TURN)) for turn in range(words // PER_TURN)]
    return [("I" if turn % 2 else "P4", f"{line.capitalize()}.") for turn, line in enumerate(said)]


def files(folder: Path, turns: list[tuple[str, str]]) -> dict[str, Path]:
    """The talk in each format."""
    plain = [f"{who}: {words}" for who, words in turns]
    annotations: dict[str, list[str]] = {"I": [], "P4": []}
    segments = []
    intervals: dict[str, list[tuple[float, float, str]]] = {"I": [], "P4": []}
    for at, (who, words) in enumerate(turns):
        annotations[who].append(other_files.aligned(f"a{at}", at, at + 1, words))
        intervals[who].append((at, at + 1, words))
        segments.append({"start": at, "end": at + 1, "speaker": who, "text": words})
    made = {
        "txt": "\n".join(plain).encode(),
        "vtt": ("WEBVTT\n\n" + "\n".join(cue(at, *turn) for at, turn in enumerate(turns))).encode(),
        "odt": other_files.odt("".join(f"<text:p>{line}</text:p>" for line in plain)),
        "rtf": other_files.rtf(*plain),
        "pdf": other_files.pdf(*[wrapped(plain[at : at + 10]) for at in range(0, len(plain), 10)]),
        "md": "\n\n".join(f"**{who}:** {words}" for who, words in turns).encode(),
        "html": ("<html><body>" + "".join(f"<p><b>{who}:</b> {words}</p>" for who, words in turns)).encode(),
        "json": json.dumps({"segments": segments}).encode(),
        "srt": "\n".join(subtitle(at, *turn) for at, turn in enumerate(turns)).encode(),
        "tsv": "\n".join(["start\tend\ttext", *map(stretch, range(len(plain)), plain)]).encode(),
        "otr": json.dumps({"text": "".join(f"<p>{line}</p>" for line in plain), "media": "a.mp3"}).encode(),
        "textgrid": other_files.textgrid(list(intervals.items()), length=len(turns)).encode(),
        "cha": "".join(["@UTF8\n@Begin\n", *(f"*{who}:\t{words}\n" for who, words in turns), "@End\n"]).encode(),
        "eaf": other_files.eaf(
            "".join(other_files.tier(name, *annotations[name]) for name in ("I", "P4")),
            slots="".join(other_files.slot(at, at * 1000) for at in range(len(turns) + 1)),
        ),
    }  # fmt: skip
    for name, content in made.items():
        (folder / f"a.{name}").write_bytes(content)
    save_word(folder / "a.docx", plain)
    return {name: folder / f"a.{name}" for name in [*made, "docx"]}


def cue(second: int, who: str, words: str) -> str:
    """A cue of WebVTT."""
    start, end = (f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.000" for at in (second, second + 1))
    return f"{start} --> {end}\n<v {who}>{words}\n"


def subtitle(second: int, who: str, words: str) -> str:
    """A cue of SubRip."""
    start, end = (f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02},000" for at in (second, second + 1))
    return f"{second + 1}\n{start} --> {end}\n{who}: {words}\n"


def stretch(second: int, line: str) -> str:
    """A row of Whisper's table."""
    return f"{second}000\t{second + 1}000\t{line}"


def wrapped(lines: list[str], *, width: int = 85) -> list[str]:
    """Lines cut as on a page."""
    return [line[at : at + width] for line in lines for at in range(0, len(line), width)]


def save_word(path: Path, paragraphs: list[str]) -> None:
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def bare() -> dict[str, Callable[[Path], Any]]:
    """The parse alone, by format."""
    import zipfile

    import webvtt
    from docx import Document
    from lxml import etree
    from lxml import html as lxml_html
    from pypdf import PdfReader
    from striprtf import striprtf

    to_text: Any = striprtf.rtf_to_text
    return {
        "txt": lambda path: path.read_text("utf-8").split("\n"),
        "md": lambda path: path.read_text("utf-8").split("\n"),
        "srt": lambda path: path.read_text("utf-8").split("\n\n"),
        "tsv": lambda path: [line.split("\t") for line in path.read_text("utf-8").split("\n")],
        "otr": lambda path: list(lxml_html.fromstring(json.loads(path.read_bytes())["text"]).itertext()),
        "textgrid": lambda path: [line.split('"') for line in path.read_text("utf-8").split("\n")],
        "cha": lambda path: [line.split("\t") for line in path.read_text("utf-8").split("\n")],
        "vtt": lambda path: [caption.text for caption in webvtt.read(str(path)).captions],
        "odt": lambda path: list(etree.fromstring(zipfile.ZipFile(path).read("content.xml")).itertext()),
        "rtf": lambda path: to_text(path.read_text("ascii")),
        "pdf": lambda path: [page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages],
        "html": lambda path: list(lxml_html.fromstring(path.read_bytes()).itertext()),
        "json": lambda path: json.loads(path.read_bytes()),
        "eaf": lambda path: list(etree.fromstring(path.read_bytes()).iter()),
        "docx": lambda path: [paragraph.text for paragraph in Document(str(path)).paragraphs],
    }


def main() -> None:
    words = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    with tempfile.TemporaryDirectory() as name:
        made = files(Path(name), talk(words))
        for kind, parse in bare().items():
            path = made[kind]
            compare(
                f"reading {words} words of {kind}",
                lambda path=path: read_transcript(path),  # type: ignore[misc]
                lambda path=path, parse=parse: parse(path),  # type: ignore[misc]
                rounds=ROUNDS,
            )


if __name__ == "__main__":
    main()
