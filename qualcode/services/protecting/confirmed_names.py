"""Names that somebody has confirmed: where they still stand, and which transcripts nobody has gone through yet."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, exists, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Deidentification, Identifier, KeptWords, Revision, Transcript, Turn
from qualcode.services.called import transcripts_called
from qualcode.services.protecting.cited import citations
from qualcode.services.protecting.identifiers import Memory, within_brackets
from qualcode.services.protecting.own_texts import own_texts
from qualcode.storage.search_index import turns_with
from qualcode.storage.wordings import newest_wording
from qualcode.text.identifying import Sought, occurrences
from qualcode.text.identifying.candidate import ACCOUNT, ADDRESS, EMAIL, NATIONAL_ID, PERSON, PHONE, PLATE, WEB
from qualcode.views.checking import ERROR, NOTE, Finding

_AT_A_TIME = 500
_NAMED = 12
"""So many transcripts are named where a list of all of them would hide the rest."""
_DIRECT = (PERSON, ADDRESS, NATIONAL_ID, ACCOUNT, PHONE, EMAIL, WEB, PLATE)
"""What points to one person by itself. A town that was taken out in one interview may well stand in another."""


def confirmed_names(connection: Connection) -> list[Sought]:
    """The names that somebody has confirmed to identify: they should stand in no text and leave in no export."""
    sure = col(Identifier.kind).in_(_DIRECT) | col(Identifier.always)
    statement: Any = select(col(Identifier.words), col(Identifier.key)).where(col(Identifier.confirmed), sure)
    return [Sought(words, key) for words, key in connection.execute(statement.order_by(col(Identifier.id)))]


def confirmed_names_found(connection: Connection) -> Iterator[Finding]:
    """An error for every place where a confirmed name stands, in transcripts and in what researchers have written.

    Where somebody looked at the words in that transcript and let them stand, they stand. The names are not repeated.
    """
    names = confirmed_names(connection)
    if not names:
        return
    kept: Any = connection.execute(select(col(KeptWords.transcript_id), col(KeptWords.key))).all()
    let_stand = {(transcript, key) for transcript, key in kept}
    for transcript_id, name, start, words in _turns_with_names(connection, names):
        for one in occurrences(words, names):
            if (transcript_id, one.key) not in let_stand:
                where = f"{name} {start + one.start}–{start + one.end}"
                yield Finding(ERROR, "name", where, say("identifying.still_stands"))
    cited = citations(connection)
    for text in own_texts(connection):
        there = [cited.hold(text, one.start, one.end) for one in occurrences(text.text, names)]
        if not all(there):
            yield Finding(ERROR, "name", say(f"tables.{text.table}"), say("identifying.still_stands"))
        elif there:
            yield Finding(NOTE, "name", say(f"tables.{text.table}"), say("identifying.cited"))


class PartStanding(NamedTuple):
    """A part of a name that was decided about elsewhere (`words`) stands in this transcript, with nothing decided."""

    transcript_id: int
    transcript: str
    words: str


def parts_standing(connection: Connection) -> Iterator[PartStanding]:
    """Where parts of people's names stand in transcripts that count as de-identified: they may be known since then."""
    memory = Memory(connection)
    parts = memory.parts()
    done = set(connection.execute(select(col(Transcript.id)).where(col(Transcript.deidentified))).scalars())
    if not parts or not done:
        return
    for transcript_id, name, _, words in _turns_with_names(connection, parts):
        for one in occurrences(words, parts) if transcript_id in done else ():
            if not memory.is_kept(transcript_id, one.key) and not within_brackets(words, one.start, one.end):
                yield PartStanding(transcript_id, name, words[one.start : one.end])


def names_left(connection: Connection) -> Iterator[Finding]:
    """The same, once somebody has begun to look for names; before that, files that leave the study tell of it."""
    begun = select(exists().where(col(Deidentification.id).is_not(None)))
    if connection.execute(begun).scalar_one():
        yield from transcripts_to_go_through(connection)


def transcripts_to_go_through(connection: Connection) -> Iterator[Finding]:
    """A note for every transcript with candidates nobody has decided about; one for all that nobody has looked at."""
    newest = (
        select(col(Revision.number))
        .where(col(Revision.transcript_id) == col(Transcript.id))
        .order_by(col(Revision.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    rows: Any = connection.execute(
        select(
            col(Transcript.id),
            col(Transcript.deidentified),
            col(Deidentification.undecided),
            (col(Deidentification.revision) != newest).label("changed"),
        )
        .outerjoin(Deidentification, col(Deidentification.transcript_id) == col(Transcript.id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Transcript.id))
    ).all()
    called = transcripts_called(connection)
    untouched = [called[row.id] for row in rows if row.undecided is None and not row.deidentified]
    if untouched:
        names = ", ".join(untouched[:_NAMED]) + (", …" if len(untouched) > _NAMED else "")
        yield Finding(NOTE, "candidates", "", say("identifying.not_gone_through", count=len(untouched), names=names))
    known_since = Counter(one.transcript_id for one in parts_standing(connection))
    for row in rows:
        left = row.undecided or known_since[row.id]
        if left:
            yield Finding(NOTE, "candidates", called[row.id], say("identifying.undecided", count=left))
        elif row.changed:
            yield Finding(NOTE, "candidates", called[row.id], say("identifying.changed_since"))


def _turns_with_names(connection: Connection, names: list[Sought]) -> Iterator[tuple[int, str, int, str]]:
    """The turns where the index knows one of the names: transcript, what it is called, where they begin, the words."""
    forms = {form for name in names for form in (name.words, f"{name.words}s")}
    keys = sorted({key for form in forms for key in turns_with(connection, form)})
    texts: dict[int, str] = {}
    called = transcripts_called(connection)
    for at in range(0, len(keys), _AT_A_TIME):
        statement: Any = (
            select(col(Turn.transcript_id), col(Turn.start), col(Turn.end))
            .join(Transcript, col(Transcript.id) == col(Turn.transcript_id))
            .where(col(Turn.id).in_(keys[at : at + _AT_A_TIME]), col(Transcript.removed).is_(False))
            .order_by(col(Turn.transcript_id), col(Turn.start))
        )
        for transcript_id, start, end in connection.execute(statement).all():
            if transcript_id not in texts:
                wording = newest_wording(connection, transcript_id)
                texts[transcript_id] = wording.text if wording else ""
            yield transcript_id, called[transcript_id], start, texts[transcript_id][start:end]
