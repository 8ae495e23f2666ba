"""The result chapter on the screen, in the order and the words of the Word file."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.exporters.wording import quoted_lines, table_notes
from qualcode.locale import say
from qualcode.tui.dialogs.show import lay_in_columns
from qualcode.tui.shown import shown
from qualcode.views.chapter import ChapterCategory, ChapterQuote, ChapterSubstudy, ChapterView
from qualcode.views.table import TableView

Block = tuple[str, Content]
"""A piece of the page: its class (title, heading, prose, quote, table) and its words."""


class PreviewScreen(ModalScreen[None]):
    """The chapter, scrolled with the arrows and page keys; `esc`, `q` or `p` closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p,backspace", "close", show=False),
        Binding("ctrl+q", "app.app_quit", show=False, priority=True),
    ]

    def __init__(self, chapter: ChapterView, *, start: str = "") -> None:
        """`start` is the heading of the category to begin at."""
        super().__init__()
        self._chapter = chapter
        self._start = start

    def compose(self) -> ComposeResult:
        """A title, the page, and how to get away again."""
        yield Static(shown(say("synthesis_screen.preview", title=self._chapter.title)), classes="title")
        with VerticalScroll(classes="page"), Vertical(classes="paper"):
            for kind, words in chapter_blocks(self._chapter):
                yield Static(words, classes=kind)
        yield Static(shown(say("synthesis_screen.preview_keys")), classes="keys")

    def on_mount(self) -> None:
        """Begin at the category that was asked for."""
        page = self.query_one(".page", VerticalScroll)
        page.focus()
        blocks = list(chapter_blocks(self._chapter))
        wanted = f": {self._start}"
        at = next(
            (n for n, (kind, words) in enumerate(blocks) if kind == "category" and words.plain.endswith(wanted)), 0
        )
        if self._start and at:
            block = self.query(".paper > Static")[at]
            self.call_after_refresh(page.scroll_to_widget, block, animate=False, top=True)

    def action_close(self) -> None:
        """Back to writing."""
        self.dismiss(None)


def chapter_blocks(chapter: ChapterView) -> Iterator[Block]:
    """The pieces of the page, in order."""
    yield "chapter", shown(chapter.title, "bold underline")
    for heading, text in chapter.sections:
        yield from _prose(heading, text)
    for substudy in chapter.substudies:
        yield from _substudy(substudy, chapter.language)
    heading, text = chapter.discussion
    if text:
        yield from _prose(heading, text)
    if chapter.comparison is not None:
        yield "table", _table(chapter.comparison, chapter.comparison_number, chapter.language)
    for heading, text in chapter.appendix:
        yield from _prose(heading, text)


def _substudy(substudy: ChapterSubstudy, language: str) -> Iterator[Block]:
    yield "substudy", shown(substudy.heading, "bold underline")
    if substudy.recruitment:
        yield from _prose(say("exporting.recruitment", language=language), substudy.recruitment)
    if substudy.table is not None:
        yield "table", _table(substudy.table, substudy.table_number, language)
    if substudy.summary:
        yield from _prose(say("exporting.summary", language=language), substudy.summary)
    for category in substudy.categories:
        yield from _category(category, language)
    if substudy.conclusion:
        yield from _prose(say("exporting.conclusion", language=language), substudy.conclusion)


def _table(table: TableView, number: int, language: str) -> Content:
    caption = f"{say('exporting.table', language=language)} {number}. {table.title}"
    rows = lay_in_columns(table.rows, heading=table.headings or table.columns)
    return Content("\n").join([shown(caption, "bold"), rows, *(shown(note) for note in table_notes(table))])


def _category(category: ChapterCategory, language: str) -> Iterator[Block]:
    heading = say("exporting.category", language=language, number=category.number, heading=category.heading)
    yield "category", shown(heading, "bold")
    for part in category.parts:
        if isinstance(part, ChapterQuote):
            if part.lead_in:
                yield "prose", shown(part.lead_in)
            yield "quote", _quote(part, language)
        else:
            yield from (("prose", shown(text)) for text in _paragraphs(part.text))


def _quote(quote: ChapterQuote, language: str) -> Content:
    words = quoted_lines(quote.text, quote.lines, language=language)
    return shown(f"{words} ({quote.source})" if quote.source else words)


def _prose(heading: str, text: str) -> Iterator[Block]:
    yield "heading", shown(heading, "bold")
    yield from (("prose", shown(paragraph)) for paragraph in _paragraphs(text))


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]
