"""What a search reads: the turns that may hold a hit, in the order of the material, within the limits."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from qualcode.errors import NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Attribute,
    AttributeLabel,
    AttributeValue,
    CodeGroup,
    Coding,
    Interview,
    JournalEntry,
    MeaningUnit,
    Participant,
    Revision,
    Speaker,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.services.naming import find_analysis, find_participant, find_place, find_substudy, find_transcript
from qualcode.storage.prepared import Prepared, read_plain
from qualcode.storage.search_index import matching_turns
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.text.roles import ROLES
from qualcode.text.values import split_values
from qualcode.views.searching import SearchLimits

_FIRST_BATCH = 50
_LARGEST_BATCH = 512
"""Turns are read in batches that grow, so that the first hits come soon: fifty are a page of them."""

_FEW = 4
"""A transcript with so many turns in a batch is read whole; from one with fewer only the turns are."""

_BATCHES = (_FIRST_BATCH, _LARGEST_BATCH)
_NOBODY = -1

_TOLD: tuple[Any, ...] = (
    col(Turn.transcript_id),
    col(Turn.number),
    col(Turn.start),
    col(Turn.end),
    col(Turn.id),
    col(Turn.revision_id),
    col(Speaker.label),
    col(Speaker.role),
    col(Speaker.participant_id),
    col(Participant.code),
)
"""What is told of a turn: the fields of `FoundTurn`."""


def _with_speakers(turns: Any) -> Any:
    with_speakers = turns.outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
    return with_speakers.outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))


_TURNS = _with_speakers(select(*_TOLD).select_from(Turn))
_WORDED: Any = select(col(Revision.id), col(Revision.text))
_SPOKEN: Any = select(
    col(Turn.id), func.substr(col(Revision.text), col(Turn.start) + 1, col(Turn.end) - col(Turn.start))
).join(Revision, col(Revision.id) == col(Turn.revision_id))


def _for_batches(statement: Any, column: Any) -> dict[int, Prepared]:
    """The statement for so many keys at once, by how many."""
    return {
        size: Prepared(statement.where(column.in_([bindparam(f"k{at}") for at in range(size)]))) for size in _BATCHES
    }


_BATCH = _for_batches(_TURNS, col(Turn.id))
_WORDINGS = _for_batches(_WORDED, col(Revision.id))
_WORDS = _for_batches(_SPOKEN, col(Turn.id))
_FOUND = Prepared(matching_turns())
_FOUND_AFTER = Prepared(_with_speakers(matching_turns(*_TOLD, after=True)))
_NEWEST = Prepared(select(func.coalesce(func.max(col(JournalEntry.id)), 0)))
_ORDER = Prepared(select(col(Turn.transcript_id), col(Turn.id)).order_by(col(Turn.transcript_id), col(Turn.start)))


class FoundTurn(NamedTuple):
    """A turn that may hold a hit, and who says it."""

    transcript_id: int
    number: int
    start: int
    end: int
    id: int
    revision_id: int
    label: str | None
    role: str | None
    participant_id: int | None
    participant: str | None


class SearchedTurn(NamedTuple):
    """A turn that is searched, its words as they are now, and which transcript of which substudy it is in."""

    turn: FoundTurn
    words: str
    transcript: str
    substudy: str


class _Plan(NamedTuple):
    """The order of the material: transcripts (key, name, substudy), and the place of every turn in it.

    `places` is None where turns have keys that rise in that order, as they do until one is split.
    """

    transcripts: dict[int, tuple[str, str]]
    places: dict[int, int] | None


_plans: dict[tuple[str, int], _Plan] = {}
"""The plan of the study that was searched last, for as long as nothing has been done in it."""


class Within:
    """The limits of a search, looked up once. Raises `NothingNamed`, `AmbiguousName`, `ValueRefused`."""

    def __init__(self, connection: Connection, limits: SearchLimits) -> None:
        if limits.role and limits.role not in ROLES:
            raise ValueRefused(what=say("kinds.role"), value=limits.role, choices=", ".join(ROLES))
        self._connection = connection
        self._role = limits.role
        self._people = _people(connection, limits)
        self._coded = limits.coded
        self._units = _units(connection, limits)
        self._spans: dict[int, _Spans] = {}
        self.conditions = _conditions(connection, limits)

    def holds_turn(self, turn: FoundTurn) -> bool:
        """Whether this turn is searched at all."""
        if self._role and (turn.role or "unknown") != self._role:
            return False
        return self._people is None or turn.participant_id in self._people

    def holds_hit(self, transcript_id: int, start: int, end: int) -> bool:
        """Whether a hit here counts, as to what is coded."""
        if self._units is None:
            return True
        if transcript_id not in self._spans:
            statement = self._units.where(col(MeaningUnit.transcript_id) == transcript_id)
            self._spans[transcript_id] = _Spans(read_plain(self._connection, statement))
        return self._spans[transcript_id].touch(start, end) is (self._coded is not False)


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


def searched(connection: Connection, within: Within, match: str | None, *, path: str) -> Iterator[SearchedTurn]:
    """The turns that may hold a hit, in order, with their words; `match` None for all turns.

    `path` is the study's, by which the order of its material is remembered.
    """
    plan = _plan(connection, path)
    wanted = _transcripts(connection, within.conditions) if within.conditions else plan.transcripts
    texts: dict[int, str] = {}
    for turns in _turns(connection, plan, match):
        held = [turn for turn in turns if turn.transcript_id in wanted and within.holds_turn(turn)]
        texts = _texts(connection, held, texts)
        words = _words(connection, [turn.id for turn in held if turn.revision_id not in texts])
        for turn in held:
            text = texts.get(turn.revision_id)
            said = words[turn.id] if text is None else text[turn.start : turn.end]
            yield SearchedTurn(turn, said, *plan.transcripts[turn.transcript_id])


def _turns(connection: Connection, plan: _Plan, match: str | None) -> Iterator[list[FoundTurn]]:
    """The turns that are found, in the order of the material, whether they are to be searched or not."""
    if match is not None and plan.places is None:
        size, last = _FIRST_BATCH, 0
        while True:
            rows = _FOUND_AFTER.read(connection, {"match": match, "after": last, "most": size})
            turns = list(map(FoundTurn._make, rows))
            if turns:
                yield turns
                last = turns[-1].id
            if len(turns) < size:
                return
            size = _LARGEST_BATCH
    for keys in _keys(connection, plan, match):
        found = {row[4]: row for row in _run_batch(connection, _BATCH, keys)}
        yield [FoundTurn._make(found[key]) for key in keys if key in found]


def _texts(connection: Connection, turns: list[FoundTurn], known: dict[int, str]) -> dict[int, str]:
    """The whole texts, by revision, of the transcripts of which much is asked; of those `known` what is still asked."""
    asked = Counter(turn.revision_id for turn in turns)
    texts = {key: known[key] for key in asked if key in known}
    needed = [key for key, times in asked.items() if times > _FEW and key not in texts]
    return texts | dict(_run_batch(connection, _WORDINGS, needed))


def _words(connection: Connection, keys: list[int]) -> dict[int, str]:
    """The words of single turns, by the turn's key."""
    return dict(_run_batch(connection, _WORDS, keys))


