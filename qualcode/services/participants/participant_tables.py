"""A substudy's participants as a table one works in: a value, a participant, an attribute at a time."""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.analysis.demographics import EXACT, demographics, heading_of, read_attributes
from qualcode.errors import ChangedMeanwhile, NameTaken, StillInUse, ValueRefused
from qualcode.locale import current_language, say
from qualcode.model import (
    Attribute,
    AttributeValue,
    Consent,
    Interview,
    InterviewParticipant,
    Participant,
    Seat,
    Speaker,
    TableLog,
    Transcript,
)
from qualcode.model.participants import ATTRIBUTE_KINDS
from qualcode.services.naming import find_substudy, possible_name
from qualcode.services.participants.participants import participants
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import natural_key
from qualcode.text.values import CATEGORY, DATE, NUMBER, parse_date, parse_number, split_values
from qualcode.views.participants import AttributeView, ParticipantTable

PSEUDONYM = "pseudonym"


def participant_table(study: OpenStudy, substudy: str) -> ParticipantTable:
    """A substudy's participants by code, its attributes in their order, and the line that sums them up."""
    people = participants(study, substudy)
    with study.reading() as connection:
        found = find_substudy(connection, substudy)
        table = demographics(connection, found.id, form=EXACT, language=current_language()).view
        registered = read_attributes(connection, found.id)
    in_order = tuple(sorted(people, key=lambda person: natural_key(person.code)))
    return ParticipantTable(found.name, registered, in_order, table.notes[-1] if table.notes else "")


def add_participant(study: OpenStudy, substudy: str, code: str, *, pseudonym: str = "") -> int:
    """A new participant, last; her key. Raises `NothingNamed`, `NameRefused`, `NameTaken`."""
    with study.change("participant.new") as change:
        found = find_substudy(change.connection, substudy)
        name = _free_code(change.connection, found.id, code)
        values = {"substudy_id": found.id, "code": name, "pseudonym": to_name(pseudonym)}
        change.summary = say("summaries.participant_added", code=name, substudy=found.name)
        return change.add(Participant, **values, position=_next_position(change.connection, Participant, found.id))


def set_participant(
    study: OpenStudy,
    participant_id: int,
    *,
    code: str | None = None,
    pseudonym: str | None = None,
    seen: str | None = None,
) -> None:
    """Another code, or what the chapter may call her. `seen` is the code, or the pseudonym, that the user looked at.

    Raises `NameRefused`, `NameTaken`, `ChangedMeanwhile`.
    """
    with study.change("participant.edit") as change:
        row = _row(change, Participant, participant_id)
        column, wanted = (PSEUDONYM, pseudonym) if code is None else ("code", code)
        if seen is not None and seen != row[column] != wanted:
            told = {"stands": {column: row[column]}, "wanted": {column: wanted}}
            change.refuse_unseen(Participant, participant_id, version=row["version"], **told)
        values: dict[str, Any] = {}
        if code is not None and to_name(code) != row["code"]:
            values["code"] = _free_code(change.connection, row["substudy_id"], code, but=participant_id)
        if pseudonym is not None:
            values[PSEUDONYM] = to_name(pseudonym)
        change.summary = say("summaries.participant_changed", code=values.get("code", row["code"]))
        change.change(Participant, participant_id, **values)


def remove_participant(study: OpenStudy, participant_id: int) -> None:
    """Take away a participant with her values. Raises `StillInUse` where she speaks or is told of."""
    with study.change("participant.remove") as change:
        code = _row(change, Participant, participant_id)["code"]
        uses = _uses(change.connection, participant_id)
        if uses:
            raise StillInUse(name=code, uses=", ".join(uses))
        here = col(AttributeValue.participant_id) == participant_id
        keys: Any = change.connection.execute(select(col(AttributeValue.id)).where(here)).scalars().all()
        for key in keys:
            change.remove(AttributeValue, key)
        change.remove(Participant, participant_id)
        change.summary = say("summaries.participant_removed", code=code)


