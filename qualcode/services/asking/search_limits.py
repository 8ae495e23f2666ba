"""What a search is limited to: whose words, in which interviews, and whether they are coded."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from qualcode.analysis.demographics import is_called
from qualcode.errors import NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    Attribute,
    AttributeLabel,
    AttributeValue,
    Coding,
    Interview,
    MeaningUnit,
    Transcript,
)
from qualcode.services.naming import find_analysis, find_participant, find_place, find_substudy, find_transcript
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.text.codes import BETWEEN, split_codes
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.text.roles import ROLES
from qualcode.text.values import split_values
from qualcode.views.searching import SearchLimits

_TRANSCRIPT: Any = col(MeaningUnit.transcript_id) == bindparam("transcript")


class Within:
    """The limits of a search, looked up once. Raises `NothingNamed`, `AmbiguousName`, `ValueRefused`."""

    def __init__(self, connection: Connection, limits: SearchLimits) -> None:
        if limits.role and limits.role not in ROLES:
            raise ValueRefused(what=say("kinds.role"), value=limits.role, choices=", ".join(ROLES))
        self._connection = connection
        self._role = limits.role
        self._people = _people(connection, limits)
        self.coded = limits.coded
        self.analysis_id = find_analysis(connection, limits.analysis).id if limits.analysis else None
        group = limits.group
        self.place = find_place(connection, group, analysis_id=self.analysis_id) if group else None
        self._units = self._meant()
        self._spans: dict[int, _Spans] = {}
        self.conditions = _conditions(connection, limits, self.analysis_id)
        self.by_place = bool(limits.substudy or limits.round or limits.transcript)

    @property
    def by_speaker(self) -> bool:
        """Whether it matters who says something."""
        return bool(self._role) or self._people is not None

    def holds_turn(self, role: str | None, participant_id: int | None) -> bool:
        """Whether a turn by somebody of this role, who is this participant, is searched at all."""
        if self._role and (role or "unknown") != self._role:
            return False
        return self._people is None or participant_id in self._people

    @property
    def by_coding(self) -> bool:
        """Whether it matters for a hit what is coded."""
        return self._units is not None

    def coded_transcripts(self) -> set[int] | None:
        """The transcripts in which something is coded that is meant; None where hits need not be coded."""
        if self._units is None or self.coded is False:
            return None
        statement = self._units.with_only_columns(col(MeaningUnit.transcript_id)).distinct()
        return {key for (key,) in read_plain(self._connection, statement)}

    def holds_hit(self, transcript_id: int, start: int, end: int) -> bool:
        """Whether a hit here counts, as to what is coded."""
        if transcript_id not in self._spans:
            self._spans[transcript_id] = _Spans(self._units_in.read(self._connection, {"transcript": transcript_id}))
        coded = self._spans[transcript_id].touch(start, end)
        return coded is (self.coded is not False)

    @cached_property
    def _units_in(self) -> Prepared:
        return Prepared(self._units.where(_TRANSCRIPT))

    def _meant(self) -> Any:
        """The statement for the spans of the units that are meant; None where it does not matter what is coded."""
        if self.place is None and self.coded is None:
            return None
        spans: Any = select(col(MeaningUnit.start), col(MeaningUnit.end))
        if self.analysis_id is not None:
            spans = spans.where(col(MeaningUnit.analysis_id) == self.analysis_id)
        elif self.place is None:
            # What a retired analysis coded counts only where somebody asks for that analysis.
            in_use = select(col(Analysis.id)).where(~col(Analysis.retired))
            spans = spans.where(col(MeaningUnit.analysis_id).in_(in_use))
        if self.place is not None:
            spans = spans.join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
            spans = spans.where(col(Coding.group_id) == self.place.group_id)
            if self.place.subgroup_id is not None:
                spans = spans.where(col(Coding.subgroup_id) == self.place.subgroup_id)
        return spans


def coded_where(study: OpenStudy, limits: SearchLimits) -> str:
    """In which analyses it is looked whether something is coded, in words; empty where there is no question of it."""
    if limits.coded is None or limits.analysis or limits.group:
        return ""
    with study.reading() as connection:
        in_use = select(col(Analysis.title)).where(~col(Analysis.retired)).order_by(col(Analysis.position))
        titles = connection.execute(in_use).scalars().all()
    told = "search.coded_in_one" if limits.coded else "search.coded_in_none"
    return say(told, names=", ".join(titles)) if len(titles) > 1 else ""


class _Spans:
    """Spans of one transcript, joined where they overlap."""

    def __init__(self, spans: Iterable[Any]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(tuple(span) for span in spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with this one."""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start