def _run_batch(connection: Connection, statements: dict[int, Prepared], keys: list[int]) -> list[tuple[Any, ...]]:
    if not keys:
        return []
    size = _FIRST_BATCH if len(keys) <= _FIRST_BATCH else _LARGEST_BATCH
    padded = [*keys, *[_NOBODY] * (size - len(keys))]
    return statements[size].read(connection, {f"k{at}": key for at, key in enumerate(padded)})


def _keys(connection: Connection, plan: _Plan, match: str | None) -> Iterator[list[int]]:
    """The keys of the turns that are found, in order, in batches."""
    if match is None:
        keys = sorted(row[1] for row in _ORDER.read(connection))
    else:
        keys = [row[0] for row in _FOUND.read(connection, {"match": match})]
    places = plan.places
    if places is not None:
        keys = sorted((key for key in keys if key in places), key=places.__getitem__)
    for at in range(0, len(keys), _LARGEST_BATCH):
        yield keys[at : at + _LARGEST_BATCH]


def _plan(connection: Connection, path: str) -> _Plan:
    key = (path, int(_NEWEST.read(connection)[0][0]))
    if key not in _plans:
        _plans.clear()
        _plans[key] = _make_plan(connection)
    return _plans[key]


def _make_plan(connection: Connection) -> _Plan:
    transcripts = _transcripts(connection, [])
    turns: dict[int, list[int]] = {}
    for transcript, turn in _ORDER.read(connection):
        turns.setdefault(transcript, []).append(turn)
    order = [turn for transcript in transcripts for turn in turns.get(transcript, ())]
    rising = all(one < other for one, other in pairwise(order))
    return _Plan(transcripts, None if rising else {turn: at for at, turn in enumerate(order)})


