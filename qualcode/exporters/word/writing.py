"""A Word file as it is being written, from top to bottom, in the words of a report: headings, prose, quotes, tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from qualcode.exporters.packaging import core_properties
from qualcode.exporters.word.contents import ContentsLine, contents_xml
from qualcode.exporters.word.drawing import EMU_PER_TWIP, drawing_xml
from qualcode.exporters.word.markup import bookmark_end, bookmark_start, field, paragraph, run
from qualcode.exporters.word.package import write_package
from qualcode.exporters.word.prose import Prose, bookmarked_number, references
from qualcode.exporters.word.references import bibliography_xml
from qualcode.exporters.word.tables import Column, TableLooks, share_width, table_xml, whole_words
from qualcode.exporters.word.template import open_template
from qualcode.exporters.wording import paper_language, plain, printed_cell, quoted_lines, table_notes
from qualcode.locale import say
from qualcode.views.documents import KeptBibliography, KeptField, KeptSetting
from qualcode.views.quotes import QuoteLine
from qualcode.views.table import TableView

HEADINGS = ("heading 1", "heading 2", "heading 3")

_KEEP_WITH_NEXT = "<w:keepNext/>"
_CAPTION_HEIGHT = 1200
"""What a caption and a line of notes need under a picture, in twentieths of a point."""
_HANGING = '<w:tabs><w:tab w:val="left" w:pos="624"/></w:tabs><w:ind w:left="624" w:hanging="624"/>'


class WordText:
    """The text of one Word file. Each method puts something after what is there; `save` writes the file.

    `needs` are the built-in styles the text cannot do without, by English name; `template` is the user's own, or None
    for the house's. `tables` are the numbers of the tables it will hold, which prose may refer to. Raises
    `TemplateUnusable`.
    """

    def __init__(
        self, *, language: str, needs: tuple[str, ...], template: Path | None = None, tables: Iterable[int] = ()
    ) -> None:
        self.language = paper_language(language)
        self._template = open_template(template, needs=needs, language=self.language)
        self._styles = self._template.styles
        self._prose = Prose(self._styles, tables)
        self._parts: list[str] = []
        self._marks = 0
        self._figures = 0
        self._headings: list[ContentsLine] = []
        self._contents_at: int | None = None
        self._next_table: int | None = None

    def turn_page(self) -> None:
        """Lay the pages on their long side."""
        self._template.page.turn()

    def widen_margin(self) -> None:
        """Leave a wide margin to write in."""
        self._template.page.widen_margin()

    def number_lines(self, *, each_page: bool) -> None:
        """Let Word number the lines in the margin, all through the text or from 1 on each page."""
        self._template.page.number_lines(each_page=each_page)

    def heading(self, text: str, *, level: int, new_page: bool = False, mark: str = "") -> None:
        """A heading of level 1 to 3, which the contents will list; perhaps at the top of a new page.

        `mark`, here and below, is the hidden bookmark that the words are known by when the file comes back.
        """
        shown = " ".join(plain(text).split())
        line = ContentsLine(text=shown, level=level, bookmark=f"_Toc{len(self._headings) + 1:08d}")
        self._headings.append(line)
        (content,) = self._marked([*self._marked([run(shown)], mark)], line.bookmark)
        turned = "<w:pageBreakBefore/>" if new_page else ""
        self._parts.append(paragraph(content, style=self._styles[HEADINGS[level - 1]], properties=turned))

    def contents(self) -> None:
        """The table of contents, here, of the headings of level 2 and 3: the title above it is not its own entry."""
        self._contents_at = len(self._parts)

    def prose(
        self,
        text: str,
        *,
        mark: str = "",
        fields: Sequence[KeptField] = (),
        tie: tuple[str, Sequence[int]] | None = None,
    ) -> None:
        """Paragraphs, one for each block between blank lines; a single newline is a line break.

        `fields` are those that a reference manager put into this text. `tie` is a last sentence that ends with a
        reference to tables: its words and the tables' numbers.
        """
        contents = self._marked(self._prose.blocks(text, fields), mark)
        if tie is not None:
            tables = references(tie[1], last=say("exporting.and", language=self.language))
            words = f" {tie[0]} " if contents else f"{tie[0]} "
            last = f"{run(words)}{tables}{run('.')}"
            contents = [*contents[:-1], contents[-1] + last] if contents else [last]
        self._parts += [paragraph(content) for content in contents]

    def turn(self, words: str, *, speaker: str, number: int | None = None) -> None:
        """A turn of a transcript: its number in the margin, if it is to have one, the speaker in bold, the words."""
        margin = "" if number is None else run(f"{number}\t")
        who = run(f"{' '.join(plain(speaker).split())}:", properties="<w:b/>") + run(" ") if speaker else ""
        hanging = "" if number is None else _HANGING
        self._parts.append(paragraph(f"{margin}{who}{run(words)}", properties=hanging))

    def lead_in(self, text: str, *, mark: str = "", fields: Sequence[KeptField] = ()) -> None:
        """The words that say who speaks, kept on the page of the quote that follows."""
        contents = self._marked(self._prose.blocks(text, fields), mark)
        self._parts += [paragraph(content, properties=_KEEP_WITH_NEXT) for content in contents]

    def bibliography(self, kept: KeptBibliography) -> None:
        """A reference manager's list, under its heading if it has one."""
        if kept.heading:
            self.heading(kept.heading, level=kept.level)
        self._parts.append(bibliography_xml(kept, self._styles))

    def quote(self, text: str, *, lines: tuple[QuoteLine, ...], source: str, mark: str = "") -> None:
        """A quote in a paragraph of its own, in quotation marks, its source in parentheses if there is one."""
        words = quoted_lines(text, lines, language=self.language)
        shown = f"{words} ({source})" if source else words
        (content,) = self._marked([run(shown)], mark)
        self._parts.append(paragraph(content, style=self._styles["quote"]))

    def caption(self, title: str, *, number: int) -> None:
        """The line above a table, "Tabell 15. ...", its number a field that Word counts on from."""
        label = say("exporting.table", language=self.language)
        start = "" if number == self._next_table else f" \\r {number}"
        self._next_table = number + 1
        counted = field(f"SEQ {label} \\* ARABIC{start}", shown=str(number))
        self._marks += 1
        numbered = bookmarked_number(number, counted, mark=self._marks)
        content = f"{run(f'{label} ')}{numbered}{run(f'. {title}' if title else '')}"
        self._parts.append(paragraph(content, style=self._styles["caption"], properties=_KEEP_WITH_NEXT))

    def picture(self, image: bytes, *, title: str, description: str) -> None:
        """A PNG as wide as the text, with a text for those who do not see it, and under it "Figur 1. ...".

        One that is high is drawn smaller: it stands on one page, with its caption.
        """
        relation, drawn = self._template.document.part.get_or_add_image(BytesIO(image))
        page = self._template.page
        highest = (page.text_height - _CAPTION_HEIGHT) * EMU_PER_TWIP
        width = min(drawn.width, page.text_width * EMU_PER_TWIP, highest * drawn.px_width / drawn.px_height)
        size = (int(width), int(width * drawn.px_height / drawn.px_width))
        self._marks += 1
        shown = drawing_xml(relation, size=size, number=self._marks, description=description)
        self._parts.append(paragraph(shown, properties=_KEEP_WITH_NEXT))
        label = say("exporting.figure", language=self.language)
        self._figures += 1
        counted = field(f"SEQ {label} \\* ARABIC", shown=str(self._figures))
        self._parts.append(paragraph(f"{run(f'{label} ')}{counted}{run(f'. {title}')}", style=self._styles["caption"]))

    def note(self, text: str, *, kept: bool = False) -> None:
        """Small print above or under a table, `kept` on the page of what follows."""
        keep = _KEEP_WITH_NEXT if kept else ""
        self._parts.append(paragraph(run(text), style=self._styles["table note"], properties=keep))

    def rows(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], *, shares: Sequence[int], title: str
    ) -> None:
        """A table across the page with words as printed; `shares` are the columns' parts of the width."""
        printed = list(rows)
        widths = whole_words(headings, printed, shares=shares, text_width=self._template.page.text_width)
        columns = [Column(heading, width) for heading, width in zip(headings, widths, strict=True)]
        self._add_table(columns, printed, title=title)

    def table(self, view: TableView) -> None:
        """A table with its lettered notes and its summary lines under it; the caption is apart."""
        rows = [[plain(printed_cell(cell, language=self.language)) for cell in row] for row in view.rows]
        headings = [plain(heading) for heading in view.headings or view.columns]
        marks = dict(view.marks)
        # Figures that a note explains are codes, and read like words.
        numeric = {n for n, name in enumerate(view.columns) if name not in marks and _holds_numbers(view, n)}
        marked = [f"{heading}{marks.get(name, '')}" for name, heading in zip(view.columns, headings, strict=True)]
        widths = share_width(marked, rows, text_width=self._template.page.text_width, numeric=numeric)
        columns = [
            Column(heading, width, mark=marks.get(name, ""), numeric=place in numeric)
            for place, (name, heading, width) in enumerate(zip(view.columns, headings, widths, strict=True))
        ]
        notes = table_notes(view)
        self._add_table(columns, rows, title=view.title, noted=bool(notes))
        for number, text in enumerate(notes, start=1):
            self.note(text, kept=number < len(notes))

    def save(
        self, path: Path, *, title: str, written: datetime | None = None, settings: Sequence[KeptSetting] = ()
    ) -> None:
        """Write the file. `written` goes into its properties only if given. Raises `CannotWrite`.

        `settings` are those that a reference manager knows its citations by.
        """
        parts = self._parts
        if self._contents_at is not None:
            heading = say("exporting.contents", language=self.language)
            listed = [line for line in self._headings if line.level > 1]
            width = self._template.page.text_width
            contents = contents_xml(listed, heading=heading, styles=self._styles, width=width)
            parts = [*parts[: self._contents_at], contents, *parts[self._contents_at :]]
        properties = core_properties(title=title, language=self.language, written=written)
        footnotes = self._prose.footnotes_part()
        write_package(
            self._template, "".join(parts), path, properties=properties, footnotes=footnotes, settings=settings
        )

    def _marked(self, contents: Sequence[str], mark: str) -> list[str]:
        """What one or several paragraphs hold, with a bookmark from the first one's start to the last one's end."""
        if not (mark and contents):
            return list(contents)
        self._marks += 1
        marked = list(contents)
        marked[0] = bookmark_start(mark, number=self._marks) + marked[0]
        marked[-1] += bookmark_end(number=self._marks)
        return marked

    def _add_table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, title: str, noted: bool = False
    ) -> None:
        names = ", ".join(column.heading for column in columns)
        described = say("exporting.table_described", language=self.language, count=len(rows), columns=names)
        looks = TableLooks(table=self._styles["report table"], text=self._styles["table text"])
        self._parts.append(table_xml(columns, rows, looks=looks, title=title, description=described, noted=noted))


def _holds_numbers(view: TableView, place: int) -> bool:
    cells = [row[place] for row in view.rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)
