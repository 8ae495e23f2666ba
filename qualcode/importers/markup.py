"""HTML as people paste and programs write it, as paragraphs. Nothing is fetched, run, or looked up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.paragraphs import MOST_PARAGRAPHS, Gathering, Paragraph
from qualcode.importers.safe_xml import local_name
from qualcode.locale import say
from qualcode.text.times import clock_to_ms

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

_BLOCKS = frozenset(
    re.split(
        r"\s+",
        "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote section article main aside header footer pre hr address"
        " figure figcaption form fieldset body table tr td th caption",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "title", "caption", "figcaption"))
_PASSED_OVER = frozenset(
    re.split(r"\s+", "head script style template nav noscript iframe object svg math button select textarea title")
)
_BOLD = frozenset(("b", "strong"))
_SPACE = re.compile(r"[ \t\n\xa0]+")
# noScribe: <a name="ts_2487_3363_S00"> around each stretch, ms.
_STRETCH = re.compile(r"ts_(\d{1,9})_(\d{1,9})_.*", re.DOTALL)
_LONGEST_MS = 10**9


def parse_html(text: str, *, file: "Path") -> "_Element":
    """The root of a web page or a piece of one; UnreadableFile where there is nothing in it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise UnreadableFile(file=str(file), reason=say("importing.reason.bad-html", trouble=str(trouble))) from None
    if root is None:
        raise UnreadableFile(
            file=str(file), reason=say("importing.reason.bad-html", trouble=say("importing.reason.no-html"))
        )
    return root


def gather_html(root: "_Element", *, file: "Path") -> Gathering:
    """The page's paragraphs and tables in order. UnreadableFile when there are more than anyone has said."""
    page = _Page()
    for happens, element in _walk(root):
        happens(page, element)
        if page.gathered.paragraphs > MOST_PARAGRAPHS:
            raise UnreadableFile(file=str(file), reason=say("importing.reason.paragraphs", most=MOST_PARAGRAPHS))
    page.close()
    return page.gathered


def _walk(root: "_Element") -> Iterator[tuple[Callable[["_Page", "_Element"], None], "_Element"]]:
    """What happens to each element in order: it begins, it ends, or it is passed over because nobody sees it."""
    stack: list[tuple[_Element, Iterator[_Element]]] = [(root, iter(root))]
    yield _Page.enter, root
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield _Page.leave, element
        elif _is_shown(child):
            yield _Page.enter, child
            stack.append((child, iter(child)))
        else:
            yield _Page.pass_over, child


def _is_shown(element: "_Element") -> bool:
    hidden = element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "")
    return isinstance(element.tag, str) and local_name(element) not in _PASSED_OVER and not hidden


@dataclass
class _Page:
    """What is open at this point of the page."""

    gathered: Gathering = field(default_factory=Gathering)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    set_as_is: int = 0
    bold_until: int = 0
    heading: int = 0
    start_ms: int | None = None
    end_ms: int | None = None
    stamp: bool = False
    rows: list[list[str]] | None = None
    header: bool = False
    depth: int = 0

    def enter(self, element: "_Element") -> None:
        name = local_name(element)
        if name == "table":
            self._enter_table()
        elif name == "tr" and self.rows is not None and self.depth == 1:
            self.rows.append([])
        elif name in _BLOCKS and not self._in_cell():
            self.close()
        elif name == "br" or (name in _BLOCKS and self.pieces and name not in ("td", "th", "tr")):
            self._add("\n")
        self.header = self.header or name == "th"
        self.heading += name in _HEADINGS
        self.bold += name in _BOLD
        self.set_as_is += name == "pre"
        self.stamp = name == "span" and "timestamp" in (element.get("class") or "").split()
        if self.stamp:
            self._note_stamp(element)
        elif name == "a":
            self._note_stretch(element.get("name") or "")
        self._text(element.text)

    def leave(self, element: "_Element") -> None:
        name = local_name(element)
        self.stamp = False
        self.bold -= name in _BOLD and self.bold > 0
        self.set_as_is -= name == "pre" and self.set_as_is > 0
        if name in ("td", "th") and self.rows is not None and self.depth == 1:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(self._take())
        elif name == "table":
            self._leave_table()
        elif name in _BLOCKS and not self._in_cell():
            self.close()
        self.heading -= name in _HEADINGS and self.heading > 0
        self._text(element.tail)

    def pass_over(self, element: "_Element") -> None:
        self._text(element.tail)

    def close(self) -> None:
        """The paragraph ends here, if there is one."""
        bold_until, start, end = self.bold_until, self.start_ms, self.end_ms
        text = self._take()
        if text:
            is_heading = self.heading > 0
            self.gathered.take_paragraph(Paragraph(text, bold_until, is_heading, start_ms=start, end_ms=end))

    def _in_cell(self) -> bool:
        return self.rows is not None

    def _enter_table(self) -> None:
        self.depth += 1
        if self.depth == 1:
            self.close()
            self.rows, self.header = [], False

    def _leave_table(self) -> None:
        self.depth -= self.depth > 0
        if self.depth == 0 and self.rows is not None:
            rows, self.rows = [row for row in self.rows if row], None
            if rows:
                self.gathered.take_table(rows, marked_header=self.header)
            self._take()

    def _text(self, text: str | None) -> None:
        if not text or self.stamp:
            return
        if self.set_as_is and not self._in_cell():
            self._add_as_is(text)
            return
        words = _SPACE.sub(" ", text)
        if not self.pieces or self.pieces[-1][-1:] in (" ", "\n"):
            words = words.lstrip(" ")
        if words:
            self._add(words)

    def _add_as_is(self, text: str) -> None:
        """In `<pre>` a line is a line."""
        first, *others = text.split("\n")
        self._add(first)
        for line in others:
            self.close()
            self._add(line)

    def _add(self, words: str) -> None:
        was_bold = self.bold_until == self.length
        self.pieces.append(words)
        self.length += len(words)
        if was_bold and self.bold and words != "\n":
            self.bold_until = self.length

    def _take(self) -> str:
        text = "".join(self.pieces).rstrip()
        self.pieces, self.length, self.bold_until = [], 0, 0
        self.start_ms = self.end_ms = None
        return text

    def _note_stamp(self, element: "_Element") -> None:
        """OTranscribe's time: the start of the line if it stands first in it, else one among the words."""
        try:
            at_ms = round(float((element.get("data-timestamp") or "")[:20]) * 1000)
        except (ValueError, OverflowError):
            at_ms = clock_to_ms((element.text or "").strip()) or 0
        if not 0 <= at_ms <= _LONGEST_MS:
            return
        if not self.pieces:
            self.start_ms = at_ms
        elif self.rows is None:
            seconds = at_ms // 1000
            tenths = f".{at_ms % 1000:03}" if at_ms % 1000 else ""
            self._add(f"[{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{tenths}] ")

    def _note_stretch(self, name: str) -> None:
        stretch = _STRETCH.fullmatch(name)
        if stretch:
            start, end = int(stretch[1]), int(stretch[2])
            self.start_ms = start if self.start_ms is None else self.start_ms
            self.end_ms = max(end, self.end_ms or 0)
