"""The quotes of a Word file: paragraphs in the Quote style or with our mark, and words in quotation marks.

Those in tables and in notes at the foot of the page, too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.text.marks import FOOTNOTE, HEADING, QUOTE, TEXT, read_mark, without_footnotes
from qualcode.views.documents import DocumentParagraph

_QUOTE_STYLES = frozenset({"quote", "intense quote", "block text"})
_NO_PROSE = ("toc", "heading", "caption", "table", "title", "footer", "header", "footnote", "bibliography")
_LEAST_WORDS = 4
"""Fewer words in quotation marks are a word held with tongs, not a quote."""
_INLINE = re.compile('«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|(?<!\\w)"([^"]+)"(?!\\w)')
_SOURCE = re.compile(r"\s*\(([^()]*\w[^()]*)\)\s*[.]?\s*$")
_LINE = re.compile(r"^\s*([^\s«“\"„:][^«“\"„:\n]{0,40}):\s*(?=[«“\"„])")
_UNMARKED_LINE = re.compile(r"^\s*([^\s«“\"„:][^«“\"„:\n]{0,40}):\s+(?=\S)")
"""A line of a dialogue in a journal that sets quotes apart without quotation marks."""
_NUMBERED = re.compile(r"^[^:]{0,40}\d+\s*:\s*")
_WORD = re.compile(r"\w+")
_MARKS = '«»“”„"‟‘’‚‹›'
_STOPS = ".,;"
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": "", "\u200b": "", "\ufeff": ""})


@dataclass(frozen=True, slots=True)
class DocumentQuote:
    """A quote as it stands in the file: its words without quotation marks, the source after it.

    `uid` is that of the paragraph that places it in the study, where the file says so. `speakers` are those of a
    dialogue's lines, whose words are parted by an empty line; `inline` is a quote within a paragraph of prose, and
    `alone` one that is all there is in it: a quote that has lost its style looks so.
    """

    number: int
    words: str
    source: str
    uid: str = ""
    speakers: tuple[str, ...] = ()
    inline: bool = False
    alone: bool = False


def quotes_in(paragraphs: Sequence[DocumentParagraph]) -> Iterator[DocumentQuote]:
    """Every quote of a file, in order."""
    for paragraph in paragraphs:
        text = plain_words(paragraph.text)
        uid = marked_uid(paragraph, QUOTE)
        if not text.strip():
            continue
        if paragraph.style in _QUOTE_STYLES or uid:
            yield _block(paragraph.number, without_footnotes(text), uid)
        elif _stands_alone(text) and not paragraph.style.startswith(_NO_PROSE):
            yield replace(_block(paragraph.number, without_footnotes(text), ""), inline=True, alone=True)
        elif paragraph.in_table or not paragraph.style.startswith(_NO_PROSE):
            yield from _inline(paragraph.number, without_footnotes(text))
        for note in FOOTNOTE.findall(text):
            yield from _inline(paragraph.number, note)


def mark_of(paragraph: DocumentParagraph, kind: str) -> tuple[str, int]:
    """The uid and version that a paragraph's mark of this kind names; an empty uid where it has none."""
    found = (read_mark(mark, kind) for mark in paragraph.marks)
    return next((known for known in found if known[0]), ("", 0))


def marked_uid(paragraph: DocumentParagraph, kind: str) -> str:
    """The uid alone."""
    return mark_of(paragraph, kind)[0]


def category_title(paragraph: DocumentParagraph) -> str:
    """The words of a category's heading ("Resultatkategori 2: ...") without what the export puts before them."""
    return _NUMBERED.sub("", " ".join(plain_words(paragraph.text).split()))


def is_alike(words: str, other: str) -> bool:
    """Whether one of two wordings may have become of the other: at least half of the shorter one's words are shared."""
    first, second = (set(_WORD.findall(text.lower())) for text in (words, other))
    return 2 * len(first & second) >= min(len(first), len(second)) > 0


def is_prose(paragraph: DocumentParagraph) -> bool:
    """Whether a paragraph is running text: no heading, caption, table or quote."""
    apart = paragraph.style.startswith(_NO_PROSE) or paragraph.style in _QUOTE_STYLES
    return not (apart or paragraph.in_table or marked_uid(paragraph, QUOTE) or marked_uid(paragraph, HEADING)) or bool(
        marked_uid(paragraph, TEXT)
    )


def plain_words(text: str) -> str:
    """The text with every kind of space as a space, without the marks that only guide line breaks."""
    return text.translate(_SPACES)


def _block(number: int, text: str, uid: str) -> DocumentQuote:
    found = _SOURCE.search(text)
    source = found[1].strip() if found else ""
    words = text[: found.start()] if found else text
    lines = [line for line in words.split("\n") if line.strip()]
    speakers = [_LINE.match(line) or (_UNMARKED_LINE.match(line) if lines[1:] else None) for line in lines]
    if len(lines) > 1 and all(speakers):
        said = [_bare(line[speaker.end() :]) for line, speaker in zip(lines, speakers, strict=True) if speaker]
        named = tuple(speaker[1].strip() for speaker in speakers if speaker)
        return DocumentQuote(number, "\n\n".join(said), source, uid, named)
    if len(lines) == 1 and speakers[0]:
        return DocumentQuote(number, _bare(lines[0][speakers[0].end() :]), source or speakers[0][1].strip(), uid)
    return DocumentQuote(number, _bare(words), source, uid)


def _stands_alone(text: str) -> bool:
    """Whether a paragraph is one quote and nothing else, or the lines of a dialogue."""
    lines = [line for line in _SOURCE.sub("", without_footnotes(text)).split("\n") if line.strip()]
    bare = [_LINE.sub("", line).strip().rstrip(_STOPS) for line in lines]
    return bool(bare) and all(_INLINE.fullmatch(line) for line in bare)


def _inline(number: int, text: str) -> Iterator[DocumentQuote]:
    for found in _INLINE.finditer(text):
        words = next(group for group in found.groups() if group)
        if len(words.split()) >= _LEAST_WORDS:
            after = re.match(r"\s*\(([^()]*\w[^()]*)\)", text[found.end() :])
            yield DocumentQuote(number, words.strip(), after[1].strip() if after else "", inline=True)


def _bare(words: str) -> str:
    """Without the quotation marks around it; a full stop that was put after the last of them stays."""
    bare = words.strip()
    stop = bare[-1] if bare[-1:] in _STOPS and bare[-2:-1] in _MARKS else ""
    inner = bare.removesuffix(stop)
    if len(inner) > 1 and inner[0] in _MARKS and inner[-1] in _MARKS:
        bare = inner[1:-1].strip()
        return bare if bare[-1:] in _STOPS else bare + stop
    return bare