def _conditions(connection: Connection, limits: SearchLimits, analysis_id: int | None) -> list[Any]:
    conditions: list[Any] = []
    if analysis_id is not None:
        material = select(col(AnalysisSubstudy.substudy_id)).where(col(AnalysisSubstudy.analysis_id) == analysis_id)
        conditions.append(col(Interview.substudy_id).in_(material))
    if limits.substudy:
        conditions.append(col(Interview.substudy_id) == find_substudy(connection, limits.substudy).id)
    if limits.transcript:
        conditions.append(col(Transcript.id) == find_transcript(connection, limits.transcript).id)
    if limits.round:
        known: Any = select(col(Interview.round)).where(col(Interview.round) != "").distinct()
        rounds = list(connection.execute(known).scalars())
        if limits.round not in rounds:
            raise NothingNamed(kind=say("kinds.round"), name=limits.round, nearest=_offered(limits.round, rounds))
        conditions.append(col(Interview.round) == limits.round)
    return conditions


def _people(connection: Connection, limits: SearchLimits) -> set[int] | None:
    """The keys of the participants whose words are searched, None for everyone's."""
    people: set[int] | None = None
    if limits.participant:
        people = {find_participant(connection, limits.participant).id}
    if limits.attribute:
        registered = people_with(connection, limits.attribute)
        people = registered if people is None else people & registered
    return people


def people_with(connection: Connection, attribute: str) -> set[int]:
    """The keys of the participants with `NAME=VALUE` registered, the value as it stands or its label.

    The attribute is named as it is registered, or as it is called on paper. Where somebody may have several of its
    values, VALUE may be several too (`2 og 3`, `1/3`): those who have them all.

    Raises `ValueRefused` where there is no `=`, and `NothingNamed` for an attribute or value that nobody has.
    """
    name, sign, value = (to_name(part) for part in attribute.partition("="))
    if not sign or not name:
        raise ValueRefused(what=say("kinds.attribute"), value=attribute, choices=say("search.attribute_form"))
    found = _attributes_called(connection, name)
    labelled: Any = connection.execute(
        select(col(AttributeLabel.value), col(AttributeLabel.label)).where(col(AttributeLabel.attribute_id).in_(found))
    ).all()
    meant = {value.casefold()} | {row.value.casefold() for row in labelled if row.label.casefold() == value.casefold()}
    values: Any = connection.execute(
        select(col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text)).where(
            col(AttributeValue.attribute_id).in_(found)
        )
    ).all()
    split = [(person, split_values(text, multiple=found[key])) for person, key, text in values]
    people = {person for person, several in split if meant & {one.casefold() for one in several}}
    known = sorted({one for _, several in split for one in several})
    if not people and any(found.values()):
        every = set(split_codes([value, *known])[value].casefold().split(BETWEEN))
        people = {person for person, several in split if every <= {one.casefold() for one in several}}
    if not people:
        raise NothingNamed(kind=say("kinds.value", name=name), name=value, nearest=_offered(value, known))
    return people


def _attributes_called(connection: Connection, name: str) -> dict[int, bool]:
    """The keys of the attributes of this name, one a substudy, and whether each may have several values."""
    asked: Any = select(col(Attribute.id), col(Attribute.name), col(Attribute.caption), col(Attribute.multiple))
    rows: Any = connection.execute(asked).all()
    exactly = [row for row in rows if row.name.casefold() == name.casefold()]
    named = exactly or [row for row in rows if is_called(name, row.name, row.caption)]
    if not named:
        raise NothingNamed(
            kind=say("kinds.attribute"), name=name, nearest=_offered(name, sorted({row.name for row in rows}))
        )
    return {row.id: bool(row.multiple) for row in named}


def _offered(name: str, known: list[str]) -> str:
    names = ", ".join(f"«{one}»" for one in nearest(name, known) or known[:5])
    return say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")
