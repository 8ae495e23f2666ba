"""The authors' own words to items of the reporting guidelines."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import ReportAnswer
from qualcode.services.register.rows import RegisterRow, put
from qualcode.storage.journal import Change
from qualcode.views.register import GUIDELINES, AnswerEntry


def answers(connection: Connection) -> tuple[AnswerEntry, ...]:
    """What the authors have said, by guideline and item."""
    statement: Any = select(ReportAnswer).order_by(col(ReportAnswer.guideline), col(ReportAnswer.item))
    return tuple(
        AnswerEntry(guideline=row.guideline, item=row.item, answer=row.answer) for row in connection.execute(statement)
    )


def take_answer(change: Change, row: RegisterRow) -> str:
    """The authors' words to one item."""
    told = row.told(AnswerEntry)
    where = {"guideline": told.pop("guideline"), "item": told.pop("item")}
    most = GUIDELINES[where["guideline"]]
    if not 1 <= where["item"] <= most:
        row.refuse(say("register.no_such_item", item=where["item"], guideline=where["guideline"].upper(), most=most))
    return put(change, ReportAnswer, where, told, leaves=row.leaves)