def add_attribute(study: OpenStudy, substudy: str, name: str, *, kind: str, caption: str = "") -> int:
    """Something more to register, last; its key. `kind` is number, category, text or date.

    Raises `NothingNamed`, `NameRefused`, `NameTaken`, `ValueRefused` (the kind).
    """
    _possible_kind(kind)
    with study.change("attribute.new") as change:
        found = find_substudy(change.connection, substudy)
        possible = possible_name(name, kind="attribute")
        taken = {view.name.casefold() for view in read_attributes(change.connection, found.id)}
        if possible.casefold() in {*taken, PSEUDONYM}:
            raise NameTaken(kind=say("kinds.attribute"), name=possible)
        values = {
            "substudy_id": found.id,
            "name": possible,
            "caption": to_name(caption),
            "kind": kind,
            "declared": True,
        }
        change.summary = say("summaries.attribute_added", name=possible, substudy=found.name)
        return change.add(Attribute, **values, position=_next_position(change.connection, Attribute, found.id))


def set_attribute(
    study: OpenStudy, attribute_id: int, *, kind: str, caption: str, seen: AttributeView | None = None
) -> None:
    """Another kind, or another caption. `seen` is the attribute that the user looked at.

    Raises `ValueRefused` where a value is not of the kind, `ChangedMeanwhile`.
    """
    _possible_kind(kind)
    with study.change("attribute.edit") as change:
        view = _attribute(change, attribute_id)
        if seen is not None and (seen.kind, seen.caption) != (view.kind, view.caption):
            version = _row(change, Attribute, attribute_id)["version"]
            stands = {"kind": _kind_word(view.kind), "caption": view.caption}
            wanted = {"kind": _kind_word(kind), "caption": caption}
            change.refuse_unseen(Attribute, attribute_id, version=version, stands=stands, wanted=wanted)
        if view.labels and kind != CATEGORY:
            raise ValueRefused(
                what=say("participants.kind_of_attribute"), value=_kind_word(kind), choices=_kind_word(CATEGORY)
            )
        change.change(Attribute, attribute_id, kind=kind, caption=to_name(caption), declared=True)
        here = select(AttributeValue).where(col(AttributeValue.attribute_id) == attribute_id)
        rows: Any = change.connection.execute(here).all()
        for row in rows:
            kept = possible_value(view, row.text, kind=kind)
            change.change(AttributeValue, row.id, text=kept, number=_number(kind, kept))
        change.summary = say("summaries.attribute_changed", name=view.name)


def set_value(study: OpenStudy, participant_id: int, attribute_id: int, text: str, *, seen: str | None = None) -> None:
    """What is registered about a participant; an empty text takes it away. `seen` is the value the user looked at.

    Raises `ValueRefused` where the value is not of the attribute's kind, `ChangedMeanwhile`.
    """
    with study.change("value.edit") as change:
        code = _row(change, Participant, participant_id)["code"]
        view = _attribute(change, attribute_id)
        kept = possible_value(view, text)
        here = (col(AttributeValue.participant_id) == participant_id, col(AttributeValue.attribute_id) == attribute_id)
        row: Any = change.connection.execute(select(AttributeValue).where(*here)).one_or_none()
        stands = "" if row is None else row.text
        if seen is not None and seen != stands != kept:
            both: dict[str, Any] = {"stands": {"text": stands}, "wanted": {"text": kept}}
            change.refuse_unseen(AttributeValue, None if row is None else row.id, version=stands, **both)
        values: dict[str, Any] = {"text": kept, "number": _number(view.kind, kept)}
        told = {"code": code, "attribute": heading_of(view, current_language()), "value": kept}
        change.summary = say("summaries.value_set" if kept else "summaries.value_emptied", **told)
        if row is None and kept:
            change.add(AttributeValue, participant_id=participant_id, attribute_id=attribute_id, **values)
        elif row is not None and kept:
            change.change(AttributeValue, row.id, **values)
        elif row is not None:
            change.remove(AttributeValue, row.id)


