"""The analytic text of a result category: its paragraphs, and the quotes that are placed among them."""

from collections.abc import Sequence

from textual.content import Content

from qualcode.locale import say
from qualcode.text.group_paths import split_path
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList, Line
from qualcode.views.synthesis import ParagraphView

_INDENT = "    "
_LEAST = 20


class ParagraphList(KeyedList):
    """Paragraphs to read, walk and move. A quote is a piece of its own: it is placed, never typed."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._paragraphs: tuple[ParagraphView, ...] = ()
        self._empty = ""

    @property
    def paragraph(self) -> ParagraphView | None:
        """The paragraph under the cursor."""
        return next((one for one in self._paragraphs if str(one.id) == self.key), None)

    def show_paragraphs(self, paragraphs: Sequence[ParagraphView], *, empty: str = "") -> None:
        """Show these; where there are none, what belongs here."""
        self._paragraphs, self._empty = tuple(paragraphs), empty
        self._lay_out()

    def on_resize(self) -> None:
        """Quotes are indented by hand, and so wrapped by hand."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(_LEAST, self.scrollable_content_region.width - 1)
        lines: list[Line] = [(str(one.id), _lay_paragraph(one, width)) for one in self._paragraphs]
        self.show_lines(lines or [(None, shown(self._empty))])


def quote_shown(paragraph: ParagraphView) -> Content:
    """A placed quote as it is printed, with who speaks in parentheses, and a warning when nobody has signed it."""
    quote = paragraph.quote
    if quote is None:
        return Content("")
    words = "\n".join(f"{line.speaker}: {line.text}" for line in quote.lines) or quote.printed
    who = ", ".join(quote.participants)
    pieces = [shown(f"«{words}»")]
    if who:
        pieces.append(shown(f" ({who})", "$text-muted"))
    if quote.differs and not quote.signed:
        pieces.append(shown(f" ! {say('synthesis_screen.unsigned')}", "bold $text-warning"))
    return Content.assemble(*pieces)


def _lay_paragraph(paragraph: ParagraphView, width: int) -> Content:
    parts = [shown(paragraph.text)] if paragraph.text else []
    if paragraph.quote is not None:
        indented = quote_shown(paragraph).wrap(max(_LEAST, width - 2 * len(_INDENT)))
        parts += [Content.assemble(_INDENT, line) for line in indented]
    if paragraph.retells:
        paths = ", ".join(split_path(path)[2] for path in paragraph.retells)
        parts.append(shown(f"↳ {say('synthesis_screen.retells', paths=paths)}", "$text-muted"))
    return Content("\n").join([*parts, Content("")])
