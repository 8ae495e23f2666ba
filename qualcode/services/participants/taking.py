"""Within an action: participants, their values and labels as a file tells of them, against those that are there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.demographics import read_attributes
from qualcode.errors import BadTable
from qualcode.locale import say
from qualcode.model import Attribute, AttributeLabel, AttributeValue, Participant
from qualcode.services.participants.participant_files import (
    ReadLabel,
    ReadParticipant,
)
from qualcode.services.withdrawal_marks import codes_withdrawn
from qualcode.storage.journal import Change
from qualcode.text.normal_form import to_name
from qualcode.text.values import (
    CATEGORY,
    DATE,
    NUMBER,
    TEXT,
    are_of_kind,
    dates_with_slashes,
    kind_of,
    parse_date,
    parse_number,
    unlike_most,
)
from qualcode.views.participants import (
    AttributeTaken,
    AttributeView,
    ParticipantsReport,
    UnlikeCell,
)

_MOST_CODES = 10
"""Figures that are so few are codes, and a word may be one of them: 1, 2, 3, annet."""

_MOST_UNLIKE = 3
"""So many cells that spoil a column are named; who mends those sees the rest."""


class Taking:
    """A file of participants being taken in: what is stored, and what the file makes of it."""

    def __init__(self, change: Change, substudy_id: int, *, date_order: str = "") -> None:
        self._change = change
        self._date_order = date_order
        self._dates_unclear: list[str] = []
        self._substudy_id = substudy_id
        connection = change.connection
        self._people = {row.code.casefold(): row for row in participant_rows(connection, substudy_id)}
        self._attributes = {view.name: view for view in read_attributes(connection, substudy_id)}
        self._stored = stored_values(connection, substudy_id)
        self._became: dict[str, str] = {}
        self._spoken_of: set[str] = set()
        self._labels = 0
        self._passed_over: dict[str, None] = {}
        self._kinds_lost: list[tuple[str, str, str]] = []
        self._read: list[ReadParticipant] = []

    def take_people(self, people: Sequence[ReadParticipant]) -> list[str]:
        """Add or change participants and their values; new columns become attributes after those there are.

        Who has withdrawn altogether does not come back by an old table.
        Returns the names of the file's columns.
        """
        gone = codes_withdrawn(self._change.connection, self._substudy_id, [person.code for person in people])
        self._became |= dict.fromkeys(gone, "withdrawn")
        people = self._with_dates([person for person in people if person.code not in gone])
        self._read += people
        keys = {name: self._attribute(name) for person in people for name in person.values}
        self._spoken_of |= keys.keys()
        for place, person in enumerate(people, start=len(self._people) + 1):
            known = self._people.get(person.code.casefold())
            if known is None:
                shown = {"code": person.code, "pseudonym": person.pseudonym, "position": place}
                key = self._change.add(Participant, substudy_id=self._substudy_id, **shown)
                differs = False
            else:
                key = known.id
                differs = bool(person.pseudonym) and self._change.change(Participant, key, pseudonym=person.pseudonym)
            written = [self._write(key, keys[name], value) for name, value in person.values.items()]
            changed = "changed" if differs or any(written) else "unchanged"
            self._became[person.code if known is None else known.code] = "added" if known is None else changed
        return list(keys)

    def _with_dates(self, people: Sequence[ReadParticipant]) -> list[ReadParticipant]:
        """The same with dates that were written with slashes as dates, where it is known which number is the month."""
        dated = {}
        for name in dict.fromkeys(name for person in people for name in person.values):
            dates = dates_with_slashes((person.values.get(name, "") for person in people), order=self._date_order)
            if dates is None:
                self._dates_unclear.append(name)
            elif dates:
                dated[name] = dates
        if not dated:
            return list(people)
        return [
            replace(person, values={name: dated.get(name, {}).get(text, text) for name, text in person.values.items()})
            for person in people
        ]

    def allow_several(self, names: Sequence[str], file: str) -> None:
        """Say of these attributes that a participant may have several values. Raises `BadTable` (no such column)."""
        for name in names:
            known = self._attributes.get(to_name(name))
            if known is None:
                reason = say("participants.no_column", column=name, columns=", ".join(self._attributes))
                raise BadTable(file=file, place=say("participants.first_line"), reason=reason)
            self._change.change(Attribute, known.id, multiple=True)
            self._spoken_of.add(known.name)

    def take_labels(self, labels: Sequence[ReadLabel]) -> None:
        """Say what coded values mean; a value that has a label already gets this one.

        One file of labels may serve several substudies: what this one does not register is passed over, and reported.
        """
        for label in labels:
            attribute = self._attributes.get(label.attribute)
            if attribute is None:
                self._passed_over[label.attribute] = None
                continue
            self._labels += 1
            self._spoken_of.add(attribute.name)
            stored = _label_keys(self._change.connection, attribute.id)
            words: dict[str, Any] = {"label": label.label, "broader": label.broader}
            if label.value in stored:
                self._change.change(AttributeLabel, stored[label.value], **words)
            else:
                place = {"value": label.value, "position": len(stored) + 1}
                self._change.add(AttributeLabel, attribute_id=attribute.id, **place, **words)

    def settle_kinds(self) -> None:
        """Say of each attribute what kind it is by all its values, and of each value what number or date it is.

        One that the file does not speak of, or that has no values yet, is of the kind it was made; one whose kind a
        person has declared keeps it, as long as all its values are of that kind.
        """
        declared = _declared(self._change.connection, self._substudy_id)
        stored = stored_values(self._change.connection, self._substudy_id)
        for view in read_attributes(self._change.connection, self._substudy_id):
            rows = [row for (_, attribute_id), row in stored.items() if attribute_id == view.id]
            if view.name not in self._spoken_of or not (rows or view.labels or view.multiple):
                continue
            texts = [row.text for row in rows]
            keeps = view.id in declared and are_of_kind(texts, view.kind) and not (view.labels or view.multiple)
            kind = view.kind if keeps else kind_of(texts, labelled=bool(view.labels) or view.multiple)
            self._change.change(Attribute, view.id, kind=kind)
            unlike = [text for text in texts if not are_of_kind([text], view.kind)]
            if unlike:
                self._kinds_lost.append((view.name, view.kind, unlike[0]))
            self._settle_values(rows, kind)

    def _settle_values(self, rows: Sequence[Any], kind: str) -> None:
        for row in rows:
            text = (parse_date(row.text) or row.text) if kind == DATE else row.text
            number = parse_number(row.text) if kind == NUMBER else None
            self._change.change(AttributeValue, row.id, text=text, number=number)

    def report(self, substudy: str, columns: Sequence[str], *, speakers: int) -> ParticipantsReport:
        """What became of it all."""
        views = read_attributes(self._change.connection, self._substudy_id)
        kinds = {view.name: view.kind for view in views}
        return ParticipantsReport(
            substudy=substudy,
            added=self._that_were("added"),
            changed=self._that_were("changed"),
            unchanged=self._that_were("unchanged"),
            withdrawn=self._that_were("withdrawn"),
            attributes=tuple(AttributeTaken(name, kinds[name]) for name in columns),
            labels=self._labels,
            labels_passed_over=tuple(self._passed_over),
            speakers=speakers,
            kinds_lost=tuple(self._kinds_lost),
            dates_unclear=tuple(self._dates_unclear),
            unlike=tuple(cell for view in views if not (view.labels or view.multiple) for cell in self._unlike(view)),
        )

    def _unlike(self, view: AttributeView) -> Iterator[UnlikeCell]:
        """The first cells of the file for whose sake an attribute is no number or date, as most of its values are."""
        column = [person for person in self._read if person.values.get(view.name)]
        kind, unlike = unlike_most(person.values[view.name] for person in column)
        codes = view.kind == CATEGORY and len({person.values[view.name] for person in column}) <= _MOST_CODES
        if view.kind in (NUMBER, DATE) or (codes and kind == NUMBER):
            return
        for value in unlike[:_MOST_UNLIKE]:
            line = next(person.line for person in column if person.values[view.name] == value)
            yield UnlikeCell(view.name, kind, value, line)

    def _that_were(self, outcome: str) -> tuple[str, ...]:
        return tuple(code for code, became in self._became.items() if became == outcome)

    def _attribute(self, name: str) -> int:
        known = self._attributes.get(name)
        if known is None:
            shown = {"name": name, "kind": TEXT, "position": len(self._attributes) + 1}
            key = self._change.add(Attribute, substudy_id=self._substudy_id, **shown)
            known = self._attributes[name] = AttributeView(key, name, "", TEXT)
        return known.id

    def _write(self, participant_id: int, attribute_id: int, text: str) -> bool:
        """Set a participant's value; False if it was so already."""
        stored = self._stored.get((participant_id, attribute_id))
        if stored is None:
            if text:
                self._change.add(AttributeValue, participant_id=participant_id, attribute_id=attribute_id, text=text)
            return bool(text)
        if not text:
            self._change.remove(AttributeValue, stored.id)
            return True
        # A date is kept as ISO 8601, however the file writes it.
        same = stored.text == (parse_date(text) or text)
        return not same and self._change.change(AttributeValue, stored.id, text=text)


