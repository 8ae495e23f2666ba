"""Participants of a substudy: who there is, by code, and what is registered about them."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Connection

from qualcode.analysis.demographics import EXACT, FORMS, demographics, read_attributes
from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.services.naming import find_substudy, only_substudy
from qualcode.services.participants.participant_files import (
    PSEUDONYM_COLUMN,
    read_labels,
    read_people,
)
from qualcode.services.participants.speakers import match_speakers
from qualcode.services.participants.taking import Taking, participant_rows, stored_values
from qualcode.services.register.consent import held_back
from qualcode.services.rows import NumberedRows, file_rows
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.views.participants import (
    AttributeView,
    ParticipantsPreview,
    ParticipantsReport,
    ParticipantView,
    ValueChange,
)
from qualcode.views.table import TableView


def import_participants(
    study: OpenStudy,
    rows: NumberedRows,
    *,
    substudy: str,
    file: str = "",
    labels: NumberedRows | None = None,
    labels_file: str = "",
    multiple: Sequence[str] = (),
    date_order: str = "",
) -> ParticipantsReport:
    """Take in the participants of a substudy, and from `labels` what their coded values mean.

    A column `participant` names them; `pseudonym` is what the chapter may call them; every other column is an
    attribute, of the kind its values say. Again is an update: values are changed, participants added, none taken away;
    an empty cell empties the value. In the columns of `multiple` a cell may hold several values, parted by semicolons.
    `date_order` says how dates with slashes are meant (`dates_with_slashes`). Labels in transcripts that nobody has
    placed yet become the participants whose codes they are. All in one journal entry. Raises `BadTable` (columns),
    `RowsRefused` (a row, by its line), `NothingNamed`.
    """
    people = read_people(list(file_rows(rows, file=file)), file=file)
    meanings = [] if labels is None else read_labels(list(file_rows(labels, file=labels_file)), file=labels_file)
    with study.change("participants.import") as change:
        found = find_substudy(change.connection, substudy)
        change.summary = say("summaries.participants", count=len(people), substudy=found.name)
        taking = Taking(change, found.id, date_order=date_order)
        columns = taking.take_people(people)
        taking.allow_several(multiple, file)
        taking.take_labels(meanings)
        taking.settle_kinds()
        speakers = match_speakers(change, found.id)
        return taking.report(found.name, columns, speakers=speakers)


def import_labels(study: OpenStudy, rows: NumberedRows, *, substudy: str, file: str = "") -> ParticipantsReport:
    """Take in what the coded values of a substudy's attributes mean; a value that has a label gets this one.

    What the substudy does not register is passed over, and reported. Raises `BadTable`, `RowsRefused`, `NothingNamed`.
    """
    meanings = read_labels(list(file_rows(rows, file=file)), file=file)
    with study.change("labels.import") as change:
        found = find_substudy(change.connection, substudy)
        change.summary = say("participants_screen.labels_imported", count=len(meanings), substudy=found.name)
        taking = Taking(change, found.id)
        taking.take_labels(meanings)
        taking.settle_kinds()
        return taking.report(found.name, (), speakers=0)


def preview_participants(study: OpenStudy, rows: NumberedRows, *, substudy: str, file: str = "") -> ParticipantsPreview:
    """What `import_participants` would do, without doing it. Raises what that raises."""
    people = read_people(list(file_rows(rows, file=file)), file=file)
    seen: list[ParticipantsPreview] = []
    with suppress(_OnlyLooked), study.change("participants.import") as change:
        found = find_substudy(change.connection, substudy)
        taking = Taking(change, found.id)
        before = _views(change.connection, found.id)
        known = {view.name for view in read_attributes(change.connection, found.id)}
        columns = taking.take_people(people)
        taking.settle_kinds()
        report = taking.report(found.name, columns, speakers=match_speakers(change, found.id))
        changes = _changes(before, _views(change.connection, found.id))
        seen.append(ParticipantsPreview(report, tuple(name for name in columns if name not in known), changes))
        raise _OnlyLooked
    return seen[0]


class _OnlyLooked(Exception):
    """What was to be seen has been seen: ends an action that is not to be kept."""


def _changes(before: Sequence[ParticipantView], after: Sequence[ParticipantView]) -> tuple[ValueChange, ...]:
    """The cells that differ of those who were there before."""
    then = {person.id: {PSEUDONYM_COLUMN: person.pseudonym} | dict(person.values) for person in before}
    changes = []
    for person in after:
        if person.id not in then:
            continue
        was, now = then[person.id], {PSEUDONYM_COLUMN: person.pseudonym} | dict(person.values)
        names = [name for name in dict.fromkeys([*was, *now]) if was.get(name, "") != now.get(name, "")]
        changes += [ValueChange(person.code, name, was.get(name, ""), now.get(name, "")) for name in names]
    return tuple(changes)


def participants(study: OpenStudy, substudy: str) -> tuple[ParticipantView, ...]:
    """The participants of a substudy in the order they were imported. Raises `NothingNamed`."""
    with study.reading() as connection:
        return _views(connection, find_substudy(connection, substudy).id)


def attributes(study: OpenStudy, substudy: str) -> tuple[AttributeView, ...]:
    """What is registered about a substudy's participants, in the order it was imported. Raises `NothingNamed`."""
    with study.reading() as connection:
        return read_attributes(connection, find_substudy(connection, substudy).id)


def demographic_table(
    study: OpenStudy,
    substudy: str | None = None,
    *,
    form: str = EXACT,
    language: str | None = None,
    consenting: bool = False,
) -> TableView:
    """The demographic table of a substudy (the only one, if none is named), in the study's language.

    `form` is exact, banded or totals. `consenting` leaves out people without consent, as in what leaves
    the study. Raises `ValueRefused`, `NothingNamed`, `AmbiguousName`.
    """
    if form not in FORMS:
        raise ValueRefused(what=say("kinds.form"), value=form, choices=", ".join(FORMS))
    with study.reading() as connection:
        found = find_substudy(connection, substudy) if substudy else only_substudy(connection)
        without = held_back(connection) if consenting else frozenset()
        spoken = language or chapter_language(study)
        return demographics(connection, found.id, form=form, language=spoken, without=without).view


def _views(connection: Connection, substudy_id: int) -> tuple[ParticipantView, ...]:
    names = {attribute.id: attribute.name for attribute in read_attributes(connection, substudy_id)}
    stored = stored_values(connection, substudy_id)
    rows = participant_rows(connection, substudy_id)
    return tuple(
        ParticipantView(
            row.id,
            row.uid,
            row.code,
            row.pseudonym,
            tuple((name, stored[row.id, key].text) for key, name in names.items() if (row.id, key) in stored),
        )
        for row in rows
    )
