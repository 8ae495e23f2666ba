"""The words of the material: of whole transcripts, and of the places that are coded in them."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Scope
from qualcode.model import Interview, Speaker, Transcript, Turn
from qualcode.storage.prepared import read_plain
from qualcode.storage.wordings import newest_wording
from qualcode.text.turns import count_words

Spans = list[tuple[int, int]]
_UNBROKEN = re.compile(r"\S+")


def texts_of(connection: Connection, scope: Scope) -> dict[int, str]:
    """The text of every transcript in the scope, by its key, in order.

    What is said by those who are left out is blank: places stay where they are, and no word of theirs is counted.
    """
    statement = (
        select(col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Interview.substudy_id).in_(scope.substudies), col(Transcript.removed).is_(False))
        .order_by(col(Interview.substudy_id), col(Interview.position), col(Transcript.id))
    )
    found = ((key, newest_wording(connection, key)) for (key,) in read_plain(connection, statement))
    texts = {key: wording.text for key, wording in found if wording is not None}
    for key, start, end in _left_out(connection, scope):
        if key in texts:
            texts[key] = texts[key][:start] + " " * (end - start) + texts[key][end:]
    return texts


def substudies_of(connection: Connection) -> dict[int, int]:
    """The substudy that each transcript is in, by keys."""
    statement: Any = select(col(Transcript.id), col(Interview.substudy_id)).join(
        Interview, col(Interview.id) == col(Transcript.interview_id)
    )
    return dict(read_plain(connection, statement))


def _left_out(connection: Connection, scope: Scope) -> list[tuple[int, int, int]]:
    """Transcript, start and end of the turns of those who are left out."""
    if not scope.without:
        return []
    statement: Any = (
        select(col(Turn.transcript_id), col(Turn.start), col(Turn.end))
        .join(Speaker, col(Speaker.id) == col(Turn.speaker_id))
        .where(col(Speaker.participant_id).in_(sorted(scope.without)))
    )
    return read_plain(connection, statement)


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """The spans in order, those that overlap or touch made into one."""
    whole: Spans = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def words_within(text: str, spans: Iterable[tuple[int, int]]) -> int:
    """How many words there are in these places of a text (as `count_words` counts), each once, also if it is cut."""
    places = joined(spans)
    in_two = sum(bool(_UNBROKEN.fullmatch(text, one[1] - 1, other[0] + 1)) for one, other in pairwise(places))
    return sum(count_words(text[start:end]) for start, end in places) - in_two
