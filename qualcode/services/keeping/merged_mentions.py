"""What a merge brought of somebody who has withdrawn here, in what others wrote: for a person to read.

Her own words and all that hangs on them stay out. What colleagues wrote about her, or in her words, before they heard
of it, is theirs and comes in; and only the other copy still knows what her words were.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Participant, Withdrawal
from qualcode.services.protecting.mentions import mentions
from qualcode.services.protecting.own_texts import own_texts
from qualcode.services.protecting.withdrawal_plan import plan_of
from qualcode.views.withdrawing import STOP, Mention


def texts_of_own(connection: Connection) -> set[str]:
    """Every text of the researchers' own, with single spaces."""
    return {" ".join(one.text.split()) for one in own_texts(connection)}


def mentions_that_came(ours: Connection, theirs: Connection, before: Collection[str]) -> tuple[Mention, ...]:
    """Places in texts that stand here now and not in those `before`, where somebody who withdrew here may be meant."""
    told: Any = select(col(Withdrawal.participant_uid), col(Withdrawal.degree)).where(col(Withdrawal.degree) != STOP)
    degrees: dict[str, str] = dict(ours.execute(told).all())
    known: Any = select(col(Participant.id), col(Participant.uid)).where(col(Participant.uid).in_(degrees))
    people = theirs.execute(known).all()
    came = texts_of_own(ours).difference(before) if people else set()
    found: dict[Mention, None] = {}
    for key, uid in people if came else ():
        places = mentions(theirs, plan_of(theirs, key, degrees[uid]), (), {})
        found |= dict.fromkeys(one for one in places if any(one.words.strip("…") in text for text in came))
    return tuple(found)
