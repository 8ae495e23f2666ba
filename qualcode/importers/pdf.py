"""PDF: the text layer, if there is one, put back into paragraphs. What every page repeats is not speech."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from statistics import quantiles
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.lines import Line
from qualcode.importers.places import Place, begins, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.importers.talk import read_talk
from qualcode.locale import say
from qualcode.text.labels import read_opening
from qualcode.text.normal_form import Cleaned, to_normal_form
from qualcode.views.importing import Problem, ReadTranscript

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 3000
_LONGEST_TEXT = 50_000_000
# How many lines at the top and the bottom of a page may be the page's own.
_MARGIN = 2
_FEWEST_NUMBERS = 10
_LONGEST_NUMBER = 6
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:side|page|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:/|av|of)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_SHORT = 0.8
_PARAGRAPH_ENDS = re.compile(r"(?:[.!?…:][\"»”’')\]]*|[\])#])$")
_HYPHENATED = re.compile(r"(?P<before>[^\W\d_]{2,})(?P<hyphen>[-\xad\u2010])$")
_GOES_ON = re.compile(r"(?P<word>[^\W\d_]+)\S*[ ]*")
_SOFT = "\xad"
# Where more lines than this end in a hyphen, a program has parted the words.
_SHARE_PARTED = 0.03
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENED_WORD = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SHARED_ENDS = frozenset(["og", "eller", "and", "or", "und", "oder", "samt", "til"])


def read(source: Source) -> ReadTranscript:
    """Read a PDF's turns. Places are lines of a page. UnreadableFile when it is locked, damaged, or only pictures."""
    pages, cleaned = _normal(_texts(source))
    empty = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if len(empty) == len(pages):
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.no-text-layer"))
    numbered, numbers = _without_line_numbers([_rows(number, text) for number, text in enumerate(pages, start=1)])
    rows, dropped = _without_margins(numbered)
    joined, count = _without_hyphens(rows)
    talk = read_talk(list(_paragraphs(joined)), hard_wrapped=True, told=source.told)
    told = [problem(None, "empty-pages", count=len(empty), pages=", ".join(map(str, empty[:20])))] if empty else []
    told += [problem(None, "hyphens-joined", count=count)] if count else []
    problems = (*cleaning_problems(cleaned), *told, *numbers, *dropped, *talk.problems)
    return ReadTranscript("pdf", "utf-8", talk.turns, problems, media=talk.media)


def _texts(source: Source) -> list[str]:
    """Each page's text. Whatever the library stumbles over, the file is what is wrong."""
    from pypdf import PdfReader

    # The library tells oddities of the file in the log; nobody there could act on them.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(source.raw), strict=False)
        is_locked = reader.is_encrypted and not reader.decrypt("")
        if not is_locked:
            return _page_texts(reader, source)
        key, trouble = "pdf-locked", ""
    except UnreadableFile:
        raise
    except Exception as fault:  # noqa: BLE001 (broken files make it raise nearly anything)
        is_locked = type(fault).__name__ in ("DependencyError", "FileNotDecryptedError")
        key, trouble = "pdf-locked" if is_locked else "damaged", begins(str(fault) or type(fault).__name__)
    raise UnreadableFile(file=str(source.path), reason=say(f"importing.reason.{key}", trouble=trouble))


def _page_texts(reader: "PdfReader", source: Source) -> list[str]:
    if len(reader.pages) > _MOST_PAGES:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.pages", most=_MOST_PAGES))
    texts: list[str] = []
    length = 0
    for page in reader.pages:
        texts.append(page.extract_text())
        length += len(texts[-1])
        if length > _LONGEST_TEXT:
            raise UnreadableFile(file=str(source.path), reason=say("importing.reason.bomb"))
    return texts


