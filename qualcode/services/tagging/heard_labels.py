"""Who a label has turned out to be, turn by turn, in its own transcript: a proposal for the turns that are left."""

import json
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import JournalEntry, JournalImages, Speaker, Transcript
from qualcode.services.entries import stands
from qualcode.text.roles import UNKNOWN
from qualcode.views.table_log import Person

_TAGGED = "turn.tag"


def labels_heard(connection: Connection, transcript_id: int) -> dict[str, Person]:
    """Who was named last on a turn that had the label, by the label in small letters.

    A tagged turn forgets its label; the journal remembers it, so that the proposals of yesterday are there today.
    """
    speakers: Any = connection.execute(
        select(col(Speaker.uid), col(Speaker.label), col(Speaker.role), col(Speaker.participant_id)).where(
            col(Speaker.transcript_id) == transcript_id
        )
    ).all()
    unplaced = {row.uid: row.label.casefold() for row in speakers if row.role == UNKNOWN}
    placed = {row.uid: Person(row.role, row.participant_id) for row in speakers if row.role != UNKNOWN}
    heard: dict[str, Person] = {}
    if not unplaced or not placed:
        return heard
    uid = connection.execute(select(col(Transcript.uid)).where(col(Transcript.id) == transcript_id)).scalar_one()
    statement: Any = (
        select(col(JournalImages.images))
        .join(JournalEntry, col(JournalEntry.id) == col(JournalImages.entry_id))
        .where(
            col(JournalEntry.action) == _TAGGED,
            stands(),
            col(JournalImages.images).contains(f'"{uid}"', autoescape=True),
        )
        .order_by(col(JournalEntry.id))
    )
    for (images,) in connection.execute(statement):
        for image in json.loads(images):
            label = unplaced.get((image["before"] or {}).get("speaker_id"))
            person = placed.get((image["after"] or {}).get("speaker_id"))
            if image["table"] == "turn" and label is not None and person is not None:
                heard[label] = person
    return heard
