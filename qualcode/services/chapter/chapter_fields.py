"""What reference managers put into a Word file that came back, and goes out again with the next: fields and lists."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Bibliography, ReferenceField, ReferenceSetting
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import nth_place
from qualcode.views.documents import KeptBibliography, KeptField, KeptSetting

_CODE = re.compile(r'<w:instrText[^>]*>([^<]*)<|<w:tag w:val="([^"]*)"|w:instr="([^"]*)"')


def kept_fields(study: OpenStudy) -> dict[str, tuple[KeptField, ...]]:
    """All that are kept, by the uid of the row whose text they stand in."""
    fields: defaultdict[str, list[KeptField]] = defaultdict(list)
    statement: Any = select(ReferenceField).order_by(col(ReferenceField.text_uid), col(ReferenceField.place))
    with study.reading() as connection:
        for row in connection.execute(statement):
            fields[row.text_uid].append(KeptField(row.shown, row.place, row.xml, row.before))
    return {uid: tuple(kept) for uid, kept in fields.items()}


def keep_fields(change: Change, text_uid: str, fields: Sequence[KeptField]) -> None:
    """Within an action: these are the fields of a text from now on."""
    known: Any = select(col(ReferenceField.id)).where(col(ReferenceField.text_uid) == text_uid)
    for key in change.connection.execute(known).scalars().all():
        change.remove(ReferenceField, key)
    for field in fields:
        told = {"shown": field.shown, "place": field.place, "before": field.before, "xml": field.xml}
        change.add(ReferenceField, text_uid=text_uid, **told)


def kept_bibliographies(study: OpenStudy) -> tuple[KeptBibliography, ...]:
    """The lists of references that are kept, in order."""
    with study.reading() as connection:
        return kept_in(connection)


def kept_in(connection: Connection) -> tuple[KeptBibliography, ...]:
    """The same, read through this connection; of two alike, as a merge may bring, one."""
    columns = ("shown", "xml", "styles", "heading", "level", "follows")
    statement: Any = select(Bibliography).order_by(col(Bibliography.place), col(Bibliography.id))
    rows: Any = connection.execute(statement).all()
    kept = {row.xml: KeptBibliography(**{name: getattr(row, name) for name in columns}) for row in rows}
    return tuple(kept.values())


def shown_together(found: Sequence[KeptBibliography]) -> str:
    """What lists of references say, one after another."""
    return "\n".join(one.shown for one in found)


def keep_bibliographies(change: Change, found: Sequence[KeptBibliography]) -> None:
    """Within an action: these are the lists of references from now on."""
    known: Any = select(col(Bibliography.id))
    for key in change.connection.execute(known).scalars().all():
        change.remove(Bibliography, key)
    for place, one in enumerate(found, start=1):
        told = {"shown": one.shown, "xml": one.xml, "styles": one.styles}
        change.add(Bibliography, place=place, follows=one.follows, heading=one.heading, level=one.level, **told)


def kept_settings(study: OpenStudy) -> tuple[KeptSetting, ...]:
    """What reference managers know their citations in a file by."""
    statement: Any = select(ReferenceSetting).order_by(col(ReferenceSetting.id))
    with study.reading() as connection:
        found = [KeptSetting(row.kind, row.name, row.value) for row in connection.execute(statement)]
    return tuple({(one.kind, one.name): one for one in found}.values())


def keep_settings(change: Change, settings: Sequence[KeptSetting]) -> None:
    """Within an action: these are the settings from now on. Of a kind that a file has none of, the study's stay."""
    known = change.connection.execute(select(ReferenceSetting)).all() if settings else ()
    there: dict[tuple[str, str, str], Any] = {(row.kind, row.name, row.value): row.id for row in known}
    wanted = {(one.kind, one.name, one.value) for one in settings}
    kinds = {one.kind for one in settings}
    for told, key in there.items():
        if told not in wanted and told[0] in kinds:
            change.remove(ReferenceSetting, key)
    for kind, name, value in sorted(wanted - there.keys()):
        change.add(ReferenceSetting, kind=kind, name=name, value=value)


def same_bibliographies(first: Sequence[KeptBibliography], second: Sequence[KeptBibliography]) -> bool:
    """Whether these are the same lists, in the same places."""

    def told(one: KeptBibliography) -> tuple[str, ...]:
        return " ".join(one.shown.split()), code_of(one.xml), one.follows, one.heading

    return [told(one) for one in first] == [told(one) for one in second]


def with_kept(text: str, there: Sequence[KeptField], kept: Sequence[KeptField]) -> tuple[KeptField, ...]:
    """The fields of a text that came back in a file, with those of the study's whose words still stand in it as text.

    Some programs make plain text of fields, Google Docs among them: then the study's own stand for them.
    """
    places = {nth_place(text, field.shown, field.before): field for field in there}
    for field in kept:
        place = nth_place(text, field.shown, field.before)
        if place >= 0:
            places.setdefault(place, field)
    ordered = [field for place, field in sorted(places.items(), key=lambda pair: pair[0])]
    return tuple(replace(field, place=number) for number, field in enumerate(ordered, start=1))


def says_the_same(first: Sequence[KeptField], second: Sequence[KeptField]) -> bool:
    """Whether two texts have the same fields: what they show, and what the reference manager reads, not their looks."""
    return [(field.shown, code_of(field.xml)) for field in first] == [
        (field.shown, code_of(field.xml)) for field in second
    ]


def code_of(xml: str) -> str:
    """A field's instruction, or the tag of a content control."""
    return "".join(part for found in _CODE.findall(xml) for part in found).strip()
