"""What suggestions are made of: what participants say, in passages of about a unit's length, and what is coded.

What was learnt from the text is kept in memory for the study one works in, and nowhere else. It is learnt anew when
something has been done that may have changed words or speakers.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.model import (
    AnalysisSubstudy,
    CodeGroup,
    Coding,
    Interview,
    JournalEntry,
    MeaningUnit,
    Revision,
    Sentence,
    Speaker,
    Subgroup,
    Transcript,
    Turn,
)
from qualcode.services.naming import current_revision, transcripts_called
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import read_plain
from qualcode.views.named import NamedPlace

if TYPE_CHECKING:
    from qualcode.analysis.likeness import Pace
    from qualcode.analysis.suggesting import Examples, Likeness

_OTHERS_TALK = ("interviewer", "moderator", "secretary")
_WORDS = 15
"""A passage is one sentence, or several of the same turn until it has so many words; most units have 15 to 30."""

_LEAVES_WORDS = (
    *("unit.", "group.", "groups.", "subgroup.", "codings.", "codebook.", "suggestion.", "card.", "sorting."),
    *("note.", "question.", "quote.", "condensate.", "category.", "paragraph.", "theme.", "reading.", "blind."),
    *("transcript.opened", "export.", "search."),
)
"""The beginnings of what actions are called that change neither what is said nor who says it."""


class Passage(NamedTuple):
    """A passage that may be suggested, in the wording `revision_id`."""

    transcript_id: int
    revision_id: int
    turn: int
    start: int
    end: int
    text: str


class Learnt(NamedTuple):
    """The passages of a study in order, where each transcript's begin among them, and what was learnt from them."""

    passages: tuple[Passage, ...]
    transcripts: dict[int, range]
    names: dict[int, str]
    likeness: "Likeness"

    def touched(self, transcript_id: int, spans: Iterable[tuple[int, int]]) -> Iterator[int]:
        """The numbers of the passages that share a character with one of the spans."""
        here = self.transcripts.get(transcript_id, range(0))
        ends = [self.passages[at].end for at in here]
        for start, end in spans:
            at = bisect_left(ends, start + 1)
            while at < len(ends) and self.passages[here[at]].start < end:
                yield here[at]
                at += 1


_learnt: dict[str, tuple[tuple[int, str], Learnt]] = {}
"""By the study's path: the newest entry of the journal it holds for, and what was learnt. One study at a time."""

_learning = Lock()


def learn(study: OpenStudy, *, pace: "Pace | None" = None) -> Learnt:
    """What is learnt of a study's text, anew only if words or speakers may have changed.

    Nothing is read while it learns, so that nobody else waits. `pace` is told how far it has come, and may stop it.
    """
    path = str(study.path)
    with _learning:
        with study.reading() as connection:
            newest = _newest(connection)
            known = _learnt.get(path)
            if known is not None and _same_words(connection, known[0]):
                _learnt[path] = (newest, known[1])
                return known[1]
            passages, names = tuple(_passages(connection)), transcripts_called(connection)
        _learnt.clear()
        learnt = _learn(passages, names, pace)
        _learnt[path] = (newest, learnt)
        return learnt


def _learn(passages: tuple[Passage, ...], names: dict[int, str], pace: "Pace | None") -> Learnt:
    from qualcode.analysis.suggesting import Likeness

    places: dict[int, range] = {}
    for key, here in groupby(range(len(passages)), key=lambda at: passages[at].transcript_id):
        numbers = list(here)
        places[key] = range(numbers[0], numbers[-1] + 1)
    return Learnt(passages, places, names, Likeness([one.text for one in passages], pace=pace))


def examples(connection: Connection, analysis_id: int) -> "dict[int, Examples]":
    """What each code group of an analysis is known by: its units' words, those set aside left out."""
    from qualcode.analysis.suggesting import Examples

    words: dict[int, dict[str, None]] = defaultdict(dict)
    statement: Any = (
        select(col(Coding.group_id), col(MeaningUnit.text))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .where(col(MeaningUnit.analysis_id) == analysis_id, col(Coding.set_aside).is_(False))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(MeaningUnit.id))
    )
    for group_id, text in read_plain(connection, statement):
        words[group_id][text] = None
    groups: Any = connection.execute(
        select(CodeGroup).where(col(CodeGroup.analysis_id) == analysis_id).order_by(col(CodeGroup.position))
    ).mappings()
    return {
        row["id"]: Examples(tuple(words.get(row["id"], ())), _described(row)) for row in groups if not row["retired"]
    }


