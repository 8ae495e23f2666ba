"""Who a turn may be: proposed from labels and from the table log, by first words and by time. Never assumed.

A line of the log means the turn that begins with its words; where no turn does, the one that was being said when the
line was written. What is found by words goes before what is found by time, and that before what a label says.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Interview, Speaker, Transcript
from qualcode.text.roles import PARTICIPANT, UNKNOWN
from qualcode.views.speaking import Proposal, is_tagged
from qualcode.views.table_log import SAID, LogLineView, Person
from qualcode.views.transcript import TurnView

Spoken = tuple[LogLineView, Person]
"""A line of the log, and who it says spoke."""

BY_WORDS, BY_TIME, BY_LABEL = "words", "time", "label"

FIRST_WORDS = 15
"""How far into a turn the words of a line may begin: the secretary writes down the first she catches."""

LATE_MS = 90_000
"""How long after a turn begins a line with its words may be written; before it, a quarter of this."""

EAGER_MS = 3_000
"""A clock that is started by hand may be so much before the recorder's."""

_WORD = re.compile(r"\w+")
_PREFIX = re.compile(r"^\D+(?=\d)")
_GIVEN_BY_MACHINE = re.compile(r"(?:speaker|taler|spk|s|unknown|ukjent|person|stemme|voice)[ _.-]*\d*", re.IGNORECASE)


def propose(
    text: str,
    turns: Sequence[TurnView],
    *,
    people: Iterable[Person],
    lines: Sequence[LogLineView],
    said: Mapping[str, Person] | None = None,
) -> dict[int, Proposal]:
    """For turns that nobody has tagged: who it may be, by the turn's key.

    `said` is who a label (in small letters) has turned out to be, here or in other transcripts of the substudy.
    """
    known = list(people)
    found: dict[int, Proposal] = {}
    for turn in turns:
        person = _by_label(turn, known, said or {})
        if person is not None:
            found[turn.id] = Proposal(person, BY_LABEL)
    spoken = [(line, person) for line in lines if line.kind == SAID and (person := _person_of(line, known))]
    by_words, unmatched = _by_words(_Openings(text, turns), turns, spoken)
    found |= _by_time(turns, unmatched) | by_words
    left = {turn.id for turn in turns if not is_tagged(turn)}
    return {key: proposal for key, proposal in found.items() if key in left}


def _by_words(
    openings: "_Openings", turns: Sequence[TurnView], spoken: list[Spoken]
) -> tuple[dict[int, Proposal], list[Spoken]]:
    """Who speaks in the turns that begin with a line's words, and the lines whose words begin no turn."""
    by_words: dict[int, Proposal] = {}
    unmatched = spoken
    # What only one line can mean is no longer meant by another whose words stand there too.
    for _ in range(2):
        looked_at, unmatched = unmatched, []
        for line, person in looked_at:
            places = openings.with_words(_words(line.words))
            free = [at for at in places if by_words.get(turns[at].id, Proposal(person, BY_WORDS)).person == person]
            at = _nearest(line, turns, free)
            if at is None:
                unmatched.append((line, person))
            else:
                by_words.setdefault(turns[at].id, Proposal(person, BY_WORDS))
    return by_words, unmatched


def _by_time(turns: Sequence[TurnView], unmatched: list[Spoken]) -> dict[int, Proposal]:
    """Who speaks in the turns at the times of these lines."""
    by_time: dict[int, Proposal] = {}
    timed = [(turn.start_ms, at) for at, turn in enumerate(turns) if turn.start_ms is not None]
    for line, person in unmatched:
        at = _turn_at_time(line, turns, timed)
        if at is not None:
            by_time.setdefault(turns[at].id, Proposal(person, BY_TIME))
    return by_time


