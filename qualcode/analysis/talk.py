"""Who talks how much, where in the interview a group is talked of, and what each round of fieldwork brought."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Scope, code_groups_of, codings
from qualcode.analysis.frequencies import tenths_of_percent
from qualcode.analysis.words_said import texts_of
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.model import Interview, Participant, Speaker, Substudy, Transcript, Turn
from qualcode.storage.prepared import read_plain
from qualcode.text.ordering import natural_key
from qualcode.text.turns import count_words
from qualcode.views.counting import TRANSCRIPTS, TURNS, UNITS, CountedTable, Key
from qualcode.views.table import Cell, TableView

TALK_COLUMNS = ("transcript", "speaker", "participant", "role", "turns", "words", "share")
ROUND_COLUMNS = ("round", "interviews", "participants", "words", "units", "code_groups", "new_code_groups")
PARTS = 10
"""An interview is told in so many parts of the same length."""


def talk_shares(connection: Connection, scope: Scope, *, language: str) -> CountedTable:
    """Each speaker of each transcript: turns, words, and share of the transcript's words in percent.

    Raises `NothingToCount` where there is no transcript.
    """
    texts = texts_of(connection, scope)
    turns = _turns(connection, set(texts), scope.without)
    if not turns:
        raise NothingToCount(reason=say("counting.none.transcripts"))
    said: dict[int, dict[tuple[str, str | None, str], list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    names: dict[int, tuple[str, str]] = {}
    for transcript, name, turn, start, end, label, code, role, substudy in turns:
        names[transcript] = name, substudy
        words = count_words(texts[transcript][start:end])
        said[transcript][label or "", code, role or "unknown"].append((turn, words))
    times = Counter(name for name, _ in names.values())
    called = {key: name if times[name] == 1 else f"{within}:{name}" for key, (name, within) in names.items()}
    rows: list[tuple[Cell, ...]] = []
    behind: dict[tuple[int, int], tuple[Key, ...]] = {}
    for transcript in texts:
        total = sum(words for spoken in said[transcript].values() for _, words in spoken)
        for (label, code, role), spoken in said[transcript].items():
            words = sum(count for _, count in spoken)
            told = say(f"counting.talk.{role}", language=language)
            turns_of_hers = tuple(turn for turn, _ in spoken)
            behind |= {(len(rows), column): turns_of_hers for column in (4, 5, 6)}
            share = tenths_of_percent(words, total)
            rows.append((called[transcript], label or None, code, told, len(spoken), words, share))
    view = TableView(
        title=say("counting.talk.title", language=language),
        columns=TALK_COLUMNS,
        rows=tuple(rows),
        headings=tuple(say(f"counting.talk.columns.{name}", language=language) for name in TALK_COLUMNS),
    )
    return CountedTable(view, TURNS, behind)


def course(connection: Connection, scope: Scope, *, language: str) -> CountedTable:
    """The groups' way through the interview: units by the tenth of the text in which they begin, over all transcripts.

    Raises `NothingToCount`.
    """
    lengths = {key: max(1, len(text)) for key, text in texts_of(connection, scope).items()}
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for coded in codings(connection, scope):
        found[coded.group, min(PARTS - 1, coded.start * PARTS // lengths[coded.transcript])].append(coded.unit)
    if not found:
        raise NothingToCount(reason=say("counting.none.coded"))
    groups = code_groups_of(connection, scope.analyses)
    tenths = [f"{10 * part}–{10 * (part + 1)} %" for part in range(PARTS)]
    view = TableView(
        title=say("counting.course.title", language=language),
        columns=("code_group", *tenths),
        rows=tuple((group.name, *(len(found[group.id, part]) for part in range(PARTS))) for group in groups),
        notes=(say("counting.course.note", language=language),),
        headings=(say("counting.sides.code-group", language=language), *tenths),
    )
    behind = {
        (down, part + 1): tuple(found[group.id, part]) for down, group in enumerate(groups) for part in range(PARTS)
    }
    return CountedTable(view, behind=behind)


def rounds(connection: Connection, scope: Scope, *, language: str) -> CountedTable:
    """What each round of fieldwork brought: interviews, participants, words, units, groups, and groups not seen before.

    Raises `NothingToCount` where no interview has a round.
    """
    found = _rounds(connection, scope)
    if not found:
        raise NothingToCount(reason=say("counting.none.rounds"))
    rows: list[tuple[Cell, ...]] = []
    seen: set[int] = set()
    behind: dict[tuple[int, int], tuple[Key, ...]] = {}
    for down, name in enumerate(sorted(found, key=natural_key)):
        one = found[name]
        fresh = one.groups.keys() - seen
        seen |= fresh
        units = set().union(*one.groups.values())
        brought = set().union(*(one.groups[group] for group in fresh))
        held, said, coded = tuple(one.transcripts), tuple(one.people.values()), tuple(sorted(units))
        columns = (held, said, held, coded, coded, tuple(sorted(brought)))
        behind |= {(down, at): keys for at, keys in enumerate(columns, start=1)}
        rows.append((name, len(held), len(said), one.words, len(coded), len(one.groups), len(fresh)))
    view = TableView(
        title=say("counting.rounds.title", language=language),
        columns=ROUND_COLUMNS,
        rows=tuple(rows),
        headings=tuple(say(f"counting.rounds.{name}", language=language) for name in ROUND_COLUMNS),
    )
    return CountedTable(view, UNITS, behind, of_columns={1: TRANSCRIPTS, 2: TURNS, 3: TRANSCRIPTS})


@dataclass(slots=True)
class _Round:
    """A round's transcripts and words; each participant's first turn in it; and by code group the units."""

    transcripts: list[int] = field(default_factory=list)
    words: int = 0
    people: dict[int, int] = field(default_factory=dict)
    groups: dict[int, set[int]] = field(default_factory=dict)


def _rounds(connection: Connection, scope: Scope) -> dict[str, _Round]:
    """What is in each round, by its name."""
    statement: Any = (
        select(col(Transcript.id), col(Interview.round))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Interview.substudy_id).in_(scope.substudies), col(Transcript.removed).is_(False))
    )
    round_of = {key: name for key, name in read_plain(connection, statement) if name}
    found: defaultdict[str, _Round] = defaultdict(_Round)
    texts = texts_of(connection, scope) if round_of else {}
    for key, name in round_of.items():
        found[name].transcripts.append(key)
        found[name].words += count_words(texts.get(key, ""))
    for transcript, person, turn in _spoken(connection, set(round_of)):
        if person not in scope.without:
            found[round_of[transcript]].people.setdefault(person, turn)
    for coded in codings(connection, scope):
        if coded.transcript in round_of:
            found[round_of[coded.transcript]].groups.setdefault(coded.group, set()).add(coded.unit)
    return dict(found)


def _spoken(connection: Connection, transcripts: set[int]) -> list[tuple[int, int, int]]:
    """Every turn of a participant: transcript, participant, turn; in the order of the text."""
    statement: Any = (
        select(col(Turn.transcript_id), col(Speaker.participant_id), col(Turn.id))
        .join(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .where(col(Turn.transcript_id).in_(transcripts), col(Speaker.participant_id).is_not(None))
        .order_by(col(Turn.transcript_id), col(Turn.start))
    )
    return read_plain(connection, statement)


def _turns(connection: Connection, transcripts: set[int], without: frozenset[int]) -> list[tuple[Any, ...]]:
    statement: Any = (
        select(
            col(Transcript.id),
            col(Transcript.name),
            col(Turn.id),
            col(Turn.start),
            col(Turn.end),
            col(Speaker.label),
            col(Participant.code),
            col(Speaker.role),
            col(Substudy.name).label("substudy"),
        )
        .join(Turn, col(Turn.transcript_id) == col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))
        .where(
            col(Transcript.id).in_(transcripts),
            col(Participant.id).is_(None) | col(Participant.id).not_in(sorted(without)),
        )
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id), col(Turn.start))
    )
    return read_plain(connection, statement)
