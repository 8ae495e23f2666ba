r"""The table of contents: a field that Word can update, with the headings already in it.

Page numbers are Word's to know. The entries stand without them until somebody updates the field, and the file does not
ask to be updated: a question on opening ("this document contains fields that may refer to other files") frightens
co-authors. `\h` makes every entry a link, so the contents serve before that too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.exporters.word.markup import FIELD_END, attribute, field_begin, paragraph, run
from qualcode.exporters.word.styles import Styles


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A heading: its words, its level (1-3), and the bookmark around it."""

    text: str
    level: int
    bookmark: str


def contents_xml(lines: Sequence[ContentsLine], *, heading: str, styles: Styles) -> str:
    """The contents in the box that Word puts around its own, with an "Update table" button on it."""
    title = paragraph(run(heading), style=styles["toc heading"])
    entries = [
        f'<w:hyperlink w:anchor="{attribute(line.bookmark)}" w:history="1">{run(line.text)}</w:hyperlink>'
        for line in lines
    ]
    ids = [styles[f"toc {line.level}"] for line in lines]
    if entries:
        entries[0] = field_begin(r'TOC \o "2-3" \h \z') + entries[0]
        entries[-1] += FIELD_END
    body = "".join(paragraph(entry, style=style) for entry, style in zip(entries, ids, strict=True))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{title}{body}</w:sdtContent></w:sdt>"
    )
