"""What a merge brought of somebody who has withdrawn here, in what others wrote or said: for a person to read.

Her own words and all that hangs on them stay out. What colleagues wrote about her, or in her words, before they heard
of it, is theirs and comes in, as do transcripts in which others speak of her; and only the other copy still knows what
her words were.
"""

from collections.abc import Collection
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Participant, Withdrawal
from qualcode.services.protecting.mentions import mentions, turns_said
from qualcode.services.protecting.own_texts import own_texts
from qualcode.services.protecting.withdrawal_plan import plan_of
from qualcode.views.withdrawing import STOP, Mention


def texts_that_stand(connection: Connection) -> set[str]:
    """Every text of the researchers' own and every turn, with single spaces; none where nobody's words have gone."""
    if not _degrees(connection):
        return set()
    own = (one.text for one in own_texts(connection))
    said = (text[start:end] for _, text, start, end, _ in turns_said(connection))
    return {" ".join(text.split()) for text in chain(own, said)}


def mentions_that_came(ours: Connection, theirs: Connection, before: Collection[str]) -> tuple[Mention, ...]:
    """Places in texts that stand here now and not in those `before`, where somebody who withdrew here may be meant."""
    degrees = _degrees(ours)
    known: Any = select(col(Participant.id), col(Participant.uid)).where(col(Participant.uid).in_(degrees))
    people = theirs.execute(known).all()
    came = texts_that_stand(ours).difference(before) if people else set()
    found: dict[Mention, None] = {}
    for key, uid in people if came else ():
        places = mentions(theirs, plan_of(theirs, key, degrees[uid]), (), {})
        found |= dict.fromkeys(one for one in places if any(one.words.strip("…") in text for text in came))
    return tuple(found)


def _degrees(connection: Connection) -> dict[str, str]:
    """How far each has withdrawn whose words are to be gone, by uid."""
    told: Any = select(col(Withdrawal.participant_uid), col(Withdrawal.degree)).where(col(Withdrawal.degree) != STOP)
    return dict(connection.execute(told).all())
