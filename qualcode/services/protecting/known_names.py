"""Looking for people whose names are known in everything that the study holds in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Transcript
from qualcode.services.protecting.own_texts import own_texts
from qualcode.storage.wordings import newest_wording
from qualcode.text.known_names import KnownNames
from qualcode.text.shortening import shortened
from qualcode.views.checking import ERROR, Finding
from qualcode.views.linkage import KnownPerson

_AROUND = 30


def known_people_found(connection: Connection, people: Sequence[KnownPerson]) -> Iterator[Finding]:
    """An error for every place where somebody in the linkage key is named: transcripts, notes, texts, the journal."""
    names = KnownNames((name for one in people for name in one.names), exactly=(one.contact for one in people))
    if not names:
        return
    others = ((say(f"tables.{one.table}"), one.text) for one in own_texts(connection))
    for where, text in (*transcript_texts(connection), *others):
        for found in names.find(text):
            around = text[max(0, found.span.start - _AROUND) : found.span.end + _AROUND]
            place = f"{where} {found.span.start}–{found.span.end}"
            yield Finding(ERROR, "name", place, say("leaks.name_key", words=shortened(" ".join(around.split()))))


def transcript_texts(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every transcript's name and newest text."""
    there = col(Transcript.removed).is_(False)
    statement: Any = select(col(Transcript.id), col(Transcript.name)).where(there).order_by(col(Transcript.id))
    for key, name in connection.execute(statement).all():
        wording = newest_wording(connection, key)
        if wording is not None:
            yield name, wording.text
