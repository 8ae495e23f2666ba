"""The register as a whole: listed in one shape, and taken in again in the same, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from qualcode.locale import say
from qualcode.services.register import (
    answers,
    attributes,
    consent,
    ethics,
    field_notes,
    guide,
    information_power,
    interviews,
    project,
    recordings,
    recruitment,
    team,
    transcripts,
)
from qualcode.services.register.rows import RegisterRow
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.loading import LoadCounts
from qualcode.views.register import SECTIONS, RegisterView

RegisterRows = Iterable[tuple[str, int, Mapping[str, Any]]]
"""Rows as (section, line of the file, values by field)."""

_LISTED: dict[str, Callable[[Connection], tuple[Any, ...]]] = {
    "substudies": recruitment.sampling,
    "attributes": attributes.attribute_forms,
    "team": team.team,
    "user_involvement": team.user_involvement,
    "ethics": ethics.ethics,
    "recruitment": recruitment.recruitment,
    "guide": guide.guide,
    "interviews": interviews.interviews,
    "transcripts": transcripts.transcript_states,
    "recordings": recordings.recordings,
    "field_notes": field_notes.field_notes,
    "consent": consent.consents,
    "information_power": information_power.information_power,
    "reporting": answers.answers,
    "project": project.project,
}

_TAKEN: dict[str, Callable[[Change, RegisterRow], str]] = {
    "substudies": recruitment.take_sampling,
    "attributes": attributes.take_attribute,
    "team": team.take_member,
    "user_involvement": team.take_involvement,
    "ethics": ethics.take_assessment,
    "recruitment": recruitment.take_step,
    "guide": guide.take_topic,
    "interviews": interviews.take_interview,
    "transcripts": transcripts.take_transcript,
    "recordings": recordings.take_recording,
    "field_notes": field_notes.take_note,
    "consent": consent.take_consent,
    "information_power": information_power.take_dimension,
    "reporting": answers.take_answer,
    "project": project.take_project,
}


def register(study: OpenStudy) -> RegisterView:
    """All that the register holds."""
    with study.reading() as connection:
        return register_of(connection)


def register_of(connection: Connection) -> RegisterView:
    """All that the register holds, within a reading."""
    return RegisterView(**{section: listed(connection) for section, listed in _LISTED.items()})


def entries_of(connection: Connection, section: str) -> tuple[Any, ...]:
    """What one section of the register holds, within a reading."""
    return _LISTED[section](connection)


def take_row(change: Change, section: str, row: RegisterRow) -> str:
    """Within an action: one row of a section; what came of it, as in `views.loading`."""
    return _TAKEN[section](change, row)


def load_register(study: OpenStudy, rows: RegisterRows, *, file: str) -> LoadCounts:
    """Add or update entries of the register; what a row does not speak of stays, `remove` takes the entry away.

    Whatever the order of the file, interviews come before what is said of them. All rows or none, in one journal
    entry. Raises `RowsRefused` with the line.
    """
    order = list(SECTIONS)
    in_order = sorted(rows, key=lambda row: order.index(row[0]))
    with study.change("register.load") as change:
        outcomes: Counter[str] = Counter()
        for section, line, values in in_order:
            row = RegisterRow(file, line, values)
            with row.named():
                outcomes[take_row(change, section, row)] += 1
        change.summary = say("summaries.register_loaded", file=file)
    return LoadCounts.of(outcomes.elements())