def possible_value(attribute: AttributeView, text: str, *, kind: str | None = None) -> str:
    """The value as it is kept: a date as ISO 8601. Raises `ValueRefused` where it is not of the attribute's kind."""
    cleaned, wanted = to_name(text), kind or attribute.kind
    known = [label.value for label in attribute.labels]
    if not cleaned:
        return ""
    possible = cleaned
    if wanted == NUMBER and parse_number(cleaned) is None:
        possible = ""
    elif wanted == DATE:
        possible = parse_date(cleaned) or ""
    elif known and not set(split_values(cleaned, multiple=attribute.multiple)) <= set(known):
        possible = ""
    if not possible:
        coded = ", ".join(f"{label.value} ({label.label})" for label in attribute.labels)
        what = heading_of(attribute, current_language())
        raise ValueRefused(
            what=say("participants.value_of", attribute=what),
            value=cleaned,
            choices=coded or say(f"participants.wanted.{wanted}"),
        )
    return possible


def _possible_kind(kind: str) -> None:
    if kind not in ATTRIBUTE_KINDS:
        choices = ", ".join(_kind_word(one) for one in ATTRIBUTE_KINDS)
        raise ValueRefused(what=say("participants.kind_of_attribute"), value=kind, choices=choices)


def _kind_word(kind: str) -> str:
    return say(f"participants.kind.{kind}")


def _number(kind: str, text: str) -> float | None:
    return parse_number(text) if kind == NUMBER else None


def _row(change: Change, table: type[Participant] | type[Attribute], key: int) -> dict[str, Any]:
    """The row as it is. Raises `ChangedMeanwhile` if somebody has taken it away."""
    row = change.row(table, key)
    if row is None:
        raise ChangedMeanwhile(kind=say(f"tables.{table.__tablename__}"))
    return row


def _attribute(change: Change, attribute_id: int) -> AttributeView:
    substudy_id = _row(change, Attribute, attribute_id)["substudy_id"]
    registered = read_attributes(change.connection, substudy_id)
    return next(view for view in registered if view.id == attribute_id)


def _free_code(connection: Connection, substudy_id: int, code: str, *, but: int | None = None) -> str:
    """The code as it will be kept. Raises `NameRefused`, or `NameTaken` where another participant has it."""
    name = possible_name(code, kind="participant")
    here = select(col(Participant.id), col(Participant.code)).where(col(Participant.substudy_id) == substudy_id)
    rows: Any = connection.execute(here).all()
    if any(row.code.casefold() == name.casefold() and row.id != but for row in rows):
        raise NameTaken(kind=say("kinds.participant"), name=name)
    return name


def _next_position(connection: Connection, table: type[Participant] | type[Attribute], substudy_id: int) -> int:
    here = select(func.coalesce(func.max(col(table.position)), 0)).where(col(table.substudy_id) == substudy_id)
    return int(connection.execute(here).scalar_one()) + 1


def _uses(connection: Connection, participant_id: int) -> tuple[str, ...]:
    """Where a participant is spoken of: transcripts, interviews, table logs, consent."""
    transcripts = (
        select(col(Transcript.name))
        .join(Speaker, col(Speaker.transcript_id) == col(Transcript.id))
        .where(col(Speaker.participant_id) == participant_id)
    )
    took_part = (
        select(col(Interview.name))
        .join(InterviewParticipant, col(InterviewParticipant.interview_id) == col(Interview.id))
        .where(col(InterviewParticipant.participant_id) == participant_id)
    )
    sat = (
        select(col(Interview.name))
        .join(TableLog, col(TableLog.interview_id) == col(Interview.id))
        .join(Seat, col(Seat.log_id) == col(TableLog.id))
        .where(col(Seat.participant_id) == participant_id)
    )
    uses: list[str] = []
    for kind, statement in (("transcript", transcripts), ("interview", took_part), ("log", sat)):
        names: Any = connection.execute(statement).scalars().all()
        uses += [say(f"participants.use.{kind}", name=name) for name in sorted(set(names), key=natural_key)]
    agreed: Any = select(col(Consent.id)).where(col(Consent.participant_id) == participant_id)
    if connection.execute(agreed).first() is not None:
        uses.append(say("participants.use.consent"))
    return tuple(uses)
