"""A Word file that came back from co-authors, as it is read."""

from dataclasses import dataclass

BEFORE_APPENDICES = "appendix"
"""Where a bibliography stands that comes after everything but the appendices."""

PROPERTY, VARIABLE, SOURCES = "property", "variable", "sources"

PICTURE, LOOKS, BOOKMARKS = "picture", "looks", "bookmarks"


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field of a reference manager, a citation of Word's own, or a link to the web.

    `shown` are the words it shows, `place` its number among those of its text.

    `before` is how often the same words stand before it in the text: a number in parentheses may be a participant's.
    """

    shown: str
    place: int
    xml: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class KeptBibliography:
    """A reference manager's list of references, kept as Word has it.

    `xml` holds its paragraphs, `styles` those of their styles that say how they look, `shown` what they say. `heading`
    stands above it (empty where it has none), at `level`. `paragraph` is the number of its first one in the file it
    came in. `follows` is the uid of the text before it, `BEFORE_APPENDICES`, or empty: then it stands last.
    """

    shown: str
    xml: str
    styles: str = ""
    heading: str = ""
    level: int = 2
    follows: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class KeptSetting:
    """What a reference manager has written into a file to know its citations by: the style, the fields it uses.

    `kind` says where it stands: `PROPERTY` (one of the document's own), `VARIABLE` (of its settings), or `SOURCES` (a
    part of its own, as XML, with what Word's own citations name).
    """

    kind: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DocumentParagraph:
    """A paragraph of the file's text. `number` counts from 1, those in tables too.

    `text` is as it reads with all tracked changes accepted, `before` with all of them rejected; a footnote stands in
    both as `^[...]`. `style` is the style's built-in English name in small letters. `marks` are the names of our
    bookmarks that hold it (`text.marks`). `changed_by` are the authors of its tracked changes, `comments` what is
    written in its margin. `fields` are those of reference managers. `lost` is what it has besides that a study cannot
    keep: `PICTURE`, `LOOKS` (bold, underlining, italics within a word), `BOOKMARKS` (citations that Zotero keeps as
    such). `emphasised` is `text` with its words in italics marked (`text.marks`), empty where none are.
    `is_joined` when a tracked change takes out its end: accepted in Word, the next paragraph goes on in it.
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
    lost: tuple[str, ...] = ()
    emphasised: str = ""
    is_joined: bool = False

    @property
    def words(self) -> str:
        """What it says as a text of the study does, with the marks of italics."""
        return self.emphasised or self.text


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A Word file's paragraphs, in order; the bibliographies between them, and the settings that go with these."""

    file: str
    paragraphs: tuple[DocumentParagraph, ...]
    bibliographies: tuple[KeptBibliography, ...] = ()
    settings: tuple[KeptSetting, ...] = ()