def examples_of(connection: Connection, place: NamedPlace) -> "Examples":
    """What a subgroup is known by, or its group where no subgroup is meant."""
    from qualcode.analysis.suggesting import Examples

    if place.subgroup_id is None:
        return examples(connection, place.analysis_id).get(place.group_id, Examples(()))
    statement = (
        select(col(MeaningUnit.text))
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .where(col(Coding.subgroup_id) == place.subgroup_id)
        .order_by(col(MeaningUnit.id))
    )
    row: Any = connection.execute(select(Subgroup).where(col(Subgroup.id) == place.subgroup_id)).mappings().one()
    words = dict.fromkeys(connection.execute(statement).scalars())
    return Examples(tuple(words), f"{row['name']}. {row['definition']}")


def coded_spans(connection: Connection, group_id: int) -> dict[int, list[tuple[int, int]]]:
    """Where a group's units stand, by transcript, those set aside too."""
    statement: Any = (
        select(col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.end))
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .where(col(Coding.group_id) == group_id)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for transcript_id, start, end in read_plain(connection, statement):
        found[transcript_id].append((start, end))
    return dict(found)


def material_of(connection: Connection, analysis_id: int) -> set[int]:
    """The transcripts that an analysis covers."""
    statement: Any = (
        select(col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Interview.substudy_id))
        .where(col(AnalysisSubstudy.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
    )
    return {row[0] for row in read_plain(connection, statement)}


def _described(row: Any) -> str:
    told = (row["name"], row["definition"], row["inclusion"], row["example"])
    return ". ".join(part for part in told if part)


def _newest(connection: Connection) -> tuple[int, str]:
    """The newest entry of the journal: its number, and its uid, since a backup that is put back begins anew."""
    newest = select(col(JournalEntry.id), col(JournalEntry.uid)).order_by(col(JournalEntry.id).desc()).limit(1)
    found: Any = connection.execute(newest).first()
    return (0, "") if found is None else (found.id, found.uid)


def _same_words(connection: Connection, since: tuple[int, str]) -> bool:
    """Whether nothing that was done since this entry can have changed words or speakers."""
    number, uid = since
    entry = JournalEntry
    columns: Any = select(col(entry.id), col(entry.uid), col(entry.action), col(entry.kind), col(entry.undone_by))
    rows = connection.execute(columns.where(col(entry.id) >= number).order_by(col(entry.id))).all()
    if not rows or (rows[0].id, rows[0].uid) != (number, uid):
        return False
    taken_back: Any = columns.where(col(entry.undone_by).in_([row.id for row in rows if row.kind == "undo"]))
    undone = {row.undone_by: row.action for row in connection.execute(taken_back)}
    return all(undone.get(row.id, row.action).startswith(_LEAVES_WORDS) for row in rows[1:])


def _passages(connection: Connection) -> Iterator[Passage]:
    """What participants (and those of whom nobody has said who they are) say, in passages."""
    sentences: dict[int, list[tuple[int, int]]] = defaultdict(list)
    spans: Any = select(col(Sentence.transcript_id), col(Sentence.start), col(Sentence.end))
    for key, start, end in read_plain(connection, spans.order_by(col(Sentence.transcript_id), col(Sentence.start))):
        sentences[key].append((start, end))
    for key, revision_id, text in _texts(connection):
        here = sentences[key]
        starts = [start for start, _ in here]
        for number, start, end in _turns(connection, key):
            own = here[bisect_left(starts, start) : bisect_left(starts, end)] or [(start, end)]
            for first, last in pack(own, text):
                yield Passage(key, revision_id, number, first, last, text[first:last])


def pack(sentences: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The sentences of a turn in passages of at least so many words; what is left at the end goes with the last."""
    packed: list[tuple[int, int]] = []
    begins: int | None = None
    for start, end in sentences:
        begins = start if begins is None else begins
        if len(text[begins:end].split()) >= _WORDS:
            packed.append((begins, end))
            begins = None
    if begins is not None and packed:
        packed[-1] = (packed[-1][0], sentences[-1][1])
    elif begins is not None:
        packed.append((begins, sentences[-1][1]))
    return packed


def _texts(connection: Connection) -> list[tuple[Any, ...]]:
    statement: Any = (
        select(col(Transcript.id), col(Revision.id), col(Revision.text))
        .join(Revision, col(Revision.transcript_id) == col(Transcript.id))
        .where(col(Transcript.removed).is_(False), current_revision())
        .order_by(col(Transcript.id))
    )
    return read_plain(connection, statement)


def _turns(connection: Connection, transcript_id: int) -> list[tuple[Any, ...]]:
    statement: Any = (
        select(col(Turn.number), col(Turn.start), col(Turn.end))
        .outerjoin(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .where(col(Turn.transcript_id) == transcript_id)
        .where(func.coalesce(col(Speaker.role), "unknown").not_in(_OTHERS_TALK))
        .order_by(col(Turn.start))
    )
    return read_plain(connection, statement)