def _normal(texts: Sequence[str]) -> tuple[list[str], tuple[Cleaned, ...]]:
    pages: list[str] = []
    cleaned: Counter[str] = Counter()
    # Some programs part all words by tabs.
    tabs, spaces = (sum(text.count(sign) for text in texts) for sign in ("\t", " "))
    for text in texts:
        normal, lost = to_normal_form(text, keep_tabs=tabs <= spaces)
        pages.append(normal)
        cleaned.update({kind.kind: kind.count for kind in lost})
    return pages, tuple(Cleaned(kind, count) for kind, count in cleaned.items())


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as it stands on a page; `gap` when the line before it is empty."""

    text: str
    place: Place
    gap: bool = False


def _rows(page: int, text: str) -> list[_Row]:
    lines = text.split("\n")
    return [
        _Row(line.strip(" "), Place("page-line", number, page), gap=number > 1 and not lines[number - 2].strip())
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _without_line_numbers(pages: Sequence[list[_Row]]) -> tuple[list[list[_Row]], list[Problem]]:
    """The pages without the numbers from the margin that stand alone on rows: one more each time, and many."""
    alone = [row for rows in pages for row in rows if row.text.isdecimal() and len(row.text) < _LONGEST_NUMBER]
    counted = {
        id(row)
        for before, row, after in zip([None, *alone], alone, [*alone[1:], None], strict=False)
        if (before is not None and int(row.text) == int(before.text) + 1)
        or (after is not None and int(after.text) == int(row.text) + 1)
    }
    if len(counted) < max(_FEWEST_NUMBERS, len(pages) + 1):
        return list(pages), []
    kept = [[row for row in rows if id(row) not in counted] for rows in pages]
    return kept, [problem(next(row.place for row in alone if id(row) in counted), "line-numbers", count=len(counted))]


def _without_margins(pages: Sequence[list[_Row]]) -> tuple[list[_Row], list[Problem]]:
    """All lines but page numbers, and heads and feet that stand on half of the pages, at least two."""
    shapes: Counter[tuple[int, str]] = Counter()
    for rows in pages:
        shapes.update({(at, _shape(rows[at].text)) for at in _margins(rows)})
    kept: list[_Row] = []
    dropped: dict[str, list[_Row]] = {}
    filled = sum(1 for rows in pages if rows)
    for rows in pages:
        margins = {at % len(rows): at for at in _margins(rows)}
        for index, row in enumerate(rows):
            shape = _shape(row.text)
            repeats = shapes[(margins[index], shape)] if index in margins else 0
            is_number = _PAGE_NUMBER.fullmatch(row.text) is not None and (repeats > 1 or filled == 1)
            if repeats and (is_number or (repeats >= 2 and repeats * 2 >= filled and not _is_speech(row.text))):
                dropped.setdefault(shape, []).append(row)
            else:
                kept.append(row)
    told = [
        problem(found[0].place, "page-margin", text=begins(found[0].text), count=len(found))
        for found in dropped.values()
    ]
    return kept, told


def _margins(rows: Sequence[_Row]) -> list[int]:
    """Places counted from the top (0, 1) and from the bottom (-1, -2) of a page."""
    most = min(_MARGIN, len(rows) // 2)
    return [*range(most), *range(-most, 0)]


def _shape(text: str) -> str:
    """What pages repeat although the numbers in it differ; `Kari Åsen  0:53` and `0:59` are two lines."""
    shape = " ".join(text.split()).casefold()
    return shape if read_opening(text).label else _DIGITS.sub("#", shape)


def _is_speech(text: str) -> bool:
    """`I: Ja?`, or `I:` over the words, may stand first on several pages and is said each time."""
    opening = read_opening(text)
    return opening.label is not None and (opening.start_ms is not None or text.rstrip().endswith((".", "?", "!", ":")))


def _without_hyphens(rows: Sequence[_Row]) -> tuple[list[_Row], int]:
    """Words that were parted at the end of a line, whole again, and how many lost a hyphen.

    The hyphen stays where the file writes the word with one elsewhere (`e-post`, `Nord-Norge`), and in a file that does
    not part words as a rule: there it belongs to the word. Nothing is joined where it stands for the rest of a word
    (`fastlege- og sykehusavtaler`) or before a capital.
    """
    text = "\n".join(row.text for row in rows)
    hyphened = {match.group().casefold() for match in _HYPHENED_WORD.finditer(text)}
    words = {match.group().casefold() for match in _WORD.finditer(text)}
    parts_words = sum(1 for row in rows if _HYPHENATED.search(row.text)) > len(rows) * _SHARE_PARTED
    done: list[_Row] = []
    count = 0
    for row in rows:
        parted = _HYPHENATED.search(done[-1].text) if done and not row.gap else None
        goes_on = _GOES_ON.match(row.text)
        if parted is None or goes_on is None:
            done.append(row)
            continue
        before, after = parted["before"], goes_on["word"]
        known = f"{before}-{after}".casefold() in hyphened
        joins = parted["hyphen"] == _SOFT or parts_words or f"{before}{after}".casefold() in words
        keeps = known or not joins
        if known or (after[0].islower() and after not in _SHARED_ENDS):
            kept = done[-1].text if keeps else done[-1].text[: parted.end("before")]
            done[-1] = replace(done[-1], text=kept + goes_on.group().rstrip())
            count += not keeps
        else:
            goes_on = None
        rest = row if goes_on is None else replace(row, text=row.text[goes_on.end() :])
        if rest.text:
            done.append(rest)
    return done, count


def _paragraphs(rows: Sequence[_Row]) -> Iterator[Line]:
    """Lines; one breaks off where an empty line is before it, or the line before it is short and ends a sentence."""
    lengths = [len(row.text) for row in rows]
    width = quantiles(lengths, n=10)[-1] if len(lengths) > 1 else 0
    before: _Row | None = None
    for row in rows:
        ended = before is not None and _PARAGRAPH_ENDS.search(before.text) is not None
        is_short = before is not None and len(before.text) < width * _SHORT
        yield Line(row.text, row.place, breaks=before is None or row.gap or (ended and is_short))
        before = row
