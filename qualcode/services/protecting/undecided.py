"""Candidates that nobody has decided about and that stand in a file on its way out.

Two sorts hold the file back: what points to one person wherever it stands (a number with control digits, a phone), and
anything in a transcript that somebody has begun to go through; in one that is done, parts of names that were decided
about since. Where nobody has begun, it is told and no more.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.exporters.written import WrittenText
from qualcode.model import Deidentification, KeptWords, Revision, Transcript
from qualcode.services.called import transcripts_called
from qualcode.services.protecting.confirmed_names import parts_standing
from qualcode.services.protecting.deidentifying import candidates_in
from qualcode.services.protecting.identifiers import Memory, key_of
from qualcode.services.protecting.known_names import transcript_texts
from qualcode.services.protecting.own_texts import own_texts
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import require_wording
from qualcode.text.identifying import Sought, find_certain, occurrences
from qualcode.text.identifying.candidate import PERSON

_OF_RESEARCHERS = frozenset(
    {"bibliography", "coder", "ethics_assessment", "journal_entry", "reference_field", "reference_setting", "study"}
    | {"team_member", "user_involvement"}
)
"""Tables whose numbers and addresses are those of the project, or of what it cites: a phone to ring is no leak."""


class Undecided(NamedTuple):
    """Words of a kind (`identifying.candidate`) that stand in `where` of a file, from `start` in its text.

    `transcript` is the one they were found in; empty for what is sure wherever it stands.
    """

    where: str
    text: str
    start: int
    end: int
    kind: str
    transcript: str


def undecided_in(study: OpenStudy, texts: Sequence[WrittenText], *, speech: bool) -> list[Undecided]:
    """What stands in these texts and nobody has decided about. `speech`: whether anything in them was said.

    Slow where a transcript that was begun is not done: it is looked through again, at about 10,000 words a second.
    """
    with study.reading() as connection:
        known_since = parts_standing(connection) if speech else ()
        sought = [("", _certain(connection)), *((part.transcript, {part.words: PERSON}) for part in known_since)]
        begun = list(_begun(connection)) if speech else []
        memory = Memory(connection) if begun else None
        wordings = [(name, key, require_wording(connection, key).text) for key, name in begun]
    if memory is not None:
        for name, key, wording in wordings:
            sought.append((name, {one.text: one.kind for one in candidates_in(wording, memory, key)}))
    found: dict[tuple[str, int], Undecided] = {}
    for name, kinds in sought:
        words = [Sought(one, one) for one in kinds]
        for text in texts if words else ():
            for place in occurrences(text.text, words):
                told = Undecided(text.where, text.text, place.start, place.end, kinds[place.key], name)
                found.setdefault((text.where, place.start), told)
    return list(found.values())


def _certain(connection: Connection) -> dict[str, str]:
    """What the study has that is sure wherever it stands, and the kind: in what was said, or is told of who said it."""
    kept = frozenset(connection.execute(select(col(KeptWords.key))).scalars())
    texts = [text for _, text in transcript_texts(connection)]
    texts += [one.text for one in own_texts(connection) if one.table not in _OF_RESEARCHERS]
    signs = ((text[sign.start : sign.end], sign.kind) for text in texts for sign in find_certain(text))
    return {words: kind for words, kind in signs if key_of(words) not in kept}


def _begun(connection: Connection) -> Iterator[tuple[int, str]]:
    """The transcripts that somebody has begun to go through, and that nobody has said to be done."""
    newest = (
        select(col(Revision.number))
        .where(col(Revision.transcript_id) == col(Transcript.id))
        .order_by(col(Revision.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    left = (col(Deidentification.undecided) > 0) | (col(Deidentification.revision) != newest)
    statement: Any = (
        select(col(Transcript.id))
        .join(Deidentification, col(Deidentification.transcript_id) == col(Transcript.id))
        .where(col(Transcript.removed).is_(False), col(Transcript.deidentified).is_(False), left)
        .order_by(col(Transcript.id))
    )
    called = transcripts_called(connection)
    yield from ((key, called[key]) for key in connection.execute(statement).scalars())
