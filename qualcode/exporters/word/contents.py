r"""The table of contents: a field that Word can update, with the headings already in it.

Page numbers are Word's to know, and the file does not ask to be updated: a question on opening ("this document contains
fields that may refer to other files") frightens co-authors. Each entry ends in an empty reference to the page of its
heading, which Word fills when it prints or makes a PDF; updating the field writes all entries anew. Until then they
stand without numbers, and `\h` makes each a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.exporters.word.markup import FIELD_END, attribute, field, field_begin, paragraph, run
from qualcode.exporters.word.styles import Styles

_TAB = "\t"


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A heading: its words, its level (1-3), and the bookmark around it."""

    text: str
    level: int
    bookmark: str


def contents_xml(lines: Sequence[ContentsLine], *, heading: str, styles: Styles, width: int) -> str:
    """The contents in the box that Word puts around its own, with an "Update table" button on it.

    `width` is that of the text, in twentieths of a point.
    """
    title = paragraph(run(heading), style=styles["toc heading"])
    entries = [
        f'<w:hyperlink w:anchor="{attribute(line.bookmark)}" w:history="1">'
        f"{run(f'{line.text}{_TAB}')}{field(_page_of(line), shown='')}</w:hyperlink>"
        for line in lines
    ]
    # No dots that lead to nothing: the style's own tab, which has them, is used once Word makes the entries.
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    ids = [styles[f"toc {line.level}"] for line in lines]
    if entries:
        entries[0] = field_begin(r'TOC \o "2-3" \h \z') + entries[0]
        entries[-1] += FIELD_END
    listed = zip(entries, ids, strict=True)
    body = "".join(paragraph(entry, style=style, properties=tab) for entry, style in listed)
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{title}{body}</w:sdtContent></w:sdt>"
    )


def _page_of(line: ContentsLine) -> str:
    return rf"PAGEREF {line.bookmark} \h"
