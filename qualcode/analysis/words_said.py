"""The words of the material: of whole transcripts, and of the places that are coded in them."""

import re
from collections.abc import Iterable
from itertools import pairwise

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.coded import Scope
from qualcode.model import Interview, Transcript
from qualcode.storage.prepared import read_plain
from qualcode.storage.wordings import newest_wording
from qualcode.text.turns import count_words

Spans = list[tuple[int, int]]
_UNBROKEN = re.compile(r"\S+")


def texts_of(connection: Connection, scope: Scope) -> dict[int, str]:
    """The text of every transcript in the scope, by its key, in order."""
    statement = (
        select(col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Interview.substudy_id).in_(scope.substudies), col(Transcript.removed).is_(False))
        .order_by(col(Interview.substudy_id), col(Interview.position), col(Transcript.id))
    )
    found = ((key, newest_wording(connection, key)) for (key,) in read_plain(connection, statement))
    return {key: wording.text for key, wording in found if wording is not None}


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
