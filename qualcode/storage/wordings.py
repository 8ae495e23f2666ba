"""The wordings of a transcript: the newest, the way to it from an older one, and the older ones found again."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from qualcode.model import MeaningUnit, Note, Passage, Quote, Revision, Turn
from qualcode.storage.prepared import Prepared
from qualcode.storage.shapes import Shape
from qualcode.text.anchoring import Course, Edit, Step, course_along, replace_stretches, reverse, settle
from qualcode.text.quotes import VERBATIM, classify, compare_printed
from qualcode.text.span import Span

PLACED = (Turn, MeaningUnit, Quote, Passage, Note)
"""The tables whose rows have a place in a revision that they name, and move with the words."""

_CLAIMED = ("normalised", "translated")

_NEWEST = Prepared(
    select(
        col(Revision.id),
        col(Revision.uid),
        col(Revision.transcript_id),
        col(Revision.number),
        col(Revision.hash),
        col(Revision.text),
    )
    .where(col(Revision.transcript_id) == bindparam("transcript"))
    .order_by(col(Revision.number).desc())
    .limit(1)
)
_SINCE = Prepared(
    select(col(Revision.number), col(Revision.edits))
    .where(col(Revision.transcript_id) == bindparam("transcript"), col(Revision.number) > bindparam("seen"))
    .order_by(col(Revision.number))
)
_TAKEN_BACK = Prepared(
    select(col(Revision.number), col(Revision.takes_back))
    .where(col(Revision.transcript_id) == bindparam("transcript"), col(Revision.takes_back).is_not(None))
    .order_by(col(Revision.number))
)
_BY_UID = Prepared(select(col(Revision.transcript_id), col(Revision.number)).where(col(Revision.uid) == bindparam("u")))

Row = dict[str, Any]


class Wording(NamedTuple):
    """The newest wording of a transcript, with its text."""

    id: int
    uid: str
    transcript_id: int
    number: int
    hash: str
    text: str


class OldWords(NamedTuple):
    """A place that a revision changed: where it was in the wording before, its words then, how long they became."""

    start: int
    end: int
    length: int
    words: str


def newest_wording(connection: Connection, transcript_id: int) -> Wording | None:
    """The wording that everything stands in; None for a transcript that is not there."""
    row = _NEWEST.run(connection, {"transcript": transcript_id}).one_or_none()
    return None if row is None else Wording(*row)


def is_corrected(connection: Connection, transcript_id: int) -> bool:
    """Whether a transcript reads otherwise than when it came in."""
    hashes: Any = select(col(Revision.hash)).where(col(Revision.transcript_id) == transcript_id)
    found = connection.execute(hashes.order_by(col(Revision.number))).scalars().all()
    return bool(found) and found[0] != found[-1]


def old_words(edits: str) -> tuple[OldWords, ...]:
    """What a revision changed, from its column `edits`."""
    return tuple(OldWords(*edit) for edit in json.loads(edits))


def course_since(connection: Connection, transcript_id: int, number: int) -> Course:
    """The way from a revision to the newest one."""
    rows = _SINCE.run(connection, {"transcript": transcript_id, "seen": number})
    changes = _changes(connection, transcript_id)
    return course_along(Step(changes.get(later, later), _edits(edits)) for later, edits in rows)


def is_taken_back(connection: Connection, transcript_id: int, number: int) -> bool:
    """Whether the correction that made this revision was undone, and not done again since."""
    times = [change for change in _changes(connection, transcript_id).values() if abs(change) == number]
    return bool(times) and times[-1] < 0


def _changes(connection: Connection, transcript_id: int) -> dict[int, int]:
    """Of each revision that an undo or redo made, which one it does again, or (below nought) takes back."""
    changes: dict[int, int] = {}
    for later, back in _TAKEN_BACK.run(connection, {"transcript": transcript_id}):
        changes[later] = -changes.get(back, back)
    return changes


def texts_backwards(connection: Connection, transcript_id: int, newest: str) -> Iterator[tuple[int, str]]:
    """Each wording's number and text, from the newest back to the first."""
    statement: Any = (
        select(col(Revision.number), col(Revision.edits))
        .where(col(Revision.transcript_id) == transcript_id)
        .order_by(col(Revision.number).desc())
    )
    text = newest
    for number, edits in connection.execute(statement).all():
        yield number, text
        old = old_words(edits)
        places = reverse(Edit(*edit[:3]) for edit in old)
        stretches = ((place.start, place.end, edit.words) for place, edit in zip(places, old, strict=True))
        text = replace_stretches(text, stretches)


def words_followed(row: Row, words: str) -> Row:
    """What changes in the row of a unit, quote or passage when the words at its place are these from now on.

    Its old words are kept until somebody has looked, or they are back. A quote printed as it was said is so still;
    where its printed form differs in another way than before, the signature under it goes.
    """
    if words == row["text"]:
        return {}
    before = row["words_before"] or row["text"]
    values = {"text": words, "words_before": "" if words == before else before}
    if "printed" not in row:
        return values
    printed = words if row["printed"] == row["text"] else row["printed"]
    was, now = compare_printed(row["text"], row["printed"]), compare_printed(words, printed)
    if was.changes != now.changes:
        values |= {"signed_by": None, "signed": ""}
    shown = classify(words, printed)
    claimed = row["form"] in _CLAIMED and shown != VERBATIM
    return values | {"printed": printed, "form": row["form"] if claimed else shown}


class Anchors:
    """Brings rows as the journal remembers them to the newest wording: same words, today's place."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._courses: dict[str, tuple[Course, Wording] | None] = {}

    def brought_up(self, shape: Shape, image: Row) -> Row:
        """The image as it would be had the row been there all along; rows without a place are as they are."""
        if shape.table not in PLACED or image["start"] is None:
            return image
        known = self._way(image["revision_id"])
        if known is None:
            return image
        course, wording = known
        turn = shape.table is Turn
        moved = course.move(Span(image["start"], image["end"]), insertions_enter=turn)
        span = settle(wording.text, moved.span) if moved.touched and not turn else moved.span
        changed = words_followed(image, span.slice(wording.text)) if "text" in image and shape.table is not Note else {}
        return image | {"start": span.start, "end": span.end, "revision_id": wording.uid} | changed

    def forget(self) -> None:
        """A transcript has got another wording."""
        self._courses.clear()

    def _way(self, uid: str) -> tuple[Course, Wording] | None:
        if uid not in self._courses:
            transcript_id, number = _BY_UID.run(self._connection, {"u": uid}).one()
            wording = newest_wording(self._connection, transcript_id)
            self._courses[uid] = (
                None
                if wording is None or wording.number == number
                else (course_since(self._connection, transcript_id, number), wording)
            )
        return self._courses[uid]


def _edits(stored: str) -> tuple[Edit, ...]:
    return tuple(Edit(*edit[:3]) for edit in json.loads(stored))
