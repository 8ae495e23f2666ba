"""Looking for people whose names are known in everything that the study holds in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Transcript
from qualcode.services.protecting.cited import citations
from qualcode.services.protecting.own_texts import own_texts
from qualcode.storage.wordings import newest_wording
from qualcode.text.known_names import KnownNames, NameFound
from qualcode.text.shortening import shortened
from qualcode.views.checking import ERROR, NOTE, Finding
from qualcode.views.linkage import KnownPerson

_AROUND = 30


def known_people_found(connection: Connection, people: Sequence[KnownPerson]) -> Iterator[Finding]:
    """An error for every place where somebody in the linkage key is named: transcripts, notes, texts, the journal.

    Of an author who is cited and called the same, a note.
    """
    names = KnownNames((name for one in people for name in one.names), exactly=(one.contact for one in people))
    if not names:
        return
    for where, text in transcript_texts(connection):
        for found in names.find(text):
            yield _named(where, text, found)
    cited, told = citations(connection), set()
    for one in own_texts(connection):
        where = say(f"tables.{one.table}")
        for found in names.find(one.text):
            if not cited.hold(one, found.span.start, found.span.end):
                yield _named(where, one.text, found)
            elif (where, found.name) not in told:
                told.add((where, found.name))
                yield Finding(NOTE, "name", where, say("leaks.name_cited", name=found.name))


def _named(where: str, text: str, found: NameFound) -> Finding:
    around = text[max(0, found.span.start - _AROUND) : found.span.end + _AROUND]
    place = f"{where} {found.span.start}–{found.span.end}"
    return Finding(ERROR, "name", place, say("leaks.name_key", words=shortened(" ".join(around.split()))))


def transcript_texts(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every transcript's name and newest text."""
    there = col(Transcript.removed).is_(False)
    statement: Any = select(col(Transcript.id), col(Transcript.name)).where(there).order_by(col(Transcript.id))
    for key, name in connection.execute(statement).all():
        wording = newest_wording(connection, key)
        if wording is not None:
            yield name, wording.text
