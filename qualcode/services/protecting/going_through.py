"""Going through a transcript for names: each name once, with every place where it stands and what could stand there."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.model import Identifier, KeptWords, Revision
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.protecting.deidentifying import candidates_in
from qualcode.services.protecting.identifiers import Memory, key_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.identifying import Candidate, Pace
from qualcode.views.identifying import NameToDecide, Place, ReviewView
from qualcode.views.transcript import TranscriptView, TurnView

_AROUND = 160
"""How many characters before and after a place are shown, within its turn."""

Stamp = tuple[int | None, ...]
"""Changes when what is found in a transcript may have changed."""


def names_to_decide(study: OpenStudy, transcript_id: int, *, pace: Pace | None = None) -> ReviewView:
    """The names found in a transcript that nobody has decided about there. Slow: about 10,000 words a second.

    `pace` is told how far the search has come. Raises `NothingNamed` if the transcript is gone.
    """
    view = transcript_view(study, transcript_id)
    with study.reading() as connection:
        memory = Memory(connection)
    grouped: dict[str, list[Candidate]] = {}
    for one in candidates_in(view.text, memory, transcript_id, pace=pace):
        grouped.setdefault(key_of(one.text), []).append(one)
    names = tuple(_name(key, found, view, memory) for key, found in grouped.items())
    return ReviewView(transcript_id, view.name, view.substudy, view.revision_id, names)


def review_stamp(study: OpenStudy, transcript_id: int) -> Stamp:
    """What tells, quickly, whether the names of a transcript have to be looked for again."""
    newest: Any = select(func.max(col(Revision.id))).where(col(Revision.transcript_id) == transcript_id)
    known: Any = select(func.count(), func.max(col(Identifier.id)), func.sum(col(Identifier.version)))
    kept: Any = select(func.count(), func.max(col(KeptWords.id)))
    with study.reading() as connection:
        found = [connection.execute(statement).one() for statement in (newest, known, kept)]
    return (transcript_id, *(value for row in found for value in row))


def _name(key: str, found: Sequence[Candidate], view: TranscriptView, memory: Memory) -> NameToDecide:
    first, known = found[0], memory.known.get(key)
    return NameToDecide(
        key=key,
        words=first.text,
        kind=first.kind,
        score=max(one.score for one in found),
        places=tuple(_place(one, view) for one in found),
        masked=memory.masked(first.kind),
        pseudonym=memory.pseudonym(first.kind, first.text, taken=()),
        generalised=memory.generalised(first.kind, first.text),
        decided=known.decision if known is not None else "",
        always=known is not None and known.always,
    )


def _place(one: Candidate, view: TranscriptView) -> Place:
    turn = _turn_at(view.turns, one.start)
    start, end = (turn.start, turn.end) if turn else (one.start, one.end)
    speaker = turn.speaker.label if turn and turn.speaker else ""
    return Place(
        start=one.start,
        end=one.end,
        turn=turn.number if turn else 0,
        speaker=speaker,
        before=view.text[max(start, one.start - _AROUND) : one.start],
        text=one.text,
        after=view.text[one.end : min(end, one.end + _AROUND)],
    )


def _turn_at(turns: Sequence[TurnView], offset: int) -> TurnView | None:
    at = bisect_right(turns, offset, key=lambda turn: turn.start) - 1
    return turns[at] if at >= 0 else None