def _transcripts(connection: Connection, conditions: list[Any]) -> dict[int, tuple[str, str]]:
    statement: Any = (
        select(col(Transcript.id), col(Transcript.name), col(Substudy.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False), *conditions)
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return {key: (name, substudy) for key, name, substudy in read_plain(connection, statement)}


def _conditions(connection: Connection, limits: SearchLimits) -> list[Any]:
    conditions: list[Any] = []
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

    Raises `ValueRefused` where there is no `=`, and `NothingNamed` for an attribute or value that nobody has.
    """
    name, sign, value = (to_name(part) for part in attribute.partition("="))
    if not sign or not name:
        raise ValueRefused(what=say("kinds.attribute"), value=attribute, choices=say("search.attribute_form"))
    rows: Any = connection.execute(select(col(Attribute.id), col(Attribute.name), col(Attribute.multiple))).all()
    found = {row.id: bool(row.multiple) for row in rows if row.name.casefold() == name.casefold()}
    if not found:
        names = sorted({row.name for row in rows})
        raise NothingNamed(kind=say("kinds.attribute"), name=name, nearest=_offered(name, names))
    labelled: Any = connection.execute(
        select(col(AttributeLabel.value), col(AttributeLabel.label)).where(col(AttributeLabel.attribute_id).in_(found))
    ).all()
    wanted = {value.casefold()} | {row.value.casefold() for row in labelled if row.label.casefold() == value.casefold()}
    values: Any = connection.execute(
        select(col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text)).where(
            col(AttributeValue.attribute_id).in_(found)
        )
    ).all()
    split = [(person, split_values(text, multiple=found[key])) for person, key, text in values]
    people = {person for person, several in split if wanted & {one.casefold() for one in several}}
    if not people:
        known = sorted({one for _, several in split for one in several})
        raise NothingNamed(kind=say("kinds.value", name=name), name=value, nearest=_offered(value, known))
    return people


def _units(connection: Connection, limits: SearchLimits) -> Any:
    """The statement for the spans of the units that are meant; None where it does not matter what is coded."""
    if not limits.group and limits.coded is None:
        return None
    spans: Any = select(col(MeaningUnit.start), col(MeaningUnit.end))
    of = find_analysis(connection, limits.analysis).id if limits.analysis else None
    if of is not None:
        spans = spans.where(col(MeaningUnit.analysis_id) == of)
    if limits.group:
        place = find_place(connection, limits.group, analysis_id=of)
        spans = spans.join(Coding, col(Coding.unit_id) == col(MeaningUnit.id)).join(
            CodeGroup, col(CodeGroup.id) == col(Coding.group_id)
        )
        spans = spans.where(col(Coding.group_id) == place.group_id)
        if place.subgroup_id is not None:
            spans = spans.where(col(Coding.subgroup_id) == place.subgroup_id)
    return spans


def _offered(name: str, known: list[str]) -> str:
    names = ", ".join(f"«{one}»" for one in nearest(name, known) or known[:5])
    return say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")
