"""What comes back from co-authors in Word and cannot be written as plain text."""

from sqlmodel import Field

from qualcode.model.base import Kept, not_blank


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
