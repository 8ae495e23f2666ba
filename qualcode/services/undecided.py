"""Candidates that nobody has decided about and that stand in a file on its way out.

Two sorts hold the file back: what points to one person wherever it stands (a number with control digits, a phone), and
anything in a transcript that somebody has begun to go through. Where nobody has begun, it is told and no more.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.exporters.written import WrittenText
from qualcode.model import Deidentification, KeptWords, Revision, Transcript
from qualcode.services.deidentifying import candidates_in
from qualcode.services.identifiers import Memory, key_of
from qualcode.services.known_names import transcript_texts
from qualcode.services.own_texts import own_texts
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import require_wording
from qualcode.text.identifying import Sought, find_certain, occurrences

_OF_RESEARCHERS = frozenset({"coder", "ethics_assessment", "journal_entry", "study", "team_member", "user_involvement"})
"""Tables whose numbers and addresses are those of the project: a phone to ring is no leak."""


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
        found = list(_certain(connection, texts))
        begun = list(_begun(connection)) if speech else []
        memory = Memory(connection) if begun else None
        wordings = [(name, key, require_wording(connection, key).text) for key, name in begun]
    if memory is None:
        return found
    known = {(one.where, one.start) for one in found}
    for name, key, wording in wordings:
        left = {key_of(one.text): one for one in candidates_in(wording, memory, key)}
        sought = [Sought(one.text, mark) for mark, one in left.items()]
        for text in texts:
            for place in occurrences(text.text, sought):
                if (text.where, place.start) not in known:
                    known.add((text.where, place.start))
                    kind = left[place.key].kind
                    found.append(Undecided(text.where, text.text, place.start, place.end, kind, name))
    return found


def _certain(connection: Connection, texts: Sequence[WrittenText]) -> Iterator[Undecided]:
    """What is sure wherever it stands. It must stand in the study too: a file is full of numbers of its own."""
    signs = [(text, sign) for text in texts for sign in find_certain(text.text)]
    if not signs:
        return
    kept = frozenset(connection.execute(select(col(KeptWords.key))).scalars())
    words = {text.text[sign.start : sign.end] for text, sign in signs}
    words = {one for one in words if key_of(one) not in kept}
    standing = _standing(connection, words)
    for text, sign in signs:
        if text.text[sign.start : sign.end] in standing:
            yield Undecided(text.where, text.text, sign.start, sign.end, sign.kind, "")


def _standing(connection: Connection, words: set[str]) -> set[str]:
    """Those of the words that stand somewhere in what was said, or in what is told of those who said it."""
    if not words:
        return set()
    said = "\n".join(text for _, text in transcript_texts(connection))
    written = "\n".join(one.text for one in own_texts(connection) if one.table not in _OF_RESEARCHERS)
    return {one for one in words if one in said or one in written}


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
        select(col(Transcript.id), col(Transcript.name))
        .join(Deidentification, col(Deidentification.transcript_id) == col(Transcript.id))
        .where(col(Transcript.removed).is_(False), col(Transcript.deidentified).is_(False), left)
        .order_by(col(Transcript.id))
    )
    yield from connection.execute(statement).all()