def labels_elsewhere(connection: Connection, transcript_id: int) -> dict[str, Person]:
    """Who this transcript's labels are in other transcripts of its substudy, where all of those agree.

    Labels that a machine gives (`SPEAKER_01`) mean somebody else in every file, and are left out.
    """
    here = (
        select(col(Interview.substudy_id))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .where(col(Transcript.id) == transcript_id)
        .scalar_subquery()
    )
    statement: Any = (
        select(col(Speaker.label), col(Speaker.role), col(Speaker.participant_id))
        .join(Transcript, col(Transcript.id) == col(Speaker.transcript_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(
            col(Interview.substudy_id) == here,
            col(Transcript.removed).is_(False),
            col(Transcript.id) != transcript_id,
            col(Speaker.role) != UNKNOWN,
        )
    )
    said: dict[str, set[tuple[str, int | None]]] = {}
    for label, role, participant_id in connection.execute(statement):
        said.setdefault(label.casefold(), set()).add((role, participant_id))
    return {
        label: Person(*next(iter(who)))
        for label, who in said.items()
        if len(who) == 1 and not _GIVEN_BY_MACHINE.fullmatch(label)
    }


def _by_label(turn: TurnView, people: list[Person], told: Mapping[str, Person]) -> Person | None:
    """The participant whose code or bare number the label is, else who it has turned out to be."""
    if turn.speaker is None:
        return None
    label = turn.speaker.label.casefold()
    for person in people:
        if person.code and label in (person.code.casefold(), _PREFIX.sub("", person.code)):
            return person
    known = told.get(label)
    return None if known is None else _among(known.role, known.participant_id, people)


def _person_of(line: LogLineView, people: list[Person]) -> Person | None:
    if line.seat is None or (line.seat.role == PARTICIPANT and line.seat.participant_id is None):
        return None
    return _among(line.seat.role, line.seat.participant_id, people)


def _among(role: str, participant_id: int | None, people: list[Person]) -> Person | None:
    same = (one for one in people if (one.role, one.participant_id) == (role, participant_id))
    return next(same, Person(role) if participant_id is None and role != PARTICIPANT else None)


def _words(text: str, most: int | None = None) -> list[str]:
    return [match.group().casefold() for match in islice(_WORD.finditer(text), most)]


class _Openings:
    """How every turn begins, so that the turns with these words are found without looking at each."""

    def __init__(self, text: str, turns: Sequence[TurnView]) -> None:
        self._openings = [_words(text[turn.start : turn.end], FIRST_WORDS + 8) for turn in turns]
        self._with: dict[tuple[str, ...], list[int]] = {}
        for at, opening in enumerate(self._openings):
            singles = [(word,) for word in opening[:FIRST_WORDS]]
            for words in dict.fromkeys([*singles, *pairwise(opening[: FIRST_WORDS + 1])]):
                self._with.setdefault(words, []).append(at)

    def with_words(self, wanted: list[str]) -> list[int]:
        """The turns that begin so. A single short word is no sign of anybody."""
        if not wanted or (len(wanted) == 1 and len(wanted[0]) < 6):
            return []
        return [at for at in self._with.get(tuple(wanted[:2]), []) if _stands_in(wanted, self._openings[at])]


def _nearest(line: LogLineView, turns: Sequence[TurnView], places: list[int]) -> int | None:
    """Of several turns that begin with the line's words the nearest in time; without times only the one there is."""
    timed = [(_distance(line, turns[at]), at) for at in places]
    if line.at_ms is None or any(distance is None for distance, _ in timed):
        return places[0] if len(places) == 1 else None
    near = [(distance, at) for distance, at in timed if distance is not None and distance <= LATE_MS]
    return min(near)[1] if near else None


def _distance(line: LogLineView, turn: TurnView) -> int | None:
    """How long after the turn began the line was written (ms); a line before its turn counts four times."""
    if line.at_ms is None or turn.start_ms is None:
        return None
    after = line.at_ms - turn.start_ms
    return after if after >= 0 else -4 * after


def _stands_in(wanted: list[str], opening: list[str]) -> bool:
    most = min(FIRST_WORDS, len(opening) - len(wanted) + 1)
    return any(opening[at : at + len(wanted)] == wanted for at in range(most))


def _turn_at_time(line: LogLineView, turns: Sequence[TurnView], timed: list[tuple[int, int]]) -> int | None:
    """The turn that was being said when the line was written."""
    if line.at_ms is None or not timed:
        return None
    place = bisect_right(timed, line.at_ms + EAGER_MS, key=lambda pair: pair[0]) - 1
    if place < 0:
        return None
    at = timed[place][1]
    ends = turns[at].end_ms
    return at if ends is None or line.at_ms <= ends + LATE_MS // 4 else None
