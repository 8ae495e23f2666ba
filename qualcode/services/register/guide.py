"""The interview guide: topics and questions, a support and not a checklist."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import GuideTopic, TopicTouched
from qualcode.services.naming import find_substudy
from qualcode.services.register.rows import RegisterRow, key_where, put, substudy_names
from qualcode.storage.journal import Change
from qualcode.text.normal_form import to_name
from qualcode.views.register import GuideEntry


def guide(connection: Connection) -> tuple[GuideEntry, ...]:
    """The topics of every substudy's guide, in the order they were entered."""
    names = substudy_names(connection)
    order = list(names)
    rows: Any = connection.execute(select(GuideTopic).order_by(col(GuideTopic.position))).all()
    return tuple(
        GuideEntry(names[row.substudy_id], row.topic, tuple(row.questions.splitlines()))
        for row in sorted(rows, key=lambda row: order.index(row.substudy_id))
    )


def take_topic(change: Change, row: RegisterRow) -> str:
    """A topic of a substudy's guide; taken away, it is no longer touched by any transcript."""
    told = row.told(GuideEntry)
    where = {
        "substudy_id": find_substudy(change.connection, told.pop("substudy")).id,
        "topic": to_name(told.pop("topic")),
    }
    if row.leaves:
        _leave(change, key_where(change.connection, GuideTopic, where))
    if "questions" in told:
        told["questions"] = "\n".join(" ".join(question.split()) for question in told["questions"])
    return put(change, GuideTopic, where, told, leaves=row.leaves)


def _leave(change: Change, topic_id: int | None) -> None:
    statement = select(col(TopicTouched.id)).where(col(TopicTouched.topic_id) == topic_id)
    touched: Any = change.connection.execute(statement).scalars().all()
    for key in touched:
        change.remove(TopicTouched, key)
