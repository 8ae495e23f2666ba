"""What comes back from co-authors in Word and cannot be written as plain text."""

from sqlmodel import Field

from qualcode.model.base import Kept, not_blank, one_of
from qualcode.views.documents import PROPERTY, SOURCES, VARIABLE


class ReferenceField(Kept, table=True):
    """A reference manager's field (Zotero, EndNote, Mendeley, Citavi) in one of the chapter's texts.

    `text_uid` is the row's whose text it stands in (a paragraph, a part of the prose), by uid, since a text may be
    either. `shown` are the words it shows there, `place` its number in the text, `before` how often the same words
    stand before it there; `xml` is the field itself, as Word has it, put back where the words still stand.
    """

    __tablename__ = "reference_field"
    __table_args__ = (not_blank("xml", table="reference_field"),)

    text_uid: str = Field(index=True, max_length=32)
    shown: str
    place: int
    before: int = 0
    xml: str


class Bibliography(Kept, table=True):
    """A reference manager's list of references, which stands in the chapter between its texts.

    `follows` is the uid of the text that it follows (a paragraph, a part of the prose), `BEFORE_APPENDICES`, or empty:
    then it is last. `heading` stands above it, at `level`; `shown` is what it says, `xml` its paragraphs as Word has
    them, `styles` how these look. Of several, `place` is the order.
    """

    __tablename__ = "bibliography"
    __table_args__ = (not_blank("xml", table="bibliography"),)

    place: int
    follows: str = Field(default="", max_length=32)
    heading: str = ""
    level: int = 2
    shown: str
    xml: str
    styles: str = ""


class ReferenceSetting(Kept, table=True):
    """What citations in a Word file are known by: a property of the document, a variable, the sources of Word's own."""

    __tablename__ = "reference_setting"
    __table_args__ = (
        one_of("kind", (PROPERTY, VARIABLE, SOURCES), table="reference_setting"),
        not_blank("name", table="reference_setting"),
    )

    kind: str
    name: str
    value: str
