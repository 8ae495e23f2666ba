"""Who is cited: what a reference manager put into the texts names authors, who may be called as a participant is.

A name there is told and holds nothing back, since nobody can write a list of references without it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.exporters.written import WrittenText, words_and_values
from qualcode.model import Bibliography, ChapterText, Paragraph, ReferenceField, ReferenceSetting
from qualcode.services.protecting.own_texts import OwnText
from qualcode.text.marks import nth_place
from qualcode.text.span import Span
from qualcode.views.documents import SOURCES

_TABLES = frozenset({"bibliography", "reference_field", "reference_setting"})
_LEAST_SIGNS = 20
"""Shorter values of a tag say what kind of thing it is."""


class Citations(NamedTuple):
    """What is kept of reference managers: their XML, and by table and key of a text which words of it are theirs."""

    kept: tuple[str, ...]
    shown: dict[tuple[str, int], list[tuple[str, int]]]

    def hold(self, own: OwnText, start: int, end: int) -> bool:
        """Whether these words of a researchers' text, in code points, are a reference manager's."""
        if own.table in _TABLES:
            return True
        for words, before in self.shown.get((own.table, own.key), ()):
            at = nth_place(own.text, words, before)
            if 0 <= at <= start and end <= at + len(words):
                return True
        return False

    def spans_in(self, text: WrittenText) -> list[Span]:
        """Where they stand in a file that was written."""
        return [span for stretch in dict.fromkeys(self._stretches()) for span in _places(text.text, stretch)]

    def _stretches(self) -> Iterator[str]:
        for xml in self.kept:
            words, values = words_and_values(xml)
            yield from (one for one in (words.strip(), *values) if len(one) >= _LEAST_SIGNS)


def citations(connection: Connection) -> Citations:
    """All that are kept."""
    fields: Any = select(
        col(ReferenceField.text_uid), col(ReferenceField.shown), col(ReferenceField.before), col(ReferenceField.xml)
    )
    kept = connection.execute(fields).all()
    texts: dict[str, list[tuple[str, int]]] = {}
    for row in kept:
        texts.setdefault(row.text_uid, []).append((row.shown, row.before))
    shown: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for name, table in (("paragraph", Paragraph), ("chapter_text", ChapterText)) if texts else ():
        rows: Any = connection.execute(select(col(table.id), col(table.uid)))
        shown |= {(name, key): texts[uid] for key, uid in rows if uid in texts}
    lists = connection.execute(select(col(Bibliography.xml))).scalars()
    named: Any = select(col(ReferenceSetting.value)).where(col(ReferenceSetting.kind) == SOURCES)
    sources = connection.execute(named).scalars()
    return Citations((*(row.xml for row in kept), *lists, *sources), shown)


def _places(text: str, stretch: str) -> Iterator[Span]:
    at = text.find(stretch)
    while at >= 0:
        yield Span(at, at + len(stretch))
        at = text.find(stretch, at + len(stretch))
