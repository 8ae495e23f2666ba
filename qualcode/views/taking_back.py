"""What co-authors changed in a Word file, text by text, to be taken back into the study or not."""

from dataclasses import dataclass

from qualcode.text.word_changes import WordChange
from qualcode.views.documents import KeptBibliography, KeptField, KeptSetting

CHANGED, NEW, GONE, HEADING, PRINTED = "changed", "new", "gone", "heading", "printed"
BIBLIOGRAPHY = "bibliography"


@dataclass(frozen=True, slots=True)
class TextDifference:
    """One text that differs. `number` counts from 1 among the differences of the file: what it is chosen by.

    `kind` is changed, new (a paragraph that the study does not have), gone (one that the file does not have), heading,
    printed (a placed quote in another printed form), or bibliography (a reference manager's list). `where` is the
    category's heading or the part of the chapter, `before` the study's text, `after` the file's, `changes` the words of
    both. `paragraph` is its number in the file, 0 for one that is gone. `newer` says that the study's text has been
    changed since the file was written, `by_likeness` that it was known by its words and not by a mark. `uid` is the
    row's (of a new one: the category's; of a printed form: the quote's), `after_uid` the paragraph it comes after.

    `original` are the words that a printed form is of; `to_sign` says that it changes them by more than ellipsis,
    capital and brackets. `part` is set where a whole part of the chapter is new: which one, and by name whose.
    `bibliographies` are those that take the place of the study's; `settings` go with these and with `fields`. `lost` is
    what the file has there that does not come along (`DocumentParagraph.lost`).
    """

    number: int
    kind: str
    where: str
    before: str
    after: str
    changes: tuple[WordChange, ...]
    paragraph: int
    newer: bool
    by_likeness: bool
    uid: str
    version: int = 0
    after_uid: str = ""
    fields: tuple[KeptField, ...] = ()
    original: str = ""
    to_sign: bool = False
    part: tuple[str, str] = ("", "")
    bibliographies: tuple[KeptBibliography, ...] = ()
    settings: tuple[KeptSetting, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def left_alone(self) -> str:
        """Why it is taken only when it is chosen by itself, not with all others; empty where it may go with these.

        An old file lacks what was written since, and has what has been changed since as it was: "gone" and "newer". A
        "bibliography" may just not have come along.
        """
        if self.kind == BIBLIOGRAPHY:
            return "" if self.bibliographies else BIBLIOGRAPHY
        if self.kind == GONE:
            return GONE
        return "newer" if self.newer else ""