def participant_rows(connection: Connection, substudy_id: int) -> list[Any]:
    """A substudy's participants, in their order."""
    statement: Any = select(Participant).where(col(Participant.substudy_id) == substudy_id)
    return list(connection.execute(statement.order_by(col(Participant.position), col(Participant.id))).all())


def stored_values(connection: Connection, substudy_id: int) -> dict[tuple[int, int], Any]:
    """A substudy's values by (participant, attribute)."""
    statement: Any = select(AttributeValue).join(Attribute, col(Attribute.id) == col(AttributeValue.attribute_id))
    rows: Any = connection.execute(statement.where(col(Attribute.substudy_id) == substudy_id)).all()
    return {(row.participant_id, row.attribute_id): row for row in rows}


def _declared(connection: Connection, substudy_id: int) -> frozenset[int]:
    """The attributes whose kind a person has said."""
    here = (col(Attribute.substudy_id) == substudy_id, col(Attribute.declared).is_(True))
    keys: Any = connection.execute(select(col(Attribute.id)).where(*here)).scalars()
    return frozenset(keys)


def _label_keys(connection: Connection, attribute_id: int) -> dict[str, int]:
    statement: Any = select(col(AttributeLabel.value), col(AttributeLabel.id))
    rows: Any = connection.execute(statement.where(col(AttributeLabel.attribute_id) == attribute_id)).all()
    return {row.value: row.id for row in rows}
