"""Within an action: what the comparison across substudies rests on, before it is taken away."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import ComparisonCell, ComparisonEvidence, ComparisonTopic
from qualcode.storage.journal import Change


def compared_in(connection: Connection, **what: int) -> str:
    """The topics whose cells rest on something (`quote_id=`, `condensate_id=`), as a sentence names them."""
    ((column, key),) = what.items()
    statement: Any = (
        select(col(ComparisonTopic.title))
        .join(ComparisonCell, col(ComparisonCell.topic_id) == col(ComparisonTopic.id))
        .join(ComparisonEvidence, col(ComparisonEvidence.cell_id) == col(ComparisonCell.id))
        .where(col(getattr(ComparisonEvidence, column)) == key)
        .order_by(col(ComparisonTopic.position))
    )
    return ", ".join(f"«{title}»" for title in connection.execute(statement).scalars())


def drop_evidence(change: Change, **what: int) -> None:
    """Take away what rests on something that goes (`category_id=`), or what a cell rests on (`cell_id=`)."""
    ((column, key),) = what.items()
    chosen: Any = select(col(ComparisonEvidence.id)).where(col(getattr(ComparisonEvidence, column)) == key)
    for evidence_id in change.connection.execute(chosen).scalars().all():
        change.remove(ComparisonEvidence, evidence_id)
