"""A Word file that came back from co-authors, as it is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptField:
    """A reference manager's field: the words it shows, its number among those of its text, and its XML.

    `before` is how often the same words stand before it in the text: a number in parentheses may be a participant's.
    """

    shown: str
    place: int
    xml: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class DocumentParagraph:
    """A paragraph of the file's text. `number` counts from 1, those in tables too.

    `text` is as it reads with all tracked changes accepted, `before` with all of them rejected; a footnote stands in
    both as `^[...]`. `style` is the style's built-in English name in small letters. `marks` are the names of our
    bookmarks that hold it (`text.marks`). `changed_by` are the authors of its tracked changes, `comments` what is
    written in its margin. `fields` are those of reference managers.
    """

    number: int
    text: str
    before: str
    style: str
    marks: tuple[str, ...] = ()
    in_table: bool = False
    changed_by: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    fields: tuple[KeptField, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A Word file's paragraphs, in order."""

    file: str
    paragraphs: tuple[DocumentParagraph, ...]
